"""Which kinds of pictures are accepted; free of OpenCV, so that the API's description can say it in any process."""

MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}
"""Pillow's name of each accepted format -> its media type."""

ACCEPTED = "JPEG, PNG, WebP, GIF, BMP or TIFF"
