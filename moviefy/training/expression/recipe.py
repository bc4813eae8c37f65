"""The recipe of one training run."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from moviefy.expression.network.network_shape import NetworkShape
from moviefy.training.expression.augmentation import Augmentation

Share = Annotated[float, Field(ge=0, lt=1)]
NotNegative = Annotated[float, Field(ge=0)]
Positive = Annotated[float, Field(gt=0)]


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the outcome of a run; stored with its checkpoint and in the model card.

    The annotations' ranges are checked when a recipe is read from a file, see :mod:`.staged_recipe`.

    Attributes:
        labels: what to train towards: "fer2013" (FER2013's labels), "ferplus" (the raters' votes) or "blend" (both).
        start: the weights to start from: "imagenet", "random", "previous" (the stage before, in a recipe of several
            stages) or a file of weights.
        input_size, hidden_units, pool_padding: see :class:`NetworkShape`.
        dropout: share of the hidden units that training drops.
        rate: highest learning rate of AdamW (Loshchilov and Hutter 2019, arXiv 1711.05101), after a linear warm-up of
            ``warmup_steps`` and before a cosine decay (arXiv 1608.03983).
        vote_share: with "blend", the weight of the raters' votes in the target.
        mixup: parameter of mixup's beta distribution (Zhang et al. 2018, arXiv 1710.09412); 0 for none.
        ema: momentum of the running average of the weights that is kept in the end (Polyak averaging); 0 for none.
        mood_weight: weight of FER2013's label among happy, sad and angry in the loss, see
            :class:`moviefy.training.expression.mood_loss.MoodLoss`; 0 for none.
        precision: of the convolutions while training; "bfloat16" takes half the time where the processor knows it.
            The weights, the loss and what is saved are float32 either way.
        teacher: a file of soft answers (see :mod:`moviefy.training.soft_answers`), or "" for none.
        teacher_share: the weight of the teacher's answers in the target (Hinton et al. 2015, arXiv 1503.02531).
        temperature: what the teacher's logits are divided by; above 1 softens its answers.
        frozen_blocks: how many of VGG16's five blocks, from the input, are not trained.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    labels: Literal["blend", "ferplus", "fer2013"]
    start: str
    input_size: Annotated[int, Field(ge=32)] = 48
    hidden_units: Annotated[int, Field(ge=1)] = 256
    pool_padding: Literal["same", "valid"] = "same"
    dropout: Share = 0.3
    epochs: Positive = 5.0
    batch_size: Annotated[int, Field(ge=1)] = 64
    rate: Positive = 5e-5
    warmup_steps: Annotated[int, Field(ge=0)] = 200
    weight_decay: NotNegative = 0.02
    clip_norm: Positive = 2.0
    label_smoothing: Share = 0.1
    vote_share: Annotated[float, Field(ge=0, le=1)] = 0.75
    mixup: NotNegative = 0.0
    ema: Share = 0.999
    mood_weight: NotNegative = 0.0
    frozen_blocks: Annotated[int, Field(ge=0, le=5)] = 0
    precision: Literal["float32", "bfloat16"] = "float32"
    teacher: str = ""
    teacher_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    temperature: Positive = 1.0
    seed: Annotated[int, Field(ge=0)] = 7
    augmentation: Augmentation = field(default_factory=Augmentation)

    @property
    def shape(self) -> NetworkShape:
        """The shape of the network that is trained."""
        return NetworkShape(self.input_size, self.hidden_units, self.pool_padding)
