from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moviefy.config import PROJECT_ROOT, Config
from moviefy.errors import BadParameter, ModelError
from moviefy.expression.scores import MOODS
from moviefy.movies.recommend.neighbours import FILE_NAME
from moviefy.movies.recommend.recommender import Recommender, load_recommender
from moviefy.movies.recommend.request import MAX_SEED, RecommendationRequest
from tests.movie_tables import catalog_of, film, graded, three_moods


@pytest.fixture(scope="module")
def small():
    return Recommender(three_moods(30))


@pytest.fixture(scope="module")
def shipped():
    return load_recommender(Config(catalog=PROJECT_ROOT / "data" / "movies.csv", model_dir=PROJECT_ROOT / "models"))


def answer(recommender, **asked):
    return recommender.recommend(RecommendationRequest(**{"mood": "happy", "seed": 1, **asked}))


def ids(recommender, **asked):
    return [suggestion.movie.id for suggestion in answer(recommender, **asked).movies]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"year_from": 2100}, "No film fits; without the first year there would be 10 films."),
        ({"genre": "Drama", "year_from": 1960}, "No film fits; without the genre there would be 6 films."),
        ({"year_from": 2100, "rating_from": 10}, "No film fits all of these filters; try fewer of them."),
        ({"director": "Nobody"}, "No film fits; without the director there would be 10 films."),
    ],
)
def test_what_to_relax_is_said_if_nothing_is_left(small, filters, message):
    found = answer(small, **filters)
    assert (found.movies, found.total, found.message) == ((), 0, message)


def test_a_page_past_the_end_is_empty_but_counted(small):
    found = answer(small, offset=500)
    assert (found.movies, found.total, found.message) == ((), 10, None)


@pytest.mark.parametrize("mood", MOODS)
def test_match_gives_films_of_the_mood(small, mood):
    found = answer(small, mood=mood, limit=100)
    assert {suggestion.movie.mood for suggestion in found.movies} == {mood}
    assert found.total == 10


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, MAX_SEED), limit=st.integers(1, 40), breadth=st.floats(0, 1))
def test_pages_use_the_pool_up_without_repeats(shipped, seed, limit, breadth):
    asked = {"mood": "angry", "genre": "Western", "seed": seed, "limit": limit, "breadth": breadth}
    total = answer(shipped, **asked).total
    seen = [film_id for offset in range(0, total, limit) for film_id in ids(shipped, **asked, offset=offset)]
    assert len(seen) == len(set(seen)) == total > 30


@pytest.mark.parametrize("limit", [1, 7, 24, 61])
def test_pages_add_up_to_the_same_order_whatever_their_size(shipped, limit):
    whole = [film_id for offset in (0, 100) for film_id in ids(shipped, limit=100, offset=offset)]
    pages = [film_id for offset in range(0, 200, limit) for film_id in ids(shipped, limit=limit, offset=offset)]
    assert pages[:200] == whole


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, MAX_SEED))
def test_the_same_seed_gives_the_same_films(shipped, seed):
    assert ids(shipped, seed=seed) == ids(shipped, seed=seed)


def test_seeds_differ_and_one_is_drawn_if_none_is_given(shipped):
    assert ids(shipped, seed=1) != ids(shipped, seed=2)
    drawn = shipped.recommend(RecommendationRequest(mood="happy"))
    assert [s.movie.id for s in drawn.movies] == ids(shipped, seed=drawn.seed)


def test_hiding_one_film_leaves_the_others_in_order(small):
    before = ids(small, limit=5, breadth=0)
    assert ids(small, limit=4, breadth=0, exclude=before[:1]) == before[1:]


def test_ids_that_repeat_or_are_foreign_change_nothing(small):
    assert ids(small, exclude=[f"gone-{i}" for i in range(10_000)]) == ids(small)
    assert ids(small, liked=["f-3"] * 9, disliked=["f-6"] * 4) == ids(small, liked=["f-3"], disliked=["f-6"])
    assert answer(small, exclude=["f-0", "f-0"]).total == 9


