"""Videos with chosen frame times, written and read back by PyAV: an oracle that shares no code with OpenCV."""

from fractions import Fraction

import numpy as np

try:
    import av
except ImportError:  # the tests that need it skip
    av = None

MILLISECOND = Fraction(1, 1000)
UNEVEN_TIMES = (0.0, 0.02, 0.053, 0.153, 0.653, 1.653, 1.686, 3.2, 3.233, 3.3)
"""As phones and screen recorders write them: 20 ms here, 1.5 s there."""


def write_video(path, times, codec="libx264", *, muxer=None, size=(64, 48), options=None, muxer_options=None):
    """Frame number n is of grey level 20 + 7 n and stands at times[n] seconds."""
    width, height = size
    with av.open(str(path), "w", format=muxer, options=muxer_options or {}) as container:
        stream = container.add_stream(codec, rate=30, options=options or {})
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.time_base = stream.codec_context.time_base = MILLISECOND
        if codec in ("mpeg1video", "mpeg4", "mjpeg"):  # these know no time base so fine, and are used at an even rate
            stream.time_base = stream.codec_context.time_base = Fraction(1, 25)
        for number, time_s in enumerate(times):
            frame = av.VideoFrame.from_ndarray(np.full((height, width, 3), 20 + 7 * number, np.uint8), format="bgr24")
            frame.time_base = stream.codec_context.time_base
            frame.pts = round(time_s / frame.time_base)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def packet_times(path):
    """The times of a file's packets in order of display, in seconds from the first."""
    with av.open(str(path)) as container:
        times = sorted(float(packet.pts * packet.time_base) for packet in container.demux(video=0) if packet.size)
    return [time_s - times[0] for time_s in times]
