"""From trained weights to the shipped files: int8 export, calibration, model card."""