def test_excluded_liked_and_disliked_films_are_not_shown(small):
    shown = ids(small, limit=100, exclude=["f-0"], liked=["f-3"], disliked=["f-6"])
    assert {"f-0", "f-3", "f-6"} & set(shown) == set()
    assert len(shown) == 7


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, MAX_SEED), mood=st.sampled_from(MOODS), page=st.integers(0, 4))
def test_one_of_a_franchise_and_two_of_a_director_on_a_page(shipped, seed, mood, page):
    found = [one.movie for one in answer(shipped, mood=mood, seed=seed, offset=12 * page).movies]
    series = Counter(word for movie in found for word in movie.keywords if word.endswith(" series"))
    directors = Counter(name for movie in found for name in movie.directors)
    assert max(series.values(), default=1) == 1
    assert max(directors.values()) <= 2


def test_nothing_for_18_or_extreme_unless_asked(shipped):
    for mood in MOODS:
        movies = [one.movie for one in answer(shipped, mood=mood, limit=100).movies]
        assert not [movie.title for movie in movies if movie.audience == "18"]
        assert not [m.title for m in movies if m.fingerprint["violence"] == m.fingerprint["fright"] == 3]
    grown_up = answer(shipped, mood="angry", audience="18", limit=100).movies
    assert any(one.movie.audience == "18" for one in grown_up)


def test_unknown_facts_are_counted_in_the_answer():
    films = [graded(i) for i in range(5)] + [film(i, language="") for i in range(5, 8)]
    found = answer(Recommender(catalog_of(*films)), language="en")
    assert (found.total, found.unknown, found.to_json()["unknown"]) == (5, {"language": 3}, {"language": 3})


def test_better_films_come_sooner():
    films = [graded(i, rating=5 + 4 * (i % 2), votes=100_000, humour=3 * (i % 2)) for i in range(200)]
    recommender = Recommender(catalog_of(*films))
    first = [int(film_id[2:]) % 2 for seed in range(20) for film_id in ids(recommender, seed=seed)]
    assert np.mean(first) > 0.9


def test_breadth_widens_the_list(shipped):
    def genres_shown(breadth):
        pages = [answer(shipped, seed=seed, breadth=breadth) for seed in range(20)]
        return sum(len({g for s in page.movies for g in s.movie.genres}) for page in pages)

    assert genres_shown(0.9) > genres_shown(0.0)


def test_a_group_gets_films_that_nobody_is_left_out_of(shipped):
    mixed = answer(shipped, goal="lift", group=("sad", "angry"))
    assert {suggestion.movie.mood for suggestion in mixed.movies} == {"happy"}


def test_scores_stand_for_the_mood_they_lean_to(shipped):
    found = shipped.recommend(RecommendationRequest(scores=(0.05, 0.9, 0.05), seed=1))
    assert found.mood == "sad"
    assert {one.movie.mood for one in found.movies} == {"sad"}
    mixed = shipped.recommend(RecommendationRequest(scores=(0.5, 0.5, 0.0), seed=1, limit=100))
    assert {one.movie.mood for one in mixed.movies} == {"happy", "sad"}


def test_a_surprised_face_gets_stranger_films(shipped):
    def strangeness(expression):
        pages = [answer(shipped, seed=seed, expression=expression) for seed in range(10)]
        return np.mean([one.movie.fingerprint["strangeness"] for page in pages for one in page.movies])

    assert strangeness("surprise") > strangeness(None) + 0.3
    assert strangeness("neutral") == strangeness(None)


def liking(recommender, titles):
    catalog = recommender.catalog
    rows = [int(np.flatnonzero(catalog.texts["title"] == title)[0]) for title in titles]
    return tuple(catalog.ids[row] for row in rows)


ANIME = ("Spirited Away", "My Neighbor Totoro", "Your Name.", "Akira", "Princess Mononoke")
QUIET = ("Paterson", "Tokyo Story", "Perfect Days", "Columbus", "Our Little Sister")


