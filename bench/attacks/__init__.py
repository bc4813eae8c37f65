"""Attacks on a Moviefy that runs on this machine, bounded and on loopback alone, and what a normal client notices."""
