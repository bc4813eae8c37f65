"""Who counts as one client, however the address is written."""

import pytest

from moviefy.config import HostedConfig
from moviefy.serving.clients import key_of

PROXIED = {"Accept": "application/json"}


@pytest.mark.parametrize(
    ("addresses", "key"),
    [
        (
            ("203.0.113.7", "203.0.113.7:4711", " 203.0.113.7:1 ", "::ffff:203.0.113.7", "[::ffff:cb00:7107]:80"),
            "203.0.113.7",
        ),
        (
            ("2001:db8:1:2::1", "[2001:db8:1:2:aaaa::9]:4711", "2001:DB8:1:2:ffff::", "[2001:db8:1:2::1]"),
            "2001:db8:1:2::/64",
        ),
        (("fe80::1%eth0", "fe80::2"), "fe80::/64"),
        ((None, "", "unknown", "_hidden", "a:b", "[", "203.0.113.7.8", "x" * 1000), "unknown"),
    ],
)
def test_addresses_that_one_client_can_choose_among_are_one(addresses, key):
    assert {key_of(address) for address in addresses} == {key}


def test_neighbours_are_others():
    assert len({key_of(a) for a in ("203.0.113.7", "203.0.113.8", "2001:db8:1:2::1", "2001:db8:1:3::1")}) == 4


@pytest.mark.parametrize("written", ["203.0.113.7:{}", "[2001:db8::{}]:{}", "2001:db8::{}"])
def test_no_port_and_no_address_of_the_same_home_gets_around_the_limits(build, post_image, jpeg, written):
    client = build(HostedConfig, rate_limit="2 per minute", trusted_proxies=1).test_client()

    def ask(number, path):
        headers = {"X-Forwarded-For": f"198.51.100.{number}, {written.format(number, number)}"}
        if path == "/upload":
            return post_image(client, jpeg, path=path, headers=headers).status_code
        return client.post(path, json={"mood": "sad", "limit": 1}, headers=headers).status_code

    assert [ask(number, "/upload") for number in range(1, 5)] == [200, 200, 429, 429]
    statuses = [ask(number, path) for number in range(1, 7) for path in ("/api/v1/movies", "/movies/fragment")]
    assert statuses == [200] * 10 + [429] * 2
