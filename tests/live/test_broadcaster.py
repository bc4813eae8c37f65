import threading
import time

import numpy as np
import pytest

from moviefy.capture.frame_source import FrameSource
from moviefy.errors import CameraUnavailable
from moviefy.live.broadcaster import FrameBroadcaster
from moviefy.live.status import CameraState
from tests.frame_sources import PATIENCE_S, Studio, short_stall, threads_named, wait_until

SOURCE_THREAD = "moviefy-source"


@pytest.fixture
def studio():
    scripted = Studio()
    yield scripted
    scripted.release()


@pytest.fixture
def stall_s():
    """Longer than any test lasts: on a busy machine a source may be silent for a while without a stall."""
    return 10 * PATIENCE_S


@pytest.fixture
def broadcaster(studio, stall_s):
    shared = FrameBroadcaster(studio, stall_s=stall_s, retry_s=0.02)
    yield shared
    studio.release()
    shared.close()
    wait_until(lambda: not threads_named(SOURCE_THREAD))


def state(broadcaster):
    return broadcaster.status().state


def test_nothing_is_open_before_the_first_viewer(studio, broadcaster):
    assert state(broadcaster) is CameraState.IDLE
    assert studio.opened == 0
    assert threads_named(SOURCE_THREAD) == []


def test_the_source_opens_for_the_first_viewer_and_closes_after_the_last(studio, broadcaster):
    with broadcaster.subscribe() as first:
        assert first.next(PATIENCE_S)
        with broadcaster.subscribe() as second:
            assert second.next(PATIENCE_S)
            assert broadcaster.subscriptions == 2
        assert studio.open_now == 1
        assert first.next(PATIENCE_S)
    wait_until(lambda: studio.open_now == 0)
    assert studio.opened == 1
    assert state(broadcaster) is CameraState.IDLE


def test_every_viewer_gets_the_same_frame_without_a_copy(studio, broadcaster):
    with broadcaster.subscribe() as first, broadcaster.subscribe() as second:
        assert first.next(PATIENCE_S)
        studio.hang.clear()
        wait_until(lambda: first.next(0.1) is None)
        seen = second.next(PATIENCE_S)
        assert seen is not None
        assert seen is first._session.frames.current.value


def test_a_slow_viewer_gets_the_newest_frame_and_its_drops_are_counted(studio, broadcaster):
    with broadcaster.subscribe() as viewer:
        viewer.next(PATIENCE_S)
        before = studio.reads
        studio.value = 7
        wait_until(lambda: studio.reads > before + 20)
        assert (viewer.next(PATIENCE_S).frame == 7).all()
        assert viewer.dropped >= 15


def test_what_came_before_a_viewer_is_no_drop(studio, broadcaster):
    with broadcaster.subscribe() as first:
        wait_until(lambda: studio.reads > 20)
        with broadcaster.subscribe() as late:
            assert late.next(PATIENCE_S)
            assert late.dropped == 0
        assert first.next(PATIENCE_S)


def test_a_slow_viewer_does_not_hold_up_another(broadcaster):
    with broadcaster.subscribe() as slow, broadcaster.subscribe() as quick:
        slow.next(PATIENCE_S)
        for _ in range(30):
            assert quick.next(PATIENCE_S)
        assert slow.next(PATIENCE_S)


def test_a_subscription_ends_once(broadcaster):
    viewers = [broadcaster.subscribe() for _ in range(3)]
    viewers[0].close()
    viewers[0].close()
    assert broadcaster.subscriptions == 2
    for viewer in viewers:
        viewer.close()
    assert broadcaster.subscriptions == 0


def test_no_first_frame_yet(studio, broadcaster):
    studio.hang.clear()
    with broadcaster.subscribe() as viewer:
        assert state(broadcaster) is CameraState.STARTING
        assert viewer.next(0.05) is None
        studio.hang.set()
        assert viewer.next(PATIENCE_S)
        assert state(broadcaster) is CameraState.RUNNING


@short_stall
def test_a_source_without_a_first_frame_is_said_until_one_comes(studio, broadcaster):
    studio.hang.clear()
    with broadcaster.subscribe() as viewer:
        wait_until(lambda: state(broadcaster) is CameraState.UNAVAILABLE)
        assert "does not answer" in broadcaster.status().message
        studio.hang.set()
        assert viewer.next(PATIENCE_S)
        wait_until(lambda: state(broadcaster) is CameraState.RUNNING)


@short_stall
def test_a_read_that_blocks_holds_no_viewer_and_is_said(studio, broadcaster):
    with broadcaster.subscribe() as viewer:
        viewer.next(PATIENCE_S)
        studio.hang.clear()
        wait_until(lambda: viewer.next(0.05) is None)
        wait_until(lambda: state(broadcaster) is CameraState.UNAVAILABLE)
        studio.hang.set()
        assert viewer.next(PATIENCE_S)
        wait_until(lambda: state(broadcaster) is CameraState.RUNNING)


def test_leaving_does_not_wait_for_a_read_that_blocks(studio, broadcaster):
    viewer = broadcaster.subscribe()
    viewer.next(PATIENCE_S)
    studio.hang.clear()
    start = time.monotonic()
    viewer.close()
    assert time.monotonic() - start < 5
    assert state(broadcaster) is CameraState.IDLE


def test_opening_while_the_old_thread_still_closes(studio, broadcaster):
    studio.may_close.clear()
    with broadcaster.subscribe() as viewer:
        viewer.next(PATIENCE_S)
    with broadcaster.subscribe() as viewer:
        assert viewer.next(0.1) is None
        assert studio.opened == 1
        studio.may_close.set()
        assert viewer.next(PATIENCE_S)
    assert studio.opened == 2
    assert studio.most_open == 1


