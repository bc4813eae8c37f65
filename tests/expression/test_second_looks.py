from moviefy.expression.faces.face import Search
from moviefy.expression.second_looks import EVERY_S, WAYS, SecondLooks


def asked(looks, found, frames, *, start_s=0.0, fps=30):
    """How each of some frames is searched; ``found`` says for a way whether it finds anybody."""
    ways = []
    for number in range(frames):
        way = looks.search(start_s + number / fps)
        looks.update(way, found=found(way))
        ways.append(way)
    return ways


def test_while_somebody_is_found_every_frame_is_searched_quickly():
    assert set(asked(SecondLooks(), lambda way: True, 60)) == {Search.FRAME}


def test_with_nobody_each_way_is_tried_now_and_then():
    ways = asked(SecondLooks(), lambda way: False, 61)
    slow = [way for way in ways if way is not Search.FRAME]
    assert slow[: len(WAYS)] == list(WAYS)
    assert len(slow) <= 2 / EVERY_S + 1
    assert ways[0] is Search.FRAME
    assert Search.PHOTO not in ways


def test_a_way_that_works_is_kept_until_it_fails():
    looks = SecondLooks()
    ways = asked(looks, lambda way: way is Search.TILTED_LEFT, 90)
    first = ways.index(Search.TILTED_LEFT)
    assert set(ways[first:]) == {Search.TILTED_LEFT}
    assert asked(looks, lambda way: False, 3, start_s=10.0)[1:] != [Search.TILTED_LEFT] * 2
