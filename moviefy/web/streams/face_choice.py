"""Which of several faces counts: the one small message that browsers send about it, for both cameras."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from moviefy.errors import BadParameter

EXPECTED = 'Send each picture as one binary message, or pick a face with {"choose": NUMBER}, or {"choose": null}.'


class FaceChoice(BaseModel):
    """``choose``: the ``track`` of the face that is to count; null where the largest is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    choose: int | None = Field(ge=1)

    def to_json(self) -> dict[str, Any]:
        """What the browser is answered."""
        return {"chosen": self.choose}


def face_choice(text: str | bytes) -> FaceChoice:
    """The message that a browser sent. Raises BadParameter where it is no such message."""
    try:
        return FaceChoice.model_validate_json(text)
    except ValidationError:
        raise BadParameter(EXPECTED) from None
