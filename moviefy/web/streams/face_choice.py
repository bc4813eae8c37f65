"""The message by which a browser picks the primary face, for both cameras."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from moviefy.errors import BadParameter
from moviefy.wording import _

EXPECTED = _('Send each picture as one binary message, or pick a face with {"choose": NUMBER}, or {"choose": null}.')


class FaceChoice(BaseModel):
    """``choose``: the ``track`` of the face to make primary; null for the largest."""

    model_config = ConfigDict(extra="forbid", strict=True)

    choose: int | None = Field(ge=1)

    def to_json(self) -> dict[str, Any]:
        """The reply to the browser."""
        return {"chosen": self.choose}


def face_choice(text: str | bytes) -> FaceChoice:
    """Parse a browser's message. Raises BadParameter if it is no face choice."""
    try:
        return FaceChoice.model_validate_json(text)
    except ValidationError:
        raise BadParameter(EXPECTED) from None
