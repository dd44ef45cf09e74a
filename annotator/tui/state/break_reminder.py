"""Counts the minutes worked without a break, to remind the annotator of one. Pure.

The time between two keys counts as work, unless it is a pause; a pause as long as a break starts the count again.
"""

WORK = 50 * 60.0
"""Seconds of work after which a break is due."""
PAUSE = 2 * 60.0
"""Seconds between two keys that do not count as work."""
BREAK = 5 * 60.0
"""Seconds without a key that count as a break."""


class WorkTimer:
    """Times the work of one person at the keyboard."""

    def __init__(self) -> None:
        self._last_key: float | None = None
        self._worked = 0.0

    def record_key(self, now: float) -> None:
        """Record a key pressed at `now`, in seconds of a monotonic clock."""
        gap = 0.0 if self._last_key is None else now - self._last_key
        if gap >= BREAK:
            self._worked = 0.0
        elif gap < PAUSE:
            self._worked += gap
        self._last_key = now

    @property
    def is_break_due(self) -> bool:
        """Whether a break is due."""
        return self._worked >= WORK

    @property
    def minutes(self) -> int:
        """The whole minutes worked since the last break."""
        return int(self._worked // 60)
