"""Chooses and builds the face detector."""

from collections.abc import Callable
from pathlib import Path

from moviefy.errors import ModelError
from moviefy.expression.faces.blazeface import BlazefaceDetector
from moviefy.expression.faces.detection import FaceDetector
from moviefy.expression.faces.haar import HaarDetector
from moviefy.expression.faces.yunet import YunetDetector

DETECTORS = ("yunet", "blazeface", "haar")
"""The best first. Haar needs no file."""

TITLES = {"yunet": "YuNet", "blazeface": "BlazeFace", "haar": "Haar"}

YUNET_FILES = "face_detection_yunet_*.onnx"
FIRST_YUNET = "face_detection_yunet_2026may.onnx"
"""Files from before have an input of a fixed size, 640x640, which onnxruntime cannot change."""

BLAZEFACE_FILE = "face_detection_full_range.tflite"


def yunet_file(model_dir: Path) -> Path | None:
    """YuNet's file in the model folder, the newest by name, or None."""
    return max((path for path in model_dir.glob(YUNET_FILES) if path.name >= FIRST_YUNET), default=None)


def blazeface_file(model_dir: Path) -> Path | None:
    """BlazeFace's file in the model folder, or None."""
    path = model_dir / BLAZEFACE_FILE
    return path if path.is_file() else None


def detector_choice(name: str, model_dir: Path) -> tuple[str, str]:
    """The detector that a setting leads to, one of :data:`DETECTORS`, and the reason in one sentence."""
    if name != "auto":
        return name, f"MOVIEFY_DETECTOR asks for {name}."
    if (path := yunet_file(model_dir)) is not None:
        return "yunet", f"{path.name} is in the model folder."
    if (path := blazeface_file(model_dir)) is not None:
        return "blazeface", f"{path.name} is in the model folder, YuNet's file is not; `moviefy models fetch` gets it."
    return "haar", "No other detector's file is in the model folder; `moviefy models fetch` gets one."


def detector_factory(name: str, model_dir: Path, threads: int = 1) -> Callable[[], FaceDetector]:
    """Returns the detector of the calling thread: YuNet is one for all threads, the others are built for each.

    Args:
        name: a setting: "auto" or one of :data:`DETECTORS`.
        model_dir: folder of the model files.
        threads: threads that one search may use; OpenCV's detectors use those of ``cv2.setNumThreads``.

    Raises:
        ModelError: the file of the detector is missing or damaged.
    """
    match detector_choice(name, model_dir)[0]:
        case "yunet":
            yunet = YunetDetector(_present("yunet", yunet_file(model_dir)), threads)
            return lambda: yunet
        case "blazeface":
            path = _present("blazeface", blazeface_file(model_dir))
            return lambda: BlazefaceDetector(path)
        case _:
            return HaarDetector


def create_detector(name: str, model_dir: Path, threads: int = 1) -> FaceDetector:
    """A detector for one thread; see :func:`detector_factory`."""
    return detector_factory(name, model_dir, threads)()


def _present(name: str, path: Path | None) -> Path:
    if path is None:
        raise ModelError(f"The face detector {TITLES[name]} is not in the model folder; run `moviefy models fetch`.")
    return path
