"""What is set about YuNet, for the server and for browsers alike.

Nothing heavy is imported here: a web process whose pictures are read elsewhere tells browsers these values, too.
"""

MIN_SCORE = 0.7
DOUBTFUL_SCORE = 0.35
OVERLAP = 0.3
"""Of two boxes that overlap by more (intersection over union), the less certain one is dropped."""

CROP_SCALE, CROP_SHIFT_Y = 1.07, -0.015
"""The crop's margin: between what bench/framing.py measures (1.12) and what agrees best with Haar in photographs (1.04
to 1.07)."""

SURELY_UPRIGHT = 0.9
SURELY_UPRIGHT_IN_PHOTOS = 0.92
"""In the fine search 66 of 69 upright faces have more, and 2 tilted by 40 degrees."""
