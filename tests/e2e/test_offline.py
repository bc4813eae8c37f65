"""Without a connection, and that the service worker keeps nothing but what it says."""

import re

from playwright.sync_api import expect

from tests.e2e.test_results import ready

CONTROLLED = "() => navigator.serviceWorker.ready.then(() => true)"
KEPT = """async () => {
  const names = await caches.keys();
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return requests.flat().map((request) => new URL(request.url).pathname);
}"""


def test_without_a_connection_a_page_says_so_and_offers_to_try_again(visit, hosted_site):
    page = visit(hosted_site, may_be_refused=True)
    page.evaluate(CONTROLLED)
    page.context.set_offline(True)
    page.goto(f"{hosted_site}/movies?mood=sad")
    expect(page.get_by_role("heading", name="Moviefy cannot be reached")).to_be_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.site-header')).backgroundColor") == "rgb(11, 15, 17)"
    )
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.locator(".film-title").first).to_be_visible()
    page.watch.problems.clear()  # a browser puts each request that found no connection on the console


def test_the_worker_keeps_the_shell_alone_and_back_and_reload_still_work(visit, hosted_site, photo):
    page = visit(hosted_site)
    page.evaluate(CONTROLLED)
    page.goto(f"{hosted_site}/upload")
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    page.get_by_label("Your photo").set_input_files(photo)
    page.get_by_role("button", name="Read this photo").click()
    ready(page)
    title = page.locator("#result-title").inner_text()
    page.goto(f"{hosted_site}/movies?mood=sad&seed=1")
    films = page.locator("#films .film-title").all_inner_texts()
    page.reload()
    assert page.locator("#films .film-title").all_inner_texts() == films
    page.go_back()
    expect(page.locator("#result-title")).to_have_text(title)
    expect(page.locator(".photo-frame img")).to_be_visible()
    kept = sorted(re.sub(r"\.[0-9a-f]{12}\.", ".", path) for path in page.evaluate(KEPT))
    assert kept == ["/offline", "/static/css/base.css", "/static/img/favicon.svg", "/static/js/site.js"]


def test_a_page_that_back_finds_as_it_was_hears_what_was_said_meanwhile(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=sad&seed=1")
    film = page.locator("#films [data-film]").first.get_attribute("data-film")
    lists = f'{{"liked": {{"{film}": "A film"}}, "disliked": {{}}, "hidden": {{}}}}'
    page.evaluate("lists => localStorage.setItem('moviefy.films', lists)", lists)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    liked = page.locator(f"[data-film='{film}'] [data-action=liked]").first
    expect(liked).to_have_attribute("aria-pressed", "true")
