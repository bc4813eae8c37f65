"""One app with scripted readings and a scripted camera, and the same app behind a real server."""

import jinja2
import pytest
from PIL import Image

from moviefy.config import PROJECT_ROOT, HostedConfig, LiveConfig
from moviefy.movies.catalog.catalog import load_catalog
from moviefy.movies.recommend.recommender import Recommender
from moviefy.web import create_app, server
from moviefy.web.services import Services
from tests.web.helpers import ScriptedPipeline, encoded, multipart

SECRET = "a secret for tests only"


@pytest.fixture(scope="session")
def recommender():
    return Recommender(load_catalog(PROJECT_ROOT / "data" / "movies.csv"))


class CompiledTemplates(jinja2.BytecodeCache):
    """What Jinja makes of the templates, kept in memory for every app: most of the time that a first page takes."""

    def __init__(self):
        self._compiled = {}

    def load_bytecode(self, bucket):
        if (compiled := self._compiled.get((bucket.key, bucket.checksum))) is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket):
        self._compiled[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


@pytest.fixture(scope="session")
def compiled_templates():
    return CompiledTemplates()


@pytest.fixture
def pipeline():
    return ScriptedPipeline()


@pytest.fixture
def build(pipeline, recommender, compiled_templates):
    """Builds apps with the scripted pipeline; settings may be given, and a live camera."""
    built = []

    def build_app(kind=LiveConfig, *, live=None, recommender=recommender, **settings):
        config = kind(
            **{"secret_key": SECRET, "port": 0, "rate_limit": "1000 per minute", "camera": "fake", **settings}
        )
        app = create_app(config, Services(config, pipeline=pipeline, recommender=recommender, live=live))
        app.jinja_env.bytecode_cache = compiled_templates
        built.append(app)
        return app

    yield build_app
    for app in built:
        app.extensions["moviefy"].close()


@pytest.fixture
def app(build):
    return build()


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def hosted(build):
    return build(HostedConfig)


@pytest.fixture
def serving():
    """A context manager that serves an app on a free port of this machine and gives its address without scheme."""
    return server.serving


@pytest.fixture
def jpeg():
    return encoded(Image.new("RGB", (320, 240), (120, 90, 60)))


@pytest.fixture
def post_image():
    """Posts bytes as the form field ``image``."""

    def post(client, data, *, path="/api/v1/analyze", field="image", name="photo.jpg", form=None, **options):
        body = multipart([(field, name, data), *((key, None, value.encode()) for key, value in (form or {}).items())])
        return client.post(path, data=body, content_type="multipart/form-data; boundary=frontier", **options)

    return post
