"""Who asks, as far as limits and places are concerned."""

from flask import request

from moviefy.serving.clients import key_of
from moviefy.web.services import services


def client_key() -> str:
    """The client of this request, the same for every address that it can choose."""
    return key_of(request.remote_addr)


def viewer() -> str | None:
    """The client of this request, for its share of places; None for this machine's own people in the live version."""
    key = client_key()
    return None if services().config.SERVER_CAMERA and key in ("127.0.0.1", "::/64") else key
