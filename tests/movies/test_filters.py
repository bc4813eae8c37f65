import pytest

from moviefy.errors import BadParameter
from moviefy.movies.recommend.filters import Filters, rows_of, used, without
from moviefy.movies.recommend.request import RecommendationRequest
from tests.movie_tables import catalog_of, film, graded

FILMS = [
    graded(0, genres="Comedy|Drama", keywords="Whales|sea", directors="Ann Lee|Bo", countries="FR|US", language="fr"),
    graded(1, year=1980, votes=900, runtime_minutes=80, rating="8.5", audience="12"),
    graded(2, year=2020, runtime_minutes=180, rating="4.0", audience="16", wonder=2),
    graded(3, audience="18"),
    graded(4, violence=3, fright=3, audience="16"),
    film(5, runtime_minutes=""),
]
CATALOG = catalog_of(*FILMS)
FILTERS = Filters(CATALOG)


def passed(**asked):
    flags = FILTERS.allowed(RecommendationRequest(mood="happy", **asked))
    return {int(number) for number in flags.nonzero()[0]}


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({}, {0, 1, 2, 5}),
        ({"genre": "drama"}, {0}),
        ({"keyword": "whales"}, {0}),
        ({"keyword": "whale"}, set()),
        ({"director": "ANN LEE"}, {0}),
        ({"country": "us"}, {0, 1, 2}),
        ({"language": "FR"}, {0}),
        ({"audience": "all"}, {0}),
        ({"audience": "12"}, {0, 1}),
        ({"audience": "18"}, {0, 1, 2, 3, 4}),
        ({"year_from": 1981, "year_to": 2019}, {0, 5}),
        ({"runtime_to": 100}, {0, 1}),
        ({"runtime_from": 100}, {0, 2}),
        ({"rating_from": 8.0}, {1}),
        ({"votes_to": 900}, {1}),
        ({"quality": "wonder"}, {2}),
        ({"quality": "violence", "audience": "18"}, {4}),
        ({"exclude": ["f-0", "f-0", "gone"], "liked": ["f-1"], "disliked": ["f-2"]}, {5}),
        ({"language": "fr", "year_from": 2010}, set()),
    ],
)
def test_each_filter(asked, rows):
    assert passed(**asked) == rows


def test_nothing_for_18_or_extreme_unless_asked():
    assert not {3, 4} & passed()
    assert {3, 4} <= passed(audience="18")


@pytest.mark.parametrize(
    ("asked", "unknown"),
    [
        ({}, {}),
        ({"language": "fr"}, {"language": 1}),
        ({"keyword": "sea", "director": "Bo", "country": "FR"}, {"keyword": 1, "director": 1, "country": 1}),
        ({"audience": "12", "runtime_to": 100}, {"audience": 1, "runtime_to": 1}),
        ({"year_from": 1990}, {}),
    ],
)
def test_what_is_not_known_is_counted_aloud(asked, unknown):
    fitting = CATALOG.years > 0
    assert FILTERS.unknown(RecommendationRequest(mood="happy", **asked), fitting) == unknown


def test_repeated_ids_count_once_and_foreign_ones_not_at_all():
    assert rows_of(CATALOG, ["f-2", "f-0", "f-2", "gone", "f-2"]) == [2, 0]


def test_filters_that_a_request_uses():
    request = RecommendationRequest(mood="sad", genre="Comedy", exclude=["f-1"], year_to=1999)
    assert used(request) == ["genre", "year_to", "exclude"]
    assert used(without(request, "genre")) == ["year_to", "exclude"]
    assert used(without(request, "exclude")) == ["genre", "year_to"]


def test_an_unknown_genre_is_refused():
    with pytest.raises(BadParameter, match="genre must be one of Comedy, Drama, not 'Opera'"):
        passed(genre="Opera")
