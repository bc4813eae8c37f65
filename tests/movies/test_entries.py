import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moviefy.movies.catalog.entries import listed_entries, word_entries

LISTS = st.lists(st.lists(st.text("abcä .", min_size=1, max_size=3), max_size=4), min_size=1, max_size=12)


@settings(deadline=None)
@given(lists=LISTS)
def test_entries_against_plain_sets(lists):
    entries = listed_entries(["|".join(some) for some in lists])
    for row, some in enumerate(lists):
        assert {entries.names[number] for number in entries.of(row)} == set(some)
        assert len(entries.of(row)) == len(set(some))
    for number, name in enumerate(entries.names):
        rows = [row for row, some in enumerate(lists) if name in some]
        assert entries.having(number).tolist() == rows
        assert entries.counts[number] == len(rows)


@pytest.mark.parametrize("column", [[], [""], ["", ""]])
def test_nothing_known_gives_no_entries(column):
    for entries in (listed_entries(column), word_entries(column)):
        assert entries.names == []
        assert [entries.of(row).tolist() for row in range(len(column))] == [[]] * len(column)


def test_words_are_lower_case_plain_and_not_short():
    entries = word_entries(["A Dog finds the Wolf,\nthe wolf!", "", "Wolfish 2001"])
    told = [sorted(entries.names[number] for number in entries.of(row)) for row in range(3)]
    assert told == [["finds", "wolf"], [], ["wolfish"]]
