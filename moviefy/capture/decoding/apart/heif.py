"""HEIC, as iPhones and many other phones save photos. libheif decodes it; what its file says of turns is done there."""

from functools import cached_property

from moviefy.capture.decoding.apart import process
from moviefy.capture.decoding.apart.boxes import heic_sample_bytes, is_cut_off
from moviefy.capture.decoding.apart.picture import ApartPicture, DecoderFault
from moviefy.capture.decoding.reasons import DAMAGED
from moviefy.errors import ImageUnreadable, UnsupportedMediaType
from moviefy.wording import _

SEQUENCES = (b"hevc", b"hevx", b"msf1")


class HeifPicture(ApartPicture):
    """The primary picture of a HEIC file.

    Raises:
        UnsupportedMediaType: its codec is not one that is read.
        ImageUnreadable: the file is damaged or cut off, or as :class:`ApartPicture` says.
        Overloaded: as :class:`ApartPicture` says.
    """

    kind = process.HEIC
    shrinks_last = True

    def __init__(self, data: bytes) -> None:
        if data[8:12] in SEQUENCES:
            raise UnsupportedMediaType(_("The HEIF file holds a sequence of pictures; please send one of them."))
        if is_cut_off(data):  # libheif leaves tiles black that are not there
            raise ImageUnreadable(DAMAGED)
        self._data = data
        try:
            super().__init__(data)
        except DecoderFault as error:
            if str(error) == process.NONE_INSIDE:
                raise UnsupportedMediaType(
                    _("The HEIF file holds no picture in HEVC, the only kind in it that is read.")
                ) from None
            raise ImageUnreadable(DAMAGED) from error

    @cached_property
    def bytes_per_pixel(self) -> float:
        """What the decoder holds, and the RGB pixels."""
        return heic_sample_bytes(self._data) * 1.05 + max(3, len(self.mode))
