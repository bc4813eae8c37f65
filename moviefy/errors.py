"""Every error that Moviefy raises on purpose.

    MoviefyError
    +-- ImageError               a picture that cannot be used
    |   +-- ImageMissing           no picture was sent
    |   +-- ImageUnreadable        the bytes are not a whole picture
    |   +-- ImageTooLarge          too many bytes or too many pixels
    |   +-- UnsupportedMediaType   a kind of file that is not accepted
    |   +-- UploadTooSlow          the picture did not arrive in time
    +-- BadParameter             a parameter that is unknown or out of range
    +-- UnknownHost              the request asks for a name that this service does not have
    +-- CameraPageNeeded         the camera is asked for by something else than its page
    +-- CameraUnavailable        the camera or video cannot be opened, or died
    +-- TooManyViewers           every place in front of the stream is taken
    +-- Overloaded               more pictures wait than can be read soon
    +-- NotReady                 a model or the catalog is missing or damaged
    |   +-- ModelError             ... a model file
    |   +-- CatalogError           ... the film catalog
    +-- TmdbUnavailable          TMDB cannot be asked now; pages go on with what the app has itself
    +-- DatasetError             training or evaluation data that cannot be used
    +-- RecipeError              a training recipe that cannot be used
    +-- SettingError             a setting that cannot be used
    +-- AssetError               scripts or styles that cannot be joined: a mistake in them, found by the tests

The message is one sentence that a person understands, marked with ``_`` of :mod:`moviefy.wording` where visitors can
meet it. It goes to pages, JSON and the terminal, so it never holds a path of the server that a client did not send.
``code`` is the machine-readable name that the API answers with; :mod:`moviefy.web.error_pages` turns it into an HTTP
status.
"""

from typing import ClassVar


class MoviefyError(Exception):
    """Base of all errors below; ``str(error)`` is the sentence to show."""

    code: ClassVar[str] = "internal"

    @property
    def sentence(self) -> str:
        """The sentence as it was raised: one that is marked for translation can then be said in every language."""
        return str(self) if len(self.args) != 1 or not isinstance(self.args[0], str) else self.args[0]


class ImageError(MoviefyError):
    """A picture that cannot be used."""

    code = "image_unreadable"


class ImageMissing(ImageError):
    """No picture was sent."""

    code = "image_missing"


class ImageUnreadable(ImageError):
    """The bytes are not a whole picture."""

    code = "image_unreadable"


class ImageTooLarge(ImageError):
    """The picture has too many bytes or too many pixels."""

    code = "image_too_large"


class UnsupportedMediaType(ImageError):
    """The file is of a kind that is not accepted."""

    code = "unsupported_media_type"


class UploadTooSlow(ImageError):
    """The picture did not arrive in time, or its connection broke."""

    code = "timed_out"


class UnknownHost(MoviefyError):
    """The request asks for a host name that this service does not have."""

    code = "unknown_host"


class BadParameter(MoviefyError):
    """A parameter is unknown, malformed or out of range."""

    code = "bad_parameter"


class CameraPageNeeded(MoviefyError):
    """A browser asks for the camera without the word that the camera page holds."""

    code = "forbidden"


class CameraUnavailable(MoviefyError):
    """The camera or video cannot be opened, or stopped giving frames."""

    code = "camera_unavailable"


class TooManyViewers(MoviefyError):
    """Every place in front of the stream is taken."""

    code = "too_many_viewers"


class Overloaded(MoviefyError):
    """More pictures wait than can be read soon; the same request may succeed in a moment."""

    code = "overloaded"


class NotReady(MoviefyError):
    """Something the service needs is missing or damaged."""

    code = "not_ready"


class ModelError(NotReady):
    """A model file is missing, damaged or does not match its card."""


class CatalogError(NotReady):
    """The film catalog is missing, damaged or lacks a column."""


class TmdbUnavailable(MoviefyError):
    """TMDB gave no usable answer in time; never shown as an error, as posters are then drawn by the app."""

    code = "tmdb_unavailable"


class DatasetError(MoviefyError):
    """Training or evaluation data cannot be used; the message names the file."""

    code = "dataset"


class RecipeError(MoviefyError):
    """A training recipe cannot be used; the message names the file and the place in it."""

    code = "recipe"


class SettingError(MoviefyError):
    """A setting has a value that cannot be used; the message names the setting."""

    code = "setting"


class AssetError(MoviefyError):
    """Scripts or styles of the pages cannot be joined; the message names the file."""

    code = "asset"
