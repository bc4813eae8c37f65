"""Faces in a frame: detection, crops, and tracking over time."""
