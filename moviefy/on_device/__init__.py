"""What browsers download to read faces themselves: made at install, listed with checksums, served as it lies there."""
