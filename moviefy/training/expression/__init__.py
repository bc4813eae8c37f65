"""How the expression network is trained, from FER2013's zip to trained weights."""
