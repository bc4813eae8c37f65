"""Which kinds of pictures are accepted; free of OpenCV, so that the API's description can say it in any process."""

from moviefy.wording import Listed

MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "HEIF": "image/heic",
    "AVIF": "image/avif",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}
"""Pillow's name of each accepted format -> its media type."""

ACCEPTED = Listed(("JPEG", "PNG", "WebP", "HEIC", "AVIF", "GIF", "BMP", "TIFF"), either=True)

FILE_CHOICE = "image/*,.heic,.heif,.avif"
"""For a form's file field: browsers that do not know the newer types go by the name."""
