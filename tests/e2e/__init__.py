"""A real browser clicks through the real app; every test here is skipped where there is no Chromium."""
