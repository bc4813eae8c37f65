"""Cameras, video files and uploaded bytes become frames: ``uint8`` BGR arrays of shape (H, W, 3)."""
