"""The Movie Database (TMDB), if a key is set: real posters and where to watch."""
