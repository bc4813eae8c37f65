"""The annotated photo of the result page."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from moviefy.web.pages.photo import describe, photo_uri, shrink
from tests.web.helpers import reading_of


def opened(uri):
    head, _, data = uri.partition(",")
    assert head == "data:image/jpeg;base64"
    return Image.open(io.BytesIO(base64.b64decode(data)))


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((320, 240), (320, 240)),
        ((1280, 960), (1280, 960)),
        ((1281, 961), (1280, 960)),
        ((6000, 4500), (1280, 960)),
        ((900, 5400), (213, 1280)),
        ((1, 1), (1, 1)),
        ((3000, 1), (1280, 1)),
    ],
)
def test_the_photo_keeps_its_shape_and_fits_the_page(size, shown):
    frame = np.full((size[1], size[0], 3), 90, np.uint8)
    picture = opened(photo_uri(shrink(frame)))
    assert abs(picture.width - shown[0]) <= 2
    assert abs(picture.height - shown[1]) <= 2
    assert max(picture.size) <= 1280


def test_a_small_frame_is_not_copied():
    frame = np.zeros((10, 20, 3), np.uint8)
    assert shrink(frame) is frame


def test_boxes_follow_the_size():
    small = reading_of("sad", 3200, 2400).at_size(320, 240)
    assert (small.width, small.height) == (320, 240)
    assert small.faces[0].face.box == (10, 20, 60, 80)
    assert reading_of("sad", 3200, 2400).at_size(3, 2).faces[0].face.area >= 1
    same = reading_of("sad")
    assert same.at_size(320, 240) is same


@pytest.mark.parametrize(("faces", "said"), [(0, "no face"), (1, "one face"), (3, "3 faces")])
def test_those_who_do_not_see_it_are_told(faces, said):
    assert said in describe(faces)
