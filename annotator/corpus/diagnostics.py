"""What the reader of a text noticed: a code, a place and a sentence for a person.

Lines and columns count from 1; columns are code points.
"""

from bisect import bisect_right
from typing import NamedTuple


class Diagnostic(NamedTuple):
    """One remark about one place of a document."""

    code: str
    line: int
    column: int
    message: str


def position_of(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of `offset` in `text`, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


class Remarks:
    """Collects diagnostics of one text by offset, and places them once the lines are known."""

    def __init__(self) -> None:
        self._found: list[tuple[int, str, str]] = []

    def add(self, offset: int, code: str, message: str) -> None:
        """Remark on the character at `offset` of the document."""
        self._found.append((offset, code, message))

    def __bool__(self) -> bool:
        """Tell whether anything was remarked on."""
        return bool(self._found)

    def placed(self, line_starts: list[int]) -> tuple[Diagnostic, ...]:
        """Return the remarks in text order; `line_starts` are the offsets at which lines begin."""
        placed = []
        for offset, code, message in sorted(self._found):
            line = bisect_right(line_starts, offset)
            placed.append(Diagnostic(code, line, offset - line_starts[line - 1] + 1, message))
        return tuple(placed)
