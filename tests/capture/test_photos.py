"""Uploads as people have them: phone formats, large pictures at a fraction of their size, faults that are named.

``turned_tiles.heic`` is the portrait of scikit-image, 200 x 256 pixels upright, stored on its side in four tiles.
"""

import gc
import io
import struct
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from moviefy.capture import image_codec
from moviefy.capture.decoding.apart import picture
from moviefy.capture.decoding.budget import BUDGET_BYTES, LARGE_BYTES, DecodingBudget
from moviefy.capture.decoding.encoded import ORIENTATION
from moviefy.capture.decoding.photo import Photo
from moviefy.capture.image_codec import decode_photo
from moviefy.config import PROJECT_ROOT
from moviefy.errors import ImageTooLarge, ImageUnreadable, Overloaded, UnsupportedMediaType

LIMITS = {"max_bytes": 2**30, "max_pixels": 40_000_000}
HEIC = Path(__file__).with_name("turned_tiles.heic")
CORNERS_RGB = ((200, 30, 30), (30, 200, 30), (30, 30, 200), (200, 200, 30))
SIDES = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270, 3: Image.Transpose.ROTATE_180}


def encoded(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def quarters(width, height):
    """A picture whose four quarters have the colours of CORNERS_RGB, so that any turn shows."""
    small = Image.new("RGB", (2, 2))
    small.putdata(CORNERS_RGB)
    return small.resize((width, height), Image.Resampling.NEAREST)


def corners(frame):
    """The colours of a BGR frame's four quarters, as RGB."""
    height, width = frame.shape[:2]
    places = [(y, x) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]
    return [frame[place][::-1].astype(int) for place in places]


def assert_upright(photo, width, height, tolerance=12):
    assert (photo.width, photo.height) == (width, height)
    assert np.abs(np.array(corners(photo.frame)) - CORNERS_RGB).max() <= tolerance
    across, down = width / photo.frame.shape[1], height / photo.frame.shape[0]
    assert across == pytest.approx(down, rel=0.01)


@pytest.fixture(scope="module")
def portrait():
    """The pixels that HEIC holds, from another file."""
    data = pytest.importorskip("skimage.data")
    return data.astronaut()[0:256, 125:325, ::-1]


def test_a_heic_of_turned_tiles_is_whole_and_upright(portrait):
    photo = decode_photo(HEIC.read_bytes(), **LIMITS)
    assert (photo.width, photo.height) == (200, 256)
    assert photo.frame.shape == (256, 200, 3)
    assert np.abs(photo.frame.astype(int) - portrait).mean() < 6


@pytest.mark.shared
@pytest.mark.parametrize(("name", "size"), [("tiled_1024.heic", (1024, 1024)), ("face.avif", (640, 480))])
def test_shared_phone_pictures_have_their_whole_size(shared, name, size):
    photo = decode_photo((shared / "cases" / name).read_bytes(), **LIMITS)
    assert (photo.width, photo.height) == size == photo.frame.shape[1::-1]


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_a_phone_picture_that_is_cut_off_is_unreadable(kind, share):
    data = HEIC.read_bytes() if kind == "HEIF" else encoded(quarters(300, 200), "AVIF")
    with pytest.raises(ImageUnreadable, match="damaged or cut off"):
        decode_photo(data[: max(16, int(len(data) * share))], **LIMITS)


@pytest.mark.shared
@pytest.mark.parametrize("lost", [1, 200, 47_000])
def test_a_heic_that_lacks_a_tile_is_unreadable(shared, lost):
    data = (shared / "cases" / "tiled_1024.heic").read_bytes()
    decode_photo(data + bytes(20), **LIMITS)  # more than the picture does no harm
    with pytest.raises(ImageUnreadable, match="damaged or cut off"):
        decode_photo(data[:-lost], **LIMITS)


@pytest.mark.filterwarnings("ignore:Truncated File Read", "ignore:Corrupt EXIF data")
@pytest.mark.parametrize("compression", [None, "tiff_lzw", "jpeg"])
@pytest.mark.parametrize("lost", [1, 20, 120])
def test_a_tiff_that_is_cut_off_is_not_taken_for_another_variant(compression, lost):
    data = encoded(quarters(300, 200), "TIFF", compression=compression)
    with pytest.raises(ImageUnreadable, match="damaged or cut off"):
        decode_photo(data[:-lost], **LIMITS)


def test_nothing_but_our_own_sentence_is_told_of_a_file_that_is_cut_off(tmp_path):
    (tmp_path / "cut.tif").write_bytes(encoded(quarters(300, 200), "TIFF", compression="tiff_lzw")[:-20])
    code = (
        "import sys; from pathlib import Path; from moviefy.capture.image_codec import decode_photo\n"
        "try: decode_photo(Path(sys.argv[1]).read_bytes(), max_bytes=10**7, max_pixels=10**7)\n"
        "except Exception as error: print(error)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "cut.tif")]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT_ROOT)
    assert said.stdout.startswith("The picture is damaged or cut off")
    assert said.stderr == ""


@pytest.mark.parametrize("codec", [b"av01", b"vvc1", b"jpeg"])
def test_heif_with_another_codec_is_named(codec):
    with pytest.raises(UnsupportedMediaType, match="no picture in HEVC"):
        decode_photo(HEIC.read_bytes().replace(b"hvc1", codec), **LIMITS)


def test_a_heic_sequence_is_named():
    with pytest.raises(UnsupportedMediaType, match="sequence"):
        decode_photo(HEIC.read_bytes().replace(b"ftypheic", b"ftyphevc"), **LIMITS)


def test_a_heic_tile_that_is_larger_than_the_picture_counts(monkeypatch):
    data = HEIC.read_bytes()
    whole = struct.pack(">II", 256, 200)
    assert whole in data
    tile = struct.pack(">II", 128, 128)
    with pytest.raises(ImageTooLarge, match="MB to decode"):
        decode_photo(data.replace(tile, struct.pack(">II", 16_000, 16_000)), **LIMITS)
    monkeypatch.setattr(picture, "LEAST_TILE", 1)
    assert decode_photo(data, **LIMITS).width == 200


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_large_turned_picture_is_reduced_and_upright(kind, orientation):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    stored = quarters(4100, 820).transpose(SIDES[orientation])
    data = encoded(stored, kind, exif=exif, **({"speed": 10} if kind == "AVIF" else {}))
    photo = decode_photo(data, **LIMITS)
    assert_upright(photo, 4100, 820)
    assert max(photo.frame.shape[:2]) == 2050


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
@pytest.mark.parametrize(
    ("size", "longest"), [((1999, 900), 1999), ((2561, 900), 2560), ((3999, 900), 2560), ((6001, 700), 2001)]
)
def test_the_longer_side_is_about_two_thousand_pixels(kind, size, longest):
    photo = decode_photo(encoded(quarters(*size), kind), **LIMITS)
    assert_upright(photo, *size, tolerance=16)
    assert abs(max(photo.frame.shape[:2]) - longest) <= 2000 * (kind == "JPEG" and longest == 2001) + 1


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "PA", "CMYK", "I;16", "I", "F"])
def test_every_mode_is_reduced_as_pillow_would(mode):
    """The oracle converts the whole picture and then makes it smaller."""
    height, width = 700, 4400
    ramp = np.linspace(0, 255, width)[None, :].repeat(height, 0)
    if mode in ("I;16", "I", "F"):
        values = {"I;16": (ramp * 257).astype(np.uint16), "I": ramp.astype(np.int32) * 9, "F": ramp.astype(np.float32)}
        data, expected = encoded(Image.fromarray(values[mode]), "TIFF"), np.dstack([ramp] * 3)
    else:
        grey = Image.fromarray(ramp.astype(np.uint8))
        image = grey.convert("RGB" if mode == "CMYK" else mode if mode in "1LP" else "LA")
        if mode in ("LA", "RGBA", "PA"):
            image = grey.convert("LA")
            image.putalpha(Image.new("L", grey.size, 100))
            image = image.convert(mode) if mode != "PA" else image
        image = image.convert("CMYK") if mode == "CMYK" else image
        data = encoded(image, "TIFF" if mode == "CMYK" else "PNG")
        flat = ramp * 100 / 255 + 155 if mode in ("LA", "RGBA", "PA") else ramp
        expected = np.dstack([flat] * 3)
    photo = decode_photo(data, **LIMITS)
    assert photo.frame.shape == (350, 2200, 3)
    small = cv2.resize(expected.astype(np.float32), (2200, 350), interpolation=cv2.INTER_AREA)
    blurred = [cv2.blur(one.astype(np.float32), (31, 31)) for one in (photo.frame, small)] if mode == "1" else None
    one, other = blurred or (photo.frame.astype(float), small)
    assert np.abs(one - other).max() <= (12 if mode == "1" else 3)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("lost", [1, 2])
