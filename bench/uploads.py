"""How long a form with a picture takes to be read: Werkzeug's parser, and the app's.

    python -m bench.uploads [--kilobytes 60] [--times 500]

Both in turn, each form with a boundary of its own, as browsers send them; processor time of this thread.
"""

import argparse
import io
import statistics
import time
import uuid

from werkzeug.formparser import FormDataParser

from moviefy.web.guards.multipart import FormParser

KIND = "multipart/form-data"


def form(kilobytes: int) -> tuple[bytes, str]:
    """A body with one picture, and its boundary."""
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n\r\n'
    return head.encode() + bytes(range(256)) * 4 * kilobytes + f"\r\n--{boundary}--\r\n".encode(), boundary


def milliseconds(parser: FormDataParser, kilobytes: int) -> float:
    """What reading one form takes."""
    body, boundary = form(kilobytes)
    start = time.thread_time()
    _, _, files = parser.parse(io.BytesIO(body), KIND, len(body), {"boundary": boundary})
    taken = (time.thread_time() - start) * 1000
    if len(files["image"].read()) != kilobytes * 1024:
        raise SystemExit("the picture was not read")
    return taken


def main() -> None:
    """Print both medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kilobytes", type=int, default=60)
    parser.add_argument("--times", type=int, default=500)
    given = parser.parse_args()
    pairs = [
        (milliseconds(FormDataParser(), given.kilobytes), milliseconds(FormParser(), given.kilobytes))
        for _ in range(given.times)
    ]
    theirs, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"werkzeug {theirs:.3f} ms, moviefy {ours:.3f} ms, ratio {theirs / ours:.0f}")


if __name__ == "__main__":
    main()
