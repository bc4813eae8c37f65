"""A column of lists taken apart once: which films have an entry, and which entries a film has."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

LIST_SEPARATOR = "|"
Rows = npt.NDArray[np.intp]

_WORD_OR_END = re.compile(r"[a-z]{4,}|\n")


class Entries:
    """The entries of n films, each known by a number. Safe to share between threads.

    Args:
        rows: the film of each entry, rising, shape (k,); texts: the entries, k of them; one that a film has twice
            counts once.
        n: how many films there are.

    Attributes:
        names: each entry once, by its number.
        films, numbers: for every film and each of its entries the film's row (rising) and the entry's number.
        counts: how many films have each entry, shape (len(names),).
    """

    def __init__(self, rows: Rows, texts: Sequence[str], n: int) -> None:
        codes, names = pd.factorize(np.array(texts, dtype=object))
        self.n = n
        self.names: list[str] = names.tolist()
        width = max(len(self.names), 1)
        pairs = pd.unique(rows * width + codes)
        self.films: Rows = pairs // width
        self.numbers: Rows = pairs % width
        self.counts = np.bincount(self.numbers, minlength=len(self.names))
        self._starts = np.searchsorted(self.films, np.arange(n + 1))
        self._by_entry: Rows = self.films[np.argsort(self.numbers, kind="stable")]
        self._entry_starts = np.concatenate([[0], np.cumsum(self.counts)])

    def of(self, row: int) -> Rows:
        """The numbers of one film's entries."""
        return self.numbers[self._starts[row] : self._starts[row + 1]]

    def having(self, number: int) -> Rows:
        """The rows of the films that have an entry, rising."""
        return self._by_entry[self._entry_starts[number] : self._entry_starts[number + 1]]


def listed_entries(column: Sequence[str]) -> Entries:
    """The entries of a column of lists as a catalog file writes them, "a|b|c"."""
    counts = [text.count(LIST_SEPARATOR) + 1 if text else 0 for text in column]
    whole = LIST_SEPARATOR.join(text for text in column if text)
    rows = np.repeat(np.arange(len(column)), counts)
    return Entries(rows, whole.split(LIST_SEPARATOR) if whole else [], len(column))


def word_entries(column: Sequence[str]) -> Entries:
    """The words of a column of sentences, in lower case; those of fewer than four plain letters say little."""
    found = np.array(_WORD_OR_END.findall("\n".join(text.replace("\n", " ") for text in column).lower()), dtype=object)
    ends = found == "\n"
    return Entries(np.cumsum(ends)[~ends], found[~ends].tolist(), len(column))
