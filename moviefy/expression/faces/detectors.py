"""Chooses and builds the face detector."""

from collections.abc import Callable
from pathlib import Path

from moviefy.errors import ModelError
from moviefy.expression.faces.detection import FaceDetector
from moviefy.expression.faces.haar import HaarDetector
from moviefy.expression.faces.yunet import YunetDetector

YUNET_FILES = "face_detection_yunet_*.onnx"
FIRST_YUNET = "face_detection_yunet_2026may.onnx"
"""Files from before have an input of a fixed size, 640x640, which onnxruntime cannot change."""


def yunet_file(model_dir: Path) -> Path | None:
    """YuNet's file in the model folder, the newest by name, or None."""
    return max((path for path in model_dir.glob(YUNET_FILES) if path.name >= FIRST_YUNET), default=None)


def detector_choice(name: str, model_dir: Path) -> tuple[str, str]:
    """The detector that a setting leads to ("yunet" or "haar"), and the reason in one sentence."""
    if name != "auto":
        return name, f"MOVIEFY_DETECTOR asks for {name}."
    if (path := yunet_file(model_dir)) is not None:
        return "yunet", f"{path.name} is in the model folder."
    return "haar", "YuNet's file is not in the model folder; `moviefy models fetch` downloads it."


def detector_factory(name: str, model_dir: Path, threads: int = 1) -> Callable[[], FaceDetector]:
    """Returns the detector of the calling thread: YuNet is one for all threads, the others are built for each.

    Args:
        name: a setting: "auto", "yunet" or "haar".
        model_dir: folder of the model files.
        threads: threads that one search may use.

    Raises:
        ModelError: YuNet is asked for and its file is missing or damaged.
    """
    if detector_choice(name, model_dir)[0] == "haar":
        return HaarDetector
    if (path := yunet_file(model_dir)) is None:
        raise ModelError("The face detector YuNet is not in the model folder; run `moviefy models fetch`.")
    yunet = YunetDetector(path, threads)
    return lambda: yunet


def create_detector(name: str, model_dir: Path, threads: int = 1) -> FaceDetector:
    """A detector for one thread; see :func:`detector_factory`."""
    return detector_factory(name, model_dir, threads)()
