"""The colours of the posters, by mood and energy: happy is bright, sad dusk, angry dark or hot; energy adds colour.

Each group holds light and dark, warm and cool papers, so that a page of one mood is never one colour.
"""

from dataclasses import dataclass

CALM, LIVELY = "calm", "lively"


@dataclass(frozen=True)
class Palette:
    """Colours of one poster as "#rrggbb".

    Attributes:
        paper: behind the letters; letters: at 4.5 to 1 or more on it.
        ink: the motif; accent: the one thing in it that is different. Paper, ink and accent can be told apart.
    """

    paper: str
    letters: str
    ink: str
    accent: str


def mixed(first: str, second: str, share: float) -> str:
    """A colour between two; ``share`` in [0, 1] is the second's."""
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(_rgb(first), _rgb(second), strict=True))


def distance(first: str, second: str) -> float:
    """How different two colours are, from 0 to 1: the mean over red, green and blue."""
    return sum(abs(a - b) for a, b in zip(_rgb(first), _rgb(second), strict=True)) / (3 * 255)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _palettes(*rows: str) -> tuple[Palette, ...]:
    return tuple(Palette(*(f"#{colour}" for colour in row.split())) for row in rows)


PALETTES: dict[tuple[str, str], tuple[Palette, ...]] = {
    ("happy", CALM): _palettes(
        "f6ead2 23304a 2a6f7f ee6c4d",
        "f7c9a8 4a1f2b b8432f fff3e0",
        "cfe8d5 143a28 23805c f08a3c",
        "bfe0f0 123a55 1f6aa5 ffd166",
        "fbe39b 4a2c0a d9731a 2f6fa8",
        "f7c6cf 5b1232 c83a50 fff4ea",
        "dcd0ee 2f1e5c 5f43a0 f59e2e",
        "f4f1e6 1d3b2a 2f8552 f2b632",
        "a3d9d0 0a373c 0f6a6c ff6f59",
    ),
    ("happy", LIVELY): _palettes(
        "ffc928 1c1503 d62836 1d3557",
        "ff7f45 2a0c02 6d1a1c fff0cf",
        "ff7396 330418 7a0f4a fff3e6",
        "12a59e 02211f fdf0d5 7a1f2b",
        "2456d6 ffffff ffd23f ff7b6b",
        "48b04f 06220a fdf3c8 b3192a",
        "6a35c9 fff6e5 ffb400 ff8cc0",
        "fdf4dc 1b1b1e e6392f 2364aa",
        "f0553f 250603 ffe6b0 1d2f5c",
    ),
    ("sad", CALM): _palettes(
        "1b2f4b e9f0f7 86a9cf f0b48c",
        "cfd6da 22313c 4d6475 a8453d",
        "21505a eaf4f3 8fc4c2 f4cf9e",
        "4a3f63 f1ecf7 b7a4d6 f2a897",
        "e3dacb 2c2a33 56637f b8573f",
        "3c4a3e edf1e4 a8b890 f0c274",
        "3d2238 f6e9ef c58ba5 f3d2ac",
        "b4cbdb 1b2f42 35597a f6eddc",
        "55463f f6eee6 cdb8a4 8cc0cf",
    ),
    ("sad", LIVELY): _palettes(
        "0f4c81 f2f8ff f2d0a4 f2704d",
        "12304f f4f7fb e5485a e9e3d0",
        "2a6468 f3fbf9 f4d58d 0d2b33",
        "e8e2d4 14213d 14213d c8553d",
        "5b3a86 f7f1ff f3a6b8 ffd98e",
        "a9c5c9 0f2c3a 14506b d64a34",
        "1f1f3a f1f1fb 8181e0 f4a261",
        "732b40 fff0f0 f0ae9a 26132a",
        "dba661 2a1704 1f3f5c fff3dc",
    ),
    ("angry", CALM): _palettes(
        "16181d f1efe9 8d99a6 d8242f",
        "d8d3c7 1b1a1a 1b1a1a b3161b",
        "2b2f36 f3f0e8 d9c9a3 e0492d",
        "3b1218 fbeae4 c9a48f f0483e",
        "24352f eef3ea 9fb59b ea5b35",
        "b9b08c 1f1c10 35351f 94200f",
        "1d2b3a eff3f6 7d9ab0 f0683a",
        "4a2c2a fbefe6 d9ad80 140c0c",
        "c3cacf 15191c 2b3640 c4161c",
    ),
    ("angry", LIVELY): _palettes(
        "c1121f fff4ec 1a0508 ffd6ba",
        "111111 fff7ef e8150c ffb703",
        "f2691b 1d0800 240a04 ffe8c7",
        "f2c30f 171200 171200 cc1508",
        "7f0f1e fff0ea ff8c61 1c0207",
        "ece5d8 1a1110 cf0a0a 1a1110",
        "2a0a3c fbeffe ff4a70 ffc145",
        "0b3b3c f0fbf8 ff5a36 f2e3b6",
        "a8360c fff3e6 230a02 ffc46b",
    ),
}
"""Mood and energy -> palettes. Append new ones at the end of a group: the order decides which film has which."""
