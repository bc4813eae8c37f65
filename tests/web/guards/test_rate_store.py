"""Rate limits that several processes share in Redis, and what happens while Redis is away."""

import shutil
import socket
import subprocess
import time

import pytest

from moviefy.config import HostedConfig
from moviefy.errors import SettingError
from tests.web.helpers import assert_error_shape

pytestmark = pytest.mark.skipif(shutil.which("redis-server") is None, reason="needs redis-server, not installed here")
PATIENCE_S = 20


class Redis:
    """Debian's Redis on a free port, in memory alone."""

    def __init__(self, folder):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.folder, self.process = folder, None
        self.start()

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.05)

    def kill(self):
        self.process.kill()
        self.process.wait(PATIENCE_S)


@pytest.fixture
def redis(tmp_path):
    server = Redis(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def client_of(build, redis):
    """Clients of apps that count in Redis, as several processes would."""

    def build_client():
        store = f"redis://127.0.0.1:{redis.port}"
        return build(HostedConfig, rate_limit="3 per minute", rate_store=store).test_client()

    return build_client


def test_two_apps_share_one_count(client_of, post_image, jpeg):
    first, second = client_of(), client_of()
    assert [post_image(client, jpeg).status_code for client in (first, second, first)] == [200, 200, 200]
    answer = post_image(second, jpeg)
    assert_error_shape(answer, "too_many_requests", 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_while_redis_is_away_each_app_counts_for_itself(client_of, redis, post_image, jpeg):
    first, second = client_of(), client_of()
    assert post_image(first, jpeg).status_code == 200
    redis.kill()
    for client in (first, second):
        statuses = [post_image(client, jpeg).status_code for _ in range(4)]
        assert statuses == [200, 200, 200, 429]


def test_when_redis_is_back_they_share_again(client_of, redis, post_image, jpeg):
    client = client_of()
    redis.kill()
    assert post_image(client, jpeg).status_code == 200
    redis.start()
    end = time.monotonic() + PATIENCE_S
    while post_image(client_of(), jpeg).status_code != 429:  # a fresh app meets what the first has counted in Redis
        post_image(client, jpeg)
        assert time.monotonic() < end
        time.sleep(0.2)


@pytest.mark.parametrize("store", ["mongodb://x", "redis", "localhost:6379"])
def test_another_kind_of_store_is_refused_at_the_start(store):
    with pytest.raises(SettingError, match="MOVIEFY_RATE_STORE cannot be"):
        HostedConfig.from_environment({"MOVIEFY_SECRET_KEY": "a secret for tests only", "MOVIEFY_RATE_STORE": store})
