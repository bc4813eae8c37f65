"""The photo form: a smile, several kinds of trouble, and what is said about each."""

import mimetypes
import re

import cv2
import numpy as np
from playwright.sync_api import expect

from .looks import violations


def send(page, file):
    page.get_by_label("Your photo").set_input_files(file)
    page.get_by_role("button", name="Read this photo").click()


def test_a_smile_is_read_as_happy_with_numbers_films_and_reasons_for_the_goal_of_the_form(visit, hosted_site, photo):
    page = visit(f"{hosted_site}/upload")
    page.get_by_role("radio", name="Calm me").check()
    send(page, photo)
    expect(page.get_by_role("heading", level=1)).to_have_text("You look happy.")
    picture = page.locator(".result-photo img")
    expect(picture).to_have_attribute("src", re.compile("^data:image/jpeg;base64,"))
    assert "face" in picture.get_attribute("alt")
    assert picture.evaluate("image => image.naturalWidth") > 0
    assert float(page.get_by_label("Happy", exact=True).first.evaluate("meter => meter.value")) > 0.5
    expect(page.locator(".film")).to_have_count(3 * 12)
    assert all(why.strip() for why in page.locator(".film-why").all_text_contents())
    page.get_by_text("What was read, in numbers").click()
    page.get_by_text("All seven expressions").click()
    expect(page.locator(".expression-list dt")).to_have_count(7)
    expect(page.locator(".expression-list dt").first).to_have_text("Happy")
    expect(page.locator(".result-row h2").first).to_contain_text("Gentle films to settle it")
    page.get_by_role("link", name=re.compile("See all.*: Films in the same mood")).click()
    expect(page.locator(".film")).to_have_count(12)


def test_a_photo_without_a_face_says_so_and_offers_moods(visit, hosted_site, tmp_path):
    file = tmp_path / "grey.jpg"
    assert cv2.imwrite(str(file), np.full((960, 1280, 3), 128, np.uint8))
    page = visit(f"{hosted_site}/upload")
    send(page, file)
    expect(page.get_by_role("heading", level=1)).to_have_text("No face was found in this photo.")
    expect(page.get_by_text("in good light")).to_be_visible()
    expect(page.locator(".result-row")).to_have_count(3)
    expect(page.locator(".film")).to_have_count(3 * 12)


def test_what_is_no_photo_gets_a_sentence_next_to_the_field(visit, hosted_site, photo):
    page = visit(f"{hosted_site}/upload", may_be_refused=True, bypass_csp=True)
    problem, field = page.locator("#image-error"), page.get_by_label("Your photo")
    send(page, file_of("empty.jpg", b""))
    expect(problem).to_have_text("This file is empty.")
    send(page, file_of("large.jpg", bytes(10 * 1024 * 1024 + 1)))
    expect(problem).to_contain_text("larger than 10 MB")
    assert page.watch.paths().count("/upload") == 1  # both were named before they were sent
    cut = photo.read_bytes()[:2000]
    for name, content in (("words.jpg", b"these are words"), ("cut.jpg", cut), ("page.svg", b"<svg/>")):
        page.goto(f"{hosted_site}/upload")
        send(page, file_of(name, content))
        expect(problem).to_be_visible()
        assert len(problem.text_content().split()) >= 4, name
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_be_focused()
        expect(page.locator(".ways-in a")).to_have_count(2)
    assert len(page.watch.posts) == 3
    assert violations(page) == []


def file_of(name, content):
    return {"name": name, "mimeType": mimetypes.guess_type(name)[0], "buffer": content}


def test_a_photo_can_be_dropped(visit, hosted_site, photo):
    page = visit(f"{hosted_site}/upload")
    page.evaluate(
        """bytes => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(bytes)], "smile.jpg", { type: "image/jpeg" }));
            const how = { dataTransfer: transfer, bubbles: true, cancelable: true };
            document.getElementById("drop").dispatchEvent(new DragEvent("drop", how));
        }""",
        list(photo.read_bytes()),
    )
    expect(page.locator("#preview")).to_be_visible()
    page.get_by_role("button", name="Read this photo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You look happy.")