def test_a_jpeg_without_its_end_mark_is_read(mode, progressive, lost):
    data = encoded(quarters(64, 48).convert(mode), progressive=progressive)
    whole, short = decode_photo(data, **LIMITS), decode_photo(data[:-lost], **LIMITS)
    np.testing.assert_array_equal(whole.frame, short.frame)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("lost", [8, 40, 400])
@pytest.mark.parametrize("end", [b"", b"\xff\xd9"])
def test_a_jpeg_that_lacks_data_is_unreadable(mode, progressive, lost, end):
    noise = np.random.default_rng(3).integers(0, 255, (4, 96, 96), np.uint8)
    image = Image.merge(mode, [Image.fromarray(noise[band]) for band in range(len(mode))])
    data = encoded(image, progressive=progressive)
    with pytest.raises(ImageUnreadable, match="damaged or cut off"):
        decode_photo(data[:-lost] + end, **LIMITS)


def test_odd_bytes_in_front_of_the_end_of_a_jpeg_do_no_harm():
    data = encoded(quarters(64, 48))
    assert_upright(decode_photo(data[:-2] + b"odd bytes" + data[-2:], **LIMITS), 64, 48)


def test_a_photo_of_several_pictures_is_read_as_its_first():
    later = [Image.new("RGB", (64, 48), "red")]
    assert_upright(decode_photo(encoded(quarters(64, 48), "MPO", save_all=True, append_images=later), **LIMITS), 64, 48)


