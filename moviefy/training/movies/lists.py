"""How good the lists are: do they fit, vary, reach into the catalog, lean to fame."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import Catalog
from moviefy.movies.recommend import ranking
from moviefy.movies.recommend.recommender import Recommendation, Recommender
from moviefy.movies.recommend.request import GOALS, RecommendationRequest

LIST_LENGTH = 12
Labels = dict[str, str]
"""Film id -> its mood by hand."""


def measure_lists(catalog: Catalog, n_seeds: int = 1000) -> dict[str, Any]:
    """First pages of 12 films for every mood and goal, over ``n_seeds`` seeds shared out among the nine.

    Returns:
        mood_precision: share of the hand-labelled films on them whose label fits; hand_labelled_share: how many of the
        films on them are hand-labelled; coverage: share of the catalog that was shown at all; intra_list_similarity:
        mean cosine of genres within a page, in [0, 1]; popularity_percentile: mean place of the films shown in the
        order of votes, 0.5 for a blind draw and 1 for nothing but the best known.
    """
    pages, labels = _pages(catalog, n_seeds), hand_labels(catalog)
    rows = [[catalog.row_of[one.movie.id] for one in page.movies] for page in pages]
    shown = np.concatenate([np.array(page, dtype=np.intp) for page in rows])
    places = catalog.votes.argsort(kind="stable").argsort(kind="stable") / max(len(catalog) - 1, 1)
    return {
        "n_seeds": n_seeds,
        "mood_precision": round(_precision(pages, labels), 4),
        "hand_labelled_share": round(
            float(np.mean([one.movie.id in labels for page in pages for one in page.movies])), 4
        ),
        "coverage": round(len(set(shown.tolist())) / len(catalog), 4),
        "intra_list_similarity": round(float(np.mean([_similarity(catalog, page) for page in rows])), 4),
        "popularity_percentile": round(float(places[shown].mean()), 4),
    }


def hand_labels(catalog: Catalog) -> Labels:
    """The catalog's films that a person has labelled."""
    rows = np.flatnonzero(catalog.texts["label_source"] == "hand")
    return {catalog.ids[row]: str(catalog.texts["mood"][row]) for row in rows}


def with_held_out_scores(catalog: Catalog, ids: list[str], scores: npt.NDArray[np.float32]) -> Catalog:
    """The catalog as if the films ``ids`` had not been labelled: scores (n, 3), and the moods these tell."""
    rows = [catalog.row_of[film_id] for film_id in ids]
    told, moods, sources = catalog.scores.copy(), catalog.texts["mood"].copy(), catalog.texts["label_source"].copy()
    told[rows], sources[rows] = scores, "classifier"
    moods[rows] = np.array(MOODS, dtype=object)[scores.argmax(axis=1)]
    return replace(catalog, scores=told, texts={**catalog.texts, "mood": moods, "label_source": sources})


def held_out_precision(
    catalog: Catalog, ids: list[str], scores: npt.NDArray[np.float32], n_seeds: int = 1000
) -> dict[str, float]:
    """Mood precision where no film's own hand label took part in choosing it.

    ``mood_precision`` is high by construction, since hand labels win in the catalog; this one says what the lists are
    like where only the classifier has spoken.

    Args:
        ids: the hand-labelled films; scores: those of models that did not train on them, shape (len(ids), 3).

    Returns:
        labelled_alone: lists drawn from the films ``ids``; whole_catalog: lists drawn from all films, none with its
        hand label, judged where they show one of ``ids``.
    """
    blind, labels = with_held_out_scores(catalog, ids, scores), hand_labels(catalog)
    drawn_from = {"labelled_alone": _only(blind, tuple(set(catalog.ids) - set(ids))), "whole_catalog": blind}
    return {name: round(_precision(_pages(films, n_seeds), labels), 4) for name, films in drawn_from.items()}


def _pages(catalog: Catalog, n_seeds: int) -> list[Recommendation]:
    recommender = Recommender(catalog)
    return [recommender.recommend(request) for request in _requests(n_seeds)]


def _only(catalog: Catalog, hidden: tuple[str, ...]) -> Catalog:
    keep = np.ones(len(catalog), dtype=bool)
    keep[[catalog.row_of[film_id] for film_id in hidden]] = False
    columns = {
        name: getattr(catalog, name)[keep]
        for name in ("years", "runtimes", "ratings", "votes", "scores", "genre_codes")
    }
    return replace(catalog, texts={name: column[keep] for name, column in catalog.texts.items()}, **columns)


def _requests(n_seeds: int) -> list[RecommendationRequest]:
    asked = [(goal, mood) for goal in GOALS for mood in MOODS]
    return [
        RecommendationRequest(goal=goal, mood=mood, seed=seed, limit=LIST_LENGTH)
        for seed, (goal, mood) in ((seed, asked[seed % len(asked)]) for seed in range(n_seeds))
    ]


def _precision(pages: list[Recommendation], labels: Labels) -> float:
    fits = [
        labels[one.movie.id] in ranking.FITTING[page.goal, page.mood]
        for page in pages
        for one in page.movies
        if one.movie.id in labels
    ]
    return float(np.mean(fits)) if fits else 0.0


def _similarity(catalog: Catalog, rows: list[int]) -> float:
    share = (catalog.genre_counts / len(catalog)).astype(np.float32)
    vectors = ranking.genre_vectors(catalog.genre_table, share)[catalog.genre_codes[rows]]
    likeness = vectors @ vectors.T
    return float(likeness[np.triu_indices(len(rows), 1)].mean()) if len(rows) > 1 else 0.0
