"""What uploads cost the hosted version: processor time of a phone photo, peak memory of the worker with two at once.

    python -m bench.upload_memory [--times 20] [--megapixels 24 40] [--only PNG] [--json]

The phone photo is scikit-image's portrait with 12 million pixels, stored on its side. The others are of every kind that
is accepted, flat or turned, transparent, deep, packed to almost nothing: two of each at once. Needs the extra ``test``.
"""

import argparse
import io
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PIL import Image

from bench.hosted_load import ask
from bench.serving import Server, running

PHONE = (4032, 3024)
ORIENTATION, ON_ITS_SIDE = 0x0112, 6
RESET_PEAK = "5"
WARM_UP = 4


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def turned() -> Image.Exif:
    """EXIF data of a picture on its side."""
    exif = Image.Exif()
    exif[ORIENTATION] = ON_ITS_SIDE
    return exif


def portrait(width: int, height: int) -> Image.Image:
    """The face, upright once the picture is turned."""
    from skimage import data

    face = Image.fromarray(data.astronaut()).resize((height, width), Image.Resampling.BICUBIC)
    return face.transpose(Image.Transpose.ROTATE_90)


def deep(width: int, height: int) -> bytes:
    """A PNG of 16 bits for each of four channels, by hand: Pillow writes none."""
    import struct
    import zlib

    packer = zlib.compressobj(9)
    row = b"\0" + b"\x80" * (width * 8)
    rows = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    head = struct.pack(">IIBBBBB", width, height, 16, 6, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", rows), (b"IEND", b"")]
    parts = [struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def kinds(width: int, height: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Names of pictures of that size, and how each is made."""
    size = (width, height)

    def flat(mode: str) -> Image.Image:
        return Image.new(mode, size)

    def grey(dtype: type) -> Image.Image:
        return Image.fromarray(np.zeros((height, width), dtype))

    yield "JPEG", lambda: encoded(portrait(*size), "JPEG", exif=turned())
    yield "JPEG, progressive", lambda: encoded(portrait(*size), "JPEG", progressive=True, exif=turned())
    yield "JPEG, progressive 4:4:4", lambda: encoded(portrait(*size), "JPEG", progressive=True, subsampling=0)
    yield "JPEG, CMYK", lambda: encoded(flat("CMYK"), "JPEG")
    yield "PNG, turned", lambda: encoded(flat("RGB"), "PNG", exif=turned())
    yield "PNG, transparent", lambda: encoded(flat("RGBA"), "PNG")
    yield "PNG, palette", lambda: encoded(flat("P"), "PNG", transparency=0)
    yield "PNG, 1 bit", lambda: encoded(flat("1"), "PNG")
    yield "PNG, grey of 16 bits", lambda: encoded(grey(np.uint16), "PNG")
    yield "PNG, 16 bits, transparent", lambda: deep(*size)
    yield "WebP", lambda: encoded(flat("RGB"), "WEBP")
    yield "WebP, lossless", lambda: encoded(flat("RGB"), "WEBP", lossless=True)
    yield "WebP, transparent", lambda: encoded(flat("RGBA"), "WEBP")
    yield "AVIF", lambda: encoded(flat("RGB"), "AVIF", speed=10)
    yield "GIF", lambda: encoded(flat("P"), "GIF")
    yield "BMP, 1 bit", lambda: encoded(flat("1"), "BMP")
    yield "TIFF, turned", lambda: encoded(flat("RGB"), "TIFF", compression="tiff_adobe_deflate", exif=turned())
    yield "TIFF, transparent", lambda: encoded(flat("RGBA"), "TIFF", compression="tiff_lzw")
    yield "TIFF, 16 bits", lambda: encoded(grey(np.uint16), "TIFF", compression="tiff_lzw")
    yield "TIFF, 32 bits", lambda: encoded(grey(np.int32), "TIFF", compression="tiff_adobe_deflate")
    yield "TIFF, float", lambda: encoded(grey(np.float32), "TIFF", compression="tiff_adobe_deflate")
    yield "TIFF, CMYK", lambda: encoded(flat("CMYK"), "TIFF", compression="tiff_adobe_deflate")


def worker(server: Server) -> psutil.Process:
    """The process that reads the pictures."""
    return max(psutil.Process(server.process.pid).children(recursive=True), key=lambda one: one.memory_info().rss)


def peak_with_two(server: Server, picture: bytes) -> tuple[str, int]:
    """The answers to two uploads at once, and the worker's peak of memory meanwhile, in MB."""
    process = worker(server)
    Path(f"/proc/{process.pid}/clear_refs").write_text(RESET_PEAK, encoding="ascii")
    answers: list[str] = []
    clients = [threading.Thread(target=lambda: answers.append(ask(server.address, picture)[0])) for _ in range(2)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    peak_kb = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
    return " ".join(sorted(answers)), round(peak_kb / 1024)


def processor_ms(server: Server, picture: bytes, times: int) -> float:
    """What one upload takes, of the server and its worker, in milliseconds."""
    for _ in range(WARM_UP):
        ask(server.address, picture)
    before = server.cpu_s()
    for _ in range(times):
        ask(server.address, picture)
    return round((server.cpu_s() - before) * 1000 / times, 1)


def measure(server: Server, times: int, megapixels: list[float], only: str) -> Iterator[dict[str, Any]]:
    """One row for each kind of picture."""
    photo = encoded(portrait(*PHONE), "JPEG", quality=90, exif=turned())
    row = {"picture": "phone photo, 12 million pixels", "processor_ms": processor_ms(server, photo, times)}
    answers, peak = peak_with_two(server, photo)
    yield {**row, "answers": answers, "peak_mb": peak}
    for millions in megapixels:
        width = round((millions * 1e6 * 4 / 3) ** 0.5) // 8 * 8
        for name, make in kinds(width, int(millions * 1e6 / width)):
            if only not in name:
                continue
            answers, peak = peak_with_two(server, make())
            yield {"picture": f"{name}, {millions:g} million", "answers": answers, "peak_mb": peak}


def main() -> None:
    """Print a row for each kind, and the highest peak."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--megapixels", type=float, nargs="*", default=[24.0, 40.0])
    parser.add_argument("--only", default="", help="kinds with this in their names")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with running(hosted=True, MOVIEFY_RATE_LIMIT="1000000 per minute") as server:
        server.wait_until_ready()
        rows = []
        for row in measure(server, given.times, given.megapixels, given.only):
            rows.append(row)
            print(json.dumps(row) if given.json else "  ".join(f"{name} {value}" for name, value in row.items()))
    highest = max(rows, key=lambda row: row["peak_mb"])
    print(json.dumps({"highest": highest}) if given.json else f"highest: {highest['peak_mb']} MB, {highest['picture']}")


if __name__ == "__main__":
    main()