def test_a_jpeg_of_too_many_scans_is_refused():
    with pytest.raises(ImageTooLarge, match="scans"):
        decode_photo(encoded(quarters(64, 48)) + b"\xff\xda" * 300, **LIMITS)


def changed_frame(marker=None, bits=None):
    data = bytearray(encoded(quarters(64, 48)))
    place = data.index(b"\xff\xc0")
    data[place + 1] = marker or data[place + 1]
    data[place + 4] = bits or data[place + 4]
    return bytes(data)


def unknown_tiff_compression():
    data = bytearray(encoded(quarters(64, 48), "TIFF", compression="tiff_lzw"))
    place = data.index(struct.pack("<HHI", 259, 3, 1))
    data[place + 8 : place + 10] = struct.pack("<H", 34712)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (changed_frame(bits=12), "a JPEG picture of a variant (12 bits)"),
        (changed_frame(marker=0xC3), "a JPEG picture of a variant (lossless)"),
        (changed_frame(marker=0xF7), "a JPEG picture of a variant (JPEG-LS)"),
        (unknown_tiff_compression(), "a TIFF picture of a variant"),
        (b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(50), "a JPEG 2000 picture"),
        (b"\xff\x0a" + bytes(50), "a JPEG XL picture"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\r\n\n%PDF-1.7\n", "a PDF document"),
        (b"hello " * 100, "a text file"),
        (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2mp41" + bytes(50), "an MP4 video"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + bytes(50), "a camera's raw file"),
        (b"8BPS" + bytes(50), "a Photoshop file"),
    ],
)
def test_what_is_not_read_is_named(data, said):
    with pytest.raises(UnsupportedMediaType) as raised:
        decode_photo(data, **LIMITS)
    assert f"The file is {said}" in str(raised.value)
    assert str(raised.value).endswith("please send JPEG, PNG, WebP, HEIC, AVIF, GIF, BMP or TIFF.")


def tiled_tiff(side, tile):
    """A grey TIFF of one deflated tile, by hand."""
    import zlib

    pixels = zlib.compress(bytes(tile * tile) if tile <= 1024 else b"")
    entries = [
        (256, side), (257, side), (258, 8), (259, 8), (262, 1), (277, 1), (322, tile), (323, tile),
        (324, 200), (325, len(pixels)),
    ]  # fmt: skip
    tags = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    head = b"II*\0" + struct.pack("<IH", 8, len(entries)) + tags + bytes(4)
    return head.ljust(200, b"\0") + pixels


