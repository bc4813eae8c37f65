"""The Movie Database, where a key is set: real posters and where to watch."""
