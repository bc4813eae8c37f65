"""How good the lists are: do they fit, vary, reach into the catalog, lean to fame; do all times get their share."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.catalog import Catalog
from moviefy.movies.recommend import ranking
from moviefy.movies.recommend.goals import GOALS, fits
from moviefy.movies.recommend.recommender import Recommendation, Recommender
from moviefy.movies.recommend.request import RecommendationRequest
from moviefy.movies.recommend.shares import PERIODS

LIST_LENGTH = 12
Flags = npt.NDArray[np.bool_]
Page = frozenset[int]


def measure_lists(catalog: Catalog, n_seeds: int = 1000) -> dict[str, Any]:
    """First pages of 12 films for every mood and goal, over ``n_seeds`` seeds shared out among the nine.

    Returns:
        mood_precision: share of the hand-labelled films on them whose label fits; hand_labelled_share: how many of the
        films on them are hand-labelled; coverage: share of the catalog that was shown at all; intra_list_similarity:
        mean cosine of genres within a page, in [0, 1]; popularity_percentile: mean place of the films shown in the
        order of votes, 0.5 for a blind draw and 1 for nothing but the best known.
    """
    pages, labelled = _pages(catalog, n_seeds), catalog.texts["label_source"] == "hand"
    rows = [_rows(catalog, page) for page in pages]
    shown = np.concatenate(rows)
    places = catalog.votes.argsort(kind="stable").argsort(kind="stable") / max(len(catalog) - 1, 1)
    return {
        "n_seeds": n_seeds,
        "mood_precision": round(_precision(pages, catalog, labelled), 4),
        "hand_labelled_share": round(float(labelled[shown].mean()), 4),
        "coverage": round(len(set(shown.tolist())) / len(catalog), 4),
        "intra_list_similarity": round(float(np.mean([_similarity(catalog, page) for page in rows])), 4),
        "popularity_percentile": round(float(places[shown].mean()), 4),
    }


def measure_first_pages(catalog: Catalog, n_seeds: int = 40) -> dict[str, Any]:
    """What a person sees who comes back: the first pages of 12 of every mood and goal over ``n_seeds`` seeds.

    Returns:
        most_repeated: the title that comes most often for one mood and goal, and on how many of the pages; periods:
        share of each on all pages; not_in_english: share; goals_most_alike: the mood and two goals that share most
        films at one seed, and how many of 12 in the mean; openings_least: the fewest different openings of the
        reasons on one page.
    """
    recommender = Recommender(catalog)
    asked: dict[tuple[str, str], list[Recommendation]] = {
        (mood, goal): [
            recommender.recommend(RecommendationRequest(mood=mood, goal=goal, seed=seed, limit=LIST_LENGTH))
            for seed in range(1, n_seeds + 1)
        ]
        for mood in MOODS
        for goal in GOALS
    }
    pages = [page for some in asked.values() for page in some]
    films: dict[tuple[str, str], list[Page]] = {
        key: [frozenset(_rows(catalog, page).tolist()) for page in some] for key, some in asked.items()
    }
    row, repeats = max((most for some in films.values() for most in _most_common(some)), key=lambda one: one[1])
    shown = np.concatenate([_rows(catalog, page) for page in pages])
    period = np.bincount(np.digitize(catalog.years[shown], PERIODS), minlength=len(PERIODS) + 1) / len(shown)
    names = [f"to {PERIODS[0] - 1}", *(f"from {year}" for year in PERIODS)]
    return {
        "most_repeated": {"title": str(catalog.texts["title"][row]), "pages": repeats, "of": n_seeds},
        "periods": {name: round(float(share), 4) for name, share in zip(names, period, strict=True)},
        "not_in_english": round(float((catalog.texts["language"][shown] != "en").mean()), 4),
        "goals_most_alike": _most_alike(films),
        "openings_least": min(len({_opening(one.why) for one in page.movies}) for page in pages if page.movies),
    }


def _most_common(pages: Sequence[Page]) -> list[tuple[int, int]]:
    return Counter(row for page in pages for row in page).most_common(1)


def _most_alike(films: dict[tuple[str, str], list[Page]]) -> dict[str, Any]:
    """The mood and two goals whose pages of one seed share most films."""
    shared = {
        (mood, *goals): float(np.mean([len(a & b) for a, b in zip(*(films[mood, g] for g in goals), strict=True)]))
        for mood in MOODS
        for goals in combinations(GOALS, 2)
    }
    (mood, one, other), films_shared = max(shared.items(), key=lambda item: item[1])
    return {"mood": mood, "goals": [one, other], "films": round(films_shared, 2)}


def _opening(why: str) -> str:
    return " ".join(why.split()[:2])


def with_held_out_scores(catalog: Catalog, ids: list[str], scores: npt.NDArray[np.float32]) -> Catalog:
    """The catalog as if the films ``ids`` had not been graded: scores (n, 3), and the moods these tell."""
    rows = [catalog.row_of[film_id] for film_id in ids]
    told, moods, sources = catalog.scores.copy(), catalog.texts["mood"].copy(), catalog.texts["label_source"].copy()
    grades, qualities = catalog.mood_grades.copy(), catalog.qualities.copy()
    told[rows], sources[rows] = scores, "classifier"
    grades[rows], qualities[rows] = np.nan, np.nan
    moods[rows] = np.array(MOODS, dtype=object)[scores.argmax(axis=1)]
    texts = {**catalog.texts, "mood": moods, "label_source": sources}
    return replace(catalog, scores=told, mood_grades=grades, qualities=qualities, texts=texts)


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
    blind = with_held_out_scores(catalog, ids, scores)
    drawn_from = {"labelled_alone": _only(blind, tuple(set(catalog.ids) - set(ids))), "whole_catalog": blind}
    judged = np.isin(catalog.ids, ids)
    return {name: round(_precision(_pages(films, n_seeds), catalog, judged), 4) for name, films in drawn_from.items()}


def _pages(catalog: Catalog, n_seeds: int) -> list[Recommendation]:
    recommender = Recommender(catalog)
    return [recommender.recommend(request) for request in _requests(n_seeds)]


def _only(catalog: Catalog, hidden: tuple[str, ...]) -> Catalog:
    keep = np.ones(len(catalog), dtype=bool)
    keep[[catalog.row_of[film_id] for film_id in hidden]] = False
    columns = {
        name: getattr(catalog, name)[keep]
        for name in ("years", "runtimes", "ratings", "votes", "scores", "genre_codes", "mood_grades", "qualities")
    }
    return replace(catalog, texts={name: column[keep] for name, column in catalog.texts.items()}, **columns)


def _requests(n_seeds: int) -> list[RecommendationRequest]:
    asked = [(goal, mood) for goal in GOALS for mood in MOODS]
    return [
        RecommendationRequest(goal=goal, mood=mood, seed=seed, limit=LIST_LENGTH)
        for seed, (goal, mood) in ((seed, asked[seed % len(asked)]) for seed in range(n_seeds))
    ]


def _precision(pages: list[Recommendation], catalog: Catalog, judged: Flags) -> float:
    """The share of the films on some pages that fit by the catalog's own labels and grades, of those in ``judged``."""
    fitting: dict[tuple[str, str], Flags] = {
        (goal, mood): fits(catalog, goal, mood) for goal in GOALS for mood in MOODS
    }
    rows = [(page, row) for page in pages for row in _rows(catalog, page).tolist() if judged[row]]
    return float(np.mean([fitting[page.goal, page.mood][row] for page, row in rows])) if rows else 0.0


def _rows(catalog: Catalog, page: Recommendation) -> npt.NDArray[np.intp]:
    return np.array([catalog.row_of[one.movie.id] for one in page.movies], dtype=np.intp)


def _similarity(catalog: Catalog, rows: npt.NDArray[np.intp]) -> float:
    share = (catalog.genre_counts / len(catalog)).astype(np.float32)
    vectors = ranking.genre_vectors(catalog.genre_table, share)[catalog.genre_codes[rows]]
    likeness = vectors @ vectors.T
    return float(likeness[np.triu_indices(len(rows), 1)].mean()) if len(rows) > 1 else 0.0
