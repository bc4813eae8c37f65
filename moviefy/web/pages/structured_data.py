"""What search engines read about a film: its facts as schema.org's ``Movie``, in JSON-LD."""

from typing import Any

from moviefy.movies.catalog.movie import Movie


def movie_data(movie: Movie, site: str, poster: str) -> dict[str, Any]:
    """A film as ``Movie``; what the catalog does not know is left out.

    Ratings stay out: most are estimates, and search engines take a rating for votes that visitors gave here.

    Args:
        site: the site's address, without a slash at the end.
        poster: the poster's whole address.
    """
    data = {
        "@context": "https://schema.org",
        "@type": "Movie",
        "@id": f"{site}/movies/{movie.id}",
        "url": f"{site}/movies/{movie.id}",
        "name": movie.title,
        "alternateName": movie.original_title if movie.original_title != movie.title else None,
        "description": movie.logline,
        "image": poster,
        "dateCreated": str(movie.year),
        "director": _named("Person", movie.directors),
        "actor": _named("Person", movie.cast),
        "countryOfOrigin": _named("Country", movie.countries),
        "inLanguage": movie.language,
        "genre": list(movie.genres),
        "keywords": ", ".join(movie.keywords),
        "duration": f"PT{movie.runtime_minutes}M" if movie.runtime_minutes else None,
    }
    return {name: value for name, value in data.items() if value}


def _named(kind: str, names: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"@type": kind, "name": name} for name in names]
