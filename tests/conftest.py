"""What every test module shares: where ../shared is, and skipping with a reason where it is not."""

from pathlib import Path

import numpy as np
import pytest

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.exists():
        pytest.skip("needs ../shared (photos, FER2013 and model files for tests), which is not here")
    return SHARED


@pytest.fixture(scope="session")
def photos(shared) -> Path:
    return shared / "photos"


@pytest.fixture(scope="session")
def portrait():
    """A smiling face that comes with a library, uint8 BGR (512, 512, 3)."""
    data = pytest.importorskip("skimage.data", reason="the portrait comes with scikit-image")
    return np.ascontiguousarray(data.astronaut()[..., ::-1])
