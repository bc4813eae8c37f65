"""Loads what :class:`~moviefy.web.services.Services` shares.

OpenCV and onnxruntime are imported on use: a web process that reads pictures through Ray then never loads them.
"""

import json
from typing import TYPE_CHECKING, Any

from moviefy.capture.decoding.photo import Photo
from moviefy.config import Config
from moviefy.errors import ModelError
from moviefy.movies.tmdb.client import Tmdb

if TYPE_CHECKING:
    from moviefy.pipeline import Pipeline

MOVIE_CARD = "movie_mood.json"


def decode(config: Config, data: bytes) -> Photo:
    """An uploaded picture, within the limits of ``config``; raises what ``decode_photo`` does."""
    from moviefy.capture.image_codec import decode_photo

    return decode_photo(data, max_bytes=config.max_upload_bytes, max_pixels=config.max_pixels)


def load_pipeline(config: Config) -> "Pipeline":
    """The pipeline of ``config``. Raises ModelError if a model file is missing or damaged."""
    from moviefy import pipeline

    return pipeline.load_pipeline(config)


def load_movie_card(config: Config) -> dict[str, Any]:
    """The card of the film classifier. Raises ModelError if it is missing or damaged."""
    try:
        card: dict[str, Any] = json.loads((config.model_dir / MOVIE_CARD).read_text("utf-8"))
    except (OSError, ValueError):
        raise ModelError(f"The model card {MOVIE_CARD} is missing or damaged.") from None
    return card


def open_tmdb(config: Config) -> Tmdb:
    """A TMDB client with the key and addresses of ``config``."""
    key = config.tmdb_api_key or ""
    return Tmdb(key, api_url=config.tmdb_url, images_url=config.tmdb_images_url, country=config.country)
