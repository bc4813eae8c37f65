"""The annotated photo of the result page: drawn in memory, and sent inside the page so that it has no address."""

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moviefy.expression.face_detection import Frame
    from moviefy.expression.reading import Reading


def photo_uri(frame: "Frame", reading: "Reading") -> str:
    """The frame with boxes and labels as a JPEG in a ``data:`` address."""
    from moviefy.capture.image_codec import encode_jpeg
    from moviefy.expression.annotation import annotate

    return "data:image/jpeg;base64," + base64.b64encode(encode_jpeg(annotate(frame, reading))).decode("ascii")


def describe(reading: "Reading") -> str:
    """One sentence for those who do not see the photo."""
    count = len(reading.faces)
    if count == 0:
        return "Your photo, in which no face was found."
    faces = "one face" if count == 1 else f"{count} faces"
    return f"Your photo with a box around {faces}."
