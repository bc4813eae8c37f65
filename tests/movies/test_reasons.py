import re

import pytest

from moviefy.config import PROJECT_ROOT
from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import load_catalog
from moviefy.movies.catalog.fingerprint import words
from moviefy.movies.recommend.goals import GOALS
from moviefy.movies.recommend.phrases import GENRE_NOUNS, QUALITY_PHRASES, a_film, themes
from moviefy.movies.recommend.reasons import Reasons
from moviefy.movies.recommend.recommender import Recommender
from moviefy.movies.recommend.request import RecommendationRequest
from moviefy.wording import Listed
from tests.movie_tables import catalog_of, film, graded


@pytest.fixture(scope="module")
def shipped():
    return Recommender(load_catalog(PROJECT_ROOT / "data" / "movies.csv"))


def pages(recommender, seeds):
    for goal in GOALS:
        for mood in MOODS:
            for seed in seeds:
                yield goal, recommender.recommend(RecommendationRequest(goal=goal, mood=mood, seed=seed)).movies


def told_words(text):
    return {word.strip() for word in re.split(r" and | story | story", text) if word.strip()}


def holds(movie, goal, why):
    """Whether a sentence is true of its film, read with an eye on the film alone."""
    said, known = why.rstrip("."), set(words(movie.fingerprint, movie.ending))
    if made := re.fullmatch(r"From (.+?): (.+)", said):
        return made[1] == " and ".join(movie.directors[:2]) and told_words(made[2]) <= known
    if about := re.fullmatch(r"A film about (.+)", said):
        return about[1] == Listed(themes([word for word in movie.keywords if not word.endswith(" series")])[:2])
    if stars := re.fullmatch(r"(.+) (?:star in|lend their voices to) an? (.*)", said):
        return stars[1] == " and ".join(movie.cast[:2]) and stars[2].replace("story", "").strip() in known
    if length := re.fullmatch(r"Over in (\d+) minutes", said):
        return int(length[1]) == movie.runtime_minutes
    if said == "Ends on a high":
        return movie.ending == "up"
    if said == "Few films are loved by so many":
        return movie.rating >= 8.2 and movie.votes >= 200_000
    if said in QUALITY_PHRASES.values():
        return movie.fingerprint[next(name for name, text in QUALITY_PHRASES.items() if text == said)] >= 2
    effects = {
        "lift": ["leaves you brighter"], "calm": ["easy on the nerves"],
        "match": {"happy": ["keeps a good mood going"], "sad": ["gives a sad mood room"],
                  "angry": ["lets off steam", "takes anger seriously"]}[movie.mood],
    }[goal]  # fmt: skip
    nouns = [GENRE_NOUNS[name] for name in movie.genres]
    lower = said.lower()
    return any(lower.endswith(end) for end in effects) and (" that " not in lower or any(n in lower for n in nouns))


def test_every_reason_is_true_of_its_film(shipped):
    wrong = [
        (one.movie.title, one.why)
        for goal, page in pages(shipped, range(8))
        for one in page
        if not holds(one.movie, goal, one.why)
    ]
    assert wrong == []


def test_at_least_six_openings_on_a_page_of_twelve(shipped):
    for _, page in pages(shipped, range(12)):
        assert len(page) == 12
        assert len({" ".join(one.why.split()[:2]) for one in page}) >= 6


def test_no_reason_has_figures_that_need_a_date(shipped):
    for _, page in pages(shipped, range(4)):
        assert not any(re.search(r"\d[.,]\d|viewers|votes", one.why) for one in page)


def movie_of(**facts):
    return catalog_of(graded(1, **facts), film(2)).movie(0)


def reasons_for(movie, goal="match", times=12):
    page = Reasons(goal)
    return {page.why(movie) for _ in range(times)}


