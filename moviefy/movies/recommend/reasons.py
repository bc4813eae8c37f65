"""Why this film: one short positive sentence, said only of what the catalog really holds."""

from moviefy.movies.catalog.catalog import Movie

GOOD_RATING = 6.5
MANY_VOTES = 1000
CLEAR_SCORE = 0.5

OPENINGS: dict[tuple[str, str], str] = {
    ("match", "happy"): "Keeps a good mood going",
    ("match", "sad"): "Gives a sad mood room",
    ("match", "angry"): "Lets off steam",
    ("lift", "happy"): "Likely to lift the mood",
    ("calm", "happy"): "Cheerful and easy on the nerves",
    ("calm", "sad"): "Quiet and thoughtful",
}
"""(goal, the film's leading mood) -> how the sentence opens."""

MIXED = {"match": "Close to your mood", "lift": "Has a bright side", "calm": "Without much anger in it"}


def why(movie: Movie, goal: str, kinship: str = "") -> str:
    """One sentence from the film's mood scores, its genres, its rating, and its kinship with another film.

    Args:
        kinship: what :func:`because` or :func:`alike` says, or nothing.
    """
    parts = [_opening(movie, goal) + _genre_words(movie), kinship, _rating(movie)]
    return ", ".join(part for part in parts if part) + "."


def because(liked: str, audience: bool) -> str:
    """That a liked film, told by its title, moved this one up: by who likes both, or by its genres.

    To be said only where that is so; :meth:`moviefy.movies.recommend.taste.Taste.causes` finds out.
    """
    return f"liked by others who liked {liked}, as you did" if audience else f"like {liked}, which you liked"


def alike(movie: Movie, other: Movie) -> str:
    """That a film is like the one looked at, where they share a genre; whoever looks need not have liked it."""
    return f"like {other.title}" if set(movie.genres) & set(other.genres) else ""


def _opening(movie: Movie, goal: str) -> str:
    if movie.mood_scores[movie.mood] < CLEAR_SCORE:
        return MIXED[goal]
    return OPENINGS.get((goal, movie.mood), MIXED[goal])


def _genre_words(movie: Movie) -> str:
    names = [name.lower() if name != "Sci-Fi" else "science fiction" for name in movie.genres[:3]]
    return f": {' and '.join([', '.join(names[:-1]), names[-1]] if len(names) > 1 else names)}" if names else ""


def _rating(movie: Movie) -> str:
    if movie.rating < GOOD_RATING or movie.votes < MANY_VOTES:
        return ""
    if movie.votes_counted:
        return f"rated {movie.rating:.1f} by {movie.votes:,} viewers"
    return f"rated about {movie.rating:.1f}"
