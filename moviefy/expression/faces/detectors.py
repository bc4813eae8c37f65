"""Chooses and builds the face detector."""

from pathlib import Path

from moviefy.errors import ModelError
from moviefy.expression.faces.detection import FaceDetector
from moviefy.expression.faces.haar import HaarDetector
from moviefy.expression.faces.yunet import YunetDetector

YUNET_FILES = "face_detection_yunet_*.onnx"


def yunet_file(model_dir: Path) -> Path | None:
    """YuNet's file in the model folder, the newest by name, or None."""
    return max(model_dir.glob(YUNET_FILES), default=None)


def detector_choice(name: str, model_dir: Path) -> tuple[str, str]:
    """The detector that a setting leads to ("yunet" or "haar"), and the reason in one sentence."""
    if name != "auto":
        return name, f"MOVIEFY_DETECTOR asks for {name}."
    if (path := yunet_file(model_dir)) is not None:
        return "yunet", f"{path.name} is in the model folder."
    return "haar", "YuNet's file is not in the model folder; `moviefy models fetch` downloads it."


def create_detector(name: str, model_dir: Path) -> FaceDetector:
    """The detector that a setting ("auto", "yunet" or "haar") means here.

    Raises:
        ModelError: YuNet is asked for and its file is missing or damaged.
    """
    if detector_choice(name, model_dir)[0] == "haar":
        return HaarDetector()
    if (path := yunet_file(model_dir)) is None:
        raise ModelError("The face detector YuNet is not in the model folder; run `moviefy models fetch`.")
    return YunetDetector(path)
