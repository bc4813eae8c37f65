"""Watching together, apart: a link with a mood and likes, films for both, and the films sent back."""

import json
from urllib.parse import urlsplit

from playwright.sync_api import expect

from .looks import PHONE, overflow, violations
from .test_mine import FILMS, storing

CLIPBOARD = """navigator.share = undefined;
navigator.clipboard.writeText = async (text) => { window.copied = text; };"""
SOURCE = "import('/static/js/together-link.js')"


def copied(page, button="#share-link"):
    page.locator(button).click()
    expect(page.locator("#share-note")).to_have_text("The link is copied.")
    return page.evaluate("window.copied")


def test_two_who_are_apart_get_the_same_films_for_both(visit, hosted_site):
    mine = storing(films=json.dumps(FILMS))
    one = visit(f"{hosted_site}/together", before=CLIPBOARD + mine, bypass_csp=True, viewport=PHONE)
    expect(one.locator("#share")).to_be_hidden()
    expect(one.locator("#carried [data-field=title]")).to_have_text(["Casablanca", "Memento", "The Matrix"])
    one.get_by_role("radio", name="Sad").check()
    assert violations(one) == []
    assert overflow(one) <= 0
    link = copied(one)
    assert urlsplit(link)[2:4] == ("/together", "")  # all stands behind the #

    other = visit(link, before=CLIPBOARD, bypass_csp=True)
    expect(other.locator("#their-mood")).to_have_text("Their mood: sad", use_inner_text=True)
    expect(other.locator("#their-list .film")).to_have_count(3)
    bodies = []
    other.on("request", lambda sent: sent.url.endswith("/movies/fragment") and bodies.append(sent.post_data_json))
    other.get_by_role("radio", name="Happy").check()
    expect(other.locator("#films .film")).to_have_count(12)
    assert bodies[0]["mood"] == "happy"
    assert bodies[0]["group"] == ["sad"]
    assert bodies[0]["liked"] == list(FILMS["liked"])
    assert violations(other) == []
    assert overflow(other) <= 0
    before = other.locator("#films [data-field=title]").all_text_contents()
    other.get_by_role("button", name="Others").click()
    expect(other.locator("#films [data-field=title]").first).not_to_have_text(before[0])
    found = other.locator("#films [data-field=title]").all_text_contents()
    back = copied(other)

    one.goto(f"{hosted_site}/about")
    one.goto(back)
    expect(one.locator("#films .film")).to_have_count(12)
    assert one.locator("#films [data-field=title]").all_text_contents() == found
    one.locator("#films").get_by_role("button", name="Watch later", pressed=False).first.click()
    expect(one.locator("#film-news")).to_contain_text("to watch later")
    assert violations(one) == []
    assert overflow(one) <= 0
    assert all("#" not in url and "memento" not in url for url in other.watch.requests if "/together" in url)


def test_a_link_that_was_cut_or_altered_is_one_sentence(visit, hosted_site):
    page = visit(f"{hosted_site}/together", bypass_csp=True)
    make = "it.linkOfPerson({ mood: 'sad', liked: ['up-2009', 'memento-2000'] })"
    link = page.evaluate(f"{SOURCE}.then((it) => {make})")
    for broken in (link[:-4], link.replace("sad", "<b>"), link + "%20", "#" + "a" * 9000):
        page.goto(f"{hosted_site}/about")
        page.goto(f"{hosted_site}/together{broken}")
        expect(page.get_by_role("alert")).to_contain_text("cut off or was changed on its way")
        expect(page.get_by_role("radio", name="Sad")).to_be_hidden()
    assert violations(page) == []
    page.get_by_role("link", name="Make a link of your own").click()
    expect(page.get_by_role("radio", name="Sad")).to_be_visible()


def test_links_say_what_went_in_and_nothing_else_is_read(visit, hosted_site):
    page = visit(f"{hosted_site}/together")
    script = f"""() => {SOURCE}.then(({{ linkOfPerson, linkOfFilms, readLink }}) => {{
        const ids = Array.from({{ length: 30 }}, (_one, number) => "film-" + number);
        const person = linkOfPerson({{ mood: "angry", liked: ids }});
        const other = (letter) => letter === "a" ? "b" : "a";
        const altered = [...person].map((it, at) => person.slice(0, at) + other(it) + person.slice(at + 1)).slice(1);
        const cut = [...person].map((_it, at) => person.slice(0, at + 1)).slice(0, -1);
        const doubled = linkOfFilms(["a", "a"]), foreign = linkOfPerson({{ mood: "joy", liked: [] }});
        const odd = [foreign, linkOfFilms([]), linkOfFilms(["<b>"]), doubled];
        return [
            readLink(person), readLink(linkOfFilms(ids.slice(0, 3))),
            readLink(linkOfPerson({{ mood: "angry", liked: [] }})),
            ...[altered, cut, odd].map((links) => links.filter(readLink).length),
        ];
    }})"""
    person, films, bare, *wrong = page.evaluate(script)
    assert person == {"person": {"mood": "angry", "liked": [f"film-{number}" for number in range(10, 30)]}}
    assert films == {"films": ["film-0", "film-1", "film-2"]}
    assert bare == {"person": {"mood": "angry", "liked": []}}
    assert wrong == [0, 0, 0]
