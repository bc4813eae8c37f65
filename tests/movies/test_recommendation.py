import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moviefy.config import PROJECT_ROOT
from moviefy.errors import BadParameter
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import load_catalog
from moviefy.movies.recommend import ranking
from moviefy.movies.recommend.recommender import RecommendationRequest, Recommender
from moviefy.movies.recommend.request import GOALS, MAX_SEED
from tests.movie_tables import catalog_of, film, three_moods
from tests.movies.test_neighbours import table


@pytest.fixture(scope="module")
def small():
    return Recommender(three_moods(30))


@pytest.fixture(scope="module")
def shipped():
    return Recommender(load_catalog(PROJECT_ROOT / "data" / "movies.csv"))


def ids(recommender, **asked):
    answer = recommender.recommend(RecommendationRequest(**{"mood": "happy", "seed": 1, **asked}))
    return [suggestion.movie.id for suggestion in answer.movies]


def test_nothing_fits(small):
    answer = small.recommend(RecommendationRequest(mood="happy", year_from=2100))
    assert (answer.movies, answer.total) == ((), 0)
    assert answer.message == "No film fits; without the first year there would be 10 films."


def test_the_filter_that_would_help_most_is_named(small):
    answer = small.recommend(RecommendationRequest(mood="happy", genre="Drama", year_from=1960))
    assert answer.message == "No film fits; without the genre there would be 6 films."


def test_two_impossible_filters_are_said_so(small):
    answer = small.recommend(RecommendationRequest(mood="happy", year_from=2100, rating_from=10))
    assert answer.message == "No film fits all of these filters; try fewer of them."


def test_a_page_past_the_end_is_empty_but_counted(small):
    answer = small.recommend(RecommendationRequest(mood="happy", offset=500))
    assert (answer.movies, answer.total, answer.message) == ((), 10, None)


@pytest.mark.parametrize("mood", MOODS)
def test_match_gives_films_of_the_mood(small, mood):
    answer = small.recommend(RecommendationRequest(mood=mood, limit=100))
    assert {suggestion.movie.mood for suggestion in answer.movies} == {mood}
    assert answer.total == 10


@pytest.mark.parametrize("mood", MOODS)
def test_lift_and_calm_lead_away_from_anger(small, mood):
    for goal in ("lift", "calm"):
        answer = small.recommend(RecommendationRequest(mood=mood, goal=goal, limit=100))
        assert {suggestion.movie.mood for suggestion in answer.movies} == {"happy"}


def test_calm_offers_nothing_rousing(shipped):
    answer = shipped.recommend(RecommendationRequest(mood="angry", goal="calm", limit=100))
    genres = {name for suggestion in answer.movies for name in suggestion.movie.genres}
    assert not genres & ranking.ROUSING_GENRES


def test_best_films_without_noise_against_one_line_of_pandas(small):
    catalog = small.catalog
    table = pd.DataFrame({"row": range(30), "mood": catalog.texts["mood"], "rating": catalog.ratings})
    oracle = table[table["mood"] == "sad"].nlargest(4, "rating")["row"].tolist()
    keys = np.where(catalog.texts["mood"] == "sad", ranking.merit(catalog.ratings, catalog.votes), -np.inf)
    assert ranking.top_rows(keys.astype(np.float32), 4).tolist() == oracle


def test_weighted_rating_against_the_formula():
    ratings, votes = np.array([9.0, 7.0, 5.0], dtype=np.float32), np.array([10, 3000, 1e6], dtype=np.float32)
    m, mean = ranking.PRIOR_VOTES, 7.0
    oracle = [(v * r + m * mean) / (v + m) for r, v in zip(ratings, votes, strict=True)]
    assert ranking.weighted_rating(ratings, votes) == pytest.approx(oracle, abs=1e-4)


