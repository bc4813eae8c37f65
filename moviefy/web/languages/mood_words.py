"""Moods, goals and rows of films in words, for templates; scripts read the same words from the page."""

from typing import Any

from moviefy.wording import _, p_

GOAL_WORDS = {
    "match": {"name": _("Match it"), "words": _("Films in the same mood")},
    "lift": {"name": _("Lift me"), "words": _("Films to brighten it")},
    "calm": {"name": _("Calm me"), "words": _("Gentle films to settle it")},
}

A_MOOD = {"happy": _("a happy mood"), "sad": _("a sad mood"), "angry": _("an angry mood")}

MOOD_HINT = _("That is your expression. Only you know how you feel.")

STATE_WORDS = {
    "neutral": {
        "short": p_("a state", "neutral"),
        "live": _("Your face is at rest"),
        "face": _("looks neutral"),
        "hint": _("No mood shows. Change your expression, or pick a mood by hand."),
    },
    "other": {
        "short": _("another expression"),
        "live": _("Another expression"),
        "face": _("shows another expression"),
        "hint": _("The films follow what leads your face, and what it leans to."),
    },
    "unsure": {
        "short": _("not sure"),
        "live": _("Not sure yet"),
        "face": _("is hard to read"),
        "hint": _("Turn towards the camera and let some light fall on your face."),
    },
    "no_face": {
        "short": _("no face"),
        "live": _("No face in the picture"),
        "face": _("is not in the picture"),
        "hint": _("Move into the frame and look towards the camera."),
    },
    "each": {"short": _("each mood"), "live": _("Which one fits you?"), "face": "", "hint": ""},
}
"""What is said where no mood is. ``live``: of the camera's picture; ``face``: of one face of a photo."""

ROW_WORDS = {
    "happy": _("For a bright mood"),
    "sad": _("For a heavy heart"),
    "angry": _("For a hot head"),
    "surprise": _("Wonder and strange things"),
    "fear": _("Warm films, nothing that frightens"),
    "disgust": _("Satire, and films with a temper"),
}
"""What the films under an expression's name are like."""

SHELF_WORDS = {
    "happy": {"title": p_("films", "Cheerful"), "words": ROW_WORDS["happy"]},
    "sad": {"title": p_("films", "Moving"), "words": ROW_WORDS["sad"]},
    "angry": {"title": p_("films", "Furious"), "words": ROW_WORDS["angry"]},
    "tonight": {"title": _("In time for tonight"), "words": _("100 minutes at most")},
    "country": {"title": "", "words": _("Somewhere else for a change")},
    "recent": {"title": p_("films", "Recent"), "words": _("From the last few years")},
    "little-known": {"title": p_("films", "Little known"), "words": _("And well worth finding")},
}
"""The rows on which the films page opens; a country's row has its name for a title."""

TEMPLATE_WORDS: dict[str, Any] = {
    "GOALS": GOAL_WORDS, "A_MOOD": A_MOOD, "STATE_WORDS": STATE_WORDS, "ROW_WORDS": ROW_WORDS,
    "SHELF_WORDS": SHELF_WORDS,
}  # fmt: skip
