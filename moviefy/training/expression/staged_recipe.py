"""A recipe of several stages, each starting from the one before, as ``models/recipes/*.json`` hold them."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from moviefy.config import PROJECT_ROOT
from moviefy.errors import RecipeError
from moviefy.training.expression.recipe import Recipe

SHIPPED_RECIPE = PROJECT_ROOT / "models" / "recipes" / "shipped.json"
"""How the shipped model was trained, from ImageNet's weights on."""

BUILT_IN_STARTS = ("imagenet", "random")


@dataclass(frozen=True)
class Stage:
    """One training run of a recipe.

    Attributes:
        name: lower-case letters, digits and hyphens; the run's folder is called ``<number>-<name>``.
        recipe: its settings.
        note: what a reader should know about it; not used.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    recipe: Recipe
    note: str = ""


@dataclass(frozen=True)
class StagedRecipe:
    """Stages in the order of training, and a note for the model card."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    note: str = ""

    @property
    def needs_votes(self) -> bool:
        """Whether a stage trains towards the raters' votes."""
        return any(stage.recipe.labels != "fer2013" for stage in self.stages)

    def for_card(self, averaged: int = 1) -> dict[str, Any]:
        """The ``recipe`` entry of a model card; ``averaged`` is the number of networks whose mean is published."""
        runs = [{"stage": stage.name, **asdict(stage.recipe)} for stage in self.stages]
        return {"runs": runs, "averaged": averaged, "note": self.note}


def load_recipe(path: Path) -> StagedRecipe:
    """Read a recipe file.

    Raises:
        RecipeError: the file is missing or not JSON, a key is unknown or missing, a value has the wrong type or is out
            of range, or the first stage starts from "previous"; the message names the first such place.
    """
    try:
        recipe = TypeAdapter(StagedRecipe).validate_json(path.read_bytes())
    except OSError as error:
        raise RecipeError(f"The recipe {path} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise RecipeError(f"The recipe {path} cannot be used: {_sentence(error)}.") from error
    if recipe.stages[0].recipe.start == "previous":
        raise RecipeError(
            f'The recipe {path} cannot be used: stages[0].recipe.start is "previous", but it is the first.'
        )
    return recipe


def start_of(stage: Stage, previous: Path, folder: Path) -> str:
    """What :func:`moviefy.training.expression.start.starting_network` takes for this stage.

    Args:
        stage: the stage.
        previous: the weights of the stage before.
        folder: the recipe file's folder, from which its paths count.
    """
    start = stage.recipe.start
    if start == "previous":
        return str(previous)
    return start if start in BUILT_IN_STARTS else str(folder / start)


def _sentence(error: ValidationError) -> str:
    """The first problem in one line, without a full stop."""
    first = error.errors()[0]
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    match first["type"]:
        case "unexpected_keyword_argument":
            return f"{place} is not a known key"
        case "missing":
            return f"{place} is missing"
        case "json_invalid":
            return first["msg"]
        case _:
            return f"{place} is {first['input']!r}; {first['msg'][0].lower()}{first['msg'][1:]}"