@pytest.mark.parametrize(
    ("scores", "target", "expected"),
    [((1, 0, 0), (1, 0, 0), 1), ((0, 0, 1), (1, 0, 0), 0), ((0.6, 0.4, 0), (0.7, 0.3, 0), 0.9)],
)
def test_overlap(scores, target, expected):
    found = ranking.overlap(np.array([scores], dtype=np.float32), np.array(target, dtype=np.float32))
    assert found == pytest.approx([expected])


def test_every_target_is_a_mix():
    for goal in GOALS:
        for mood in MOODS:
            assert ranking.target_mix(goal, mood).sum() == pytest.approx(1)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, MAX_SEED), limit=st.integers(1, 40), breadth=st.floats(0, 1))
def test_pages_use_the_pool_up_without_repeats(shipped, seed, limit, breadth):
    asked = {"mood": "angry", "genre": "Western", "seed": seed, "limit": limit, "breadth": breadth}
    total = shipped.recommend(RecommendationRequest(**asked)).total
    seen = [film_id for offset in range(0, total, limit) for film_id in ids(shipped, **asked, offset=offset)]
    assert len(seen) == len(set(seen)) == total > 50


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, MAX_SEED))
def test_the_same_seed_gives_the_same_films(shipped, seed):
    assert ids(shipped, seed=seed) == ids(shipped, seed=seed)


def test_seeds_differ_and_one_is_drawn_where_none_is_given(shipped):
    assert ids(shipped, seed=1) != ids(shipped, seed=2)
    drawn = shipped.recommend(RecommendationRequest(mood="happy"))
    assert [s.movie.id for s in drawn.movies] == ids(shipped, seed=drawn.seed)


def test_hiding_one_film_leaves_the_others_in_order(shipped):
    before = ids(shipped, limit=5, breadth=0)
    assert ids(shipped, limit=4, breadth=0, exclude=before[:1]) == before[1:]


def test_unknown_ids_in_exclude_are_ignored(small):
    assert ids(small, exclude=[f"gone-{i}" for i in range(10_000)]) == ids(small)


def test_excluded_liked_and_disliked_films_are_not_shown(small):
    shown = ids(small, limit=100, exclude=["f-0"], liked=["f-3"], disliked=["f-6"])
    assert {"f-0", "f-3", "f-6"} & set(shown) == set()
    assert len(shown) == 7


def test_likes_and_dislikes_re_rank():
    genres = ["Comedy|Musical", "Comedy|Western"] * 20
    recommender = Recommender(catalog_of(*(film(i, genres=names) for i, names in enumerate(genres))))
    liking = recommender.recommend(
        RecommendationRequest(mood="happy", seed=3, liked=("f-0",), disliked=("f-1",), breadth=0)
    )
    musicals = sum("Musical" in suggestion.movie.genres for suggestion in liking.movies)
    assert musicals >= 11


def test_a_shared_audience_re_ranks_and_is_the_reason():
    films = [film(i, genres="Comedy" if i else "Drama") for i in range(40)]
    pairs = table((0, 7, 0.9), (7, 0, 0.9), n=8)
    liking = RecommendationRequest(mood="happy", seed=3, liked=("f-0",), breadth=0, limit=39)
    first, *others = Recommender(catalog_of(*films), pairs).recommend(liking).movies
    assert first.movie.id == "f-7"
    assert first.why.startswith("Keeps a good mood going: comedy, liked by others who liked Film 0, as you did, rated")
    assert not any("Film 0" in other.why for other in others)


def test_surely_fitting_films_come_sooner():
    films = [film(i, label_source="classifier") for i in range(40)]
    for one in films[:20]:
        one.update(mood_happy="0.6", mood_sad="0.2", mood_angry="0.2")
    recommender = Recommender(catalog_of(*films))
    first = [ids(recommender, seed=seed, limit=20) for seed in range(10)]
    assert np.mean([int(film_id[2:]) >= 20 for page in first for film_id in page]) > 0.8


