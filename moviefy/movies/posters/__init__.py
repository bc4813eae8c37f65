"""Posters that the app draws itself, as SVG."""
