"""Japanese line breaking: which code points share a row. The pure face of the screen's typesetting.

Invariant: the rows of a text partition it, no row is empty or splits a cluster, none is drawn wider than
asked unless one cluster is, and the rules of kinsoku hold at every break where the row has a place that keeps
them. Time is linear in the text.
"""

import re
from bisect import bisect_right
from functools import lru_cache

from annotator.corpus.span import Span
from annotator.tui.text.glyphs import Kind
from annotator.tui.text.graphemes import (
    INSIDE,
    Drawn,
    Measured,
    cell_width,
    clusters,
    draw,
    measure,
    pad,
    printable,
    truncate,
)

__all__ = [
    "HANGING_SPACES",
    "Drawn",
    "cell_width",
    "clusters",
    "draw",
    "pad",
    "printable",
    "truncate",
    "wrap",
]

HANGING_SPACES = 64  # So many spaces past the width stay with the row before them.

_WORDS = frozenset({Kind.WORD, Kind.WORD_NO_START, Kind.WORD_NO_END})
_NEVER_FIRST = frozenset({Kind.NO_START, Kind.WORD_NO_START, Kind.SPACE, Kind.NEWLINE})
_NEVER_LAST = frozenset({Kind.NO_END, Kind.WORD_NO_END})
_SOFT = frozenset("-/?&=_.+")  # A word longer than a row may break after these.
_SPACES = re.compile(b"[%b]*" % bytes([Kind.SPACE]))
_WORD_RUN = re.compile(b"[%b]*" % bytes(kind | flag for kind in _WORDS for flag in (0, INSIDE)))


def _kinsoku(last: int, first: int) -> bool:
    """Tell whether a row may end with a `last` and the next begin with a `first`."""
    return not first & INSIDE and first not in _NEVER_FIRST and last & ~INSIDE not in _NEVER_LAST


def _proper(last: int, first: int) -> bool:
    """Tell whether, beyond kinsoku, no word is cut between the two."""
    if not _kinsoku(last, first):
        return False
    last &= ~INSIDE
    opens_after_close = last == Kind.WORD_NO_START and first == Kind.WORD_NO_END
    return opens_after_close or not (last in _WORDS and first in _WORDS)


# One byte for every pair of kinds: the last of a row << 5 | the first of the next.
_KINSOKU = bytes(_kinsoku(pair >> 5, pair & 31) for pair in range(1024))
_PROPER = bytes(_proper(pair >> 5, pair & 31) for pair in range(1024))


@lru_cache(maxsize=256)
def wrap(text: str, width: int, *, first: int = 0, ambiguous: int = 1) -> tuple[Span, ...]:
    """Return the rows of one paragraph at `width` cells; spaces and a newline belong to the row before them.

    The first row is narrower by `first` cells. `ambiguous` is how many cells the terminal gives to characters such
    as `…` and `①`.
    """
    line = measure(text, ambiguous)
    rows: list[Span] = []
    start = 0
    while start < len(text):
        end = _row_end(line, start, max(1, width if start else width - first))
        rows.append(Span(start, end))
        start = end
    return tuple(rows)


def _row_end(line: Measured, start: int, width: int) -> int:
    kinds, size = line.kinds, len(line.kinds)
    limit = max(_fitting(line, start, width), _cluster_end(kinds, start))
    newline = kinds.find(Kind.NEWLINE, start, limit + 1)
    if newline >= 0:
        return newline + 1
    if limit == size:
        return size
    after = _spaces_end(kinds, limit)
    if after > limit:
        if after < size and kinds[after] == Kind.NEWLINE:
            return after + 1
        if after == size or after - limit == HANGING_SPACES or _may_break(kinds, start, after):
            return after
    return _break(line, start, limit, width)


def _fitting(line: Measured, start: int, width: int) -> int:
    return bisect_right(line.cells, line.cells[start] + width, start + 1) - 1


def _spaces_end(kinds: bytes, start: int) -> int:
    found = _SPACES.match(kinds, start, start + HANGING_SPACES)
    return found.end() if found else start


def _cluster_end(kinds: bytes, start: int) -> int:
    end = start + 1
    while end < len(kinds) and kinds[end] & INSIDE:
        end += 1
    return end


def _break(line: Measured, start: int, limit: int, width: int) -> int:
    """Choose the last good break up to `limit`: a proper one, else inside a long word, else any that fits."""
    best = _last_break(line.kinds, start, limit)
    if best and not _is_long_word(line, best, limit, width):
        return best
    soft = _soft_break(line, best or start, limit)
    return soft or best or _forced_break(line.kinds, start, limit)


def _last_break(kinds: bytes, start: int, limit: int) -> int:
    for at in range(limit, start, -1):
        if _PROPER[kinds[at - 1] << 5 | kinds[at]] and _may_break(kinds, start, at):
            return at
    return 0


def _may_break(kinds: bytes, start: int, at: int) -> bool:
    """Tell whether a row from `start` may properly end at `at`, with its last spaces set aside."""
    if kinds[at - 1] != Kind.SPACE:
        return bool(_PROPER[kinds[at - 1] << 5 | kinds[at]])
    body = at
    while body > start and kinds[body - 1] == Kind.SPACE:
        body -= 1
    return body > start and bool(_KINSOKU[kinds[body - 1] << 5 | kinds[at]])


def _is_long_word(line: Measured, start: int, limit: int, width: int) -> bool:
    """Tell whether the word from `start` runs past `limit` and is wider than any row."""
    found = _WORD_RUN.match(line.kinds, start, limit + width + 1)
    end = found.end() if found else start
    return end > limit and line.cells[end] - line.cells[start] > width


def _soft_break(line: Measured, start: int, limit: int) -> int:
    text, kinds = line.text, line.kinds
    for at in range(limit, start, -1):
        if text[at - 1] in _SOFT and text[at] not in _SOFT and _KINSOKU[kinds[at - 1] << 5 | kinds[at]]:
            return at
    return 0


def _forced_break(kinds: bytes, start: int, limit: int) -> int:
    for at in range(limit, start, -1):
        if kinds[at - 1] != Kind.SPACE and _KINSOKU[kinds[at - 1] << 5 | kinds[at]]:
            return at
    return _spaces_end(kinds, limit)