@pytest.mark.parametrize(
    ("goal", "moods", "share"),
    [
        ("match", ("sad",), 0.3),
        ("lift", ("sad",), 0.6),
        ("calm", ("angry",), 0.9),
        ("match", ("happy", "sad"), (0.45 + 0.3) / 2),
    ],
)
def test_certainty_is_the_log_odds_that_a_label_fits(goal, moods, share):
    found = ranking.certainty(np.array([[0.6, 0.3, 0.1]], dtype=np.float32), goal, moods)
    assert found == pytest.approx([np.log(share / (1 - share))], abs=1e-5)


def test_a_hand_label_leaves_no_doubt():
    scores = np.array([[0.75, 0.2, 0.05]] * 2, dtype=np.float32)
    assert ranking.label_beliefs(scores, np.array([True, False])) == pytest.approx(np.array([[1, 0, 0], scores[1]]))


def test_breadth_widens_the_list(shipped):
    def genres_shown(breadth):
        answers = [shipped.recommend(RecommendationRequest(mood="happy", seed=s, breadth=breadth)) for s in range(20)]
        return sum(len({g for s in answer.movies for g in s.movie.genres}) for answer in answers)

    assert genres_shown(0.9) > genres_shown(0.0)


def test_varying_keeps_every_film_and_starts_with_the_best():
    rng = np.random.default_rng(0)
    vectors = ranking.genre_vectors(rng.random((20, 5)) > 0.5, np.full(5, 0.5, dtype=np.float32))
    order = ranking.vary(np.linspace(1, 0, 20, dtype=np.float32), vectors, 0.7)
    assert order[0] == 0
    assert sorted(order) == list(range(20))


@pytest.mark.parametrize("breadth", [0.0, 0.7])
def test_the_first_few_of_a_varied_order_are_those_of_the_whole(breadth):
    vectors = ranking.genre_vectors(np.random.default_rng(0).random((20, 5)) > 0.5, np.full(5, 0.5, dtype=np.float32))
    worth = np.linspace(1, 0, 20, dtype=np.float32)
    whole = ranking.vary(worth, vectors, breadth).tolist()
    for count in (0, 1, 7, 20, 99):
        assert ranking.vary(worth, vectors, breadth, count).tolist() == whole[:count]


@pytest.mark.parametrize("limit", [1, 7, 60, 61])
def test_pages_add_up_to_the_same_order_whatever_their_size(shipped, limit):
    whole = [film_id for offset in (0, 100) for film_id in ids(shipped, limit=100, offset=offset)]
    pages = [film_id for offset in range(0, 200, limit) for film_id in ids(shipped, limit=limit, offset=offset)]
    assert pages[:200] == whole


def test_varying_puts_twins_apart():
    vectors = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    assert ranking.vary(np.array([3, 2, 1], dtype=np.float32), vectors, 0.9).tolist() == [0, 2, 1]


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ({"genre": "comedy"}, lambda m: "Comedy" in m.genres),
        ({"year_from": 1990, "year_to": 1995}, lambda m: 1990 <= m.year <= 1995),
        ({"runtime_to": 80}, lambda m: m.runtime_minutes is not None and m.runtime_minutes <= 80),
        ({"rating_from": 8.0}, lambda m: m.rating >= 8.0),
    ],
)
def test_filters_hold(shipped, filters, fits):
    answer = shipped.recommend(RecommendationRequest(mood="happy", limit=100, **filters))
    assert len(answer.movies) > 20
    assert all(fits(suggestion.movie) for suggestion in answer.movies)


def test_a_group_gets_films_that_nobody_is_left_out_of(shipped):
    answer = shipped.recommend(RecommendationRequest(mood="happy", goal="lift", group=("sad", "angry"), seed=1))
    assert {suggestion.movie.mood for suggestion in answer.movies} == {"happy"}
    mixed = shipped.recommend(RecommendationRequest(mood="happy", group=("sad",), seed=1))
    assert all(suggestion.movie.mood != "angry" for suggestion in mixed.movies)


