"""Pictures whose right pixels are known by construction, and bytes that lie."""

import io
import struct
import warnings
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from moviefy.capture.decoding.encoded import ORIENTATION
from moviefy.capture.image_codec import decode_image, encode_jpeg
from moviefy.errors import ImageError, ImageMissing, ImageTooLarge, ImageUnreadable, UnsupportedMediaType

LIMITS = {"max_bytes": 10 * 2**20, "max_pixels": 40_000_000}
ORANGE_RGB, ORANGE_BGR = (240, 140, 20), (20, 140, 240)


def encoded(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def decoded(image, kind="PNG", **options):
    return decode_image(encoded(image, kind, **options), **LIMITS)


def smooth(width=64, height=48):
    """A picture without a symmetry: red grows to the right, green downwards."""
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return Image.fromarray(np.dstack([x, y, np.full_like(x, 90)]).astype(np.uint8))


def png_header(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "GIF", "WEBP", "JPEG"])
def test_every_accepted_kind_keeps_colour_and_size(kind):
    options = {"lossless": True} if kind == "WEBP" else {}
    frame = decoded(Image.new("RGB", (31, 17), ORANGE_RGB), kind, **options)
    assert frame.shape == (17, 31, 3)
    assert frame.dtype == np.uint8
    assert frame.flags.c_contiguous
    assert np.abs(frame.astype(int) - ORANGE_BGR).max() <= (3 if kind in ("JPEG", "GIF") else 0)


@pytest.mark.parametrize("subsampling", [0, 1, 2])
@pytest.mark.parametrize("progressive", [False, True])
def test_jpeg_has_pillows_pixels(subsampling, progressive):
    data = encoded(smooth(), "JPEG", subsampling=subsampling, progressive=progressive)
    with Image.open(io.BytesIO(data)) as image:
        expected = np.asarray(image.convert("RGB"))[:, :, ::-1]
    np.testing.assert_array_equal(decode_image(data, **LIMITS), expected)


def test_a_grey_jpeg_becomes_three_equal_channels():
    frame = decoded(Image.new("L", (20, 10), 77), "JPEG")
    assert frame.shape == (10, 20, 3)
    assert (frame == 77).all()


def test_a_black_and_white_picture_stays_so():
    assert (decoded(Image.new("1", (9, 5), 1)) == 255).all()


def test_transparency_is_laid_over_white():
    clear = Image.new("RGBA", (8, 8), (*ORANGE_RGB, 0))
    clear.putpixel((0, 0), (*ORANGE_RGB, 255))
    clear.putpixel((1, 0), (0, 0, 0, 128))
    frame = decoded(clear)
    assert tuple(frame[0, 0]) == ORANGE_BGR
    assert frame[0, 1] == pytest.approx(127, abs=1)
    assert (frame[1:] == 255).all()


def test_a_palette_with_a_transparent_colour_is_laid_over_white():
    image = Image.new("P", (6, 4), 1)
    image.putpalette([0, 0, 0, *ORANGE_RGB])
    image.putpixel((0, 0), 0)
    frame = decoded(image, transparency=0)
    assert tuple(frame[0, 0]) == (255, 255, 255)
    assert tuple(frame[1, 1]) == ORANGE_BGR


def test_grey_with_transparency():
    frame = decoded(Image.new("LA", (4, 4), (0, 0)))
    assert (frame == 255).all()


