"""The page of what a browser keeps: lists, exports of other sites, the journal, and what each does with bad input."""

import io
import json
import zipfile

import pytest
from playwright.sync_api import expect

from .looks import PHONE, overflow, violations

DESK = {"width": 1440, "height": 900}
FILMS = {
    "liked": {"the-matrix-1999": "The Matrix", "memento-2000": "Memento", "casablanca-1942": "Casablanca"},
    "later": {"up-2009": "Up"},
    "hidden": {"gone-1900": "<img src=x onerror=alert(1)>"},
    "disliked": {},
}
RATINGS = (
    "Date,Name,Year,Letterboxd URI,Rating\n"
    "2024-01-01,Se7en,1995,u,5\n"
    "2024-01-02,The Dark Knight,2007,u,2\n"
    '2024-01-03,"Good, the Bad and the Ugly, The",1966,u,3\n'
    "2024-01-04,=HYPERLINK(1)<script>alert(1)</script>,2031,u,4.5\n"
)
WATCHED = "Date,Name,Year,Letterboxd URI\n2024-01-01,Amelie,2001,u\n2024-01-01,Up,2009,u\n"
WATCHLIST = "Date,Name,Year,Letterboxd URI\n2024-01-01,Parasite,2019,u\n2024-01-01,Memento,2000,u\n"
IMDB = (
    "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year\n"
    "tt1,9,2024-01-01,The Godfather,The Godfather,u,Movie,9.2,175,1972\n"
    "tt2,4,2024-01-01,Spirited Away,Sen to Chihiro no kamikakushi,u,Movie,8.6,125,2001\n"
    "tt3,6,2024-01-01,Some Show,Some Show,u,TV Series,8,30,2001\n"
)


def zipped(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


LETTERBOXD = zipped(
    {
        "ratings.csv": RATINGS,
        "watched.csv": WATCHED,
        "watchlist.csv": WATCHLIST,
        "deleted/watched.csv": "Date,Name,Year,Letterboxd URI\n2024-01-01,Jaws,1975,u\n",
        "lists/a.csv": "Letterboxd list export v7\n",
    }
)


def file_of(name, content):
    return {"name": name, "mimeType": "", "buffer": content if isinstance(content, bytes) else content.encode()}


def storing(**stores):
    """A script that puts values into the store before a page's own run, once."""
    lines = [f"localStorage.setItem('moviefy.{name}', {json.dumps(text)});" for name, text in stores.items()]
    return f"if (!sessionStorage.tested) {{ {' '.join(lines)} sessionStorage.tested = '1'; }}"


def kept(page, name="films"):
    return json.loads(page.evaluate(f"localStorage.getItem('moviefy.{name}')") or "null")


def titles(page):
    return page.locator("#films [data-field=title]").all_text_contents()


@pytest.fixture
def mine(visit, hosted_site):
    """The page with a few films in its lists."""

    def open_page(**options):
        page = visit(f"{hosted_site}/mine", before=storing(films=json.dumps(FILMS)), bypass_csp=True, **options)
        expect(page.locator("#films .film")).to_have_count(3)
        return page

    return open_page


def test_lists_are_shown_sorted_and_left_and_every_step_is_undone(mine):
    page = mine(viewport=DESK)
    assert titles(page) == ["Casablanca", "Memento", "The Matrix"]
    page.get_by_label("Sort by").select_option("Year")
    expect(page.locator("#films .film").first).to_contain_text("Memento")
    assert titles(page) == ["Memento", "The Matrix", "Casablanca"]
    page.get_by_label("Sort by").select_option("Title")
    expect(page.locator("#films .film").first).to_contain_text("Casablanca")
    page.locator("#films").get_by_role("button", name="Like", exact=True).first.press("Enter")
    expect(page.locator("#films .film")).to_have_count(2)
    expect(page.locator("[data-kind=liked] .list-count")).to_have_text("2")
    assert page.evaluate("document.activeElement.closest('[data-film]').dataset.film") == "memento-2000"
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.locator("#films .film")).to_have_count(3)
    page.get_by_role("link", name="Watch later").press("Enter")
    expect(page.locator("#films .film")).to_have_count(1)
    page.get_by_role("button", name="Seen it").click()
    expect(page.locator("[data-empty=later]")).to_be_visible()
    page.get_by_role("link", name="Seen 2").click()
    expect(page.locator("#films .film")).to_have_count(2)
    assert titles(page) == [FILMS["hidden"]["gone-1900"], "Up"]  # markup in a title is text
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("#films .film")).to_have_count(1)
    page.go_back()
    expect(page.locator("#list-title")).to_have_text("Watch later")
    assert kept(page)["hidden"] == {"up-2009": "Up"}


