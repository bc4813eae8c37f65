"""What every test module shares: where ../shared is, and skipping with a reason where it is not."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from moviefy.expression.faces.detectors import yunet_file

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"
LONGEST_FIRST = ("tests/e2e/", "tests/training/", "tests/test_wheel.py", "tests/contracts/", "tests/test_")
"""Parallel workers take modules in this order, so that none begins a long one when the others have finished."""

settings.register_profile("moviefy", deadline=None)  # on a busy machine any example may take long
settings.load_profile("moviefy")


def pytest_collection_modifyitems(config, items):
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: next((n for n, t in enumerate(LONGEST_FIRST) if item.nodeid.startswith(t)), 99))


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.exists():
        pytest.skip("needs ../shared (photos, FER2013 and model files for tests), which is not here")
    return SHARED


@pytest.fixture(scope="session")
def photos(shared) -> Path:
    return shared / "photos"


@pytest.fixture(scope="session")
def yunet_path() -> Path:
    """YuNet's file, from ../shared or from the model folder."""
    found = [path for folder in (SHARED / "models", PROJECT / "models") if (path := yunet_file(folder))]
    if not found:
        pytest.skip("needs YuNet's file, which is neither in ../shared/models nor in models/")
    return found[0]


@pytest.fixture(scope="session")
def portrait():
    """A smiling face that comes with a library, uint8 BGR (512, 512, 3)."""
    data = pytest.importorskip("skimage.data", reason="the portrait comes with scikit-image")
    return np.ascontiguousarray(data.astronaut()[..., ::-1])