def test_more_like_this(shipped):
    row = next(r for r in range(len(shipped.catalog)) if shipped.catalog.texts["title"][r] == "Toy Story 2")
    similar = shipped.similar(shipped.catalog.ids[row], limit=10)
    titles = [suggestion.movie.title for suggestion in similar]
    assert "Toy Story 2" not in titles
    assert "Toy Story" in titles
    assert all("like Toy Story 2" in suggestion.why for suggestion in similar)
    assert not any("you liked" in suggestion.why or "you did" in suggestion.why for suggestion in similar)


def test_more_like_an_unknown_film_is_refused(small):
    with pytest.raises(BadParameter, match="no film with the id 'nobody'"):
        small.similar("nobody")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"mood": "bored"}, "mood must be one of happy, sad, angry"),
        ({"goal": "sleep"}, "goal must be one of match, lift, calm"),
        ({"limit": 0}, "limit must be from 1 to 100"),
        ({"limit": 101}, "limit must be from 1 to 100"),
        ({"offset": -1}, "offset"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
        ({"breadth": 1.1}, "breadth"),
        ({"breadth": float("nan")}, "breadth"),
        ({"year_from": 12}, "year_from"),
        ({"year_from": 2001, "year_to": 2000}, "year_from .2001. must not be greater"),
        ({"rating_from": 11}, "rating_from"),
        ({"exclude": ["ok", "<script>"]}, "exclude has '<script>', which is not a film id"),
        ({"exclude": [""]}, "exclude"),
        ({"liked": ["x"] * 20_001}, "at most 20000"),
        ({"disliked": ["é"]}, "disliked"),
        ({"group": ("glad",)}, "group must be one of"),
        ({"group": ("sad",) * 51}, "at most 50"),
    ],
)
def test_bad_parameters_are_named(wrong, message):
    with pytest.raises(BadParameter, match=message):
        RecommendationRequest(**{"mood": "happy", **wrong})


def test_an_unknown_genre_is_refused(small):
    with pytest.raises(BadParameter, match="genre must be one of Action, Comedy, Drama, Thriller, not 'Opera'"):
        small.recommend(RecommendationRequest(mood="happy", genre="Opera"))


def why_of(goal="match", liked=(), **facts):
    recommender = Recommender(catalog_of(film(1, **facts), film(2, genres="Comedy|War", title="Ducks")))
    request = RecommendationRequest(mood="happy", goal=goal, liked=liked, seed=0)
    return {s.movie.id: s.why for s in recommender.recommend(request).movies}["f-1"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "Keeps a good mood going: comedy, rated 7.0 by 5,000 viewers."),
        ({"facts_source": "editor"}, "Keeps a good mood going: comedy, rated about 7.0."),
        ({"rating": "5.0"}, "Keeps a good mood going: comedy."),
        ({"votes": "20"}, "Keeps a good mood going: comedy."),
        ({"genres": "Comedy|Sci-Fi", "rating": "6"}, "Keeps a good mood going: comedy and science fiction."),
        ({"genres": "", "rating": "6"}, "Keeps a good mood going."),
        ({"goal": "lift", "rating": "6"}, "Likely to lift the mood: comedy."),
        ({"liked": ("f-2",), "rating": "6"}, "Keeps a good mood going: comedy, like Ducks, which you liked."),
        ({"liked": ("f-2",), "genres": "Drama", "rating": "6"}, "Keeps a good mood going: drama."),
    ],
)
def test_why_says_only_what_is_known(facts, sentence):
    assert why_of(**facts) == sentence


def test_the_json_of_an_answer(small):
    answer = small.recommend(RecommendationRequest(mood="sad", seed=9, limit=1)).to_json()
    assert answer.keys() == {"movies", "mood", "goal", "seed", "total", "message"}
    assert (answer["mood"], answer["goal"], answer["seed"], answer["total"]) == ("sad", "match", 9, 10)
    assert answer["movies"][0].keys() == {
        "id", "title", "original_title", "year", "directors", "cast", "countries", "language", "genres", "keywords",
        "fingerprint", "fingerprint_source", "ending", "audience", "logline", "runtime_minutes", "rating", "votes",
        "mood", "mood_scores", "why",
    }  # fmt: skip
