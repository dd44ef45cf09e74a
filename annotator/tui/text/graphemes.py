"""Where the clusters of a text are, how wide each is, and how a row of it is drawn.

Invariant: a cluster (flag, joined emoji, base with its marks, selectors and voice marks) is drawn, measured
and clicked as one; stored positions are never changed, only mapped to columns and back.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from annotator.corpus.span import Span
from annotator.tui.text.glyphs import (
    Kind,
    cells_of,
    code_table,
    draw_char,
    draw_cluster,
    drawn_cells,
    kind_of,
)


def _codes_where(wanted: set[Kind], *, redrawn: bool = False) -> bytes:
    codes = (code for code in range(256) if kind_of(code) in wanted or (redrawn and code & 4))
    return b"".join(b"\\x%02x" % code for code in codes)


INSIDE = 16  # Added to the kind of a cluster's base at every further code point of the cluster.

_FLAG = _codes_where({Kind.FLAG})
_PICTURE = _codes_where({Kind.PICTURE})
_JOINER = _codes_where({Kind.JOINER})
_TAIL = _codes_where({Kind.EXTEND, Kind.JOINER})
_NO_BASE = _codes_where({Kind.EXTEND, Kind.JOINER, Kind.SPACE, Kind.NEWLINE})
# A cluster is at most 64 code points, so that no text makes one without end.
_LONG_CLUSTER = re.compile(
    b"(?:[%b][%b]|[^%b](?=[%b]))(?:[%b][%b]|[%b]){0,31}|[%b]{1,64}"
    % (_FLAG, _FLAG, _NO_BASE, _TAIL, _JOINER, _PICTURE, _TAIL, _TAIL)
)
_MAY_JOIN = re.compile(b"[%b]" % _codes_where({Kind.FLAG, Kind.EXTEND, Kind.JOINER}))
_REDRAWN = re.compile(b"[%b]" % _codes_where({Kind.FLAG, Kind.EXTEND, Kind.JOINER}, redrawn=True))
_CELLS = bytes(cells_of(code) for code in range(256))
_KINDS = bytes(kind_of(code) for code in range(256))


def long_clusters(codes: bytes) -> Iterator[Span]:
    """Yield the clusters of more than one code point, and the marks that have no base."""
    if _MAY_JOIN.search(codes):
        yield from (Span(*found.span()) for found in _LONG_CLUSTER.finditer(codes))


def clusters(text: str) -> list[Span]:
    """Return the clusters of `text`, in order; they partition it."""
    found: list[Span] = []
    end = 0
    for span in long_clusters(encode(text)):
        found += (Span(at, at + 1) for at in range(end, span.start))
        found.append(span)
        end = span.end
    return found + [Span(at, at + 1) for at in range(end, len(text))]


def encode(text: str, ambiguous: int = 1) -> bytes:
    """Return one code a character: kind, redrawn or not, cells."""
    return bytes(map(code_table(ambiguous).__getitem__, text))


class Measured(NamedTuple):
    """A text with the kind of each code point and the cells before it."""

    text: str
    kinds: bytes
    cells: Sequence[int]


def measure(text: str, ambiguous: int = 1) -> Measured:
    """Measure `text`; all cells of a cluster count at its first code point, the others are `INSIDE`."""
    codes = encode(text, ambiguous)
    kinds, widths = codes.translate(_KINDS), codes.translate(_CELLS)
    if _MAY_JOIN.search(codes):
        kinds, widths = _joined(text, codes, ambiguous)
    return Measured(text, kinds, list(accumulate(widths, initial=0)))


def _joined(text: str, codes: bytes, ambiguous: int) -> tuple[bytes, bytes]:
    kinds, widths = bytearray(codes.translate(_KINDS)), bytearray(codes.translate(_CELLS))
    for start, end in long_clusters(codes):
        widths[start:end] = bytes(end - start)
        widths[start] = drawn_cells(draw_cluster(text[start:end]), ambiguous)
        if kinds[start] in (Kind.EXTEND, Kind.JOINER):
            kinds[start] = Kind.OPEN
        kinds[start + 1 : end] = bytes([kinds[start] | INSIDE]) * (end - start - 1)
    return bytes(kinds), bytes(widths)


class Drawn(NamedTuple):
    """A row as it is drawn, with the column and the drawn offset of each code point and of the end."""

    text: str
    columns: Sequence[int]
    offsets: Sequence[int]

    @property
    def cells(self) -> int:
        """The cells that the row takes."""
        return self.columns[-1]

    def index_at(self, column: int) -> int:
        """Return the first code point of the cluster drawn at `column`; past the end, the row's length."""
        if column >= self.cells:
            return len(self.columns) - 1
        return bisect_left(self.columns, self.columns[bisect_right(self.columns, max(0, column)) - 1])

    def whole(self, span: Span) -> Span:
        """Widen `span` to whole clusters."""
        start, end = span
        while start > 0 and self.columns[start] == self.columns[start - 1]:
            start -= 1
        while end < len(self.columns) - 1 and self.columns[end] == self.columns[end - 1]:
            end += 1
        return Span(start, end)

    def piece(self, span: Span) -> str:
        """Return what is drawn for `span`, a span of whole clusters."""
        return self.text[self.offsets[span.start] : self.offsets[span.end]]


