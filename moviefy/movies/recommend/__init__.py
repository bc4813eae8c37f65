"""A mood, a goal and filters become a list of films, each with a reason."""