@pytest.mark.parametrize(
    ("facts", "goal", "expected"),
    [
        ({"warmth": 3, "directors": "Ann|Bo|Cy"}, "match", "From Ann and Bo: gentle and warm-hearted."),
        ({"keywords": "london|work|ants series"}, "match", "A film about London and work."),
        ({"humour": 3, "genres": "Children|Sci-Fi"}, "lift", "A funny science-fiction film that leaves you brighter."),
        ({"wonder": 3}, "match", "Actor 1 and Actress 1 star in a story full of wonder."),
        ({"genres": "Animation", "humour": 2}, "match", "Actor 1 and Actress 1 lend their voices to a funny story."),
        ({"runtime_minutes": 72}, "match", "Over in 72 minutes."),
        ({"ending": "up"}, "lift", "Ends on a high."),
        ({"rating": "8.4", "votes": 900_000}, "match", "Few films are loved by so many."),
        ({"mood": "angry", "energy": 3}, "match", "Lets off steam."),
        ({"mood": "angry", "energy": 1}, "match", "Takes anger seriously."),
        ({"mood": "angry", "energy": 3, "genres": "Documentary"}, "match", "Takes anger seriously."),
        ({"mood": "sad"}, "calm", "Easy on the nerves."),
    ],
)
def test_what_is_said_of_a_film(facts, goal, expected):
    assert expected in reasons_for(movie_of(**facts), goal)


@pytest.mark.parametrize(
    ("facts", "goal", "never"),
    [
        ({"keywords": "based on a novel|true story|ants series"}, "match", "about"),
        ({"cast": "Ann"}, "match", "star"),
        ({"genres": "Documentary", "warmth": 3}, "match", "star"),
        ({"runtime_minutes": 12}, "match", "Over in"),
        ({"ending": "up"}, "calm", "Ends"),
        ({"mood": "sad", "ending": "up"}, "match", "Ends"),
        ({"warmth": 1}, "match", "kind to each other"),
    ],
)
def test_what_is_not_said(facts, goal, never):
    assert not [why for why in reasons_for(movie_of(**facts), goal) if never in why]


def test_an_imported_film_of_which_little_is_known_has_reasons_too():
    movie = catalog_of(film(1, year=1994)).movie(0)
    assert reasons_for(movie) == {
        "A comedy that keeps a good mood going.", "Keeps a good mood going.", "Made in 1994: a comedy.",
    }  # fmt: skip
    assert reasons_for(catalog_of(film(1, genres="")).movie(0)) == {"Keeps a good mood going.", "Made in 2000: a film."}


def test_the_liked_film_is_named_in_other_words_each_time():
    page, movie = Reasons("match"), movie_of()
    told = [page.why(movie, "Your Name.") for _ in range(4)]
    assert len(set(told)) == 4
    assert all("Your Name." in why and why[-1] == "." and ".." not in why for why in told)
    together = {page.why(movie, "Ducks", audience=True) for _ in range(4)}
    assert together == {"Others who like Ducks like this too.", "Loved by many who love Ducks, as you do."}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"directors": "Ann|Bo"}, {"directors": "Bo"}, "Also by Bo."),
        ({"keywords": "ants series"}, {"keywords": "ants series"}, "From the same series as Film 2."),
        ({"keywords": "paris|work"}, {"keywords": "work|paris"}, "Also about Paris and work."),
        ({"humour": 3}, {"humour": 2}, "As funny as Film 2."),
        ({"genres": "Comedy|Sci-Fi"}, {"genres": "Sci-Fi"}, "Like Film 2: science fiction."),
    ],
)
def test_what_two_films_share(one, other, expected):
    apart = {"genres": "War"}
    catalog = catalog_of(graded(1, **{**apart, **one}), graded(2, **{"genres": "Horror", **other}))
    assert Reasons("match").alike(catalog.movie(0), catalog.movie(1)) == expected


def test_films_that_share_nothing_have_a_reason_of_their_own():
    catalog = catalog_of(graded(1, genres="War"), graded(2, genres="Horror"))
    why = Reasons("match").alike(catalog.movie(0), catalog.movie(1))
    assert why
    assert "Film 2" not in why


@pytest.mark.parametrize(
    ("word", "noun", "expected"),
    [
        ("offbeat", "comedy", "An offbeat comedy"),
        ("full of wonder", "story", "A story full of wonder"),
        (None, "action film", "An action film"),
        ("funny", "war film", "A funny war film"),
    ],
)
def test_articles(word, noun, expected):
    assert a_film(word, noun, "is one") == f"{expected} that is one"


def test_what_speaks_for_a_film_is_told_with_the_mood_first():
    warm = catalog_of(graded(1, warmth=3, ending="up", keywords="whales")).movie(0)
    told = Reasons("match").told(warm)
    assert told == [
        "Keeps a good mood going.",
        f"{QUALITY_PHRASES['warmth']}.",
        "A film about whales.",
        "Ends on a high.",
    ]
    plain = catalog_of(film(1, "sad")).movie(0)
    assert Reasons("lift").told(plain) == ["Leaves you brighter."]
