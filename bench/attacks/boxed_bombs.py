"""Bombs in HEIC and AVIF: grids, overlays and chains, and headers that say another size than the coded pictures."""

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from bench.attacks.boxes import Item, av1_of_size, first_box, full, grid, hevc_of_size, ispe, overlay, still

HEIC = Path(__file__).parents[2] / "tests" / "capture" / "turned_tiles.heic"
TILE = 128
ALPHA = full(b"auxC", b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0")


def boxed_bombs() -> dict[str, Callable[[], bytes]]:
    """Name of each bomb, and how it is made."""
    return {
        "HEIC, grid of 1,000 tiles": lambda: _grid(*_hevc(), 32, 31, (4090, 3960)),
        "HEIC, small grid of 65,025 tiles": lambda: _grid(*_hevc(), 255, 255, (64, 64)),
        "HEIC, grid larger than its tiles": lambda: _grid(*_hevc(), 2, 2, (8000, 5000)),
        "HEIC, grid that says it is small": lambda: _grid(*_hevc(), 31, 31, (3960, 3960), said=(64, 64)),
        "HEIC, tile that says it is small": lambda: _grid(*_hevc(said=(16, 16)), 31, 31, (3960, 3960)),
        "HEIC, coded picture of 16384 px": lambda: _alone(*_hevc(coded=(16384, 16384))),
        "HEIC, coded picture of 12000 px": lambda: _alone(*_hevc(coded=(12000, 12000))),
        "HEIC, tiles of 12000 px": lambda: _grid(*_hevc(coded=(12000, 12000)), 4, 4, (500, 500)),
        "HEIC, two tiles of 8000 x 5000": lambda: _grid(*_hevc(coded=(8000, 5000)), 2, 1, (256, 128)),
        "HEIC, coded picture of 8000 x 5000": lambda: _alone(*_hevc(coded=(8000, 5000), said=(8000, 5000))),
        "HEIC, 500 layers": lambda: _overlay(*_hevc(), 500, (6000, 6000)),
        "HEIC, grid of itself": lambda: _loop(*_hevc()),
        "HEIC, chain of 900 copies": lambda: _chain(*_hevc(), 900),
        "HEIC, transparency of 16384 px": lambda: _alpha(*_hevc(), *_hevc(coded=(16384, 16384))),
        "HEIC, 60,000 pictures": lambda: still(b"heic", [_hevc()[1]] * 60_000),
        "AVIF, grid of 40 million": lambda: _grid(*_av1(), 60, 41, (7600, 5200)),
        "AVIF, small grid of 65,025 tiles": lambda: _grid(*_av1(), 255, 255, (64, 64)),
        "AVIF, says it is small": lambda: _alone(*_av1(said=(64, 64), coded=(8000, 5000))),
        "AVIF, coded picture of 16384 px": lambda: _alone(*_av1(coded=(16384, 16384))),
        "AVIF, coded picture of 65536 x 4000": lambda: _alone(*_av1(coded=(65536, 4000))),
        "AVIF, coded picture of 30000 x 30000": lambda: _alone(*_av1(coded=(30000, 30000))),
        "AVIF, says nothing of it, whole": lambda: _saved((8000, 5000)).replace(ispe(8000, 5000), ispe(64, 64)),
        "AVIF, tiles of 16384 px": lambda: _grid(*_av1(coded=(16384, 16384)), 4, 4, (500, 500)),
        "AVIF, transparency of 16384 px": lambda: _alpha(*_av1(), *_av1(coded=(16384, 16384))),
        "AVIF, whole and flat": lambda: _saved((5500, 4300)),
    }


Coded = tuple[bytes, Item]


def _hevc(said: tuple[int, int] = (TILE, TILE), coded: tuple[int, int] | None = None) -> Coded:
    """The brand of a HEIC file, and one of its tiles."""
    data = HEIC.read_bytes()
    configuration = first_box(data, b"hvcC")
    if coded is not None:
        configuration = hevc_of_size(configuration, *coded)
    return b"heic", Item(b"hvc1", _tile_bytes(data), [ispe(*said), configuration])


def _tile_bytes(data: bytes) -> bytes:
    place = data.index(b"mdat") + 4
    length = int.from_bytes(data[place : place + 4], "big") + 4
    return data[place : place + length]


def _av1(said: tuple[int, int] = (TILE, TILE), coded: tuple[int, int] | None = None) -> Coded:
    data = _saved((TILE, TILE))
    configuration, coded_bytes = first_box(data, b"av1C"), data[data.index(b"mdat") + 4 :]
    if coded is not None:
        coded_bytes = av1_of_size(coded_bytes, *coded)
        configuration = configuration[:4] + configuration[4:12]  # without its own copy of the header
        configuration = (12).to_bytes(4, "big") + configuration[4:]
    return b"avif", Item(b"av01", coded_bytes, [ispe(*said), configuration, first_box(data, b"pixi")])


def _saved(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "AVIF", speed=10)
    return out.getvalue()


def _alone(brand: bytes, item: Item) -> bytes:
    return still(brand, [item])


def _grid(
    brand: bytes, tile: Item, columns: int, rows: int, size: tuple[int, int], said: tuple[int, int] | None = None
) -> bytes:
    whole = Item(b"grid", grid(columns, rows, *size), [ispe(*(said or size)), *tile.properties[2:]])
    whole.derived_from = list(range(2, columns * rows + 2))
    return still(brand, [whole, *[Item(tile.kind, tile.data, tile.properties, hidden=True)] * (columns * rows)])


def _overlay(brand: bytes, tile: Item, count: int, size: tuple[int, int]) -> bytes:
    whole = Item(b"iovl", overlay(*size, count), [ispe(*size)], list(range(2, count + 2)))
    return still(brand, [whole, *[tile] * count])


def _loop(brand: bytes, tile: Item) -> bytes:
    whole = Item(b"grid", grid(2, 1, 256, 128), [ispe(256, 256)], [1, 2])
    return still(brand, [whole, tile])


def _chain(brand: bytes, tile: Item, count: int) -> bytes:
    copies = [Item(b"iden", b"", [ispe(TILE, TILE)], [number + 1]) for number in range(1, count)]
    return still(brand, [*copies, tile])


def _alpha(brand: bytes, colour: Item, _: bytes, alpha: Item) -> bytes:
    mask = Item(alpha.kind, alpha.data, [*alpha.properties, ALPHA], [1], b"auxl")
    return still(brand, [colour, mask])