def test_the_page_is_accessible_and_fits(mine):
    page = mine(viewport=DESK)
    page.locator("#import-files").set_input_files(file_of("letterboxd.zip", LETTERBOXD))
    page.locator("#import-missing-count").click()
    page.get_by_label("Keep a journal").check()
    page.evaluate("import('/static/js/journal.js').then(({ note }) => [note('happy', 1e9), note('sad', 2e9)])")
    assert violations(page) == []
    for width in (1440, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) <= 0, width
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []


SHIFTS = """window.shifts = []; new PerformanceObserver((list) => list.getEntries().forEach((one) => window.shifts.push(
    [one.value, ...one.sources.map(({ node }) => node?.id || node?.className || node?.nodeName)]))
).observe({ type: "layout-shift", buffered: true });"""


def test_nothing_moves_while_the_lists_are_filled(visit, hosted_site):
    stored = storing(films=json.dumps(FILMS), journal='{"on":true,"notes":[[1000000000,"happy"]]}')
    page = visit(f"{hosted_site}/mine", before=SHIFTS + stored, viewport=PHONE)
    expect(page.locator("#films .film")).to_have_count(3)
    expect(page.locator("#panels")).to_be_visible()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert page.evaluate("shifts.filter(([value]) => value > 0.005)") == []


def test_letterboxds_export_is_looked_at_added_and_undone(mine):
    page = mine()
    page.locator("#import-files").set_input_files(file_of("letterboxd.zip", LETTERBOXD))
    expect(page.locator("#import-preview")).to_be_visible()
    counts = {kind: page.locator(f"#import-{kind}").text_content() for kind in FILMS}
    assert counts == {"liked": "1", "later": "1", "hidden": "3", "disliked": "1"}  # Up was seen meanwhile
    expect(page.locator("#import-more")).to_have_text("1 film has its place here already and keeps it.")
    expect(page.locator("#import-missing-count")).to_have_text("1 film is not in this catalog")
    assert page.locator("#import-missing-list li").all_text_contents() == [
        "=HYPERLINK(1)<script>alert(1)</script> (2031)"
    ]
    assert kept(page) == FILMS  # nothing is stored before the yes
    page.get_by_role("button", name="Add these films").click()
    expect(page.locator("#import-note")).to_have_text("6 films are in your lists now.")
    films = kept(page)
    assert list(films["liked"])[-1] == "se7en-1995"
    assert set(films["later"]) == {"parasite-2019"}
    assert {"up-2009", "amelie-2001", "the-good-the-bad-and-the-ugly-1966"} < set(films["hidden"])
    assert set(films["disliked"]) == {"the-dark-knight-2008"}
    page.locator("#import-undo").click()
    assert kept(page) == FILMS
    page.locator("#import-files").set_input_files(file_of("ratings.csv", IMDB))
    expect(page.locator("#import-liked")).to_have_text("1")
    expect(page.locator("#import-disliked")).to_have_text("1")
    page.get_by_role("button", name="Cancel").click()
    assert kept(page) == FILMS
    assert page.watch.paths().count("/movies/titles.json") == 1
    sent = [request for request in page.watch.requests if "letterboxd" in request]
    assert sent == []


