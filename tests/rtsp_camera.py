"""A camera on the network as most are: RTSP with a password, H.264 in RTP packets inside the same connection."""

import base64
import socketserver
import struct
import threading
import time
from contextlib import contextmanager
from fractions import Fraction

import numpy as np

try:
    import av
except ImportError:  # the tests that need it skip
    av = None

CLOCK, FPS = 90_000, 25
SIGNED_IN = "Basic " + base64.b64encode(b"me:secret").decode()


def nal_units(frames):
    """Grey H.264 frames, each as a list of NAL units; the first begins with the parameter sets."""
    codec = av.CodecContext.create("libx264", "w")
    codec.width, codec.height, codec.pix_fmt, codec.time_base = 64, 48, "yuv420p", Fraction(1, FPS)
    codec.options = {"tune": "zerolatency", "g": "5", "x264-params": "repeat-headers=1"}
    for number in range(frames):
        picture = np.full((48, 64, 3), 20 + number, np.uint8)
        for packet in codec.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")):
            data = bytes(packet).replace(b"\0\0\0\1", b"\0\0\1")
            yield [unit for unit in data.split(b"\0\0\1") if unit]


class Handler(socketserver.StreamRequestHandler):
    """One client: DESCRIBE, SETUP, PLAY, and then pictures until they end or the client goes."""

    def handle(self):
        while (request := self._request()) is not None:
            method, headers = request
            if headers.get("authorization") != SIGNED_IN:
                self._respond(headers, "401 Unauthorized", 'WWW-Authenticate: Basic realm="camera"')
            elif method == "DESCRIBE":
                self._respond(headers, "200 OK", "Content-Type: application/sdp", body=self._description())
            elif method == "SETUP":
                self._respond(headers, "200 OK", "Session: 1", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1")
            elif method == "PLAY":
                self._respond(headers, "200 OK", "Session: 1", "Range: npt=0-")
                self._play()
                return
            else:
                self._respond(headers, "200 OK", "Public: DESCRIBE, SETUP, PLAY, TEARDOWN")

    def _request(self):
        lines = []
        while line := self.rfile.readline().decode().strip():
            lines.append(line)
        if not lines:
            return None
        pairs = (line.split(": ", 1) for line in lines[1:])
        return lines[0].split()[0], {name.lower(): value for name, value in pairs}

    def _respond(self, headers, status, *lines, body=""):
        head = [f"RTSP/1.0 {status}", f"CSeq: {headers.get('cseq', 1)}", *lines, f"Content-Length: {len(body)}"]
        self.wfile.write(("\r\n".join(head) + "\r\n\r\n" + body).encode())

    def _description(self):
        sets = [base64.b64encode(unit).decode() for unit in self.server.pictures[0] if unit[0] & 31 in (7, 8)]
        codec = f"a=fmtp:96 packetization-mode=1; sprop-parameter-sets={','.join(sets)}"
        media = ["m=video 0 RTP/AVP 96", "a=rtpmap:96 H264/90000", codec, "a=control:track"]
        lines = ["v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=door", "t=0 0", *media]
        return "\r\n".join(lines) + "\r\n"

    def _play(self):
        sequence = 0
        for number, units in enumerate(self.server.pictures):
            for unit in units:
                last = unit is units[-1]
                header = struct.pack(">BBHII", 0x80, 96 | last << 7, sequence & 0xFFFF, number * CLOCK // FPS, 7)
                packet = header + unit
                try:
                    self.wfile.write(b"$\0" + struct.pack(">H", len(packet)) + packet)
                except OSError:
                    return
                sequence += 1
            time.sleep(1 / FPS)


@contextmanager
def rtsp_camera(frames=60):
    """A camera that stops after so many pictures; yields its host and port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.pictures = list(nal_units(frames))
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
