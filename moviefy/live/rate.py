"""How often something happens, measured over the last few dozen times."""

import time
from collections import deque

WINDOW = 60
SILENT_S = 2.0
"""What has not happened for longer counts as stopped."""


class Rate:
    """Counted in one thread, read in any."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=WINDOW)

    def __bool__(self) -> bool:
        """Whether it happened at all."""
        return bool(self._times)

    def tick(self, time_s: float) -> None:
        """It happened, at a time of the monotonic clock."""
        self._times.append(time_s)

    def per_second(self) -> float:
        """Times a second; 0.0 where it happened less than twice or not for two seconds."""
        times = tuple(self._times)
        if len(times) < 2 or times[-1] <= times[0] or time.monotonic() - times[-1] > SILENT_S:
            return 0.0
        return (len(times) - 1) / (times[-1] - times[0])
