import numpy as np
import pytest

from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.fingerprint import ENDINGS, QUALITIES
from moviefy.movies.recommend.goals import EXPRESSION_RULES, GOALS, RULES, GoalScores, fits
from tests.movie_tables import catalog_of, film, graded

WARM = {"warmth": 3, "ending": "up"}


def scores(goal, mood, *films):
    return GoalScores(catalog_of(*films)).of(goal, mood)[1]


def offered(goal, person, **facts):
    told = {"mood": "happy", **WARM, **facts}
    return bool(fits(catalog_of(graded(0, **told)), goal, person)[0])


def test_every_goal_and_mood_has_a_rule_over_known_names():
    assert set(RULES) == {(goal, mood) for goal in GOALS for mood in MOODS}
    for rule in (*RULES.values(), *EXPRESSION_RULES.values()):
        assert set(rule.moods) <= set(MOODS)
        assert set(rule.qualities) <= set(QUALITIES)
        assert set(rule.endings) <= set(ENDINGS)


@pytest.mark.parametrize(
    ("goal", "mood", "better", "worse"),
    [
        ("match", "happy", {"humour": 3}, {"humour": 0}),
        ("match", "happy", {"energy": 3}, {"grief": 3}),
        ("match", "sad", {"melancholy": 3, "warmth": 2}, {"violence": 3}),
        ("match", "angry", {"outrage": 3, "energy": 3}, {"fright": 3}),
        ("lift", "happy", {"wonder": 3}, {"humour": 3}),
        ("lift", "sad", {"warmth": 3}, {"energy": 3}),
        ("lift", "angry", {"humour": 3, "energy": 2}, {"melancholy": 3}),
        ("lift", "happy", {"ending": "up"}, {"ending": "open"}),
        ("calm", "happy", {"warmth": 3}, {"energy": 1}),
        ("calm", "sad", {"thought": 3}, {"tension": 1}),
        ("calm", "angry", {"thought": 3}, {"outrage": 2}),
    ],
)
def test_what_a_goal_prefers(goal, mood, better, worse):
    first, second = scores(goal, mood, graded(0, **better), graded(1, **worse))
    assert first > second


def test_a_rule_by_hand():
    one = graded(0, happy=3, sad=0, angry=0, wonder=3, warmth=0, romance=0, ending="up")
    assert scores("lift", "happy", one) == pytest.approx([1.5 + 2.4 + 1.0])


@pytest.mark.parametrize("mood", MOODS)
def test_match_offers_the_films_of_the_mood(mood):
    catalog = catalog_of(*(graded(i, label) for i, label in enumerate(MOODS)))
    assert fits(catalog, "match", mood).tolist() == [label == mood for label in MOODS]


@pytest.mark.parametrize(
    ("goal", "mood", "facts"),
    [
        ("lift", "happy", {"ending": "down"}),
        ("lift", "happy", {"mood": "sad"}),
        ("lift", "angry", {"fright": 2}),
        ("lift", "angry", {"violence": 3}),
        ("lift", "angry", {"warmth": 0}),
        ("lift", "sad", {"grief": 2}),
        ("lift", "sad", {"keywords": "family|slapstick"}),
        ("lift", "sad", {"keywords": "family|sex"}),
        ("lift", "sad", {"warmth": 2, "energy": 3, "humour": 3}),
        ("calm", "sad", {"mood": "angry"}),
        ("calm", "sad", {"energy": 2}),
        ("calm", "sad", {"tension": 3}),
        ("calm", "sad", {"fright": 1}),
        ("calm", "sad", {"violence": 2}),
        ("calm", "sad", {"grief": 2}),
        ("calm", "sad", {"warmth": 1}),
        ("calm", "sad", {"warmth": 2, "humour": 3}),
        ("calm", "sad", {"humour": 3, "audience": "16"}),
        ("calm", "sad", {"keywords": "sex"}),
    ],
)
def test_what_is_never_offered(goal, mood, facts):
    assert offered(goal, mood)
    assert not offered(goal, mood, **facts)


def test_a_thoughtful_film_is_calm_without_warmth_too():
    assert offered("calm", "angry", mood="sad", warmth=0, thought=2)


def test_without_fingerprints_happy_films_lift_and_calm():
    catalog = catalog_of(*(film(i, mood) for i, mood in enumerate(MOODS)), film(3, "happy", ending="down"))
    for goal in ("lift", "calm"):
        assert fits(catalog, goal, "sad").tolist() == [True, False, False, False]


def test_people_of_two_moods_get_what_suits_both():
    films = [graded(0, happy=3, sad=0), graded(1, happy=2, sad=2, humour=2, melancholy=2), graded(2, "sad")]
    flags, score = GoalScores(catalog_of(*films)).for_people("lift", [{"happy": 1.0}, {"sad": 1.0}])
    one, other = (GoalScores(catalog_of(*films)).of("lift", mood)[1] for mood in ("happy", "sad"))
    assert score == pytest.approx((one + other) / 4 + np.minimum(one, other) / 2)
    assert not flags[2]


def test_moods_that_contradict_each_other_still_get_films():
    films = [graded(i, MOODS[i % 3], humour=i % 4) for i in range(30)]
    flags, _ = GoalScores(catalog_of(*films)).for_people("match", [{"happy": 1.0}, {"angry": 1.0}])
    assert 1 <= flags.sum() <= 5
    labels = {MOODS[row % 3] for row in np.flatnonzero(flags)}
    assert labels <= {"happy", "angry"}


@pytest.mark.parametrize(
    ("person", "labels"),
    [
        ({"happy": 0.9, "sad": 0.1}, {"happy"}),
        ({"happy": 0.7, "sad": 0.3}, {"happy", "sad"}),
        ({"happy": 0.19, "sad": 0.62, "angry": 0.19}, {"sad"}),
    ],
)
def test_a_mood_with_little_of_a_reading_has_no_say(person, labels):
    catalog = catalog_of(*(graded(i, mood) for i, mood in enumerate(MOODS)))
    flags, _ = GoalScores(catalog).for_people("match", [person])
    assert {MOODS[row] for row in np.flatnonzero(flags)} == labels


def test_a_catalog_without_a_fitting_film_offers_none():
    flags, _ = GoalScores(catalog_of(graded(0, "sad"))).for_people("match", [{"happy": 1.0}, {"angry": 1.0}])
    assert not flags.any()