BIG = "Date,Name,Year,Letterboxd URI\n" + "2024-01-01,Up,2009,u\n" * 120_000
BAD = {
    "empty": ("ratings.csv", "", "no list that Letterboxd or IMDb write"),
    "no csv": ("a.csv", "<html><script>alert(1)</script>", "no list that Letterboxd or IMDb write"),
    "picture": ("a.csv", bytes(range(256)) * 20, "no list that Letterboxd or IMDb write"),
    "too many rows": ("watched.csv", BIG, "more rows than there are films to see in a life"),
    "too large": ("watched.csv", b"a" * 20_000_001, "larger than 20 MB"),
    "half a zip": ("a.zip", LETTERBOXD[: len(LETTERBOXD) // 2], "damaged or not whole"),
    "spoilt zip": ("a.zip", LETTERBOXD[:60] + b"\xff\xff\xff" + LETTERBOXD[63:], "damaged or not whole"),
    "bomb": ("a.zip", zipped({"ratings.csv": b"a" * 30_000_000}), "damaged or not whole"),
    "other zip": ("a.zip", zipped({"a.txt": "b"}), "no list of Letterboxd's"),
    "half a copy": ("moviefy.json", '{"moviefy": 1, "films": {"liked"', "damaged or not whole"),
    "other json": ("a.json", '{"films": {"liked": {"up-2009": "Up"}}}', "no copy of your films"),
}


def test_a_file_that_is_no_use_is_one_sentence_and_nothing_is_lost(mine, tmp_path):
    page = mine()
    for name, content, sentence in BAD.values():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        page.locator("#import-files").set_input_files(tmp_path / name)
        expect(page.locator("#import-note")).to_contain_text(sentence)
        assert page.locator("#import-note").text_content().count(". ") == 0, name
        expect(page.locator("#import-preview")).to_be_hidden()
        page.locator("#import-files").set_input_files([])
    page.locator("#import-files").set_input_files(
        [file_of("a.csv", "no list"), file_of("watched.csv", WATCHED + '2024-01-01,"Half a')]
    )
    expect(page.locator("#import-note")).to_contain_text("the 2 rows before it are used")
    expect(page.locator("#import-note")).to_contain_text("a.csv is no list")
    expect(page.locator("#import-hidden")).to_have_text("2")
    assert kept(page) == FILMS


def test_a_copy_is_saved_everything_deleted_and_brought_back(mine):
    page = mine()
    page.get_by_label("Keep a journal").check()
    page.evaluate("import('/static/js/journal.js').then(({ note }) => note('sad'))")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save a copy").click()
    copy = json.loads(waiting.value.path().read_text("utf-8"))
    assert copy["moviefy"] == 1
    assert copy["films"] == FILMS
    assert [mood for _, mood in copy["journal"]] == ["sad"]
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("button", name="Keep all").press("Enter")
    assert kept(page) == FILMS
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete everything").press("Enter")
    expect(page.locator("[data-empty=liked]")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []
    page.locator("#delete-undo").press("Enter")
    expect(page.locator("#films .film")).to_have_count(3)
    assert kept(page) == FILMS
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("[data-empty=liked]")).to_be_visible()
    page.locator("#import-files").set_input_files(file_of("moviefy.json", json.dumps(copy)))
    expect(page.locator("#import-more")).to_have_text("1 note of the journal comes along.")
    page.get_by_role("button", name="Add these films").click()
    expect(page.locator("#films .film")).to_have_count(3)
    assert kept(page) == FILMS
    assert kept(page, "journal") == {"on": False, "notes": copy["journal"]}
    page.get_by_role("button", name="Delete the journal").click()
    assert kept(page, "journal") is None
    page.locator("#journal-undo").click()
    assert kept(page, "journal")["notes"] == copy["journal"]


@pytest.mark.parametrize(
    ("stored", "left"),
    [
        ({"films": "{half", "journal": '{"on": 1, "notes": [[5, "happy"], ["x", "sad"]]}'}, 0),
        ({"films": '{"liked": {"up-2009": "Up", "<b>": "x", "memento-2000": 7}, "__proto__": {"a": 1}}'}, 1),
    ],
)
def test_what_is_foreign_in_the_store_is_left_out_with_one_sentence(visit, hosted_site, stored, left):
    page = visit(f"{hosted_site}/mine", before=storing(**stored))
    expect(page.locator("#foreign")).to_contain_text("what was sound is here")
    expect(page.locator("[data-kind=liked] .list-count")).to_have_text(str(left))
    expect(page.locator("#films .film")).to_have_count(left)
    expect(page.get_by_label("Keep a journal")).not_to_be_checked()


def test_another_tab_knows_at_once(mine, hosted_site):
    page = mine()
    other = page.context.new_page()
    other.goto(f"{hosted_site}/movies?mood=happy&seed=5")
    expect(other.locator("#films .film")).to_have_count(12)
    film = other.locator("#films .film").first.get_attribute("data-film")
    other.locator("#films").get_by_role("button", name="Watch later").first.click()
    expect(page.locator("[data-kind=later] .list-count")).to_have_text("2")
    page.get_by_role("link", name="Watch later").click()
    page.locator(f"[data-film={film}]").get_by_role("button", name="Seen it").click()
    expect(other.locator(f"[data-film={film}]")).to_have_count(0)
    expect(other.locator("#films .film")).to_have_count(12)
    expect(other.locator("#remembered-count")).to_have_text("Your films: 3 liked, 1 to watch later, 2 seen")
    other.locator("#remembered-count").click()
    other.get_by_label("Keep a journal").check()
    expect(page.get_by_label("Keep a journal")).to_be_checked()


def test_the_journal_is_written_by_camera_and_photo_only_when_it_is_on(visit, hosted_site, photo):
    page = visit(f"{hosted_site}/upload", bypass_csp=True)  # to wait for what the journal holds

    def send():
        page.get_by_label("Your photo").set_input_files(photo)
        page.get_by_role("button", name="Read this photo").click()
        expect(page.locator("#photo-result[data-ready]")).to_be_visible()

    send()
    assert kept(page, "journal") is None
    page.goto(f"{hosted_site}/mine")
    page.get_by_label("Keep a journal").check()
    expect(page.locator("#journal-empty")).to_be_visible()
    page.goto(f"{hosted_site}/upload")
    send()
    assert [mood for _, mood in kept(page, "journal")["notes"]] == ["happy"]
    page.locator("#result-words").get_by_role("link", name="Sad").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sad it is.")
    page.wait_for_function("JSON.parse(localStorage['moviefy.journal']).notes[0][1] === 'sad'")
    assert len(kept(page, "journal")["notes"]) == 1  # of one sitting the last mood counts
    page.goto(f"{hosted_site}/live")
    page.get_by_role("button", name="Yes, start the camera").click()
    page.wait_for_function("JSON.parse(localStorage['moviefy.journal']).notes[0][1] === 'happy'")
    page.goto(f"{hosted_site}/mine")
    expect(page.get_by_role("img", name="1 mood in twelve weeks")).to_be_visible()
    assert page.locator("#journal-chart rect[data-mood=happy]").count() == 1


TITLES = [
    ["the-good-1966", "The Good, the Bad and the Ugly", 1966, "Il buono, il brutto, il cattivo"],
    ["fast-2009", "Fast & Furious", 2009],
    ["amelie-2001", "Amélie", 2001, "Le Fabuleux Destin d'Amélie Poulain"],
    ["rocky-2-1979", "Rocky II", 1979],
    ["star-wars-1977", "Star Wars", 1977],
    ["let-me-in-2010", "Let Me In", 2010],
    ["crash-1996", "Crash", 1996],
    ["crash-2004", "Crash", 2004],
    ["the-thing-2011", "The Thing", 2011],
    ["thing-2010", "Thing", 2010],
    ["kill-bill-1-2003", "Kill Bill: Vol. 1", 2003],
    ["tt0068646", "The Godfather", 1972],
    ["hindi-2009", "3 इडियट्स", 2009],
]
MEANT = [
    (["Good, the Bad and the Ugly, The"], 1967, "the-good-1966"),
    (["Il Buono, Il Brutto, Il Cattivo"], 1966, "the-good-1966"),
    (["Fast and Furious"], 2009, "fast-2009"),
    (["AMELIE"], 2002, "amelie-2001"),
    (["Le fabuleux destin d\u2019Amelie Poulain"], 2001, "amelie-2001"),
    (["Rocky 2"], 1979, "rocky-2-1979"),
    (["Star Wars: Episode IV - A New Hope"], 1977, "star-wars-1977"),
    (["Star Wars: Episode V - The Empire Strikes Back"], 1980, None),
    (["Crash"], 2005, "crash-2004"),
    (["Crash"], 1996, "crash-1996"),
    (["Crash"], 2000, None),
    (["Crash"], None, None),
    (["Let Me In"], None, "let-me-in-2010"),
    (["Thing"], 2010, "thing-2010"),
    (["The Thing"], 2011, "the-thing-2011"),
    (["The Thing"], 2010, "thing-2010"),
    (["The Thing"], 1982, None),
    (["Kill Bill Volume 1"], 2003, "kill-bill-1-2003"),
    (["3 इडियट्स"], 2009, "hindi-2009"),
    (["???"], 2009, None),
]
CELLS = [
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]], False),
    ('\ufeffa,b\n"1,""x""\n",\n', [["a", "b"], ['1,"x"\n', ""]], False),
    ("a,b\n\n1,2", [["a", "b"], ["1", "2"]], False),
    ("a,b\n1,", [["a", "b"], ["1", ""]], False),
    ("a,b\n1,2\n3", [["a", "b"], ["1", "2"]], True),
    ('a,b\n1,2\n3,"4', [["a", "b"], ["1", "2"]], True),
    ("", [], False),
]
RATED = [("5", 5, "liked"), ("3.5", 5, "liked"), ("3", 5, "hidden"), ("2.5", 5, "hidden"), ("2", 5, "disliked")]
RATED += [("7", 10, "liked"), ("6", 10, "hidden"), ("5", 10, "hidden"), ("4", 10, "disliked")]
RATED += [("", 5, None), ("11", 10, None), ("x", 5, None)]


