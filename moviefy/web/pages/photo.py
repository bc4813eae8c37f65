"""The photo of the result page: made smaller in memory and embedded in the page, so that it has no address."""

import base64

from moviefy.expression.faces.face import Frame
from moviefy.wording import _, n_

LONGEST_SIDE = 1280


def photo_uri(frame: Frame) -> str:
    """The frame as a JPEG in a ``data:`` address."""
    from moviefy.capture.image_codec import encode_jpeg

    jpeg = encode_jpeg(frame)
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")


def shrink(frame: Frame) -> Frame:
    """The frame with its longest side at most 1280 pixels; smaller ones are returned as they are."""
    from moviefy.capture.decoding.encoded import fit

    return fit(frame, LONGEST_SIDE)


def describe(count: int) -> str:
    """The alternative text of a photo in which ``count`` faces were found."""
    if count == 0:
        return _("Your photo, in which no face was found.")
    return n_("Your photo with a box around one face.", "Your photo with a box around %(count)s faces.", count)
