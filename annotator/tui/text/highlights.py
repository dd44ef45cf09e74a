"""Marks on a document, found by the stretch of text that is being painted, and a row cut up by them.

Invariant: `over` returns the marks that share a code point with a span, in the order in which they were
given; the pieces of a row, joined, are the row as drawn.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from annotator.corpus.span import Span
from annotator.tui.text.graphemes import Drawn


class Highlight(NamedTuple):
    """A stretch of the document to set off; `role` names how, as a suffix of a component class."""

    span: Span
    role: str


class MarkIndex:
    """Marks sorted by start, with the furthest end so far, so that a row asks only its neighbours."""

    def __init__(self, marks: Sequence[Highlight]) -> None:
        entries = ((mark.span, order, mark) for order, mark in enumerate(marks))
        self._marks = sorted((one for one in entries if one[0].start < one[0].end), key=lambda one: one[:2])
        self._starts = [span.start for span, _, _ in self._marks]
        self._reach = list(accumulate((span.end for span, _, _ in self._marks), max))

    def over(self, span: Span) -> list[Highlight]:
        """Return the marks that overlap `span`."""
        found: list[tuple[int, Highlight]] = []
        at = bisect_left(self._starts, span.end) - 1
        while at >= 0 and self._reach[at] > span.start:
            marked, order, mark = self._marks[at]
            if marked.overlaps(span):
                found.append((order, mark))
            at -= 1
        return [mark for _, mark in sorted(found, key=lambda pair: pair[0])]


def split_row(drawn: Drawn, start: int, marks: Sequence[Highlight]) -> list[tuple[str, tuple[str, ...]]]:
    """Cut a drawn row that stands at `start` of the document where marks begin and end, with their roles."""
    size = len(drawn.columns) - 1
    laid = []
    for mark in marks:
        inside = Span(max(0, mark.span.start - start), min(size, mark.span.end - start))
        laid.append((drawn.whole(inside), mark.role))
    cuts = sorted({0, size, *(edge for span, _ in laid for edge in span)})
    found: list[tuple[str, tuple[str, ...]]] = []
    for piece in (Span(*pair) for pair in pairwise(cuts)):
        if text := drawn.piece(piece):
            found.append((text, tuple(role for span, role in laid if span.contains(piece))))
    return found
