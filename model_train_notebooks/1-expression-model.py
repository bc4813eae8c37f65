# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 1. From a face to its expression
#
# VGG16 extracts features, a dense head names one of seven expressions; happy, sad and angry are read from the seven.
# Two stages, as in the model card: (1) the classic recipe, a head on frozen ImageNet features; (2) the whole network
# fine-tuned on a blend of FER2013's labels and the votes of ten raters (FER+). `moviefy train head`,
# `moviefy train expression` and `moviefy train publish` do the same from the command line.

# %% tags=["parameters"]
data = "../../shared/data/fer2013.zip"  # Kaggle: msambare/fer2013
votes = "../../shared/data/ferplus_votes.csv"
start = "imagenet"  # or the path of VGG16's weights without its top
run = "../runs/notebook"
model_dir = ""  # where the app's files are written; nothing is written while this is empty
epochs = 5.0
input_size = 48
hidden_units = 256
batch_size = 64

# %%
from dataclasses import asdict
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from moviefy.expression.network.model_card import NO_CALIBRATION
from moviefy.expression.scores import LABELS
from moviefy.training.evaluation.evaluation import label_report, rater_report
from moviefy.training.expression.dataset import load_fer2013, load_votes, raters_choice
from moviefy.training.expression.frozen_features import frozen_stage
from moviefy.training.expression.recipe import Recipe
from moviefy.training.expression.run import train_expression
from moviefy.training.publishing.publish import publish
from moviefy.training.scoring import network_outputs

train, val = load_fer2013(Path(data), "train"), load_fer2013(Path(data), "val")
train_votes = load_votes(Path(votes), train)
len(train), len(val)

# %% [markdown]
# ## What the labels say, and what ten people see
#
# Rows are FER2013's labels, columns what more than five of ten raters chose. Much of "sad" and "angry" is something
# else to the raters, which is why training uses both.

# %%
choice = raters_choice(train_votes)
pd.crosstab(
    pd.Categorical.from_codes(train.labels, LABELS),
    pd.Categorical.from_codes(choice, LABELS),
    rownames=["FER2013"],
    colnames=["raters"],
    dropna=False,
)

# %%
figure, axes = plt.subplots(1, 7, figsize=(12, 2))
for axis, (index, label) in zip(axes, enumerate(LABELS), strict=True):
    axis.imshow(train.images[np.flatnonzero(train.labels == index)[0]], cmap="gray")
    axis.set_title(label)
    axis.axis("off")

# %% [markdown]
# ## Stage 1: frozen features and a head

# %%
stage_1 = frozen_stage(Path(data), Path(votes), start)
pd.Series({key: stage_1[key] for key in ("accuracy_7", "accuracy_3", "ece_3")})

# %% [markdown]
# ## Stage 2: the whole network
#
# A killed run goes on from its last checkpoint: run the cell again.

# %%
recipe = Recipe(
    labels="blend",
    start=Path(start).name,
    epochs=epochs,
    input_size=input_size,
    hidden_units=hidden_units,
    batch_size=batch_size,
)
network = train_expression(Path(data), Path(votes), Path(run), recipe, start)
pd.read_csv(Path(run) / "log.csv").tail()

# %% [markdown]
# ## On the validation split
#
# Every choice is made here; the test split is read once, by `moviefy train publish`, for the card.

# %%
probabilities = NO_CALIBRATION.probabilities(network_outputs(network, val.images))
by_labels = label_report(probabilities, val.labels)
by_raters = rater_report(probabilities, load_votes(Path(votes), val))
pd.DataFrame(
    {
        "FER2013's labels": {key: by_labels[key] for key in ("accuracy_7", "accuracy_3")},
        "ten raters": {key: by_raters[key] for key in ("accuracy_7", "accuracy_3")},
    }
)

# %% [markdown]
# ## Export
#
# int8 ONNX for the app, float16 weights for Keras, calibration and thresholds, and the card.

# %%
if model_dir:
    card = publish(
        network,
        Path(data),
        Path(votes),
        Path(model_dir),
        {"runs": [asdict(recipe)], "averaged": 1},
    )
    print(card.content["test"]["accuracy_3"])