def test_titles_cells_ratings_and_weeks_mean_what_they_should(visit, hosted_site):
    page = visit(f"{hosted_site}/mine")
    find = """([films, meant]) => import('/static/js/title-match.js').then(({ TitleIndex }) => {
        const index = new TitleIndex(films);
        return meant.map(([titles, year]) => index.find({ titles, year })?.[0] ?? null);
    })"""
    found = page.evaluate(find, [TITLES, [one[:2] for one in MEANT]])
    assert dict(zip([str(one[:2]) for one in MEANT], found, strict=True)) == {str(one[:2]): one[2] for one in MEANT}
    by_imdb = """films => import('/static/js/title-match.js').then(({ TitleIndex }) =>
        new TitleIndex(films).find({ titles: ["Der Pate"], year: 1980, imdb: "tt0068646" })[0])"""
    assert page.evaluate(by_imdb, TITLES) == "tt0068646"
    parse = "texts => import('/static/js/csv.js').then(({ parseCsv }) => texts.map((text) => parseCsv(text, 9)))"
    parsed = page.evaluate(parse, [text for text, *_ in CELLS])
    assert [(one["rows"], one["isCut"]) for one in parsed] == [one[1:] for one in CELLS]
    kinds = "rated => import('/static/js/film-exports.js').then(({ kindOf }) => rated.map((one) => kindOf(...one)))"
    assert page.evaluate(kinds, [one[:2] for one in RATED]) == [one[2] for one in RATED]
    weeks = """([notes, now]) => import('/static/js/journal-chart.js').then(({ weeksOf }) =>
        weeksOf(notes, now).map(({ counts, total }) => [counts.happy, counts.sad, total]))"""
    monday, day, now = 1_700_438_400, 86_400, 1_700_438_400 + 3 * 86_400  # 20 November 2023
    notes = [[monday - 90 * day, "sad"], [monday - day, "happy"], [monday + day, "happy"], [monday + 2 * day, "sad"]]
    counted = page.evaluate(weeks, [[*notes, [monday + 20 * day, "sad"]], now])
    assert counted[-2:] == [[1, 0, 1], [1, 1, 2]]
    assert sum(total for *_, total in counted) == 3
