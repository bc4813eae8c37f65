"""A film's fingerprint: thirteen qualities, each graded 0 to 3 by the guideline of data/README.md, and their words."""

from collections.abc import Mapping

QUALITIES = (
    "warmth", "humour", "wonder", "romance", "energy", "tension", "fright", "violence",
    "grief", "melancholy", "outrage", "thought", "strangeness",
)  # fmt: skip
"""In the order in which catalogs and arrays hold them."""

MAX_GRADE = 3
ENDINGS = ("up", "open", "down")
AUDIENCES = ("all", "7", "12", "16", "18")
"""From which age a film suits; "all" is any."""

STRONG = 2.0
"""A quality from this grade on is clearly a part of the film."""

WORDS: Mapping[str, str] = {
    "warmth": "warm-hearted", "humour": "funny", "wonder": "full of wonder", "romance": "romantic",
    "energy": "fast", "tension": "gripping", "fright": "scary", "violence": "violent",
    "grief": "heartbreaking", "melancholy": "wistful", "outrage": "outraged", "thought": "thoughtful",
    "strangeness": "offbeat",
}  # fmt: skip
"""What people call a film in which this quality is strong."""


def words(grades: Mapping[str, float], ending: str | None = None) -> tuple[str, ...]:
    """What people would call a film, the most telling word first; empty if no quality is strong.

    Args:
        grades: quality -> grade in [0, 3].
        ending: "up", "open", "down", or None if unknown.
    """
    strong = sorted((name for name in QUALITIES if grades[name] >= STRONG), key=lambda name: -grades[name])
    return (*_blends(grades, ending), *(WORDS[name] for name in strong))


def _blends(grades: Mapping[str, float], ending: str | None) -> list[str]:
    """Words for two qualities together, or for one and what is missing."""

    def has(*names: str) -> bool:
        return all(grades[name] >= STRONG for name in names)

    calm = all(grades[name] <= 1 for name in ("energy", "tension", "fright", "violence"))
    blends = (
        ("bittersweet", has("warmth") and (has("grief") or has("melancholy")) and ending != "down"),
        ("bleak", ending == "down" and not has("warmth") and not has("humour")),
        ("rousing", has("energy") and ending == "up" and (has("outrage") or has("tension"))),
        ("gentle", calm and has("warmth")),
        ("darkly funny", has("humour") and (has("violence") or has("strangeness")) and not has("warmth")),
        ("uplifting", ending == "up" and has("warmth") and not has("humour")),
    )
    return [word for word, holds in blends if holds]
