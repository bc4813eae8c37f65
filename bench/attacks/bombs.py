"""Pictures that are made to take more memory or time than their bytes let one expect: some 70 kinds, each a few kB.

Each is made when it is asked for; the largest claim the 40 million pixels that a picture may have, or more.
"""

import io
import struct
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PIL import Image

from bench.attacks.boxed_bombs import boxed_bombs

WIDE, HIGH = 8000, 5000
"""The most pixels that are accepted."""

INFLATED = 100_000_000
Tags = dict[int, tuple[int, list[int]]]
BYTE, ASCII, SHORT, LONG = 1, 2, 3, 4
TIFF_SIZES = {BYTE: "B", ASCII: "B", SHORT: "H", LONG: "I"}
DEFLATE, LZW, PACKBITS, GROUP4, JPEG_IN_TIFF, LZMA_IN_TIFF = 8, 5, 32773, 4, 7, 34925
BITS, COMPRESSION, PHOTOMETRIC, OFFSETS, SAMPLES, ROWS = 258, 259, 262, 273, 277, 278
COUNTS, PLANES, TILE_WIDE, TILE_HIGH, TILE_OFFSETS, TILE_COUNTS, FORMAT = 279, 284, 322, 323, 324, 325, 339


def kinds() -> dict[str, Callable[[], bytes]]:
    """Name of each bomb, and how it is made."""
    return {**_webp(), **_gif(), **_png(), **_bmp(), **_tiff(), **_jpeg(), **boxed_bombs()}


