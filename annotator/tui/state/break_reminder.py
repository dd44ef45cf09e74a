"""When it is time for a rest: the minutes worked without one. Pure.

Work is counted from key to key; a gap as long as a short pause is not, and one as long as a rest begins anew.
"""

WORK = 50 * 60.0
"""Seconds of work after which a rest is due."""
PAUSE = 2 * 60.0
"""Seconds between two keys that are no work any more."""
REST = 5 * 60.0
"""Seconds without a key that are a rest."""


class WorkClock:
    """Counts the work of one person at her keys."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._worked = 0.0

    def press(self, now: float) -> None:
        """Count a key that is pressed at `now`, in seconds of any clock that never goes back."""
        gap = 0.0 if self._last is None else now - self._last
        if gap >= REST:
            self._worked = 0.0
        elif gap < PAUSE:
            self._worked += gap
        self._last = now

    @property
    def is_due(self) -> bool:
        """Whether a rest is due."""
        return self._worked >= WORK

    @property
    def minutes(self) -> int:
        """The whole minutes worked since the last rest."""
        return int(self._worked // 60)