def test_cmyk_becomes_bgr():
    frame = decoded(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG")
    blue, green, red = frame[8, 8].astype(int)
    assert red > 200
    assert max(blue, green) < 60


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bit_is_scaled_and_not_cut(kind):
    values = np.array([[0, 257 * 100, 65535]], np.uint16)
    frame = decoded(Image.fromarray(values), kind)
    assert frame[0, :, 0].tolist() == [0, 100, 255]


def test_16_bit_colour():
    values = np.full((5, 7, 3), (257 * 30, 257 * 60, 257 * 200), np.uint16)
    data = cv2.imencode(".png", values)[1].tobytes()
    assert tuple(decode_image(data, **LIMITS)[0, 0]) == (30, 60, 200)


@pytest.mark.parametrize("values", [np.array([[0.0, 0.5, 1.0]], np.float32), np.array([[0, 5000, 10000]], np.int32)])
def test_32_bit_grey_is_scaled_by_its_own_range(values):
    assert decoded(Image.fromarray(values), "TIFF")[0, :, 2].tolist() == [0, 128, 255]


def test_a_flat_float_picture_with_holes_is_black():
    values = np.array([[np.nan, np.inf], [0.0, 0.0]], np.float32)
    assert (decoded(Image.fromarray(values), "TIFF") == 0).all()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_an_animation_the_first_frame_is_taken(kind):
    options = {"lossless": True} if kind == "WEBP" else {}
    later = [Image.new("RGB", (8, 8), "blue"), Image.new("RGB", (8, 8), "lime")]
    frame = decoded(Image.new("RGB", (8, 8), "red"), kind, save_all=True, append_images=later, **options)
    assert (frame == (0, 0, 255)).all()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_turned_photo_comes_upright(orientation, kind):
    """The oracle is Pillow's own transposition of the stored pixels, undone by the tag's definition."""
    upright = smooth()
    stored = {
        1: upright,
        2: upright.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: upright.transpose(Image.Transpose.ROTATE_180),
        4: upright.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: upright.transpose(Image.Transpose.TRANSPOSE),
        6: upright.transpose(Image.Transpose.ROTATE_90),
        7: upright.transpose(Image.Transpose.TRANSVERSE),
        8: upright.transpose(Image.Transpose.ROTATE_270),
    }[orientation]
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    frame = decoded(stored, kind, exif=exif, **({"quality": 95} if kind in ("JPEG", "WEBP") else {}))
    expected = np.asarray(upright)[:, :, ::-1].astype(int)
    assert frame.shape == expected.shape
    assert np.abs(frame.astype(int) - expected).mean() < 4


@pytest.mark.parametrize("value", [0, 9, 255])
def test_an_orientation_that_does_not_exist_changes_nothing(value):
    exif = Image.Exif()
    exif[ORIENTATION] = value
    assert decoded(smooth(), "JPEG", exif=exif).shape == (48, 64, 3)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damaged_exif_does_not_spoil_the_picture():
    data = encoded(smooth(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff nonsense")
    assert decode_image(data, **LIMITS).shape == (48, 64, 3)


def test_one_pixel():
    assert decoded(Image.new("RGB", (1, 1), ORANGE_RGB)).tolist() == [[list(ORANGE_BGR)]]


def test_nothing_was_sent():
    with pytest.raises(ImageMissing, match="No picture was sent"):
        decode_image(b"", **LIMITS)


def test_too_many_bytes():
    with pytest.raises(ImageTooLarge, match="MB that are accepted"):
        decode_image(b"x" * 1001, max_bytes=1000, max_pixels=100)


@pytest.mark.parametrize("size", [(20_000, 20_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_by_the_header_alone(size):
    with pytest.raises(ImageTooLarge, match=f"{size[0]} x {size[1]} pixels"):
        decode_image(png_header(*size), **LIMITS)


def test_the_pixel_limit_is_inclusive():
    data = encoded(Image.new("RGB", (10, 10)))
    assert decode_image(data, max_bytes=10_000, max_pixels=100).shape == (10, 10, 3)
    with pytest.raises(ImageTooLarge):
        decode_image(data, max_bytes=10_000, max_pixels=99)


def test_a_side_that_jpeg_cannot_hold_is_refused():
    with pytest.raises(ImageTooLarge, match="a side may have"):
        decode_image(png_header(40_000, 2), **LIMITS)


def test_a_large_picture_within_the_limit_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ImageUnreadable):  # Pillow's own limit, 89 million pixels, would warn first
            decode_image(png_header(10_000, 10_000), max_bytes=10_000, max_pixels=100_000_000)


@pytest.mark.parametrize(
    "data",
    [
        b"hello " * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7\n%...",
        b"PK\x03\x04" + b"\0" * 200,
        b"\0" * 1000,
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"P6 1 1 255 abc",
    ],
)
def test_other_kinds_of_file_are_named_so(data):
    with pytest.raises(UnsupportedMediaType, match="please send JPEG, PNG"):
        decode_image(data, **LIMITS)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_file_that_is_cut_off_is_unreadable(kind, share):
    noise = np.random.default_rng(7).integers(0, 255, (90, 120, 3), np.uint8)
    data = encoded(Image.fromarray(noise), kind)
    with pytest.raises(ImageUnreadable, match="damaged or cut off"):
        decode_image(data[: max(4, int(len(data) * share))], **LIMITS)


def test_a_cut_gif_header_is_unreadable():
    with pytest.raises(ImageUnreadable):
        decode_image(b"GIF89a" + b"\xff" * 50, **LIMITS)


def test_a_jpeg_with_bytes_after_its_end_is_still_read():
    assert decode_image(encoded(smooth(), "JPEG") + b"\0" * 20, **LIMITS).shape == (48, 64, 3)


SEEDS = [
    encoded(smooth(40, 30), kind, **options)
    for kind, options in (
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("PNG", {}),
        ("WEBP", {}),
        ("GIF", {}),
        ("BMP", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("TIFF", {"compression": "tiff_adobe_deflate"}),
    )
] + [encoded(Image.fromarray(np.full((9, 9), 999, np.uint16)), "PNG"), encoded(smooth(8, 8).convert("CMYK"), "JPEG")]


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_mutated_bytes_raise_nothing_but_image_errors(data):
    image = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 12))):
        image[data.draw(st.integers(0, len(image) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(image)))
    sent = bytes(image if data.draw(st.booleans()) else image[:cut])
    try:
        frame = decode_image(sent, max_bytes=10**6, max_pixels=10**6)
    except ImageError:
        return
    assert frame.ndim == 3
    assert frame.shape[2] == 3
    assert frame.dtype == np.uint8


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_raise_nothing_but_image_errors(data):
    with pytest.raises(ImageError):
        decode_image(data, max_bytes=10**6, max_pixels=10**6)


def test_encoded_jpeg_is_small_and_close_to_the_frame():
    frame = np.asarray(smooth(640, 480))[:, :, ::-1].copy()
    data = encode_jpeg(frame)
    assert data.startswith(b"\xff\xd8")
    assert data.endswith(b"\xff\xd9")
    assert len(data) < frame.nbytes / 20
    back = decode_image(data, **LIMITS)
    assert np.abs(back.astype(int) - frame).mean() < 2


def test_better_quality_is_larger():
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8)
    assert len(encode_jpeg(noise, 95)) > len(encode_jpeg(noise, 30))
