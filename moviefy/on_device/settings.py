"""How a browser reads faces with the files: what the model card and the detector say, and the words for what is read.

The scripts take all of it from here, so that a new card changes server and browsers alike.
"""

from typing import Any

from moviefy.expression import yunet_settings
from moviefy.expression.hints import DARK_HINT, SMALL_HINT, TURNED_HINT
from moviefy.expression.mood import NO_FACE, Mood, NoMood
from moviefy.expression.network.model_card import ModelCard
from moviefy.expression.scores import LABELS, MOODS
from moviefy.expression.words import LOOKS, NUMBERS, UPPER_NUMBERS, say
from moviefy.wording import Listed, _


def reading_settings(card: ModelCard) -> dict[str, Any]:
    """The settings as JSON; all boxes, margins and sizes mean what they mean in :mod:`moviefy.expression`."""
    calibration, thresholds = card.calibration, card.thresholds
    return {
        "network": {
            "preprocessing": card.preprocessing,
            "input_size": card.input_size,
            "labels": list(LABELS),
            "moods": list(MOODS),
            "temperature": calibration.temperature,
            "bias": [float(value) for value in calibration.bias],
            "thresholds": {mood: thresholds.of(mood) for mood in MOODS},
        },
        "detector": {
            "min_score": yunet_settings.MIN_SCORE,
            "doubtful_score": yunet_settings.DOUBTFUL_SCORE,
            "overlap": yunet_settings.OVERLAP,
            "scale": yunet_settings.CROP_SCALE,
            "shift_y": yunet_settings.CROP_SHIFT_Y,
            "surely_upright": yunet_settings.SURELY_UPRIGHT,
            "surely_upright_in_photos": yunet_settings.SURELY_UPRIGHT_IN_PHOTOS,
        },
        "words": _words(),
    }


def _words() -> dict[str, Any]:
    """Each sentence about one face by what was read, sentences about several with {name} for each value, and hints."""
    return {
        "said": {key: say(mood) for key, mood in _moods().items()},
        "looks": dict(LOOKS),
        "numbers": list(NUMBERS),
        "upper_numbers": list(UPPER_NUMBERS),
        "both": _("Both of you look %(look)s.", look="{look}"),
        "all": _("All %(number)s of you look %(look)s.", number="{number}", look="{look}"),
        "one_of": _("One of you looks %(look)s, %(others)s.", look="{look}", others="{others}"),
        "some_of": _(
            "%(number)s of you look %(look)s, %(others)s.", number="{number}", look="{look}", others="{others}"
        ),
        "other": _("%(number)s %(look)s", number="{number}", look="{look}"),
        "two_others": Listed(["{a}", "{b}"]),
        "more_others": Listed(["{a}", "{b}", "{c}"]),
        "hints": {"dark": DARK_HINT, "small": SMALL_HINT, "turned": TURNED_HINT},
    }


def _moods() -> dict[str, Mood]:
    """Every mood that one face can be given, in which only the scores are missing."""
    scores: dict[str, float] = dict.fromkeys((str(mood) for mood in MOODS), 0.0)
    shown: dict[str, Mood] = {mood: Mood(mood, scores, 1.0, expression=mood) for mood in MOODS}
    unsure = {f"unsure-{mood}": Mood(None, scores, 0.0, NoMood.UNSURE, mood, mood) for mood in MOODS}
    others = {
        f"{label}-{mood}": Mood(None, scores, 0.0, NoMood.NEUTRAL if label == "neutral" else NoMood.OTHER, mood, label)
        for label in LABELS
        if label not in MOODS
        for mood in MOODS
    }
    return {"no_face": NO_FACE, **shown, **unsure, **others}
