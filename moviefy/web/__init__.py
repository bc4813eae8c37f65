"""Pages, streams and the API on top of the flow; :func:`create_app` is the only builder of the app."""

from flask import Flask

from moviefy.config import PROJECT_ROOT, Config
from moviefy.web import error_pages
from moviefy.web.api import batch, health, routes
from moviefy.web.delivery import assets, browser_files, compression, revalidation
from moviefy.web.delivery.prefix import put_prefix
from moviefy.web.guards import deadlines, hosts, limits, observation, security
from moviefy.web.guards.uploads import FORM_MEMORY_BYTES, UPLOAD_OVERHEAD_BYTES, MemoryOnlyRequest, bound_bodies
from moviefy.web.languages import choice
from moviefy.web.pages import films, general, mine, posters, site
from moviefy.web.services import Services
from moviefy.web.streams import browser_camera, server_camera


def create_app(config: Config, services: Services | None = None) -> Flask:
    """Build the app for one :class:`~moviefy.config.Config`.

    Nothing heavy happens here: models, catalog and camera are built by :class:`~moviefy.web.services.Services` on first
    use, in the process that serves.

    Args:
        config: LiveConfig or HostedConfig, whose flags decide what is offered.
        services: models, catalog and camera; built from ``config`` if not given.

    Raises:
        SettingError: a setting that only the web part reads is invalid.
    """
    app = Flask(__name__, template_folder=str(PROJECT_ROOT / "templates"), static_folder=None)
    app.extensions["moviefy.assets"] = assets.serve_assets(app, PROJECT_ROOT / "static")
    app.request_class = MemoryOnlyRequest
    app.config.update(_flask_settings(config))
    app.extensions["moviefy"] = services or Services(config)
    _register(app, config)
    return app


def _flask_settings(config: Config) -> dict[str, object]:
    return {
        "DEBUG": False,  # whatever FLASK_DEBUG says: a debugger lets its user run code here
        "SECRET_KEY": config.secret_key,
        "MAX_CONTENT_LENGTH": config.max_upload_bytes + UPLOAD_OVERHEAD_BYTES,
        "MAX_FORM_MEMORY_SIZE": FORM_MEMORY_BYTES,
        "MAX_FORM_PARTS": 20,
    }


def _register(app: Flask, config: Config) -> None:
    security.trust_proxies(app, config.trusted_proxies)
    observation.observe_requests(app, config)
    compression.compress_answers(app)
    revalidation.revalidate_pages(app)
    choice.speak(app)
    hosts.check_hosts(app, config)
    security.protect(app, config)
    bound_bodies(app, config)
    deadlines.limit_bodies(app, config.max_upload_s)
    put_prefix(app)
    error_pages.register(app)
    app.register_blueprint(general.bp)
    app.register_blueprint(films.bp)
    app.register_blueprint(mine.bp)
    app.register_blueprint(posters.bp)
    app.register_blueprint(site.bp)
    app.register_blueprint(browser_files.bp)
    app.register_blueprint(routes.bp)
    app.register_blueprint(batch.bp)
    app.register_blueprint(health.bp)
    app.register_blueprint(server_camera.bp)
    app.register_blueprint(server_camera.camera_bp)
    app.register_blueprint(browser_camera.bp)
    limits.limit_analyses(app, config)
