# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 2. From a film's facts to its mood
#
# Our own films (`data/films`) were graded by hand, by the guideline in `data/README.md`. They teach a small linear
# model which of *happy*, *sad* and *angry* a film leaves most viewers with, and another one roughly how much of
# thirteen qualities it has. Both are for films that `moviefy catalog import` brings and nobody graded.
# `moviefy train movies` does the same from the command line.

# %% tags=["parameters"]
data_dir = "../data"
model_dir = ""  # where the cards are written; nothing is written while this is empty
sample = 0  # films of each mood to use; 0 takes all
repeats = 3

# %%
from pathlib import Path

import numpy as np
import pandas as pd

from moviefy.expression.scores import MOODS
from moviefy.training.movies.fit import fit_fingerprint, load_graded
from moviefy.training.movies.mood import evaluate, train, write_cards
from moviefy.training.movies.validation import cross_validate

graded = load_graded(Path(data_dir))
every_film = graded
if sample:
    graded = graded.take(np.concatenate([np.flatnonzero(graded.labels == k)[:sample] for k in range(len(MOODS))]))
len(graded)

# %% [markdown]
# ## The grades
#
# How many films have each mood, by decade.

# %%
pd.crosstab(graded.facts["year"].astype(int) // 10 * 10, graded.facts["mood"])

# %% [markdown]
# ## What is compared
#
# The most frequent mood; three ways to write genre rules by hand; logistic regression, once with all facts and once
# with what IMDb's files hold alone (no countries, no themes). All on the same splits of a repeated stratified
# cross-validation, so every figure is about films that the model had not seen.

# %%
figures = evaluate(graded, every_film.facts, Path(data_dir), repeats)
compared = figures["compared"]
pd.DataFrame({**compared, "logistic, IMDb's facts": compared["logistic"]["imdb_facts_alone"]}).transpose()[
    ["accuracy", "macro_f1", "macro_f1_sd", "recall"]
]

# %% [markdown]
# Gradient boosting, one round on the same features: not worth a model that nobody can read.

# %%
boosting = cross_validate(graded, ("boosting",), repeats=1)["boosting"]
{"macro_f1": boosting["macro_f1"], "imdb_facts_alone": boosting["imdb_facts_alone"]["macro_f1"]}

# %% [markdown]
# ## Where genres say little
#
# Documentaries and dramas without a second genre are about anything. With IMDb's facts alone nearly all lone dramas are
# told as sad, so there the model says that it is unsure: its scores are nearly even.

# %%
shipped = compared["logistic"]
pd.DataFrame(
    {
        (name, facts): {
            "share": part[name]["share"],
            "macro_f1": part[name].get("macro_f1"),
            **part[name].get("told", {}),
        }
        for name in ("documentaries", "lone_dramas")
        for facts, part in (("all facts", shipped), ("IMDb's alone", shipped["imdb_facts_alone"]))
    }
).transpose()

# %% [markdown]
# ## The model that is shipped
#
# Every weight can be read, and it needs only numpy to run. These are the facts that speak most for each mood.

# %%
model = train(graded)
weights = pd.DataFrame(model.model.weights, index=list(model.features), columns=list(MOODS)).round(2)
pd.concat({mood: weights[mood].nlargest(8).rename("weight") for mood in MOODS}).to_frame()

# %% [markdown]
# ## The estimated fingerprint
#
# Quadratic-weighted kappa of the rounded estimates with the hand grades, on films that were held out.

# %%
estimated = figures["fingerprint"]
pd.DataFrame({"all facts": estimated["by_quality"], "IMDb's alone": estimated["imdb_facts_alone"]["by_quality"]})

# %% [markdown]
# ## The second reading
#
# How well a blind reading of some of the films agrees with the grades.

# %%
figures["second_reading"]

# %%
if model_dir:
    write_cards(model, fit_fingerprint(graded), figures, Path(model_dir))