def draw(text: str, width: int | None = None, *, ambiguous: int = 1) -> Drawn:
    """Draw one row; spaces at its end that would pass `width` are not drawn."""
    codes = encode(text, ambiguous)
    if _REDRAWN.search(codes):
        drawn = _redraw(text, codes, ambiguous)
    else:
        columns = list(accumulate(codes.translate(_CELLS), initial=0))
        drawn = Drawn(text, columns, range(len(text) + 1))
    return drawn if width is None or drawn.cells <= width else _clip(text, drawn, width)


def _redraw(text: str, codes: bytes, ambiguous: int) -> Drawn:
    pieces, widths = list(map(draw_char, text)), bytearray(codes.translate(_CELLS))
    for start, end in long_clusters(codes):
        pieces[start:end] = [draw_cluster(text[start:end])] + [""] * (end - start - 1)
        widths[start:end] = bytes([drawn_cells(pieces[start], ambiguous)]) + bytes(end - start - 1)
    # A code point inside a cluster stands at the cluster's own column and offset.
    columns, offsets = list(accumulate(widths, initial=0)), list(accumulate(map(len, pieces), initial=0))
    for start, end in long_clusters(codes):
        columns[start + 1 : end] = [columns[start]] * (end - start - 1)
        offsets[start + 1 : end] = [offsets[start]] * (end - start - 1)
    return Drawn("".join(pieces), columns, offsets)


def _clip(text: str, drawn: Drawn, width: int) -> Drawn:
    body = len(text.rstrip())
    keep = max(body, bisect_right(drawn.columns, width) - 1)
    columns, offsets = list(drawn.columns), list(drawn.offsets)
    columns[keep:] = [columns[keep]] * (len(columns) - keep)
    offsets[keep:] = [offsets[keep]] * (len(offsets) - keep)
    return Drawn(drawn.text[: offsets[keep]], columns, offsets)


def printable(text: str) -> str:
    """Return what is drawn for `text`."""
    return draw(text).text


def cell_width(text: str, *, ambiguous: int = 1) -> int:
    """Return the cells that `text` takes when it is drawn."""
    return draw(text, ambiguous=ambiguous).cells


@lru_cache(maxsize=1024)
def truncate(text: str, width: int, *, ambiguous: int = 1) -> str:
    """Return text as it is drawn, cut to at most `width` cells between clusters, with an ellipsis where it was cut."""
    text = printable(text[: 4 * max(width, 1)]) + text[4 * max(width, 1) :]
    if len(text) <= 4 * width and cell_width(text, ambiguous=ambiguous) <= width:
        return text
    if width <= 0:
        return ""
    columns = draw(text[: 4 * width], ambiguous=ambiguous).columns
    room = width - cell_width("…", ambiguous=ambiguous)
    last = columns[bisect_right(columns, room) - 1] if room >= 0 else 0
    return text[: bisect_left(columns, last)] + "…"


def pad(text: str, width: int, *, ambiguous: int = 1) -> str:
    """Return text in exactly `width` cells: cut, or filled up with spaces, one space at its end at least."""
    words = truncate(text, width - 1, ambiguous=ambiguous)
    return words + " " * max(0, width - cell_width(words, ambiguous=ambiguous))
