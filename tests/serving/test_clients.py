"""One client's share of the threads."""

from moviefy.serving.clients import Turns


def test_a_client_beyond_its_share_waits_for_its_own_requests_alone():
    turns = Turns[str](2)
    assert [turns.take("one", request) for request in "abcd"] == [True, True, False, False]
    assert turns.is_full("one")
    assert not turns.is_full("another")
    assert turns.take("another", "x")
    assert turns.give_back("another") is None
    assert [turns.give_back("one") for _ in range(4)] == ["c", "d", None, None]
    assert turns.take("one", "e")
    assert not turns.is_full("one")


def test_nothing_is_kept_of_clients_that_have_gone():
    turns = Turns[str](1)
    for client in map(str, range(100)):
        assert turns.take(client, "first")
        assert not turns.take(client, "second")
        assert turns.give_back(client) == "second"
        assert turns.give_back(client) is None
    assert not turns._busy
    assert not turns._waiting
