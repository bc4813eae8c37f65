"""What was read, said to the people who were read. It names what a face shows, never what somebody feels."""

from collections import Counter
from collections.abc import Sequence

from moviefy.expression.mood import Mood, NoMood

LOOKS = {
    "happy": "happy", "sad": "sad", "angry": "angry", "surprise": "surprised", "fear": "afraid", "disgust": "disgusted",
    "neutral": "neutral",
}  # fmt: skip
"""Expression -> "You look ..."; pages and their scripts take the words from here."""

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def say(mood: Mood) -> str:
    """One sentence about one face."""
    if mood.reason is NoMood.NO_FACE:
        return "No face was found."
    if mood.label is not None:
        return f"You look {LOOKS[mood.label]}."
    perhaps = f"perhaps a little {LOOKS[mood.lean or 'neutral']}"
    if mood.reason is NoMood.UNSURE or mood.expression is None:
        return f"Hard to tell; {perhaps}."
    return f"You look {LOOKS[mood.expression]}, {perhaps}."


def say_all(moods: Sequence[Mood]) -> str:
    """One sentence about all faces of a picture, the moods that are shown counted."""
    if len(moods) < 2:
        return say(moods[0]) if moods else "No face was found."
    shown = Counter(LOOKS[mood.label or mood.expression or "neutral"] for mood in moods)
    parts = [f"{_number(count)} {look}" for look, count in shown.most_common()]
    if len(parts) == 1:
        return f"{'Both' if len(moods) == 2 else f'All {_number(len(moods))}'} of you look {next(iter(shown))}."
    look, most = shown.most_common(1)[0]
    verb = "looks" if most == 1 else "look"
    return f"{_number(most).capitalize()} of you {verb} {look}, {' and '.join(parts[1:])}."


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
