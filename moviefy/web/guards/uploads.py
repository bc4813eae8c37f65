"""What arrives in a request's body: kept in memory, never written to disk, never longer than allowed.

Pictures may be large, and all that are under way share one budget, so that a hundred at once take no more memory than a
few. Every other body is small: two million fields of a form, or of JSON, would be objects of half a gigabyte.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask, Request, g, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from moviefy.config import MEGABYTE, Config
from moviefy.errors import ImageMissing, ImageTooLarge, UploadTooSlow
from moviefy.serving.bodies import BUDGET_BYTES, BodyBudget
from moviefy.web.guards.clients import client_key
from moviefy.web.guards.multipart import FormParser
from moviefy.web.guards.policy import current_policy
from moviefy.web.services import services
from moviefy.wording import _

FIELD = "image"
UPLOAD_OVERHEAD_BYTES = 64 * 1024
"""Room in a multipart body beside the picture: boundaries, part headers, short fields."""

FORM_MEMORY_BYTES = 256 * 1024
"""Largest text field, and largest body that holds no picture."""

MAX_NAME = 100


class MemoryOnlyRequest(Request):
    """A request whose uploads stay in memory, however large; Werkzeug's own spools large ones to a temporary file."""

    form_data_parser_class = FormParser


def bound_bodies(app: Flask, config: Config) -> None:
    """Give every request of an app its largest body, and those with pictures a share of the budget for them."""
    largest = config.max_upload_bytes + UPLOAD_OVERHEAD_BYTES
    budget = BodyBudget(max(BUDGET_BYTES, 2 * largest), max(BUDGET_BYTES // 2, largest))

    @app.before_request
    def admit() -> None:
        if not current_policy().takes_pictures:
            request.max_content_length = FORM_MEMORY_BYTES
            return
        size = largest if request.content_length is None else request.content_length
        if FORM_MEMORY_BYTES < size <= largest:  # one that is larger is refused before it is received
            g.body_share = ExitStack()
            g.body_share.enter_context(budget.hold(client_key(), size))

    @app.teardown_request
    def release(error: BaseException | None) -> None:
        if (share := g.pop("body_share", None)) is not None:
            share.close()


def image_from_form() -> tuple[bytes, str | None]:
    """The picture of the multipart field ``image``, and the name that the client gave it.

    Raises:
        ImageMissing: the field is not there, or was sent without a file.
    """
    with _as_image_errors():
        upload = request.files.get(FIELD)
    if upload is None:
        raise ImageMissing(_("No picture was sent; put it in the form field '%(field)s'.", field=FIELD))
    data = upload.stream.read()
    if not data:
        raise ImageMissing(_("The picture is empty; please choose a file."))
    return data, safe_name(upload.filename)


def uploaded() -> list[FileStorage]:
    """The files of the form field ``image``; none if the form is unreadable, which the view reports."""
    try:
        return request.files.getlist(FIELD)
    except HTTPException:
        return []


def images_from_form() -> list[tuple[bytes, str | None]]:
    """All pictures of the multipart field ``image``, with the names that the client gave them; some may be empty."""
    with _as_image_errors():
        uploads = request.files.getlist(FIELD)
    return [(upload.stream.read(), safe_name(upload.filename)) for upload in uploads]


def image_from_request() -> tuple[bytes, str | None]:
    """The picture of a multipart form, or else the whole body as one picture, which has no name."""
    if request.mimetype == "multipart/form-data":
        return image_from_form()
    with _as_image_errors():
        data = request.get_data(cache=False)
    if not data:
        raise ImageMissing(
            _("No picture was sent; put it in the form field '%(field)s' or send it as the body.", field=FIELD)
        )
    return data, None


@contextmanager
def _as_image_errors() -> Iterator[None]:
    try:
        yield
    except RequestEntityTooLarge:
        megabytes = services().config.max_upload_bytes / MEGABYTE
        raise ImageTooLarge(
            _("The upload is larger than the %(megabytes)s MB that this service accepts.", megabytes=f"{megabytes:g}")
        ) from None
    except ClientDisconnected:
        raise UploadTooSlow(_("The upload did not arrive in time; please try again.")) from None


def safe_name(name: str | None) -> str | None:
    """The last part of a client's file name, without control characters, at most 100 characters; None for none."""
    last = re.split(r"[/\\]", name or "")[-1]
    return "".join(c for c in last if c.isprintable())[:MAX_NAME] or None
