"""A film's fingerprint: thirteen qualities, each graded 0 to 3 by the guideline of data/README.md, and their words."""

from collections.abc import Mapping

from moviefy.wording import p_

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

QUALITY_NAMES: Mapping[str, str] = {
    "warmth": p_("a quality", "warmth"), "humour": p_("a quality", "humour"), "wonder": p_("a quality", "wonder"),
    "romance": p_("a quality", "romance"), "energy": p_("a quality", "energy"), "tension": p_("a quality", "tension"),
    "fright": p_("a quality", "fright"), "violence": p_("a quality", "violence"), "grief": p_("a quality", "grief"),
    "melancholy": p_("a quality", "melancholy"), "outrage": p_("a quality", "outrage"),
    "thought": p_("a quality", "thought"), "strangeness": p_("a quality", "strangeness"),
}  # fmt: skip

WORDS: Mapping[str, str] = {
    "warmth": p_("a film is", "warm-hearted"), "humour": p_("a film is", "funny"),
    "wonder": p_("a film is", "full of wonder"), "romance": p_("a film is", "romantic"),
    "energy": p_("a film is", "fast"), "tension": p_("a film is", "gripping"), "fright": p_("a film is", "scary"),
    "violence": p_("a film is", "violent"), "grief": p_("a film is", "heartbreaking"),
    "melancholy": p_("a film is", "wistful"), "outrage": p_("a film is", "outraged"),
    "thought": p_("a film is", "thoughtful"), "strangeness": p_("a film is", "offbeat"),
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
    harsh = has("violence") or has("strangeness")
    blends = (
        (p_("a film is", "bittersweet"), has("warmth") and (has("grief") or has("melancholy")) and ending != "down"),
        (p_("a film is", "bleak"), ending == "down" and not has("warmth") and not has("humour")),
        (p_("a film is", "rousing"), has("energy") and ending == "up" and (has("outrage") or has("tension"))),
        (p_("a film is", "gentle"), calm and has("warmth")),
        (
            p_("a film is", "darkly funny"),
            has("humour") and harsh and not has("warmth"),
        ),
        (p_("a film is", "uplifting"), ending == "up" and has("warmth") and not has("humour")),
    )
    return [word for word, holds in blends if holds]
