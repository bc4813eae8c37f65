"""Every page, in both versions."""

import html
import json
import re
import shutil

import pytest

from moviefy.config import PROJECT_ROOT, LiveConfig
from moviefy.movies.recommend.neighbours import FILE_NAME
from moviefy.movies.recommend.recommender import Recommender
from moviefy.web import create_app
from moviefy.web.languages.catalogs import LANGUAGES, catalog
from tests.movie_tables import catalog_of, film

HTML = {"Accept": "text/html"}
PAGES = ("/", "/live", "/upload", "/movies", "/movies?mood=sad&goal=lift", "/about", "/privacy")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("version", ["live", "hosted"])
def test_the_page_is_there(app, hosted, page, version):
    answer = (app if version == "live" else hosted).test_client().get(page, headers=HTML)
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert "<h1" in answer.text


def test_the_live_page_offers_the_server_camera_only_where_there_is_one(app, hosted):
    assert 'value="server"' in app.test_client().get("/live").text
    assert 'value="server"' not in hosted.test_client().get("/live").text


def test_the_upload_form_works_without_script(client):
    page = client.get("/upload").text
    form = re.search(r"<form[^>]*id=\"upload-form\"[^>]*>", page).group(0)
    assert 'method="post"' in form
    assert 'enctype="multipart/form-data"' in form
    assert 'name="image"' in page


def test_the_result_shows_photo_mood_and_films(client, post_image, jpeg):
    page = post_image(client, jpeg, path="/upload", headers=HTML)
    assert page.status_code == 200
    assert "data:image/jpeg;base64," in page.text
    assert 'data-state="happy"' in page.text
    assert page.text.count('class="film"') == 3 * 12
    assert 'alt="Your photo with a box around one face."' in page.text


def test_the_result_of_a_picture_without_a_face_says_so(client, post_image, jpeg, pipeline):
    pipeline.label = None
    page = post_image(client, jpeg, path="/upload", headers=HTML).text
    assert 'data-state="no_face"' in page
    assert page.count('class="film"') == 3 * 12
    assert "No face was found" in page
    assert "in good light" in page


def test_the_goal_of_the_form_chooses_the_films(client, post_image, jpeg, pipeline):
    pipeline.label = "sad"
    page = post_image(client, jpeg, path="/upload", form={"goal": "lift"}, headers=HTML)
    assert page.status_code == 200
    assert re.findall(r'data-row="([\w-]+)"', page.text) == ["goal-lift", "goal-match", "goal-calm"]
    wrong = post_image(client, jpeg, path="/upload", form={"goal": "cheer"}, headers=HTML)
    assert wrong.status_code == 400
    assert "goal must be" in wrong.text


def test_the_films_page_shows_films_and_leads_on_without_repeats(client):
    def films(page):
        return re.findall(r'data-field="title">([^<]+)<', page)

    first = client.get("/movies?mood=happy&seed=4").text
    assert len(films(first)) == 12
    following = re.search(r'href="(/movies\?[^"]*offset=12[^"]*)"', first).group(1).replace("&amp;", "&")
    assert "seed=4" in following
    second = client.get(following).text
    assert len(films(second)) == 12
    assert not set(films(first)) & set(films(second))


def test_shuffle_keeps_the_filters_and_drops_the_seed(client):
    page = client.get("/movies?mood=happy&genre=Comedy&seed=4&offset=12").text
    shuffles = re.findall(r'href="(/movies\?[^"]*)">(?:(?!</a>).)*Shuffle', page, re.DOTALL)
    assert len(shuffles) == 1
    assert "genre=Comedy" in shuffles[0]
    assert "seed" not in shuffles[0]
    assert "offset" not in shuffles[0]


def test_empty_fields_of_the_filter_form_count_as_not_given(client):
    assert client.get("/movies?mood=sad&goal=match&genre=&year_from=&year_to=").status_code == 200


def test_no_film_fits_says_what_to_do(client):
    page = client.get("/movies?mood=happy&year_to=1895", headers=HTML)
    assert page.status_code == 200
    assert "No film fits; without the last year there would be" in page.text


def test_a_wrong_parameter_of_the_films_page_is_an_error_page(client):
    page = client.get("/movies?mood=happy&year_from=20O4", headers=HTML)
    assert page.status_code == 400
    assert "year_from must be a whole number" in page.text


def test_text_from_the_client_is_escaped(client):
    page = client.get("/movies?mood=<script>alert(1)</script>", headers=HTML)
    assert page.status_code == 400
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("source", "credit"), [("imdb", "Information courtesy of IMDb"), ("movielens", "GroupLens"), ("editor", None)]
)
def test_the_about_page_credits_where_the_films_come_from(build, tmp_path, source, credit):
    films = Recommender(catalog_of(film(1, facts_source=source), film(2, "sad"), film(3, "angry")))
    for name in ("expression.json", "movie_mood.json"):
        shutil.copy(PROJECT_ROOT / "models" / name, tmp_path)
    page = build(recommender=films, model_dir=tmp_path).test_client().get("/about").text
    for line in ("Information courtesy of IMDb", "GroupLens"):
        assert (line in page) == (line == credit)


def test_the_about_page_credits_the_likes_that_are_shipped(client):
    if not (PROJECT_ROOT / "models" / FILE_NAME).exists():
        pytest.skip("no table of neighbours is shipped")
    assert "GroupLens" in client.get("/about").text


def test_the_about_page_says_how_films_were_graded(client):
    page = client.get("/about").text
    assert "Films graded by hand" in page
    assert "The same mood both times" in page


def about_page(language, **settings):
    app = create_app(LiveConfig(threads=1, detector="haar", **settings))
    return html.unescape(app.test_client().get("/about", headers={"Accept-Language": language}).text)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_about_page_says_the_networks_limits_in_every_language(language):
    limits = json.loads((PROJECT_ROOT / "models" / "expression.json").read_text())["limits"]
    page = about_page(language)
    for limit in limits:
        translated = catalog(language).gettext(limit)
        assert translated != limit
        assert f"<li>{translated}</li>" in page


def test_a_limit_of_another_card_stays_english(tmp_path):
    shutil.copytree(PROJECT_ROOT / "models", tmp_path, ignore=shutil.ignore_patterns("*.h5"), dirs_exist_ok=True)
    card = json.loads((tmp_path / "expression.json").read_text())
    (tmp_path / "expression.json").write_text(json.dumps(card | {"limits": ["At most 90% of cats."]}))
    assert '<li lang="en">At most 90% of cats.</li>' in about_page("de", model_dir=tmp_path)
