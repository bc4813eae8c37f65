"""The titles of a catalog as one small JSON file, with which a browser finds films by title and year itself."""

import json
from functools import lru_cache

import numpy as np

from moviefy.movies.catalog.catalog import Catalog

VERSION = 1
"""Of the file's shape; scripts refuse another one."""

MAX_FILMS = 100_000
"""Of a larger catalog, the films with most votes: the file is one that a phone loads."""


@lru_cache(maxsize=2)
def title_list(catalog: Catalog) -> bytes:
    """``{"version", "films": [[id, title, year, original title or nothing], ..]}`` in UTF-8, the best known film first.

    A catalog never changes, so its file is made once.
    """
    rows = np.argsort(-catalog.votes, kind="stable")[:MAX_FILMS].tolist()
    titles, originals = catalog.texts["title"], catalog.texts["original_title"]
    films = [
        [catalog.ids[row], titles[row], int(catalog.years[row]), *([originals[row]] if originals[row] else [])]
        for row in rows
    ]
    return json.dumps({"version": VERSION, "films": films}, ensure_ascii=False, separators=(",", ":")).encode()
