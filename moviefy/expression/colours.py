"""A mood's colours where Python draws; those of the pages are in static/css/moviefy.css."""

from collections.abc import Mapping

Colour = tuple[int, int, int]

ON_PICTURES: Mapping[str | None, Colour] = {
    "happy": (60, 190, 250),
    "sad": (235, 160, 90),
    "angry": (80, 80, 235),
    None: (190, 190, 190),
}
"""BGR, as bright as each other, so that dark text is readable on all of them; None is a face without a mood."""

ON_PAPER: Mapping[str, str] = {"happy": "#b87900", "sad": "#2a6fb0", "angry": "#c0392b"}
"""Lines and bands on white."""
