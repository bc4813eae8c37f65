"""Posters: the same film the same poster, any title inside its margins, letters that can be read."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moviefy.expression.scores import MOODS
from moviefy.movies.catalog.movie import Movie
from moviefy.movies.posters.lettering import MOST_LINES, SIZES, measure, printable, set_title
from moviefy.movies.posters.motifs import MOTIFS
from moviefy.movies.posters.motifs.shapes import Sketch
from moviefy.movies.posters.palettes import CALM, LIVELY, PALETTES, distance
from moviefy.movies.posters.poster import HEIGHT, MARGIN, WIDTH, draw_poster, poster_version

NAMESPACE = {"svg": "http://www.w3.org/2000/svg"}
TEXT_WIDTH = WIDTH - 2 * MARGIN
AA_TEXT = 4.5


def film(title="Up", film_id="up-2009", mood="happy", year=2009, genres=("Drama",), **known):
    scores = {name: float(name == mood) for name in MOODS}
    return Movie(film_id, title, year, genres, 90, 7.0, 1000, mood, scores, **known)


def drawn(movie):
    return ET.fromstring(draw_poster(movie))


def lines(root):
    return [text.text for text in root.findall("svg:g/svg:g/svg:text", NAMESPACE)]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", [palette for palettes in PALETTES.values() for palette in palettes])
def test_letters_and_the_main_shape_stand_out_from_the_paper(palette):
    assert contrast(palette.paper, palette.letters) >= AA_TEXT
    assert contrast(palette.paper, palette.ink) >= 2.4
    assert min(distance(palette.accent, other) for other in (palette.paper, palette.ink)) > 0.1


def test_every_mood_has_colours_of_its_own_and_many():
    papers = [palette.paper for palettes in PALETTES.values() for palette in palettes]
    assert len(set(papers)) == len(papers)
    assert all(len(PALETTES[mood, energy]) >= 8 for mood in MOODS for energy in (CALM, LIVELY))


def test_a_poster_says_title_and_year():
    root = drawn(film("The Lord of the Rings: The Fellowship of the Ring", year=2001))
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    assert " ".join(lines(root)) == "The Lord of the Rings: The Fellowship of the Ring"
    assert root.find("svg:g/svg:text", NAMESPACE).text == "2001"
    assert root.find("svg:title", NAMESPACE).text.endswith("(2001)")


def test_the_same_film_gets_the_same_poster_and_another_film_another():
    assert draw_poster(film()) == draw_poster(film())
    posters = {draw_poster(film(film_id=f"film-{i}")) for i in range(50)}
    assert len(posters) == 50


def test_the_version_changes_with_what_is_seen():
    versions = {
        poster_version(one)
        for one in (film(), film(title="Up!"), film(mood="sad"), film(year=2010), film(film_id="up-2"))
    }
    assert len(versions) == 5
    assert poster_version(film()) == poster_version(film())


def test_markup_in_a_title_stays_text():
    root = drawn(film('<script>alert(1)</script> & "co" ]]>'))
    assert root.find(".//svg:script", NAMESPACE) is None
    assert "<script>alert(1)</script>" in " ".join(lines(root)).lower()


def test_nothing_needs_a_style_or_another_file():
    text = draw_poster(film())
    assert not any(word in text for word in ("style", "href", "script", "url("))


@pytest.mark.parametrize(
    "title",
    [
        "Up",
        "千と千尋の神隠し、これは長いタイトルですがどうなりますか",
        "Донаудампфшиффартсгезелльшафтскапитан",
        "a" * 400,
        "W" * 60,
        "word " * 80,
        "\U0001f3ac\U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301" * 9,
        "العربية عنوان الفيلم الطويل جدا",
    ],
)
def test_any_title_keeps_to_the_margins(title):
    set_ = set_title(title, TEXT_WIDTH)
    assert set_.size in SIZES
    assert 0 < len(set_.lines) <= MOST_LINES
    assert all(measure(line) * set_.size <= TEXT_WIDTH * 1.001 for line in set_.lines)


@given(st.text(min_size=1, max_size=400))
def test_any_text_at_all_makes_a_poster(title):
    root = drawn(film(title))
    assert all(measure(line) * SIZES[-1] <= TEXT_WIDTH * 1.001 for line in lines(root))


def test_a_short_title_is_set_larger_and_words_stay_whole():
    short, long = (
        set_title(title, TEXT_WIDTH) for title in ("Up", "Dr. Strangelove or: How I Learned to Stop Worrying")
    )
    assert short.size > long.size
    assert " ".join(long.lines) == "Dr. Strangelove or: How I Learned to Stop Worrying"
    assert long.whole


def test_lines_are_even():
    title = "The quick fox jumps over a lazy dog or so"
    for width in (TEXT_WIDTH, 2 * TEXT_WIDTH):
        widths = [measure(line) for line in set_title(title, width).lines]
        assert max(widths) - min(widths) <= 0.35 * max(widths)


def test_what_is_left_out_is_marked():
    cut = set_title("word " * 200, TEXT_WIDTH)
    assert not cut.whole
    assert cut.lines[-1].endswith("…")


def test_a_word_is_never_broken_inside_one_character():
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert "".join(set_title(family * 40, TEXT_WIDTH).lines).rstrip("…").replace(family, "") == ""


def test_control_characters_and_turned_directions_are_dropped():
    assert printable("a\x00b\u202ec\ud800d\ne") == "a b c d e"


@pytest.mark.parametrize("motif", MOTIFS, ids=lambda motif: motif.name)
@pytest.mark.parametrize("chance", [0.0, 0.5, 255 / 256])
def test_a_motif_draws_in_its_colours_for_any_numbers(motif, chance):
    markup = "".join(motif.draw(Sketch("#ffffff", "#111111", "#aaaaaa", "#cccccc", (chance,) * 8)))
    shapes = list(ET.fromstring(f"<svg>{markup}</svg>").iter())
    used = {shape.get(name) for shape in shapes for name in ("fill", "stroke")}
    assert "#aaaaaa" in used
    assert used & {"#111111", "#ffffff"}
    sizes = [float(shape.get(name)) for shape in shapes for name in ("r", "rx", "height", "width") if shape.get(name)]
    assert all(size > 0 for size in sizes)
