"""The recipe of one training run."""

from dataclasses import dataclass, field

from moviefy.expression.network.network_shape import NetworkShape
from moviefy.training.expression.augmentation import Augmentation

LABEL_KINDS = ("blend", "ferplus", "fer2013")
"""What a network can be trained towards: both kinds of label, the raters' votes, or FER2013's labels alone."""


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the outcome of a run; it is stored with the checkpoint and in the model card.

    Attributes:
        labels: one of :data:`LABEL_KINDS`.
        vote_share: with "blend", how much of the target the raters' votes are.
        start: where the weights come from, in words.
        rate: highest learning rate of AdamW (Loshchilov and Hutter 2019, arXiv 1711.05101), after a linear warm-up and
            before a cosine decay (arXiv 1608.03983).
        ema: momentum of the running average of the weights that is kept in the end (Polyak averaging); 0 for none.
        mixup: parameter of mixup's beta distribution (Zhang et al. 2018, arXiv 1710.09412); 0 for none.
        input_size, hidden_units, pool_padding: see :class:`NetworkShape`.
        mood_weight: how much FER2013's label among happy, sad and angry counts beside all seven, see
            :class:`moviefy.training.expression.mood_loss.MoodLoss`; 0 for not at all.
        frozen_blocks: how many of VGG16's five blocks, from the input, stay as they are.
    """

    labels: str
    start: str
    input_size: int = 48
    hidden_units: int = 256
    pool_padding: str = "same"
    dropout: float = 0.3
    epochs: float = 5.0
    batch_size: int = 64
    rate: float = 5e-5
    warmup_steps: int = 200
    weight_decay: float = 0.02
    clip_norm: float = 2.0
    label_smoothing: float = 0.1
    vote_share: float = 0.75
    mixup: float = 0.0
    ema: float = 0.999
    mood_weight: float = 0.0
    frozen_blocks: int = 0
    seed: int = 7
    augmentation: Augmentation = field(default_factory=Augmentation)

    @property
    def shape(self) -> NetworkShape:
        """The shape of the network that is trained."""
        return NetworkShape(self.input_size, self.hidden_units, self.pool_padding)
