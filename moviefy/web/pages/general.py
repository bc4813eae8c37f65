"""The pages that are not about films. Templates only show what they get from here."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from moviefy.capture.image_formats import ACCEPTED, FILE_CHOICE
from moviefy.config import MEGABYTE
from moviefy.errors import BadParameter, CatalogError, ImageError, NotReady
from moviefy.expression.mood import MoodThresholds
from moviefy.expression.scores import MOODS
from moviefy.expression.words import LOOKS
from moviefy.movies.catalog.fingerprint import QUALITY_NAMES
from moviefy.movies.recommend.neighbours import FILE_NAME as NEIGHBOURS_NAME
from moviefy.web.error_pages import error_body, prefers_json
from moviefy.web.guards.observation import note_error
from moviefy.web.guards.policy import rate_limited, reads_on_device, revalidated, takes_pictures
from moviefy.web.guards.uploads import image_from_form
from moviefy.web.languages.choice import said, say
from moviefy.web.languages.mood_words import MOOD_HINT, TEMPLATE_WORDS
from moviefy.web.pages.photo import describe, photo_uri, shrink
from moviefy.web.pages.photo_result import PhotoQuery, query_of, result_of
from moviefy.web.pages.shelves import first_posters
from moviefy.web.parameters import AnalyzeQuery, checked, query
from moviefy.web.services import services

bp = Blueprint("pages", __name__)


@bp.app_context_processor
def every_page() -> dict[str, Any]:
    """Variables that every template may use."""
    server_camera = services().config.SERVER_CAMERA
    return {"version": "live" if server_camera else "hosted", "server_camera": server_camera}


@bp.record
def constants(setup: BlueprintSetupState) -> None:
    """Let templates and their macros, which see no variables of a page, use the moods and how a face looks."""
    looks = said(LOOKS)
    setup.app.jinja_env.globals.update(
        moods=MOODS,
        looks=looks,
        looks_of_moods=lambda: [looks[mood] for mood in MOODS],
        MOOD_HINT=MOOD_HINT,
        QUALITIES=said(QUALITY_NAMES),
        **{name: said(words) for name, words in TEMPLATE_WORDS.items()},
    )


@bp.get("/")
@revalidated
def start() -> str:
    """Three ways in: camera, photo, or picking a mood; and a loop that shows what follows."""
    return render_template("start.html", posters=first_posters())


@bp.get("/live")
@revalidated
@reads_on_device
def live() -> str:
    """The live page, with the thresholds that a viewer's feedback adjusts in the browser, and the word that opens the
    server's camera to it."""
    token = services().camera_token if services().config.SERVER_CAMERA else None
    return render_template("live.html", thresholds=_thresholds(), camera_token=token)


def _thresholds() -> MoodThresholds:
    """The model's thresholds; default ones if there is no model, because then there are no readings either."""
    try:
        return services().thresholds
    except NotReady:
        return MoodThresholds()


@bp.get("/upload")
@revalidated
@reads_on_device
def upload() -> str:
    """The photo form; with a result in the address, that result, to which the browser adds the photo if it has it."""
    if "faces" not in request.args:
        return _upload_page()
    return _upload_page(result=_result(query(PhotoQuery, blank_is_absent=True)))


@bp.post("/upload")
@takes_pictures
@reads_on_device
@rate_limited()
def upload_result() -> ResponseReturnValue:
    """The result page, or the form with the reason if the picture is unusable."""
    try:
        return _upload_page(result=_result_of_upload())
    except (ImageError, BadParameter) as error:
        if prefers_json():
            raise
        body = error_body(error)["error"]
        note_error(body["code"])
        return _upload_page(error=body), body["status"]


@bp.get("/about")
@revalidated
def about() -> str:
    """The model cards in plain words."""
    shared = services()
    cards = {"card": shared.expression_card.content, "movie_card": shared.movie_card}
    return render_template("about.html", **cards, detector=shared.detector, sources=_credited_sources())


def _credited_sources() -> set[str]:
    """Where films and likes come from, as their sources may ask for a line; a missing catalog asks for none."""
    shared = services()
    likes = {"movielens"} if (shared.config.model_dir / NEIGHBOURS_NAME).exists() else set()
    try:
        return likes | shared.recommender.catalog.sources
    except CatalogError:
        return likes


@bp.get("/privacy")
@revalidated
def privacy() -> str:
    """What is kept and what is not."""
    return render_template("privacy.html", max_upload_mb=_max_upload_mb())


def _upload_page(*, result: dict[str, Any] | None = None, error: dict[str, Any] | None = None) -> str:
    kinds = {"accepted": ACCEPTED, "file_choice": FILE_CHOICE}
    return render_template("upload.html", result=result, error=error, max_upload_mb=_max_upload_mb(), **kinds)


def _result(wanted: PhotoQuery, photo: str | None = None) -> dict[str, Any]:
    return {**result_of(wanted, services().thresholds), "photo": photo, "alt": say(describe(len(wanted.faces)))}


def _result_of_upload() -> dict[str, Any]:
    services().ensure_capacity()
    data, _ = image_from_form()
    wanted = checked(AnalyzeQuery, {"goal": request.form.get("goal", "match")})
    frame, reading = services().read_image(data)
    small = shrink(frame)
    reading = reading.at_size(small.shape[1], small.shape[0])
    return _result(query_of(reading, wanted.goal), photo_uri(small))


def _max_upload_mb() -> int:
    return services().config.max_upload_bytes // MEGABYTE
