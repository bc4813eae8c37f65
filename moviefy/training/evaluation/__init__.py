"""Measures the expression model for the command line and the model card."""
