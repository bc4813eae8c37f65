"""What ``MOVIEFY_CAMERA`` names: a camera of this machine, one on the network, a video file, or the fake camera."""

import sys
from pathlib import Path

import cv2

from moviefy.addresses import FAKE_CAMERA, camera_name, is_stream
from moviefy.capture.frame_source import CAMERA_SIZE, FakeSource, FrameSource, VideoFileSource, VideoSource
from moviefy.capture.video_frames import VideoReader, next_frame, possible_fps
from moviefy.config import DEVICE
from moviefy.errors import CameraUnavailable
from moviefy.expression.faces.face import Frame
from moviefy.wording import _

OPEN_TIMEOUT_MS, READ_TIMEOUT_MS = 10_000, 5_000
"""How long a camera on the network may take to answer, and to send its next frame."""


class CameraSource(FrameSource):
    """A camera of this machine, by number, at its own pace."""

    def __init__(self, number: int) -> None:
        """Open the camera.

        Raises:
            CameraUnavailable: there is no such camera, or another program holds it.
        """
        self.name = _("camera %(name)s", name=str(number))
        # OpenCV would try every backend at every retry.
        if sys.platform == "linux" and not Path(f"/dev/video{number}").exists():
            raise CameraUnavailable(_("There is no camera %(number)s on this machine.", number=str(number)))
        self._video = cv2.VideoCapture(number)
        if not self._video.isOpened():
            self._video.release()
            raise CameraUnavailable(
                _("The %(name)s cannot be opened; another program may be using it.", name=self.name)
            )
        self._video.set(cv2.CAP_PROP_FRAME_WIDTH, CAMERA_SIZE[0])
        self._video.set(cv2.CAP_PROP_FRAME_HEIGHT, CAMERA_SIZE[1])
        self._video.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self.fps = possible_fps(self._video)

    def read(self) -> Frame:
        """See :meth:`FrameSource.read`."""
        frame = next_frame(self._video)
        if frame is None:
            raise CameraUnavailable(_("The %(name)s stopped giving pictures.", name=self.name))
        return frame

    def close(self) -> None:
        """See :meth:`FrameSource.close`."""
        self._video.release()


class StreamSource(FrameSource):
    """A camera on the network, at its own pace. Its name has the host alone, as an address may hold a password."""

    def __init__(self, address: str, reader: VideoReader) -> None:
        self.name = camera_name(address)
        self.fps = reader.fps
        self._reader = reader

    def read(self) -> Frame:
        """See :meth:`FrameSource.read`."""
        timed = self._reader.next()
        if timed is None:
            raise CameraUnavailable(_("The %(name)s stopped giving pictures.", name=self.name))
        return timed.frame

    def close(self) -> None:
        """See :meth:`FrameSource.close`."""
        self._reader.close()


def open_source(name: str) -> FrameSource:
    """The source that ``MOVIEFY_CAMERA`` names, opened.

    Args:
        name: ``fake``, a device number or path, an RTSP or HTTP address, or the path of a video file.

    Raises:
        CameraUnavailable: it cannot be opened.
    """
    if name == FAKE_CAMERA:
        return FakeSource()
    if name.isascii() and name.isdigit():
        return CameraSource(int(name))
    if is_stream(name):
        return _open_stream(name)
    if name.startswith("/dev/"):
        return CameraSource(_device_number(name))
    return VideoFileSource(Path(name))


def _open_stream(address: str) -> FrameSource:
    """A camera on the network at its own pace; a file on a web server is played by its times, as on this machine."""
    reader = _stream_reader(address)
    if reader.count is None and ".m3u8" not in address:
        return StreamSource(address, reader)
    reader.close()
    return VideoSource(camera_name(address), lambda: _stream_reader(address))


def _stream_reader(address: str) -> VideoReader:
    video = cv2.VideoCapture()
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_TIMEOUT_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_TIMEOUT_MS]
    if not video.open(address, cv2.CAP_FFMPEG, limits):
        raise CameraUnavailable(
            _(
                "The %(address)s sends no video; look at the address, the password and the network.",
                address=camera_name(address),
            )
        )
    return VideoReader(video)


def _device_number(path: str) -> int:
    """The number of a device by its path, also by a link such as those of /dev/v4l/by-id."""
    match = DEVICE.fullmatch(path) or DEVICE.fullmatch(str(Path(path).resolve()))
    if match is None:
        raise CameraUnavailable(_("%(path)s is no camera of this machine.", path=path))
    return int(match[1])
