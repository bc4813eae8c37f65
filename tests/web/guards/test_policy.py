"""Each view's policy, for both versions, in one table. A new view needs a row here."""

import pytest

from moviefy.config import HostedConfig, LiveConfig
from moviefy.web.api.batch import pictures_sent
from moviefy.web.guards.policy import DEFAULT, Policy, policy_of, quiet, rate_limited, streaming

PLAIN = DEFAULT
PAGE = Policy(revalidated=True)
PICTURES = Policy(cost=1, takes_pictures=True)
READING_PAGE = Policy(revalidated=True, reads_on_device=True)
PROBE = Policy(quiet=True, json_errors=True)
CAMERA_STREAM = Policy(streaming=True, opens_camera=True, json_errors=True)

POLICIES = {
    "static": Policy(quiet=True),
    "pages.start": PAGE,
    "pages.live": READING_PAGE,
    "pages.upload": READING_PAGE,
    "languages.pick_language": Policy(),
    "pages.upload_result": Policy(cost=1, takes_pictures=True, reads_on_device=True),
    "pages.about": PAGE,
    "pages.privacy": PAGE,
    "film_pages.movies": PAGE,
    "film_pages.film": PAGE,
    "film_pages.fragment": Policy(json_errors=True, lists_films=True),
    "film_pages.suggestions": Policy(json_errors=True),
    "mine_pages.mine": PAGE,
    "mine_pages.together": PAGE,
    "mine_pages.cards": Policy(json_errors=True, lists_films=True),
    "mine_pages.titles": Policy(quiet=True, revalidated=True),
    "site.manifest": Policy(quiet=True, revalidated=True),
    "site.service_worker": Policy(quiet=True, revalidated=True),
    "site.offline": PAGE,
    "site.robots": Policy(quiet=True),
    "site.sitemap": PLAIN,
    "browser_files.listed": Policy(quiet=True, json_errors=True, revalidated=True),
    "browser_files.worker": Policy(quiet=True, reads_on_device=True),
    "browser_files.send": Policy(quiet=True),
    "posters.best": PLAIN,
    "posters.drawn": PLAIN,
    "api.analyze": PICTURES,
    "api.movies": PLAIN,
    "api.movies_by_body": Policy(lists_films=True),
    "api.similar": PLAIN,
    "api.search": PLAIN,
    "api.openapi": PLAIN,
    "api.docs": PAGE,
    "api_batch.analyze_batch": Policy(takes_pictures=True, cost=pictures_sent),
    "health.healthz": PROBE,
    "health.readyz": PROBE,
    "health.metrics": PROBE,
    "stream.events": CAMERA_STREAM,
    "camera.video_feed": CAMERA_STREAM,
    "camera.choose_face": Policy(cost=1, json_errors=True),
    "browser_camera.why_refused": Policy(json_errors=True),
    "browser_camera.frames": Policy(streaming=True, json_errors=True),
}


@pytest.mark.parametrize("kind", [LiveConfig, HostedConfig])
def test_every_view_has_the_policy_of_the_table(build, kind):
    app = build(kind)
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {endpoint: policy_of(app.view_functions[endpoint]) for endpoint in endpoints} == POLICIES


@pytest.mark.parametrize("kind", [LiveConfig, HostedConfig])
def test_errors_at_addresses_for_programs_are_json_whatever_they_accept(build, kind):
    client = build(kind).test_client()
    for path in ("/healthz", "/readyz", "/metrics", "/events", "/video_feed", "/video_feed/face", "/ws/frames"):
        answer = client.delete(path, headers={"Accept": "text/html"})
        assert answer.is_json, path
        assert answer.json["error"]["code"] in ("method_not_allowed", "bad_parameter")


def test_decorators_add_up():
    @quiet
    @streaming
    @rate_limited(3)
    def view():
        return "answer"

    assert policy_of(view) == Policy(cost=3, streaming=True, quiet=True)
    assert view() == "answer"
    assert policy_of(lambda: None) == DEFAULT
