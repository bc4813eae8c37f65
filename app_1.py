"""The hosted version: ``gunicorn -c gunicorn.conf.py app_1:app``."""

from moviefy.config import HostedConfig
from moviefy.web import create_app

app = create_app(HostedConfig.from_environment())
