"""Writes the model card."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moviefy.expression.network.model_card import CARD_NAME


def write_card(content: Mapping[str, Any], folder: Path) -> None:
    """Replace the card atomically: a kill leaves the old one or the new one."""
    part = folder / f"{CARD_NAME}.part"
    part.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    part.replace(folder / CARD_NAME)
