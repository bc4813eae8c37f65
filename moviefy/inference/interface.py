"""What the web part asks to read a picture, wherever that is done."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from moviefy.expression.faces.face import Box, Frame, Search
from moviefy.expression.reading import Reading

Picture = bytes | Frame
"""A picture as it was sent (JPEG, PNG, ...), or a decoded frame: ``uint8`` BGR, shape (H, W, 3)."""


class Inference(ABC):
    """Picture in, :class:`Reading` out, for many callers at a time and never for more than it has room for."""

    @abstractmethod
    def submit(self, picture: Picture, near: Sequence[Box] = (), search: Search = Search.FRAME) -> Reading:
        """Read one picture; faces are looked for around the boxes ``near`` first, where given, and as ``search`` says.

        Raises:
            ImageError: the bytes are no picture that can be used.
            Overloaded: too many pictures wait already, or the reading did not come in time.
            NotReady: a model file is missing or damaged, or the server is stopping.
        """

    @abstractmethod
    def ensure_capacity(self) -> None:
        """Raises Overloaded where a picture would be turned away now; asked before an upload is taken apart."""

    def check_ready(self) -> None:  # noqa: B027 - in this process nobody else can be away
        """Raise NotReady if pictures cannot be read now; takes seconds at most."""

    @property
    @abstractmethod
    def waiting(self) -> int:
        """How many pictures wait now."""

    @abstractmethod
    def close(self) -> None:
        """End it; pictures that still wait are answered NotReady. More calls do nothing."""