def zeros(count: int, start: bytes = b"") -> bytes:
    """So many zero bytes after ``start``, packed, a million at a time."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(start)]
    parts += [packer.compress(bytes(min(1_000_000, count - done))) for done in range(0, count, 1_000_000)]
    return b"".join([*parts, packer.flush()])


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as Pillow writes it."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _shared_directory(entries: int, size: int) -> bytes:
    """A TIFF, or EXIF data, of so many entries whose values are all the same bytes."""
    head = struct.pack("<H", entries) + b"".join(
        struct.pack("<HHII", 40_000 + number, BYTE, size, 14 + 12 * entries) for number in range(entries)
    )
    return b"II*\0" + struct.pack("<I", 8) + head + bytes(4) + bytes(size)


def _long_exif(data: bytes) -> bytes:
    parts = [data[start : start + 65_000] for start in range(0, len(data), 65_000)]
    return b"".join(_segment(0xE1, b"Exif\0\0" + part) for part in parts)


def _riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(k + struct.pack("<I", len(d)) + d + bytes(len(d) % 2) for k, d in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _vp8(width: int, height: int) -> bytes:
    return b"\x10\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height) + bytes(4)


def _vp8l(width: int, height: int, alpha: int = 0) -> bytes:
    return b"\x2f" + struct.pack("<I", width - 1 | (height - 1) << 14 | alpha << 28) + bytes(8)


def _vp8x(width: int, height: int, flags: int) -> bytes:
    return struct.pack("<I", flags) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def _animation(width: int, height: int, frames: int) -> bytes:
    small = saved(Image.new("RGB", (16, 16)), "WEBP")[12:]
    frame = bytes(6) + (15).to_bytes(3, "little") * 2 + bytes([40, 0, 0, 0]) + small
    return _riff((b"VP8X", _vp8x(width, height, 2)), (b"ANIM", bytes(6)), *[(b"ANMF", frame)] * frames)


def _webp() -> dict[str, Callable[[], bytes]]:
    flat = partial(Image.new, "RGB", (5000, 5000))
    return {
        "WebP, header alone": lambda: _riff((b"VP8 ", _vp8(WIDE, HIGH))),
        "WebP, header alone, just accepted": lambda: _riff((b"VP8 ", _vp8(6400, 4700))),
        "WebP, largest that can be said": lambda: _riff((b"VP8 ", _vp8(16383, 16383))),
        "WebP, lossless header alone": lambda: _riff((b"VP8L", _vp8l(6000, 4200))),
        "WebP, lossless and transparent": lambda: _riff((b"VP8L", _vp8l(5000, 4400, 1))),
        "WebP, small canvas, large picture": lambda: _riff((b"VP8X", _vp8x(16, 16, 0)), (b"VP8 ", _vp8(16383, 16383))),
        "WebP, small canvas, large lossless": lambda: _riff(
            (b"VP8X", _vp8x(16, 16, 16)), (b"VP8L", _vp8l(16000, 16000))
        ),
        "WebP, transparency packed to nothing": lambda: _riff(
            (b"VP8X", _vp8x(4000, 4000, 16)), (b"ALPH", b"\x01" + _vp8l(4000, 4000)[1:]), (b"VP8 ", _vp8(4000, 4000))
        ),
        "WebP, animation on a large canvas": lambda: _animation(WIDE, HIGH, 1),
        "WebP, animation of one frame": lambda: _animation(6000, 5000, 1),
        "WebP, animation of 2000 frames": lambda: _animation(3000, 3000, 2000),
        "WebP, profile of 9 MB": lambda: _riff(
            (b"VP8X", _vp8x(16, 16, 32)), (b"ICCP", bytes(9_000_000)), (b"VP8 ", _vp8(16, 16))
        ),
        "WebP, EXIF of 500 times 9 MB": lambda: _riff(
            (b"VP8X", _vp8x(16, 16, 8)), (b"VP8 ", _vp8(16, 16)), (b"EXIF", _shared_directory(500, 9_000_000))
        ),
        "WebP, 1,000,000 empty chunks": lambda: _riff(
            (b"VP8X", _vp8x(16, 16, 0)), (b"VP8 ", _vp8(16, 16)), *[(b"abcd", b"")] * 1_000_000
        ),
        "WebP, whole and flat": lambda: saved(flat(), "WEBP", method=0),
        "WebP, whole, flat and lossless": lambda: saved(flat(), "WEBP", lossless=True, method=0),
    }


def _gif_of(screen: tuple[int, int], frame: tuple[int, int, int, int], times: int = 1) -> bytes:
    head = b"GIF89a" + struct.pack("<HH", *screen) + b"\x80\0\0" + bytes(3) + b"\xff\xff\xff"
    return head + (b"," + struct.pack("<HHHH", *frame) + b"\0\x02\x02\x4c\x01\0") * times + b";"


def _gif() -> dict[str, Callable[[], bytes]]:
    return {
        "GIF of 48 bytes": lambda: _gif_of((WIDE, HIGH), (0, 0, WIDE, HIGH)),
        "GIF, large screen, small frame": lambda: _gif_of((WIDE, HIGH), (0, 0, 1, 1)),
        "GIF, small screen, large frame": lambda: _gif_of((1, 1), (0, 0, 65535, 65535)),
        "GIF, large frame that gives way to a background": lambda: _gif_of((1, 1), (0, 0, 30000, 30000)).replace(
            b",", b"!\xf9\x04\x08\0\0\0\0,", 1
        ),
        "GIF, odd bytes before the frame": lambda: _gif_of((64, 64), (0, 0, 64, 64)).replace(
            b",", b"\1" * 9_000_000 + b",", 1
        ),
        "GIF, frame far outside": lambda: _gif_of((100, 100), (65000, 65000, 500, 500)),
        "GIF of 300,000 frames": lambda: _gif_of((500, 500), (0, 0, 500, 500), 300_000),
        "GIF, one comment of 9 MB": lambda: (
            _gif_of((64, 64), (0, 0, 64, 64))[:19]
            + b"!\xfe"
            + (b"\xff" + bytes(255)) * 36_000
            + b"\0"
            + _gif_of((64, 64), (0, 0, 64, 64))[19:]
        ),
        "GIF, 3,000,000 empty comments": lambda: _gif_of((64, 64), (0, 0, 64, 64))[:19] + b"!\xfe\0" * 3_000_000,
        "GIF, whole and flat": lambda: saved(Image.new("P", (WIDE, HIGH)), "GIF"),
    }


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int, height: int, depth: int, colours: int, *extra: bytes, interlaced: bool = False, packed: bytes = b""
) -> bytes:
    """A flat PNG, with chunks before its data."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colours]
    packed = packed or zeros((width * channels * depth // 8 + 2) * height)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, int(interlaced)))
    palette = chunk(b"PLTE", bytes(768)) if colours == 3 else b""
    return b"\x89PNG\r\n\x1a\n" + head + palette + b"".join(extra) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def _png() -> dict[str, Callable[[], bytes]]:
    frames = chunk(b"acTL", struct.pack(">II", 5000, 0))
    return {
        "PNG, grey of 16 bits": lambda: png(WIDE, HIGH, 16, 0),
        "PNG, grey of 16 bits, transparent": lambda: png(WIDE, HIGH, 16, 4),
        "PNG, colour of 16 bits": lambda: png(WIDE, HIGH, 16, 2),
        "PNG, colour of 16 bits, transparent": lambda: png(WIDE, HIGH, 16, 6),
        "PNG, 1 bit": lambda: png(WIDE, HIGH, 1, 0),
        "PNG, palette": lambda: png(WIDE, HIGH, 8, 3),
        "PNG, palette, transparent": lambda: png(WIDE, HIGH, 8, 3, chunk(b"tRNS", bytes(256))),
        "PNG, colour with one transparent": lambda: png(WIDE, HIGH, 8, 2, chunk(b"tRNS", bytes(6))),
        "PNG, interlaced": lambda: png(WIDE, HIGH, 8, 6, interlaced=True),
        "PNG, header alone": lambda: png(WIDE, HIGH, 8, 6, packed=zeros(10)),
        "PNG, more than its rows": lambda: png(16, 16, 8, 2, packed=zeros(INFLATED)),
        "PNG, profile that inflates": lambda: png(16, 16, 8, 2, chunk(b"iCCP", b"a\0\0" + zeros(INFLATED))),
        "PNG, text that inflates": lambda: png(16, 16, 8, 2, *[chunk(b"zTXt", b"a\0\0" + zeros(INFLATED))] * 20),
        "PNG, many texts just under the limit": lambda: png(
            16, 16, 8, 2, *[chunk(b"zTXt", b"a%d\0\0" % n + zeros(900_000)) for n in range(400)]
        ),
        "PNG, 500,000 small chunks": lambda: png(16, 16, 8, 2, *[chunk(b"tEXt", b"a\0b")] * 500_000),
        "PNG, 700,000 private chunks": lambda: png(16, 16, 8, 2, *[chunk(b"prVt", b"")] * 700_000),
        "PNG, EXIF of 500 times 9 MB": lambda: png(16, 16, 8, 2, chunk(b"eXIf", _shared_directory(500, 9_000_000))),
        "PNG, wide as can be": lambda: png(30_000, 1_333, 16, 6),
        "PNG, animation": lambda: png(WIDE, HIGH, 8, 6, frames),
    }


def _bmp_of(width: int, height: int, bits: int, compression: int = 0, pixels: bytes = b"", palette: int = 0) -> bytes:
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(pixels), 0, 0, palette, 0)
    start = 14 + len(head) + 4 * palette
    return b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + head + bytes(4 * palette) + pixels


def _bmp() -> dict[str, Callable[[], bytes]]:
    return {
        "BMP, header alone": lambda: _bmp_of(WIDE, HIGH, 24),
        "BMP, header alone, upside down": lambda: _bmp_of(WIDE, -HIGH, 32),
        "BMP, run lengths": lambda: _bmp_of(WIDE, HIGH, 8, 1, b"\xff\0" * 200_000 + b"\0\1", 256),
        "BMP, run lengths, one jump": lambda: _bmp_of(WIDE, HIGH, 8, 1, b"\0\2\xff\xff" * 1000, 256),
        "BMP, 1 bit": lambda: _bmp_of(WIDE, HIGH, 1, 0, bytes(WIDE // 8 * HIGH), 2),
    }


def tiff(width: int, height: int, tags: Tags, data: bytes, pages: int = 1) -> bytes:
    """A TIFF whose tags may say anything; places that are 0 become that of the data."""
    every: Tags = {256: (LONG, [width]), 257: (LONG, [height]), **tags}
    place, out, later = 8 + len(data), b"", b""
    entries = sorted(every.items())
    after = place + 2 + 12 * len(entries) + 4
    for number, (kind, values) in entries:
        if number in (OFFSETS, TILE_OFFSETS):
            values = [8 if value == 0 else value for value in values]
        packed = struct.pack(f"<{len(values)}{TIFF_SIZES[kind]}", *values)
        if len(packed) > 4:
            packed, later = struct.pack("<I", after + len(later)), later + packed
        out += struct.pack("<HHI", number, kind, len(values)) + packed.ljust(4, b"\0")
    follow = place if pages > 1 else 0  # the list of pages leads back to itself
    return (
        b"II*\0"
        + struct.pack("<I", place)
        + data
        + struct.pack("<H", len(entries))
        + out
        + struct.pack("<I", follow)
        + later
    )


def _strip_tags(
    packing: int, size: int, samples: int = 3, bits: int = 8, rows: int = HIGH, photometric: int = 2
) -> Tags:
    return {
        BITS: (SHORT, [bits] * samples),
        COMPRESSION: (SHORT, [packing]),
        PHOTOMETRIC: (SHORT, [photometric]),
        OFFSETS: (LONG, [0]),
        SAMPLES: (SHORT, [samples]),
        ROWS: (LONG, [rows]),
        COUNTS: (LONG, [size]),
    }


def _tile_tags(side: int, size: int, packing: int = DEFLATE, count: int = 1) -> Tags:
    tags = _strip_tags(packing, size)
    for number in (OFFSETS, ROWS, COUNTS):
        del tags[number]
    tiles: Tags = {TILE_WIDE: (LONG, [side]), TILE_HIGH: (LONG, [side])}
    return {**tags, **tiles, TILE_OFFSETS: (LONG, [0] * count), TILE_COUNTS: (LONG, [size] * count)}


def _tiff() -> dict[str, Callable[[], bytes]]:
    def strips(packing: int, data: bytes, size: tuple[int, int] = (WIDE, HIGH), **tags: int) -> bytes:
        return tiff(*size, _strip_tags(packing, len(data), **tags), data)

    def tiles(side: int, size: tuple[int, int] = (64, 64), data: bytes = b"", count: int = 1) -> bytes:
        data = data or zeros(1_000_000)
        return tiff(*size, _tile_tags(side, len(data), count=count), data)

    def deep(bits: int, form: int) -> bytes:
        data = zeros(WIDE * HIGH * bits // 8)
        tags = _strip_tags(DEFLATE, len(data), 1, bits, photometric=1)
        return tiff(WIDE, HIGH, {**tags, FORMAT: (SHORT, [form])}, data)

    return {
        "TIFF, tiles larger than the picture": lambda: tiles(16384),
        "TIFF, tiles just allowed": lambda: tiles(1024, data=zeros(3 * 1024**2)),
        "TIFF, one tile for all": lambda: tiles(8000, (WIDE, HIGH), zeros(WIDE * 8000 * 3)),
        "TIFF, the same tile 160,000 times": lambda: tiles(16, (6400, 6400), zeros(768), 160_000),
        "TIFF, one strip": lambda: strips(DEFLATE, zeros(WIDE * HIGH * 3)),
        "TIFF, a strip for 2 rows that holds all": lambda: strips(DEFLATE, zeros(WIDE * HIGH * 3), rows=2),
        "TIFF, a strip of more than the picture": lambda: strips(DEFLATE, zeros(INFLATED), (64, 64), rows=2**31 - 1),
        "TIFF, run lengths": lambda: strips(PACKBITS, b"\x81\0" * 940_000),
        "TIFF, LZW": lambda: saved(Image.new("RGBA", (WIDE, HIGH)), "TIFF", compression="tiff_lzw"),
        "TIFF, LZMA": lambda: strips(LZMA_IN_TIFF, b"\xfd7zXZ\0" + bytes(100)),
        "TIFF, fax": lambda: strips(GROUP4, b"\x00\x10\x01" * 100, samples=1, bits=1, photometric=0),
        "TIFF, a JPEG larger than the tile": lambda: tiff(
            64, 64, _tile_tags(64, 700_000, JPEG_IN_TIFF), saved(Image.new("RGB", (WIDE, HIGH)), "JPEG").ljust(700_000)
        ),
        "TIFF, 32 bits": lambda: deep(32, 1),
        "TIFF, 32 bits, floating": lambda: deep(32, 3),
        "TIFF, 64 bits, floating": lambda: deep(64, 3),
        "TIFF, 65,535 samples": lambda: strips(DEFLATE, zeros(1000), (64, 64), samples=4000),
        "TIFF, planes apart": lambda: tiff(
            WIDE,
            HIGH,
            {
                **_strip_tags(DEFLATE, 60_000),
                PLANES: (SHORT, [2]),
                OFFSETS: (LONG, [0] * 3),
                COUNTS: (LONG, [60_000] * 3),
            },
            zeros(WIDE * HIGH).ljust(60_000),
        ),
        "TIFF, pages without end": lambda: tiff(64, 64, _strip_tags(1, 12288), bytes(12288), pages=2),
        "TIFF, 2,000,000 places": lambda: tiff(
            64,
            64,
            {**_strip_tags(DEFLATE, 1), OFFSETS: (LONG, [0] * 1_000_000), COUNTS: (LONG, [1] * 1_000_000)},
            b"\0",
        ),
        "TIFF, 500 times the same 9 MB": lambda: _shared_directory(500, 9_000_000),
        "TIFF, not packed, header alone": lambda: strips(1, bytes(100)),
    }


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _with_size(jpeg: bytes, width: int, height: int) -> bytes:
    place = next(jpeg.index(mark) for mark in (b"\xff\xc0", b"\xff\xc2") if mark in jpeg)
    return jpeg[: place + 5] + struct.pack(">HH", height, width) + jpeg[place + 9 :]


def _jpeg() -> dict[str, Callable[[], bytes]]:
    def small(**options: object) -> bytes:
        return saved(Image.new("RGB", (64, 64)), "JPEG", **options)

    def before(segment: bytes, times: int) -> bytes:
        return b"\xff\xd8" + segment * times + small()[2:]

    progressive = partial(small, progressive=True, subsampling=0)
    thumbnail = b"Exif\0\0" + b"II*\0\x08\0\0\0" + b"\0\0" + struct.pack("<I", 8)
    return {
        "JPEG, header alone": lambda: _with_size(small(), WIDE, HIGH),
        "JPEG, progressive, header alone": lambda: _with_size(progressive(), WIDE, HIGH),
        "JPEG, progressive, just accepted": lambda: _with_size(progressive(), 6300, 4700),
        "JPEG, progressive and wide": lambda: _with_size(progressive(), 30_000, 1_000),
        "JPEG, ends mended, larger than allowed": lambda: _with_size(small(), 65_500, 65_500),
        "JPEG, 199 scans": lambda: (
            _with_size(progressive(), 5000, 5000)[:-2] + _scans(progressive()) * 18 + b"\xff\xd9"
        ),
        "JPEG, 5,000 scans": lambda: progressive()[:-2] + _scans(progressive()) * 600 + b"\xff\xd9",
        "JPEG, inks": lambda: _with_size(saved(Image.new("CMYK", (64, 64)), "JPEG"), WIDE, HIGH),
        "JPEG, profile of 9 MB": lambda: before(_segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(65_000)), 140),
        "JPEG, EXIF that leads to itself": lambda: before(_segment(0xE1, thumbnail), 1),
        "JPEG, EXIF of 5,000 times 64 kB": lambda: before(
            _segment(0xE1, b"Exif\0\0" + _shared_directory(3000, 29_000)), 1
        ),
        "JPEG, EXIF of 500 times 9 MB": lambda: before(_long_exif(_shared_directory(500, 9_000_000)), 1),
        "JPEG, pages of 3,000 times 29 kB": lambda: before(
            _segment(0xE2, b"MPF\0" + _shared_directory(3000, 29_000)), 1
        ),
        "JPEG, 2,400,000 empty segments": lambda: before(_segment(0xE5, b""), 2_400_000),
        "JPEG, 10,000,000 fill bytes": lambda: small()[:2] + b"\xff" * 10_000_000 + small()[2:],
        "JPEG, two frame headers": lambda: small()[:2] + _frame(16, 16) + _with_size(small(), WIDE, HIGH)[2:],
        "JPEG, several pictures": lambda: small() + _with_size(small(), WIDE, HIGH) * 2000,
    }


def _scans(jpeg: bytes) -> bytes:
    return jpeg[jpeg.index(b"\xff\xda") : -2]


def _frame(width: int, height: int) -> bytes:
    return _segment(0xC0, struct.pack(">BHHB", 8, height, width, 3) + bytes([1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]))


def write_all(folder: Path) -> None:
    """Each bomb as a file."""
    for number, (name, make) in enumerate(kinds().items()):
        (folder / f"{number:02} {name.replace('/', '-')}").write_bytes(make())
