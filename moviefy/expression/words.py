"""What was read, said to the people who were read. It names what a face shows, never what somebody feels."""

from collections import Counter
from collections.abc import Mapping, Sequence

from moviefy.expression.mood import Mood, NoMood
from moviefy.wording import Listed, _, p_

LOOKS: Mapping[str, str] = {
    "happy": p_("a face looks", "happy"),
    "sad": p_("a face looks", "sad"),
    "angry": p_("a face looks", "angry"),
    "surprise": p_("a face looks", "surprised"),
    "fear": p_("a face looks", "afraid"),
    "disgust": p_("a face looks", "disgusted"),
    "neutral": p_("a face looks", "neutral"),
}
"""Expression -> "You look ..."; pages and their scripts take the words from here."""

NUMBERS = (
    _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"),
    _("ten"),
)  # fmt: skip
"""Of people in a sentence; a language may well write them as digits."""

UPPER_NUMBERS = (
    _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"), _("Nine"), _("Ten"),
)  # fmt: skip

NO_FACE_FOUND = _("No face was found.")


def say(mood: Mood) -> str:
    """One sentence about one face."""
    if mood.reason is NoMood.NO_FACE:
        return NO_FACE_FOUND
    if mood.label is not None:
        return _("You look %(look)s.", look=LOOKS[mood.label])
    lean = LOOKS[mood.lean or "neutral"]
    if mood.reason is NoMood.UNSURE or mood.expression is None:
        return _("Hard to tell; perhaps a little %(lean)s.", lean=lean)
    return _("You look %(look)s, perhaps a little %(lean)s.", look=LOOKS[mood.expression], lean=lean)


def say_all(moods: Sequence[Mood]) -> str:
    """One sentence about all faces of a picture, the moods that are shown counted."""
    if len(moods) < 2:
        return say(moods[0]) if moods else NO_FACE_FOUND
    shown = Counter(LOOKS[mood.label or mood.expression or "neutral"] for mood in moods).most_common()
    (look, most), others = shown[0], shown[1:]
    if not others and most == 2:
        return _("Both of you look %(look)s.", look=look)
    if not others:
        return _("All %(number)s of you look %(look)s.", number=_number(most), look=look)
    rest = Listed([_("%(number)s %(look)s", number=_number(count), look=other) for other, count in others])
    if most == 1:
        return _("One of you looks %(look)s, %(others)s.", look=look, others=rest)
    return _("%(number)s of you look %(look)s, %(others)s.", number=_number(most, upper=True), look=look, others=rest)


def _number(count: int, upper: bool = False) -> str:
    if count >= len(NUMBERS):
        return str(count)
    return UPPER_NUMBERS[count - 2] if upper else NUMBERS[count]
