"""The live version: ``python app.py`` serves it with this machine's camera on http://127.0.0.1:5000."""

from moviefy.config import LiveConfig
from moviefy.web.server import build_or_exit, serve

app = build_or_exit(LiveConfig)

if __name__ == "__main__":
    serve(app)
