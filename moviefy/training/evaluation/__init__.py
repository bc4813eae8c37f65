"""How good the expression model is: the figures of the command line and of the model card."""
