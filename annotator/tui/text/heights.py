"""The heights of many sections, each of which may be corrected at any time.

Invariant: `total`, `above` and `find` agree with the heights as last corrected; none costs more than a few
hundred additions for 100,000 sections.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

_BLOCK = 512


class Heights:
    """Heights with their sums by block, so that a correction touches two numbers."""

    def __init__(self, heights: Sequence[int]) -> None:
        self._heights = list(heights)
        self._blocks = [sum(self._heights[at : at + _BLOCK]) for at in range(0, len(self._heights), _BLOCK)]
        self.total = sum(self._blocks)

    def correct(self, section: int, height: int) -> None:
        """Set the height of one section."""
        change = height - self._heights[section]
        self._heights[section] = height
        self._blocks[section // _BLOCK] += change
        self.total += change

    def above(self, section: int) -> int:
        """Return the sum of the heights before `section`."""
        block = section // _BLOCK
        return sum(self._blocks[:block]) + sum(self._heights[block * _BLOCK : section])

    def find(self, y: int) -> tuple[int, int]:
        """Return the section that row `y`, held to the first and last, falls in and its number there."""
        if not self._heights:
            return 0, 0
        y = min(max(y, 0), self.total - 1)
        sums = list(accumulate(self._blocks))
        block = bisect_right(sums, y)
        rest = y - (sums[block - 1] if block else 0)
        inner = list(accumulate(self._heights[block * _BLOCK : (block + 1) * _BLOCK]))
        at = bisect_right(inner, rest)
        return block * _BLOCK + at, rest - (inner[at - 1] if at else 0)