@short_stall
def test_a_source_that_never_closes_does_not_gather_threads(studio, broadcaster):
    studio.may_close.clear()
    with broadcaster.subscribe() as viewer:
        viewer.next(PATIENCE_S)
    for _ in range(20):
        broadcaster.subscribe().close()
    wait_until(lambda: len(threads_named(SOURCE_THREAD)) == 1)
    with broadcaster.subscribe():
        wait_until(lambda: state(broadcaster) is CameraState.UNAVAILABLE)


def test_no_frame_of_an_earlier_session_is_shown(studio, broadcaster):
    with broadcaster.subscribe() as viewer:
        viewer.next(PATIENCE_S)
        studio.hang.clear()  # the old thread is left in the middle of read(), with an old frame in its hands
        wait_until(lambda: viewer.next(0.05) is None)
    with broadcaster.subscribe() as viewer:
        studio.value = 9
        studio.hang.set()
        for _ in range(10):
            assert (viewer.next(PATIENCE_S).frame == 9).all()


def test_an_absent_camera_reaches_every_viewer_and_comes_by_itself(studio, broadcaster):
    studio.absent = "There is no camera 0 on this machine."
    with broadcaster.subscribe() as first, broadcaster.subscribe() as second:
        wait_until(lambda: state(broadcaster) is CameraState.UNAVAILABLE)
        assert broadcaster.status().message == studio.absent
        assert first.next(0.0) is second.next(0.0) is None
        studio.absent = None
        assert first.next(PATIENCE_S)
        assert second.next(PATIENCE_S)
        assert state(broadcaster) is CameraState.RUNNING


def test_a_lost_camera_comes_back_by_itself(studio, broadcaster):
    with broadcaster.subscribe() as viewer:
        for loss in range(3):
            assert viewer.next(PATIENCE_S)
            studio.dies = f"The camera was unplugged, time {loss}."
            wait_until(lambda: state(broadcaster) is CameraState.UNAVAILABLE)
            assert broadcaster.status().message == studio.dies
            studio.dies = None
            wait_until(lambda: state(broadcaster) is CameraState.RUNNING)
    assert studio.opened >= 4
    assert studio.most_open == 1
    wait_until(lambda: studio.open_now == 0)


def test_an_unknown_failure_is_logged_and_the_camera_comes_back(studio, broadcaster, caplog):
    with broadcaster.subscribe() as viewer:
        viewer.next(PATIENCE_S)
        studio.crashes = RuntimeError("a secret path")
        studio.absent = "Still gone."
        wait_until(lambda: state(broadcaster) is CameraState.UNAVAILABLE)
        assert "secret" not in broadcaster.status().message
        studio.absent = None
        wait_until(lambda: state(broadcaster) is CameraState.RUNNING)
    assert "a secret path" in caplog.text


def test_the_same_loss_is_logged_once(studio, broadcaster, caplog):
    studio.absent = "There is no camera 0 on this machine."
    with broadcaster.subscribe():
        wait_until(lambda: studio.refused >= 3)
    assert caplog.text.count(studio.absent) == 1


def test_sizes_may_change(studio, broadcaster):
    with broadcaster.subscribe() as viewer:
        for size in ((1, 1), (480, 640), (3, 500)):
            studio.size = size
            wait_until(lambda size=size: (got := viewer.next(PATIENCE_S)) and got.frame.shape == (*size, 3))


def test_the_rate_is_measured(studio, broadcaster):
    with broadcaster.subscribe():
        wait_until(lambda: studio.reads > 30)
        assert 5 < broadcaster.status().fps <= 110


def test_closing_ends_every_viewer(studio, broadcaster):
    viewers = [broadcaster.subscribe() for _ in range(2)]
    assert viewers[0].next(PATIENCE_S)
    broadcaster.close()
    assert studio.open_now == 0
    assert all(viewer.closed for viewer in viewers)
    assert viewers[1].next(PATIENCE_S) is None
    for viewer in viewers:
        viewer.close()
    with pytest.raises(CameraUnavailable, match="switched off"):
        broadcaster.subscribe()


class SleepingSource(FrameSource):
    """Has one frame, and reads the next until it is woken."""

    name, fps = "sleeping camera", 1.0

    def __init__(self):
        self.frames, self.asleep, self.woken = [np.zeros((4, 4, 3), np.uint8)], threading.Event(), threading.Event()

    def read(self):
        if self.frames:
            return self.frames.pop()
        self.asleep.set()
        assert self.woken.wait(PATIENCE_S)
        raise CameraUnavailable("Nothing was captured.")

    def wake(self):
        self.woken.set()

    def close(self):
        pass


@pytest.mark.parametrize("end", ["broadcaster", "last viewer"])
def test_the_end_wakes_a_source_that_waits_for_its_next_frame(end):
    source = SleepingSource()
    broadcaster = FrameBroadcaster(lambda: source)
    viewer = broadcaster.subscribe()
    assert source.asleep.wait(PATIENCE_S)
    (broadcaster if end == "broadcaster" else viewer).close()
    assert source.woken.is_set()
    broadcaster.close()
    wait_until(lambda: not threads_named(SOURCE_THREAD))


def test_many_connects_leave_nothing_behind(studio, broadcaster):
    for _ in range(100):
        with broadcaster.subscribe():
            pass
    wait_until(lambda: not threads_named(SOURCE_THREAD) and studio.open_now == 0)
    assert broadcaster.subscriptions == 0
    assert studio.most_open <= 1
