"""The films' pages in a browser: every control, by pointer and keyboard, with the list and the memory behind it."""

import json
import re

import pytest
from playwright.sync_api import expect

from moviefy.config import LiveConfig
from tests.tmdb_server import serving_tmdb

from .conftest import SETTINGS, serving, wait_until
from .looks import PHONE, overflows, violations
from .test_ways_in import press_until_focused, titles

FILM = "/movies/a-trip-to-the-moon-1902"
BROWSE = "/movies?mood=happy&seed=5"
KEPT = "localStorage.getItem('moviefy.films')"
FEW = "&genre=Fantasy&year_to=1960"
"""Filters that leave a pool of a few dozen films."""


@pytest.fixture
def page(visit, hosted_site):
    """The films page with a dozen happy films."""
    opened = visit(hosted_site + BROWSE)
    expect(opened.locator(".film")).to_have_count(12)
    return opened


ROWS = "#film-rows"
WHOLE_CARDS = """() => [...document.querySelectorAll(".film")].filter((film) => {
    const box = film.getBoundingClientRect();
    return box.width && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
}).length"""


def ids(page, films="#films"):
    return page.locator(f"{films} .film").evaluate_all("films => films.map((film) => film.dataset.film)")


def kept(page):
    return json.loads(page.evaluate(KEPT) or "{}")


def news(page):
    return page.locator("#film-news")


def press(page, name, number=0, films="#films"):
    """Press one card's button; gives its film's id and title."""
    film = page.locator(f"{films} .film").nth(number)
    found = film.get_attribute("data-film"), film.locator("[data-field=title]").text_content()
    film.get_by_role("button", name=name).click()
    return found


@pytest.fixture
def asked(page):
    """The bodies of the page's questions to the server, in order."""
    bodies = []
    page.on("request", lambda one: one.method == "POST" and bodies.append(json.loads(one.post_data)))
    return bodies


def test_what_is_said_about_films_is_announced_taken_back_kept_and_shapes_the_next_ones(page, asked):
    before = ids(page)
    film_id, title = press(page, "Seen it", 2)
    expect(news(page)).to_have_text(f"{title} is marked as seen and will not come again.")
    expect(page.locator(f"[data-film='{film_id}']")).to_have_count(0)
    expect(page.locator("#films .film")).to_have_count(12)
    assert ids(page)[:11] == [one for one in before if one != film_id]
    assert page.evaluate("document.activeElement.closest('[data-film]').dataset.film") == before[3]
    assert kept(page) == {"liked": {}, "later": {}, "hidden": {film_id: title}, "disliked": {}}
    page.get_by_role("button", name="Undo").click()
    expect(news(page)).to_contain_text("Taken back")
    assert ids(page)[:12] == before
    assert page.evaluate(KEPT) is None
    expect(page.locator("#remembered")).to_be_hidden()

    press(page, "Like")
    expect(page.get_by_role("status").filter(has_text="You like")).to_be_visible()
    press(page, "Like")
    expect(news(page)).to_contain_text("Taken back")
    assert page.evaluate(KEPT) is None

    later, title = press(page, "Watch later")
    expect(news(page)).to_have_text(f"{title} is on your list to watch later.")
    expect(page.locator("#remembered-count")).to_have_text("Your films: 1 to watch later")
    page.get_by_role("button", name="Undo").click()
    assert page.evaluate(KEPT) is None
    press(page, "Watch later")
    asked.clear()
    page.reload()
    button = page.locator(f"#films [data-film='{later}']").get_by_role("button", name="Watch later")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert asked == []

    liked, title = press(page, "Like")
    button = page.locator(f"[data-film='{liked}']").get_by_role("button", name="Like")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(news(page)).to_contain_text(f"You like {title}")
    assert len(ids(page)) == 12
    page.get_by_role("link", name="Shuffle").click()
    expect(page.locator(f"#films [data-film='{liked}']")).to_have_count(0)
    expect(page.locator("#films .film")).to_have_count(12)
    assert asked[-1]["liked"] == [liked]
    assert liked not in page.url
    asked_for = [url for url in page.watch.requests if "/posters/" not in url]
    assert not [url for url in asked_for if film_id in url or liked in url]


def test_remembered_films_are_counted_and_lead_to_their_page(page):
    press(page, "Like", 5)
    press(page, "Seen it", 0)
    press(page, "Seen it", 0)
    expect(page.locator("#remembered-count")).to_have_text("Your films: 1 liked, 2 seen")
    page.locator("#remembered-count").click()
    expect(page.locator("#films .film")).to_have_count(1)
    expect(page.locator("[data-kind=hidden] .list-count")).to_have_text("2")


