"""The films' pages in a browser."""

import pytest
from playwright.sync_api import expect

from .test_every_page import PHONE, SCHEMES, overflow, violations

FILM = "/movies/ml-32898"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_of_a_film_is_accessible_and_fits_a_phone(visit, hosted_site, scheme):
    page = visit(hosted_site + FILM, bypass_csp=True, color_scheme=scheme, viewport=PHONE)
    expect(page.get_by_role("heading", name="A Trip to the Moon", level=1)).to_be_visible()
    expect(page.locator(".film")).to_have_count(12)
    assert violations(page) == []
    assert overflow(page) <= 0


def test_a_film_of_a_list_leads_to_its_page_and_to_more_like_it(visit, hosted_site):
    page = visit(f"{hosted_site}/movies?mood=happy&seed=5")
    link = page.locator(".film-title a").first
    title = link.text_content()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.locator(".film-title a").first.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