@pytest.mark.parametrize("mood", MOODS)
def test_five_anime_likes_bring_anime(shipped, mood):
    def share(liked):
        pages = [answer(shipped, mood=mood, seed=seed, liked=liked).movies for seed in range(5)]
        return np.mean(["anime" in one.movie.keywords for page in pages for one in page])

    assert share(()) < 0.2
    assert share(liking(shipped, ANIME)) > 0.5


@pytest.mark.parametrize(("mood", "goal"), [("happy", "match"), ("sad", "match"), ("sad", "calm")])
def test_five_quiet_arthouse_likes_bring_quiet_arthouse(shipped, mood, goal):
    def page_means(liked):
        asked = {"mood": mood, "goal": goal, "liked": liked}
        movies = [one.movie for seed in range(5) for one in answer(shipped, seed=seed, **asked).movies]
        loud = [movie.fingerprint["energy"] + movie.fingerprint["violence"] for movie in movies]
        return np.mean(loud), np.median([movie.votes for movie in movies])

    (loud, votes), (usual_loud, usual_votes) = page_means(liking(shipped, QUIET)), page_means(())
    assert loud < 1.1
    assert loud <= usual_loud + 0.1
    assert votes < usual_votes


def test_a_dislike_counts_too(shipped):
    disliked = liking(shipped, ANIME)
    rows = np.flatnonzero([("anime" in text.split("|")) for text in shipped.catalog.texts["keywords"]])
    change = shipped.base_scores((), disliked) - shipped.base_scores()
    assert change[rows].mean() < change.mean()


def test_more_like_this(shipped):
    (toy_story,) = liking(shipped, ["Toy Story 2"])
    similar = shipped.similar(toy_story, limit=10)
    titles = [suggestion.movie.title for suggestion in similar]
    assert "Toy Story 2" not in titles
    assert "Toy Story" in titles
    assert not any("you liked" in suggestion.why for suggestion in similar)
    assert titles[0] not in [one.movie.title for one in shipped.similar(toy_story, 10, [similar[0].movie.id])]


def test_more_like_an_unknown_film_is_refused(small):
    with pytest.raises(BadParameter, match="no film with the id 'nobody'"):
        small.similar("nobody")


def test_the_json_of_an_answer(small):
    found = answer(small, mood="sad", seed=9, limit=1).to_json()
    assert found.keys() == {"movies", "mood", "goal", "seed", "total", "message", "unknown"}
    assert (found["mood"], found["goal"], found["seed"], found["total"]) == ("sad", "match", 9, 10)
    assert found["movies"][0].keys() == {
        "id", "title", "original_title", "year", "directors", "cast", "countries", "language", "genres", "keywords",
        "fingerprint", "fingerprint_source", "ending", "audience", "logline", "runtime_minutes", "rating", "votes",
        "votes_counted",
        "mood", "mood_scores", "why",
    }  # fmt: skip


def test_the_table_of_neighbours_is_optional_but_must_be_whole(tmp_path):
    config = Config(catalog=PROJECT_ROOT / "data" / "movies.csv", model_dir=tmp_path)
    assert len(ids(load_recommender(config))) == 12
    (tmp_path / FILE_NAME).write_bytes(b"rubbish")
    with pytest.raises(ModelError, match=FILE_NAME):
        load_recommender(config)


def test_a_film_fits_the_moods_for_which_it_is_offered_and_no_others(shipped):
    request = RecommendationRequest(mood="sad", goal="lift", limit=30, seed=1)
    offered = [one.movie for one in shipped.recommend(request).movies]
    assert all(shipped.fits(movie.id, "sad", "lift") for movie in offered)
    assert [mood for mood in MOODS if shipped.fits(offered[0].id, mood, "match")] == [offered[0].mood]
    assert not shipped.fits("nobody", "sad", "lift")


def test_every_mood_alike_draws_from_all_films(shipped):
    alike = RecommendationRequest(scores=(1.0, 1.0, 1.0), limit=100, seed=1)
    assert {one.movie.mood for one in shipped.recommend(alike).movies} == set(MOODS)
    assert shipped.recommend(alike).movies == shipped.recommend(alike).movies
