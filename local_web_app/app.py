"""The live version from its own folder: ``python app.py`` here serves it and opens the browser."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from moviefy.config import LiveConfig  # the project's folder must be known first
from moviefy.web.server import build_or_exit, serve

app = build_or_exit(LiveConfig)

if __name__ == "__main__":
    serve(app, open_browser=True)
