"""HEIC and AVIF files put together by hand, box by box, with sizes that need not be true."""

import struct
from dataclasses import dataclass, field

HEADER_BYTES = 8
ITEM_BYTES = 16
"""What the table of places (``iloc``) takes for each item."""


@dataclass
class Item:
    """One item of a file: its type such as ``hvc1``, its bytes, its properties, and which items it is derived from."""

    kind: bytes
    data: bytes
    properties: list[bytes] = field(default_factory=list)
    derived_from: list[int] = field(default_factory=list)
    reference: bytes = b"dimg"
    hidden: bool = False


def box(kind: bytes, *payload: bytes) -> bytes:
    """A box."""
    body = b"".join(payload)
    return struct.pack(">I4s", len(body) + HEADER_BYTES, kind) + body


def full(kind: bytes, *payload: bytes, version: int = 0, flags: int = 0) -> bytes:
    """A box with version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *payload)


def ispe(width: int, height: int) -> bytes:
    """The property that says the size of an item."""
    return full(b"ispe", struct.pack(">II", width, height))


def grid(columns: int, rows: int, width: int, height: int) -> bytes:
    """The bytes of an item that is put together from tiles."""
    return struct.pack(">BBBBII", 0, 1, rows - 1, columns - 1, width, height)


def overlay(width: int, height: int, count: int) -> bytes:
    """The bytes of an item that lays ``count`` others over one another."""
    return struct.pack(">BB4HII", 0, 1, 0, 0, 0, 0, width, height) + struct.pack(">ii", 0, 0) * count


def still(brand: bytes, items: list[Item], primary: int = 1) -> bytes:
    """A file with these items, which count from 1."""
    properties = list(dict.fromkeys(one for item in items for one in item.properties))
    rows = []
    for number, item in enumerate(items, 1):
        places = bytes(properties.index(one) + 1 for one in item.properties)
        rows.append(struct.pack(">HB", number, len(places)) + places)
    ipma = full(b"ipma", struct.pack(">I", len(rows)), *rows)
    infe = [
        full(b"infe", struct.pack(">HH4sx", number, 0, item.kind), version=2, flags=int(item.hidden))
        for number, item in enumerate(items, 1)
    ]
    irefs = [_reference(number, item) for number, item in enumerate(items, 1) if item.derived_from]
    start = box(b"ftyp", brand, bytes(4), brand, b"mif1")
    meta = [
        full(b"hdlr", bytes(4), b"pict", bytes(13)),
        full(b"pitm", struct.pack(">H", primary)),
        full(b"iinf", struct.pack(">H", len(items)), *infe),
        box(b"iprp", box(b"ipco", *properties), ipma),
        *([full(b"iref", *irefs, version=1)] if irefs else []),
    ]
    iloc_bytes = HEADER_BYTES + 8 + ITEM_BYTES * len(items)
    place = len(start) + HEADER_BYTES + 4 + sum(map(len, meta)) + iloc_bytes + HEADER_BYTES
    places: list[bytes] = []
    of: dict[bytes, int] = {}
    for number, item in enumerate(items, 1):
        if item.data not in of:  # what many items share is written once
            of[item.data], place = place, place + len(item.data)
        places.append(struct.pack(">HHHHII", number, 0, 0, 1, of[item.data], len(item.data)))
    iloc = full(b"iloc", b"\x44\x00", struct.pack(">H", len(items)), *places, version=1)
    data = box(b"mdat", *of)
    return start + full(b"meta", *meta, iloc) + data


def _reference(number: int, item: Item) -> bytes:
    count = len(item.derived_from)
    return box(item.reference, struct.pack(f">IH{count}I", number, count, *item.derived_from))


def first_box(data: bytes, kind: bytes) -> bytes:
    """The first box of that kind in a file, wherever it lies, as a whole."""
    place = data.index(kind) - 4
    (length,) = struct.unpack_from(">I", data, place)
    return data[place : place + length]


class Bits:
    """A row of bits that is read from its start, and can be written anew in the middle."""

    def __init__(self, data: bytes) -> None:
        self._bits = "".join(f"{byte:08b}" for byte in data)
        self._at = 0

    def skip(self, count: int) -> None:
        """Pass over bits."""
        self._at += count

    def read(self, count: int) -> int:
        """A number of so many bits."""
        self._at += count
        return int(self._bits[self._at - count : self._at], 2)

    def read_golomb(self) -> int:
        """A number in Exp-Golomb code."""
        zeros = self._bits.index("1", self._at) - self._at
        self._at += zeros
        return self.read(zeros + 1) - 1

    def with_replaced(self, start: int, bits: str) -> bytes:
        """All bytes, with the bits from ``start`` to the present place replaced; padded with zeros."""
        row = self._bits[:start] + bits + self._bits[self._at :]
        row += "0" * (-len(row) % 8)
        return int(row, 2).to_bytes(len(row) // 8, "big")

    @property
    def place(self) -> int:
        """How many bits have been read."""
        return self._at


def golomb(number: int) -> str:
    """A number in Exp-Golomb code, as bits."""
    binary = f"{number + 1:b}"
    return "0" * (len(binary) - 1) + binary


def hevc_of_size(configuration: bytes, width: int, height: int) -> bytes:
    """A HEVC configuration (``hvcC``) whose pictures are so large."""
    place, sets = HEADER_BYTES + 22, configuration[HEADER_BYTES + 22]
    place += 1
    out = configuration[HEADER_BYTES:place]
    for _ in range(sets):
        kind, count = struct.unpack_from(">BH", configuration, place)
        out += configuration[place : place + 3]
        place += 3
        for _ in range(count):
            (length,) = struct.unpack_from(">H", configuration, place)
            unit = configuration[place + 2 : place + 2 + length]
            if kind & 0x3F == 33:
                unit = _resized_sequence(unit, width, height)
            out += struct.pack(">H", len(unit)) + unit
            place += 2 + length
    return box(b"hvcC", out)


def _resized_sequence(unit: bytes, width: int, height: int) -> bytes:
    plain = unit.replace(b"\0\0\3", b"\0\0")
    bits = Bits(plain)
    bits.skip(16 + 4 + 3 + 1 + 88 + 8)  # of one layer, as still pictures have
    bits.read_golomb()
    if bits.read_golomb() == 3:
        bits.skip(1)
    start = bits.place
    bits.read_golomb()
    bits.read_golomb()
    changed = bits.with_replaced(start, golomb(width) + golomb(height))
    out, zeros = bytearray(), 0
    for byte in changed:
        if zeros >= 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(out)


def av1_of_size(item: bytes, width: int, height: int) -> bytes:
    """The units of an AV1 still picture whose sequence header says that it is so large."""
    place = 0
    while item[place] >> 3 & 15 != 1:
        place += 2 + item[place + 1]
    length = item[place + 1]
    bits = Bits(item[place + 2 : place + 2 + length])
    bits.skip(3 + 1)
    if not bits.read(1):
        raise ValueError("expected a still picture with a reduced header")
    bits.skip(5)
    start = bits.place
    across, down = bits.read(4) + 1, bits.read(4) + 1
    bits.skip(across + down)
    sizes = "".join(f"{side.bit_length() - 1:04b}" for side in (width - 1, height - 1))
    sizes += f"{width - 1:b}{height - 1:b}"
    changed = bits.with_replaced(start, sizes).rstrip(b"\0")
    return item[: place + 1] + bytes([len(changed)]) + changed + item[place + 2 + length :]
