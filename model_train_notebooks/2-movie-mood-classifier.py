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
# # 2. From a film's facts to its mood
#
# Hand labels (`data/mood_labels.csv`, guideline in `data/README.md`) teach a small linear model which of *happy*, *sad*
# and *angry* a film leaves most viewers with. The model then labels the films that nobody labelled by hand.
# `moviefy train movies` does the same from the command line.

# %% tags=["parameters"]
data_dir = "../data"
model_dir = ""  # where the card is written; nothing is written while this is empty
sample = 0  # films of each mood to use; 0 takes all
repeats = 5

# %%
from pathlib import Path

import numpy as np
import pandas as pd

from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.mood_labels import agreement, read_labels
from moviefy.training.movies.fit import load_labelled
from moviefy.training.movies.mood import evaluate, train, write_card

labels = read_labels(Path(data_dir))
labelled = load_labelled(Path(data_dir))
if sample:
    labelled = labelled.take(np.concatenate([np.flatnonzero(labelled.labels == k)[:sample] for k in range(len(MOODS))]))
len(labelled)

# %% [markdown]
# ## The labels
#
# How many films have each mood, by decade, and how well the two passes agree (Cohen's kappa).

# %%
pd.crosstab(labels["year"] // 10 * 10, labels["label"])

# %%
agreement(labels)

# %% [markdown]
# ## What is compared
#
# The most frequent mood; three ways to write genre rules by hand; logistic regression; gradient boosting. All on the
# same splits of a repeated stratified cross-validation, so every figure is about films that the model had not seen.

# %%
figures = evaluate(labelled, labels, repeats)
pd.DataFrame(figures["compared"]).transpose()[["accuracy", "macro_f1", "macro_f1_sd", "ece"]]

# %%
pd.DataFrame({name: one["recall"] for name, one in figures["compared"].items()}).transpose()

# %% [markdown]
# ## The model that is shipped
#
# Logistic regression: it is as good as boosting, every weight can be read, and it needs only numpy to run. These are
# the facts that speak most for each mood.

# %%
model = train(labelled)
weights = pd.DataFrame(model.weights, index=list(model.features), columns=list(MOODS)).round(2)
pd.concat({mood: weights[mood].nlargest(8).rename("weight") for mood in MOODS}).to_frame()

# %%
if model_dir:
    print(write_card(model, figures, Path(model_dir)).name)
