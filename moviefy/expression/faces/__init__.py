"""Where the faces are in a frame, what is cut out of it, and which face is which over time."""
