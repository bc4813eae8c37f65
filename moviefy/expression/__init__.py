"""A frame becomes faces, each face expression scores, and the scores one mood or a reason for none."""