def test_shuffle_and_more_repeat_no_film_until_all_were_there(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy&goal=match&seed=5{FEW}")
    total = int(page.locator("#results").get_attribute("data-total"))
    assert 12 < total < 60
    seen = ids(page)
    for _ in range((total - 1) // 12):
        before = ids(page)
        page.get_by_role("link", name="Shuffle").click()
        wait_until(page, "first => document.querySelector('#films .film').dataset.film !== first", arg=before[0])
        seen += ids(page)
    assert len(seen) == len(set(seen)) == total
    page.get_by_role("link", name="Shuffle").click()
    expect(news(page)).to_have_text("You have been through all of them; they begin again in a new order.")
    expect(page.locator("#films .film")).to_have_count(12)


def test_more_films_come_below_and_the_last_ones_say_so(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy&goal=match&seed=5{FEW}")
    total = int(page.locator("#results").get_attribute("data-total"))
    first = ids(page)
    more = page.get_by_role("link", name="More films")
    more.click()
    expect(page.locator("#films .film")).to_have_count(min(24, total))
    assert ids(page)[:12] == first
    assert page.evaluate("document.activeElement.closest('[data-film]').dataset.film") == ids(page)[12]
    while more.is_visible():
        count = len(ids(page))
        more.click()
        wait_until(page, "count => document.querySelectorAll('#films .film').length > count", arg=count)
    assert len(ids(page)) == len(set(ids(page))) == total


def test_pick_one_for_me_shows_one_then_another_and_leads_back(page):
    pick = page.locator("#pick")
    pick.click()
    expect(page.locator("#films .film")).to_have_count(1)
    expect(page.get_by_role("heading", name="One for you")).to_be_visible()
    first = ids(page)
    expect(pick).to_have_text("Pick another")
    pick.click()
    expect(page.locator(f"#films [data-film={first[0]}]")).to_have_count(0)
    page.locator("#shuffle").click()
    expect(page.locator("#films .film")).to_have_count(12)
    expect(pick).to_have_text("Pick one for me")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0  # nothing was said about a film
    assert page.context.cookies() == []


def test_a_pick_without_scripts_stays_one_with_them(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy&limit=1")
    film_id, _ = press(page, "Like")
    page.reload()
    expect(page.locator("#films .film")).to_have_count(1)
    expect(page.get_by_role("link", name="More films")).to_be_hidden()
    page.goto(f"{hosted_site}/movies?mood=happy&limit=1")
    expect(page.locator("#films .film")).to_have_count(1)
    expect(page.locator(f"#films [data-film='{film_id}']")).to_have_count(0)


def test_mood_goal_width_and_company_change_the_list_in_place(page, asked):
    page.get_by_role("radio", name="Sad").check()
    expect(page).to_have_url(re.compile("mood=sad"))
    page.get_by_role("radio", name="Calm me").check()
    expect(page.get_by_role("heading", name="Gentle films to settle it")).to_be_visible()
    expect(page).to_have_url(re.compile("mood=sad&goal=calm"))
    expect(news(page)).to_contain_text("films fit")
    assert (asked[-1]["mood"], asked[-1]["goal"]) == ("sad", "calm")

    page.get_by_text("Filters", exact=True).click()
    press_until_focused(page, page.get_by_role("slider", name="How wide a choice?"))
    page.keyboard.press("End")
    expect(page.locator("#breadth-words")).to_have_text("all sorts")
    expect(page).to_have_url(re.compile("breadth=1"))
    expect(page.locator("#films")).not_to_have_attribute("aria-busy", "true")
    assert asked[-1]["breadth"] == 1

    page.get_by_label("Person 2").select_option("Sad")
    page.get_by_label("Person 3").select_option("Angry")
    expect(page).to_have_url(re.compile("group=sad&group=angry"))
    expect(news(page)).to_contain_text("fit")
    assert asked[-1]["group"] == ["sad", "angry"]
    page.reload()
    expect(page.get_by_label("Person 2")).to_have_value("sad")
    expect(page.get_by_label("Person 3")).to_have_value("angry")


def test_filters_narrow_in_place_can_be_cleared_and_say_which_to_relax(page, known_films):
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Genre").select_option("Comedy")
    for label, value in (("From year", "1990"), ("To year", "1999"), ("Minutes, at most", "100")):
        page.get_by_label(label).fill(value)
    page.get_by_label("Rated, at least").fill("7.5")
    page.get_by_label("Rated, at least").press("Enter")
    expect(page).to_have_url(re.compile("rating_from=7.5"))
    expect(page.locator("#films")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator(".film-year").first).to_have_text(re.compile("199."))
    found = [known_films[one] for one in ids(page)]
    assert all("Comedy" in film.genres and film.rating >= 7.45 and film.runtime_minutes <= 100 for film in found)
    assert all(1990 <= int(year) <= 1999 for _, year in titles(page))
    page.get_by_role("link", name="Clear filters").click()
    expect(page).not_to_have_url(re.compile("year_from|genre"))
    expect(page.get_by_text("Filters", exact=True)).to_be_focused()
    page.locator("#filters").evaluate("filters => { filters.open = true; }")
    page.get_by_label("To year").fill("1895")
    page.get_by_label("To year").press("Enter")
    expect(news(page)).to_have_text(re.compile("No film fits; without the last year there would be"))
    expect(page.locator("#films .film")).to_have_count(0)


def test_without_a_mood_the_page_opens_full_and_a_mood_takes_its_place(visit, hosted_site):
    page = visit(f"{hosted_site}/movies", viewport={"width": 1440, "height": 900})
    assert page.evaluate(WHOLE_CARDS) >= 8
    expect(page.get_by_role("heading", name="Little known")).to_be_attached()
    film_id, _ = press(page, "Seen it", films=".shelf")
    expect(page.locator(f"[data-film={film_id}]")).to_have_count(0)
    page.get_by_role("radio", name="Angry").check()
    expect(page.locator("#films .film")).to_have_count(12)
    expect(page.get_by_role("heading", name="Little known")).to_be_hidden()
    page.go_back()
    expect(page.get_by_role("heading", name="Little known")).to_be_visible()
    expect(page.locator(f"[data-film={film_id}]")).to_have_count(0)


def test_a_filter_alone_has_films_and_clearing_it_leads_back_to_the_rows(visit, hosted_site):
    page = visit(f"{hosted_site}/movies")
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("From", exact=True).select_option("France")
    expect(page.locator("#films .film")).to_have_count(12)
    expect(page.locator("#filter-count")).to_have_text("1")
    expect(page).to_have_url(re.compile("country=FR"))
    page.reload()
    expect(page.get_by_role("heading", name="Films from France")).to_be_visible()
    page.get_by_role("link", name="Shuffle").click()
    expect(page).to_have_url(re.compile("offset=12"))
    expect(page.get_by_role("heading", name="Films from France")).to_be_visible()
    page.locator("#filters summary").click()
    page.get_by_label("From year").fill("1990")
    page.get_by_label("To year").focus()
    expect(page).to_have_url(re.compile("year_from=1990"))
    expect(page.get_by_role("heading", name="Films from France")).to_be_visible()
    page.get_by_role("link", name="Clear filters").click()
    expect(page.get_by_role("heading", name="Little known")).to_be_visible()


def test_a_choice_made_before_the_script_is_there_counts(visit, hosted_site):
    early = """new MutationObserver((_, watching) => {
        const angry = document.querySelector("#films-form [value=angry]");
        if (angry) watching.disconnect();
        if (angry) angry.checked = true;
    }).observe(document, { childList: true, subtree: true });"""
    page = visit(hosted_site + BROWSE, before=early)
    expect(page).to_have_url(re.compile("mood=angry"))
    expect(page.get_by_role("radio", name="Angry")).to_be_checked()
    expect(page.locator("#films .film-title a").first).to_have_attribute("href", re.compile("mood=angry"))


def test_search_answers_while_one_types_and_keys_choose(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy&limit=1", bypass_csp=True)
    field = page.get_by_role("combobox", name="Search films by title, person or theme")
    field.press_sequentially("seven sam")
    options = page.locator(".search-option")
    expect(options.first).to_contain_text("Seven Samurai")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#search-status")).to_contain_text("arrow keys")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert violations(page) == []
    field.press("Escape")
    expect(options.first).to_be_hidden()
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Seven Samurai")


def test_enter_alone_shows_all_that_words_find(visit, hosted_site):
    page = visit(f"{hosted_site}/movies")
    field = page.get_by_role("combobox")
    field.fill("kurosawa")
    field.press("Enter")
    expect(page.get_by_role("heading", name="Found for “kurosawa”")).to_be_visible()
    assert len(ids(page, "#found")) > 12
    page.get_by_role("radio", name="Sad").check()
    expect(page.locator("#films .film")).to_have_count(12)
    expect(page.locator("#found")).to_be_hidden()


def test_search_and_a_pointer_and_no_scripts(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy&limit=1")
    page.get_by_role("combobox").press_sequentially("ikiru")
    page.locator(".search-option").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ikiru")
    plain = visit(f"{hosted_site}/movies", java_script_enabled=False)
    plain.get_by_role("searchbox").fill("ikiru")
    plain.get_by_role("button", name="Search").click()
    expect(plain.locator("#found .film-title").first).to_have_text("Ikiru")


def test_everything_can_be_done_by_keyboard(page):
    press_until_focused(page, page.locator("#films .film").first.get_by_role("button", name="Seen it"))
    page.keyboard.press("Enter")
    expect(news(page)).to_contain_text("is marked as seen")
    press_until_focused(page, page.get_by_role("button", name="Undo"), most=120)
    page.keyboard.press("Space")
    expect(news(page)).to_contain_text("Taken back")


def test_a_server_that_fails_is_said_and_the_list_stays(visit, hosted_site):
    page = visit(hosted_site + BROWSE, may_be_refused=True)
    before = ids(page)
    answer = {"error": {"code": "not_ready", "message": "The film catalog is missing.", "status": 503}}
    page.route("**/movies/fragment", lambda route: route.fulfill(status=503, json=answer))
    page.get_by_role("link", name="Shuffle").click()
    expect(news(page)).to_have_text("The films could not be fetched: The film catalog is missing.")
    assert ids(page) == before


def test_a_browser_that_stores_nothing_says_that_it_holds_only_here(visit, hosted_site):
    refuse = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    page = visit(hosted_site + BROWSE, before=refuse)
    film_id, _ = press(page, "Seen it")
    expect(news(page)).to_contain_text("This browser stores nothing")
    page.get_by_role("link", name="Shuffle").click()
    expect(news(page)).to_contain_text("films fit")
    expect(page.locator(f"#films [data-film='{film_id}']")).to_have_count(0)


def test_rubbish_in_the_store_is_left_out(scripts):
    stored = [{"hidden": {"ml-1": "A", "<b>": "B", "ml-2": 7}, "other": 1}, [1], "words", 7, None, {"liked": None}]
    script = "given => import('/static/js/film-memory.js').then(({ cleaned }) => given.map(cleaned))"
    empty = {"liked": {}, "later": {}, "hidden": {}, "disliked": {}}
    assert scripts.evaluate(script, stored) == [{**empty, "hidden": {"ml-1": "A"}}, *[empty] * 5]


def test_two_tabs_remember_the_same(page):
    other = page.context.new_page()
    other.goto(page.url)
    press(page, "Like", 3)
    expect(other.locator("#remembered-count")).to_have_text("Your films: 1 liked")


def test_without_scripts_every_wish_is_a_plain_form(visit, hosted_site):
    page = visit(f"{hosted_site}/movies", java_script_enabled=False)
    page.get_by_role("radio", name="Sad").check()
    page.get_by_role("radio", name="Lift me").check()
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Person 2").select_option("Happy")
    page.get_by_role("button", name="Show films").click()
    expect(page.locator(".film")).to_have_count(12)
    expect(page.get_by_role("button", name="Seen it").first).to_be_hidden()
    page.get_by_role("link", name="Pick one for me").click()
    expect(page.locator(".film")).to_have_count(1)
    expect(page).to_have_url(re.compile("group=happy"))
    page.get_by_role("link", name="Show a list").click()
    expect(page.locator(".film")).to_have_count(12)


@pytest.mark.parametrize(("size", "least"), [((1440, 900), 12), ((390, 844), 2)], ids=["desk", "phone"])
def test_whole_cards_are_in_view_and_each_is_one_link_with_three_buttons(visit, hosted_site, size, least):
    page = visit(hosted_site + BROWSE, viewport=dict(zip(("width", "height"), size, strict=True)))
    assert page.evaluate(WHOLE_CARDS) >= least
    card = page.locator("#films .film").first
    title = card.locator("[data-field=title]").text_content()
    assert card.get_by_role("link").all_text_contents() == [title]
    assert card.get_by_role("button").all_text_contents() == ["Like", "Watch later", "Seen it"]
    card.locator(".film-poster").click(force=True)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("#films .film")).to_have_count(12)


def test_the_page_of_a_film_leaves_out_what_was_seen(visit, hosted_site):
    page = visit(hosted_site + FILM)
    first = ids(page)[0]
    press(page, "Seen it")
    page.reload()
    expect(page.locator("#films .film")).to_have_count(11)
    assert first not in ids(page)
    page.locator("article.film-page").get_by_role("button", name="Not for me").click()
    expect(page.locator("#remembered-count")).to_have_text("Your films: 1 seen, 1 not for you")


def test_a_photos_films_leave_out_what_was_seen(visit, hosted_site, photo):
    def send():
        page.get_by_label("Your photo").set_input_files(photo)
        page.get_by_role("button", name="Read this photo").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("You look happy.")
        expect(page.locator("#photo-result[data-ready]")).to_be_visible()

    page = visit(f"{hosted_site}/upload")
    send()
    film = page.locator(".film").first
    film_id = film.get_attribute("data-film")
    film.get_by_role("button", name="Seen it").click()
    expect(page.locator(f"[data-film='{film_id}']")).to_have_count(0)
    expect(page.locator("#remembered-count")).to_have_text("Your films: 1 seen")
    page.reload()
    expect(page.locator(".film")).to_have_count(35)
    expect(page.locator(f"[data-film='{film_id}']")).to_have_count(0)


def test_the_cameras_films_leave_out_what_was_seen_and_can_be_liked_and_sent_away(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy")
    press(page, "Seen it")
    first_liked, _ = press(page, "Like")
    asked = []
    page.on("request", lambda one: one.url.endswith("/movies/fragment") and asked.append(one.post_data_json))
    page.goto(f"{hosted_site}/live")
    page.get_by_role("button", name="Yes, start the camera").click()
    expect(page.locator(f"{ROWS} .film")).to_have_count(36)
    expect(page.locator(f"{ROWS} [data-film='{first_liked}']")).to_have_count(0)
    assert all(body["liked"] == [first_liked] and len(body["exclude"]) == 1 for body in asked[-3:])

    before = ids(page, ROWS)
    film_id, title = press(page, "Seen it", 2, ROWS)
    expect(news(page)).to_have_text(f"{title} is marked as seen and will not come again.")
    expect(page.locator(f"{ROWS} [data-film='{film_id}']")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    assert ids(page, ROWS)[:12] == before[:12]
    liked, _ = press(page, "Like", 0, ROWS)
    expect(page.locator(f"{ROWS} [aria-pressed=true]")).to_have_count(1)
    page.get_by_role("button", name="Shuffle").click()
    expect(page.locator(f"{ROWS} [data-film='{liked}']")).to_have_count(0)
    expect(news(page)).to_have_text("")


def test_the_list_with_everything_open_is_accessible_and_fits(visit, hosted_site):
    page = visit(hosted_site + BROWSE, bypass_csp=True)
    page.get_by_text("Filters", exact=True).click()
    press(page, "Like", 1)
    press(page, "Seen it", 2)
    expect(page.locator("#films .film")).to_have_count(12)
    assert overflows(page, PHONE, {"width": 1280, "height": 900}) == []
    assert violations(page) == []


WIDTH_OF = "poster => poster.naturalWidth"
TMDB_WIDTH, DRAWN_WIDTH = 342, 400


@pytest.fixture
def tmdb():
    """A TMDB of our own and a site that asks it; before ``visit``, so that both outlive pages."""
    with serving_tmdb() as fake, serving(LiveConfig(camera="fake", **SETTINGS, **fake.settings)) as address:
        yield fake, address


def test_tmdbs_posters_and_offers_come_by_way_of_this_server(tmdb, visit):
    page = visit(tmdb[1] + FILM, bypass_csp=True)
    wait_until(page, "[...document.images].slice(0, 5).every((one) => one.naturalWidth > 0)")
    assert page.locator(".film-page .film-poster").evaluate(WIDTH_OF) == TMDB_WIDTH
    assert page.locator("#films .film-poster").first.evaluate(WIDTH_OF) == DRAWN_WIDTH
    expect(page.get_by_text("Filmflix, Tubes")).to_be_visible()
    expect(page.get_by_role("region", name="Where to watch").get_by_role("link", name="JustWatch")).to_be_visible()
    expect(page.get_by_text("not endorsed, certified, or otherwise approved by TMDB")).to_be_visible()
    assert page.watch.foreign() == []
    assert violations(page) == []


def test_a_tmdb_that_refuses_leaves_whole_pages_with_drawn_posters(tmdb, visit):
    tmdb[0].mode = 401
    page = visit(tmdb[1] + FILM)
    wait_until(page, f"[...document.images].slice(0, 5).every((one) => one.naturalWidth === {DRAWN_WIDTH})")
    expect(page.get_by_text("This cannot be told right now.")).to_be_visible()
    expect(page.locator("#films .film")).to_have_count(12)
