"""Films by words: titles, original titles, directors, cast and themes; accents and typing errors are forgiven.

Exact matches and beginnings come first, then words inside, then what is nearly the same (rapidfuzz); among equals the
better known film.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from moviefy.errors import BadParameter
from moviefy.movies.catalog.catalog import Catalog, Texts
from moviefy.movies.catalog.entries import LIST_SEPARATOR
from moviefy.movies.recommend.ranking import Floats, Rows, top_rows
from moviefy.wording import _

MAX_LENGTH = 100
EXACT, BEGINS, WORD_BEGINS, INSIDE = 100.0, 90.0, 80.0, 60.0
NEARLY = 72.0
"""The least similarity, of 100, at which a mistyped text is taken for another."""

FAME = 1.5
"""What ten times the votes count beside the scores above."""

MIN_INSIDE = 3
ARTICLES = ("the ", "a ", "an ")
CURLY = "\u2019"
NO_WORD = re.compile(r"[\W_]+")


class FilmSearch:
    """Search over one catalog. Safe to share between threads."""

    def __init__(self, catalog: Catalog) -> None:
        texts = catalog.texts
        self._n = len(catalog)
        self._fame = (FAME * np.log10(catalog.votes + 1)).astype(np.float32)
        self._titles = _Names(
            [(text, row) for name in ("title", "original_title") for row, text in enumerate(texts[name]) if text]
        )
        self._people = _Names(list(_entries(texts, ("directors", "cast"))))
        self._themes = _Names(list(_entries(texts, ("keywords",))))

    def find(self, text: str, limit: int = 12) -> Rows:
        """The rows of the films that fit ``text`` best, best first; none if nothing is like it.

        Raises:
            BadParameter: the text is empty or longer than :data:`MAX_LENGTH`.
        """
        if not text.strip() or len(text) > MAX_LENGTH:
            raise BadParameter(_("Search for 1 to %(most)s characters.", most=MAX_LENGTH))
        wanted = plain(text)
        if not wanted:
            return np.empty(0, dtype=np.intp)
        scores = np.zeros(self._n, dtype=np.float32)
        for names, weight in ((self._titles, 1.0), (self._people, 0.95), (self._themes, 0.75)):
            names.score(wanted, weight, scores)
        if not scores.any():
            for names, weight in ((self._titles, 1.0), (self._people, 0.95)):
                names.score_nearly(wanted, weight, scores)
        found = np.flatnonzero(scores)
        return found[top_rows((scores + self._fame)[found], limit)]


class _Names:
    """Texts that stand for films, each once, with the rows of its films; kept as one long text, searched in one go."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        rows: dict[str, list[int]] = defaultdict(list)
        for text, row in pairs:
            rows[plain(text)].append(row)
        rows.pop("", None)
        self._keys = list(rows)
        self._rows = [np.array(some, dtype=np.intp) for some in rows.values()]
        self._text = "\n" + "\n".join(self._keys) + "\n"
        self._starts = np.cumsum([1, *(len(key) + 1 for key in self._keys)])

    def score(self, wanted: str, weight: float, scores: Floats) -> None:
        """Raise the scores of films whose text has ``wanted`` in it, in place."""
        at = [match.start() for match in re.finditer(re.escape(wanted), self._text)]
        places = np.searchsorted(self._starts, at, side="right") - 1
        for place in dict.fromkeys(places.tolist()):
            self._raise(place, weight * _fit(wanted, self._keys[place]), scores)

    def score_nearly(self, wanted: str, weight: float, scores: Floats) -> None:
        """Raise the scores of films whose text is nearly ``wanted``, in place."""
        for _key, likeness, place in process.extract(
            wanted, self._keys, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=20, processor=None
        ):
            self._raise(place, weight * likeness * INSIDE / EXACT, scores)

    def _raise(self, place: int, value: float, scores: Floats) -> None:
        rows = self._rows[place]
        scores[rows] = np.maximum(scores[rows], np.float32(value))


def _fit(wanted: str, key: str) -> float:
    """How well a text fits that has ``wanted`` in it; 0 for a few letters inside a word, which say nothing."""
    if key == wanted:
        return EXACT
    if key.startswith(wanted):
        return BEGINS
    if f" {wanted}" in key:
        return WORD_BEGINS
    return INSIDE if len(wanted) > MIN_INSIDE else 0.0


def _entries(texts: Mapping[str, Texts], names: Sequence[str]) -> Iterable[tuple[str, int]]:
    for name in names:
        for row, text in enumerate(texts[name]):
            for part in text.split(LIST_SEPARATOR):
                yield part, row


def plain(text: str) -> str:
    """Lower-case letters and digits of any script with single spaces, without accents and a leading article."""
    kept = text.casefold().replace("&", " and ").replace("'", "").replace(CURLY, "")
    if not kept.isascii():
        decomposed = unicodedata.normalize("NFKD", kept)
        kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = " ".join(NO_WORD.sub(" ", kept).split())
    return next((words[len(article) :] for article in ARTICLES if words.startswith(article)), words)
