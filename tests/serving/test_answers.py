"""Answers on their way, and which of them go once threads run out."""

import socket
import threading
import time

import pytest

from moviefy.serving import answers as module
from moviefy.serving.answers import Answers

LARGE = bytes(50_000_000)


@pytest.fixture
def connection():
    """Makes pairs of sockets: the server's and the client's."""
    made = []

    def make():
        made.extend(pair := socket.socketpair())
        return pair

    yield make
    for sock in made:
        sock.close()


def environ(sock, client):
    return {"gunicorn.socket": sock, "REMOTE_ADDR": client}


def is_open(client):
    client.setblocking(False)
    try:
        return client.recv(1) != b""
    except BlockingIOError:
        return True


def test_the_oldest_answers_of_the_client_that_has_most_go_first(connection, monkeypatch):
    monkeypatch.setattr(module, "SLOW_S", -1.0)
    answers, ends = Answers(), []
    for client in ("one", "many", "many", "many"):
        server, end = connection()
        answers.begin(environ(server, client))
        ends.append(end)
    answers.give_up(2)
    answers.give_up(2)  # their threads have not noticed yet
    assert [is_open(end) for end in ends] == [True, False, False, True]


def test_young_answers_sent_ones_and_streams_stay(connection, monkeypatch):
    answers = Answers()
    young, young_end = connection()
    answers.begin(environ(young, "a"))
    answers.give_up(9)
    assert is_open(young_end)
    monkeypatch.setattr(module, "SLOW_S", -1.0)
    (sent, sent_end), (stream, stream_end) = connection(), connection()
    answers.begin(environ(sent, "a"))
    answers.end(sent)
    stream.settimeout(15)
    answers.begin(environ(stream, "a"))
    answers.give_up(9)
    assert [is_open(end) for end in (young_end, sent_end, stream_end)] == [False, True, True]


def test_a_thread_that_waits_for_its_client_goes_on(connection):
    answers, (server, _client) = Answers(), connection()
    failed = threading.Event()

    def send():
        with pytest.raises(OSError, match="pipe"):
            server.sendall(LARGE)
        failed.set()

    thread = threading.Thread(target=send)
    answers.begin(environ(server, "a"))
    thread.start()
    end = time.monotonic() + 20
    while not failed.wait(0.05) and time.monotonic() < end:
        answers.give_up(1)
    thread.join(20)
    assert failed.is_set()
