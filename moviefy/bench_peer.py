"""The peer that ``moviefy bench`` compares with if it is installed: ``fer``, which needs TensorFlow."""

import importlib
import importlib.metadata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moviefy.expression.faces.face import Frame

PEER = "fer"


@dataclass(frozen=True)
class Peer:
    """A peer's name with its version, and its whole way from a BGR frame to the faces and their expressions."""

    name: str
    analyze: Callable[[Frame], Any]


def installed_peer() -> Peer | None:
    """The peer with the settings it comes with; None if it is not installed or does not run here."""
    try:
        version = importlib.metadata.version(PEER)
        reader = importlib.import_module("fer.fer").FER()
    except ImportError:  # also if it lacks a package that it does not declare, such as pkg_resources
        return None
    return Peer(f"{PEER} {version}", reader.detect_emotions)
