"""A sliding-window rate meter."""

import time
from collections import deque

WINDOW = 60
SILENT_S = 2.0
"""After this long without an event the rate is 0."""


class Rate:
    """Sliding-window rate meter over the last :data:`WINDOW` events; one thread ticks, any may read."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=WINDOW)

    def __bool__(self) -> bool:
        """Whether there was an event."""
        return bool(self._times)

    def tick(self, time_s: float) -> None:
        """Count one event at a time of the monotonic clock, in seconds."""
        self._times.append(time_s)

    def per_second(self) -> float:
        """Events a second; 0.0 after fewer than two, or after two seconds without one."""
        times = tuple(self._times)
        if len(times) < 2 or times[-1] <= times[0] or time.monotonic() - times[-1] > SILENT_S:
            return 0.0
        return (len(times) - 1) / (times[-1] - times[0])
