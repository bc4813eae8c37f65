import math

import pytest

from moviefy.errors import BadParameter
from moviefy.movies.recommend.request import RecommendationRequest


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"mood": "bored"}, "mood must be one of happy, sad, angry"),
        ({"mood": None}, "Say a mood, or the scores of a reading"),
        ({"goal": "sleep"}, "goal must be one of match, lift, calm"),
        ({"scores": (1.0, 0.0)}, "scores must be 3 numbers, for happy, sad, angry, not 2"),
        ({"scores": (0.2,) * 4}, "not 4"),
        ({"scores": (0.0, 0.0, 0.0)}, "scores must not all be 0"),
        ({"scores": (math.nan, 0.5, 0.5)}, "scores must be from 0 to 1, not nan"),
        ({"scores": ("much", 0.5, 0.5)}, "scores must be numbers, not 'much'"),
        ({"scores": (1.2, 0.0, 0.0)}, "scores must be from 0 to 1"),
        ({"scores": (-0.1, 0.5, 0.5)}, "scores must be from 0 to 1"),
        ({"expression": "smirk"}, "expression must be one of"),
        ({"audience": "13"}, "audience must be one of all, 7, 12, 16, 18"),
        ({"country": "France"}, "country must be a country code of two letters"),
        ({"language": "f"}, "language must be a language code"),
        ({"limit": 0}, "limit must be from 1 to 100"),
        ({"limit": 101}, "limit must be from 1 to 100"),
        ({"offset": -1}, "offset"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
        ({"breadth": 1.1}, "breadth"),
        ({"breadth": math.nan}, "breadth"),
        ({"year_from": 12}, "year_from"),
        ({"year_from": 2001, "year_to": 2000}, "year_from .2001. must not be greater"),
        ({"runtime_from": 100, "runtime_to": 90}, "runtime_from"),
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


def test_scores_count_in_proportion():
    request = RecommendationRequest(scores=(0.2, 0.6, 0.0), group=("angry",))
    assert request.people == (pytest.approx({"happy": 0.25, "sad": 0.75}), {"angry": 1.0})
    assert request.leading == "sad"


def test_a_mood_wins_over_scores():
    request = RecommendationRequest(mood="happy", scores=(0.0, 1.0, 0.0))
    assert (request.people, request.leading) == (({"happy": 1.0},), "happy")
