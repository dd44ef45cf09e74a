"""Sections as rows of one width, wrapped only where somebody looks.

Invariant: the rows of a section depend on its text and the width alone, never on the way the reader came;
what is not yet wrapped has an estimated height, and correcting it moves no place.
"""

import sys
from bisect import bisect_right
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from annotator.corpus.span import Span
from annotator.tui.text.heights import Heights
from annotator.tui.text.line_breaking import truncate, wrap
from annotator.tui.text.sections import LazyRows, Paragraph, Sections

NARROWEST = 2  # No row is asked to be narrower: a kanji takes two cells.
_REMEMBERED = 2048  # Sections whose rows are kept.


class Place(NamedTuple):
    """A row: the number of its section and its number in the section."""

    section: int
    row: int


class Row(NamedTuple):
    """One row of a paragraph; `span` counts from the start of the paragraph."""

    paragraph: int
    span: Span


class Layout:
    """The rows of `sections` at one width."""

    def __init__(self, sections: Sections, width: int, *, ambiguous: int = 1) -> None:
        self.sections = sections
        self.width = width
        self.wrapped = 0
        """How many rows have been wrapped so far, to show that the work is bounded."""
        self._ambiguous = ambiguous
        self._rows: dict[int, list[Span]] = {}
        self._made: dict[int, Paragraph] = {}
        self._heights = Heights(self._estimates())

    @property
    def height(self) -> int:
        """The rows of the whole, as far as known."""
        return self._heights.total

    @property
    def last(self) -> Place:
        """The last row."""
        section = self.sections.count - 1
        return Place(section, len(self._wrap(section)) - 1) if section >= 0 else Place(0, 0)

    def paragraph(self, number: int) -> Paragraph:
        """Return a paragraph; one that is made for this width is kept."""
        if number not in self._made:
            if len(self._made) >= _REMEMBERED:
                del self._made[next(iter(self._made))]
            self._made[number] = self._fitted(number)
        return self._made[number]

    def width_at(self, paragraph: int, index: int) -> int:
        """Return the cells that the row from a code point of a paragraph on may take."""
        return max(NARROWEST, self.width - self.paragraph(paragraph).indent_at(index))

    def row_at(self, place: Place) -> Row:
        """Return the row at a place."""
        return Row(self.sections.section(place.section)[0], self._wrap(place.section)[place.row])

    def rows(self, place: Place, count: int) -> list[Row]:
        """Return up to `count` rows from `place` on."""
        found: list[Row] = []
        section, skip = place
        while len(found) < count and section < self.sections.count:
            paragraph, _ = self.sections.section(section)
            spans = islice(self._wrap(section), skip, skip + count - len(found))
            found += (Row(paragraph, span) for span in spans)
            section, skip = section + 1, 0
        return found

    def move(self, place: Place, count: int) -> Place:
        """Return the place `count` rows further on (back, if below 0), stopping at the first and last row."""
        section, row = place.section, place.row + count
        while row < 0 and section > 0:
            section -= 1
            row += len(self._wrap(section))
        end = self.sections.count - 1
        while section < end and row >= len(self._wrap(section)):
            row -= len(self._wrap(section))
            section += 1
        return Place(section, min(max(row, 0), max(0, len(self._wrap(section)) - 1)))

    def y_of(self, place: Place) -> int:
        """Return how many rows stand above a place, as far as known."""
        return self._heights.above(place.section) + place.row

    def place_at(self, y: int) -> Place:
        """Return the place of row `y`, counted as far as known."""
        section, row = self._heights.find(y)
        return Place(section, min(row, max(0, len(self._wrap(section)) - 1)))

    def place_of(self, paragraph: int, index: int) -> Place:
        """Return the row that holds a code point of a paragraph."""
        section = self.sections.section_of(paragraph, index)
        starts = [span.start for span in self._wrap(section)]
        return Place(section, max(0, bisect_right(starts, index) - 1))

    def end_of(self, paragraph: int) -> Place:
        """Return the last row of a paragraph, or of all where there is no such one."""
        if paragraph >= self.sections.paragraphs:
            return self.last
        section = self.sections.section_of(paragraph, sys.maxsize)
        return Place(section, len(self._wrap(section)) - 1)

    def _wrap(self, section: int) -> list[Span]:
        if section in self._rows:
            return self._rows[section]
        if not self.sections.count:
            return []
        rows = self._rows_of(*self.sections.section(section))
        self.wrapped += len(rows)
        self._heights.correct(section, len(rows))
        if len(self._rows) >= _REMEMBERED:
            del self._rows[next(iter(self._rows))]
        self._rows[section] = rows
        return rows

    def _fitted(self, number: int) -> Paragraph:
        made = self.sections.paragraph(number, self.width)
        if not self.sections.is_row(number):
            return made
        indent = made.indent if made.indent < self.width else 0
        return replace(
            made, text=truncate(made.text, self.width - indent, ambiguous=self._ambiguous), indent=indent
        )

    def _rows_of(self, number: int, span: Span | None) -> list[Span]:
        paragraph = self.paragraph(number)
        if span is None:
            return [Span(0, len(paragraph.text))]
        first = 0 if span.start else paragraph.first
        text, width = span.of(paragraph.text), max(NARROWEST, self.width - paragraph.indent)
        rows = wrap(text, width, first=min(first, width - NARROWEST), ambiguous=self._ambiguous)
        return [row.shifted(span.start) for row in rows or [Span(0, 0)]]

    def _estimates(self) -> list[int]:
        scale = self.sections.cells_per_character / max(NARROWEST, self.width)
        heights: list[int] = []
        for _, entry in self.sections.entries:
            if isinstance(entry, LazyRows):
                heights += [1] * entry.count
            else:
                heights.append(int((entry.end - entry.start) * scale) + 1)
        return heights
