"""A loss for two goals: to tell moods apart as FER2013's labels do, and to agree with the raters over all seven."""

from typing import Any

import keras

from moviefy.expression.scores import LABELS
from moviefy.training.evaluation.evaluation import MOOD_INDEX


@keras.saving.register_keras_serializable("moviefy")
class MoodLoss(keras.losses.Loss):  # type: ignore[misc]
    """Cross-entropy of all seven expressions, and ``weight`` times that of happy, sad and angry among themselves.

    Raters see neutral in many faces that FER2013 labels sad or angry. Trained on their votes alone, a network hardly
    learns which of the two such a face is; the second part teaches just that and does not affect neutral.

    Takes targets of :func:`moviefy.training.expression.targets.with_moods`, shape (N, 10), and logits, shape (N, 7).
    """

    def __init__(self, weight: float, name: str = "mood_loss", **options: Any) -> None:
        super().__init__(name=name, **options)
        self.weight = weight

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """One loss for each face, shape (N,)."""
        seven, moods = y_true[:, : len(LABELS)], y_true[:, len(LABELS) :]
        among = keras.ops.take(y_pred, MOOD_INDEX, axis=1)
        return _cross_entropy(seven, y_pred) + self.weight * _cross_entropy(moods, among)

    def get_config(self) -> dict[str, Any]:
        """What a checkpoint stores to rebuild it."""
        return {**super().get_config(), "weight": self.weight}


def _cross_entropy(targets: Any, logits: Any) -> Any:
    """Zero, with zero gradient, for a row of zeros; a backend's own may assume that every row is a distribution."""
    return -keras.ops.sum(targets * keras.ops.log_softmax(logits, axis=-1), axis=-1)
