"""A picture that was decoded, perhaps at a reduced size."""

from dataclasses import dataclass

from moviefy.expression.faces.face import Frame


@dataclass(frozen=True)
class Photo:
    """A picture as it was sent, upright.

    Attributes:
        frame: its pixels, ``uint8`` BGR, shape (H, W, 3); a large picture is decoded at a fraction of its size.
        width: of the full picture as one sees it, in pixels.
        height: likewise.
    """

    frame: Frame
    width: int
    height: int
