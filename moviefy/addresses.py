"""Addresses of cameras and services: how one is recognised, and how it is shown without the password in it."""

import re
from urllib.parse import urlsplit

from moviefy.wording import _

STREAM_SCHEMES = ("rtsp", "rtsps", "http", "https")
"""Kinds of addresses that a camera can have."""

FAKE_CAMERA = "fake"
HIDDEN = "***"
_SIGN_IN = re.compile(r"\b([a-z][a-z0-9+.-]*://)[^\s/]*[^\s]*@", re.IGNORECASE)
_SECRETS = "user|usr|login|pass|passw|passwd|password|pwd|token|key|secret|auth"
_VALUE = re.compile(rf"((?:\b|_)(?:{_SECRETS})=)[^&\s'\"]+", re.IGNORECASE)


def is_stream(text: str) -> bool:
    """Whether a text is an address of a kind that a camera can have; a file name with a colon is none."""
    return text.partition("://")[0].lower() in STREAM_SCHEMES and "://" in text


def host_and_port(address: str) -> str:
    """The part of an address that may be shown: "10.0.0.5:554" of "rtsp://me:secret@10.0.0.5:554/door".

    Raises:
        ValueError: the address names no host, has spaces, or a port that is no number.
    """
    parts = urlsplit(address)
    if not parts.hostname or any(char.isspace() for char in address):
        raise ValueError("no host")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return host if parts.port is None else f"{host}:{parts.port}"


def camera_name(camera: str) -> str:
    """What may be said of the camera that ``MOVIEFY_CAMERA`` names: of an address the host alone."""
    if is_stream(camera):
        return _("camera at %(address)s", address=host_and_port(camera))
    return _("fake camera") if camera == FAKE_CAMERA else _("camera %(name)s", name=camera)


def without_passwords(text: str) -> str:
    """A text for the log, in which addresses keep neither their name and password nor values such as ``token=``."""
    return _VALUE.sub(rf"\1{HIDDEN}", _SIGN_IN.sub(rf"\1{HIDDEN}@", text))


def masked(text: str) -> str:
    """A setting's text for an error: all that follows the scheme is hidden if a password may be in it."""
    scheme, there, _rest = text.partition("://")
    if any(sign in text for sign in "@?=") and (there or "@" in text):
        return f"{scheme}{there}{HIDDEN}" if there else HIDDEN
    return text