def test_tiles_that_are_larger_than_the_picture_are_refused():
    with pytest.raises(ImageUnreadable, match="tiles that are larger than the picture"):
        decode_photo(tiled_tiff(64, 16_384), **LIMITS)
    assert decode_photo(tiled_tiff(64, 256), **LIMITS).frame.shape == (64, 64, 3)


def test_out_of_memory_is_no_fault_of_the_file(monkeypatch):
    def fail(*_):
        raise MemoryError

    monkeypatch.setattr(image_codec, "_open", fail)
    with pytest.raises(Overloaded, match="not enough memory"):
        decode_photo(encoded(quarters(64, 48)), **LIMITS)


def test_what_takes_too_much_memory_to_decode_is_refused_by_its_header():
    data = encoded(Image.new("RGB", (8000, 5000)), "WEBP", lossless=True)
    assert len(data) < 2000
    with pytest.raises(ImageTooLarge, match=r"8000 x 5000 pixels and takes .* MB to decode"):
        decode_photo(data, **LIMITS)


FORTY = """
import io, resource, sys
from PIL import Image
from moviefy.capture.image_codec import decode_photo
Image.MAX_IMAGE_PIXELS = None
data = sys.stdin.buffer.read()
decode_photo(data[:0] or open({small!r}, "rb").read(), max_bytes=10**9, max_pixels=40_000_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
photo = decode_photo(data, max_bytes=10**9, max_pixels=40_000_000)
print(photo.width, photo.height, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("PNG", "RGBA", {}),
        ("PNG", "P", {}),
        ("GIF", "P", {}),
        ("TIFF", "F", {"compression": "tiff_adobe_deflate"}),
        ("TIFF", "RGB", {"compression": "tiff_lzw", "exif": {ORIENTATION: 6}}),
        ("JPEG", "CMYK", {}),
        ("JPEG", "RGB", {"progressive": True}),
    ],
)
def test_forty_million_pixels_stay_within_the_budget(kind, mode, options):
    exif = Image.Exif()
    exif.update(options.pop("exif", {}) if "exif" not in options else options["exif"])
    data = encoded(Image.new(mode, (8000, 5000)), kind, **{**options, "exif": exif} if exif else options)
    code = FORTY.format(small=str(HEIC))
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, cwd=PROJECT_ROOT, check=True)
    width, height, kilobytes = map(int, done.stdout.split())
    assert {width, height} == {8000, 5000}
    assert kilobytes * 1024 < BUDGET_BYTES


class TestBudget:
    def test_what_fits_goes_at_once_and_is_given_back(self):
        budget = DecodingBudget()
        with budget.reserve(60, 100), budget.reserve(40, 100):
            assert budget.reserved == 100
        assert budget.reserved == 0

    def test_what_does_not_fit_waits_for_the_other(self):
        budget, order = DecodingBudget(), []

        def other():
            with budget.reserve(60, 100):
                order.append("second")

        with budget.reserve(60, 100):
            thread = threading.Thread(target=other)
            thread.start()
            time.sleep(0.05)
            order.append("first")
        thread.join(5)
        assert order == ["first", "second"]

    def test_what_earlier_pictures_left_goes_before_a_large_one_is_decoded(self):
        left = np.zeros(1), []
        left[1].append(left)  # as an error and its traceback hold each other
        gone = weakref.ref(left[0])
        gc.disable()
        try:
            del left
            with DecodingBudget().reserve(LARGE_BYTES - 1, LARGE_BYTES):
                assert gone() is not None
            with DecodingBudget().reserve(LARGE_BYTES, LARGE_BYTES):
                assert gone() is None
        finally:
            gc.enable()

    def test_a_search_for_faces_counts_too(self):
        budget, photo = DecodingBudget(), Photo(np.zeros((960, 1280, 3), np.uint8), 1280, 960)
        with budget.searching(photo):
            assert 60_000_000 < budget.reserved < BUDGET_BYTES / 2
        assert budget.reserved == 0

    def test_the_wait_ends(self):
        budget = DecodingBudget()
        with budget.reserve(60, 100), pytest.raises(Overloaded, match="busy"), budget.reserve(60, 100, wait_s=0.02):
            pass
        assert budget.reserved == 0

    def test_an_error_gives_it_back(self):
        budget = DecodingBudget()
        with pytest.raises(ValueError, match="broken"), budget.reserve(60, 100):
            raise ValueError("broken")
        assert budget.reserved == 0
