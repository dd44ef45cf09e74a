"""Japanese line breaking (kinsoku): which graphemes share a row.

Invariant: the rows of a text partition it, no row is empty or splits a grapheme, none is drawn wider than asked
unless one grapheme is, and kinsoku holds at every break where the row has a place that keeps it. Time is linear
in the text.
"""

import re
from bisect import bisect_right
from functools import lru_cache

from annotator.corpus.span import Span
from annotator.tui.text.graphemes import BreakClass, GlyphRun, shape

HANGING_SPACES = 64
"""So many spaces past the width stay on the row before them."""

_WORD_CLASSES = frozenset({BreakClass.WORD, BreakClass.WORD_NO_START, BreakClass.WORD_NO_END})
_NEVER_FIRST = frozenset(
    {BreakClass.NO_START, BreakClass.WORD_NO_START, BreakClass.SPACE, BreakClass.NEWLINE}
)
_NEVER_LAST = frozenset({BreakClass.NO_END, BreakClass.WORD_NO_END})
_SOFT_BREAKS = frozenset("-/?&=_.+")  # A word longer than a row may break after these.
_SPACES = re.compile(b"[%b]*" % bytes([BreakClass.SPACE]))
_WORD = re.compile(b"[%b]*" % bytes(_WORD_CLASSES))


@lru_cache(maxsize=256)
def wrap(text: str, width: int, *, first_indent: int = 0, ambiguous_width: int = 1) -> tuple[Span, ...]:
    """Return the rows of a paragraph at `width` cells; spaces and a newline belong to the row before them.

    The first row is narrower by `first_indent` cells.
    """
    line = _Line(shape(text, ambiguous_width=ambiguous_width))
    rows: list[Span] = []
    start = 0
    while start < line.size:
        end = line.row_end(start, max(1, width if start else width - first_indent))
        rows.append(Span(line.offsets[start], line.offsets[end]))
        start = end
    return tuple(rows)


class _Line:
    """A text as break classes and columns; `start`, `at` and `limit` count graphemes."""

    def __init__(self, run: GlyphRun) -> None:
        self.size = len(run.glyphs)
        self.offsets = run.offsets
        self._drawn = [glyph.drawn for glyph in run.glyphs]
        self._columns = run.columns
        self._classes = bytes(glyph.break_class for glyph in run.glyphs)

    def row_end(self, start: int, width: int) -> int:
        """Return where the row that begins at `start` ends."""
        fitting = bisect_right(self._columns, self._columns[start] + width, start + 1) - 1
        limit = max(fitting, start + 1)
        newline = self._classes.find(BreakClass.NEWLINE, start, limit + 1)
        if newline >= 0:
            return newline + 1
        if limit == self.size:
            return limit
        after = self._skip_spaces(limit)
        if after > limit:
            if after < self.size and self._classes[after] == BreakClass.NEWLINE:
                return after + 1
            if after == self.size or after - limit == HANGING_SPACES or self._is_good_break(start, after):
                return after
        return self._find_break(start, limit, width)

    def _find_break(self, start: int, limit: int, width: int) -> int:
        """Return the last good break up to `limit`: between words, else inside a long word, else any that fits."""
        candidates = range(limit, start, -1)
        good = next((at for at in candidates if self._is_good_break(start, at)), None)
        if good and not self._is_long_word(good, limit, width):
            return good
        soft = next((at for at in range(limit, good or start, -1) if self._is_soft_break(at)), None)
        if soft or good:
            return soft or good or limit
        forced = (
            at
            for at in candidates
            if self._classes[at - 1] != BreakClass.SPACE and self._keeps_kinsoku(at, at)
        )
        return next(forced, None) or self._skip_spaces(limit)

    def _keeps_kinsoku(self, end: int, start: int) -> bool:
        """Whether one row may end before `end` and the next begin at `start`."""
        return self._classes[start] not in _NEVER_FIRST and self._classes[end - 1] not in _NEVER_LAST

    def _is_good_break(self, start: int, at: int) -> bool:
        """Whether a row from `start` may end at `at` without cutting a word; spaces at its end do not count."""
        last, first = self._classes[at - 1], self._classes[at]
        if last == BreakClass.SPACE:
            body = at
            while body > start and self._classes[body - 1] == BreakClass.SPACE:
                body -= 1
            return body > start and self._keeps_kinsoku(body, at)
        opens_after_close = (last, first) == (BreakClass.WORD_NO_START, BreakClass.WORD_NO_END)
        cuts_word = last in _WORD_CLASSES and first in _WORD_CLASSES and not opens_after_close
        return self._keeps_kinsoku(at, at) and not cuts_word

    def _is_soft_break(self, at: int) -> bool:
        last, first = self._drawn[at - 1], self._drawn[at]
        return last in _SOFT_BREAKS and first not in _SOFT_BREAKS and self._keeps_kinsoku(at, at)

    def _is_long_word(self, start: int, limit: int, width: int) -> bool:
        """Whether the word at `start` goes past `limit` and is wider than a row."""
        found = _WORD.match(self._classes, start, limit + width + 1)
        end = found.end() if found else start
        return end > limit and self._columns[end] - self._columns[start] > width

    def _skip_spaces(self, start: int) -> int:
        found = _SPACES.match(self._classes, start, start + HANGING_SPACES)
        return found.end() if found else start
