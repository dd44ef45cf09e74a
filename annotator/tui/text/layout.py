"""A page of paragraphs as rows of one width, wrapped only where somebody looks.

Invariant: the rows of a paragraph depend on its text and the width alone, never on the way the reader came. What
is not yet wrapped has an estimated height, and correcting it moves no place.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, islice, pairwise
from operator import itemgetter
from typing import NamedTuple

from annotator.corpus.span import Span
from annotator.tui.text.graphemes import split_graphemes, truncate
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.line_breaking import wrap

MIN_WIDTH = 2  # No row is narrower: a kanji takes two cells.
MAX_SECTION = 8192
"""A longer paragraph is wrapped in sections of at most so many code points, each on rows of its own."""
_SENTENCE_END = re.compile(r"[\n。！？](?=[「『（#・0-9A-Za-zぁ-ゖァ-ヺ一-鿿])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text to show in one style; `offset` is its position in the document, None if it is not part of it.

    Its rows are indented by `indent` cells, the first one by `first_indent` more. A paragraph that is not part of
    the document has `highlights` of its own, counted from its start, and a click on it may stand for a position.
    """

    text: str
    style: str
    offset: int | None = None
    indent: int = 0
    first_indent: int = 0
    click_position: int | None = None
    highlights: tuple[Highlight, ...] = ()

    def indent_at(self, index: int) -> int:
        """Return the indent of the row that begins at a code point."""
        return self.indent if index else self.indent + self.first_indent


@dataclass(frozen=True, slots=True)
class LazyRows:
    """Paragraphs of one row each, built when they are looked at; none of them is part of the document.

    `build` is given the number of one and the cells of a row; what does not fit into the row is cut off.
    """

    count: int
    build: Callable[[int, int], Paragraph]


Part = Paragraph | LazyRows


class Row(NamedTuple):
    """One row of a paragraph; `span` counts from the start of the paragraph."""

    paragraph: Paragraph
    span: Span

    @property
    def document_span(self) -> Span | None:
        """Where the row is in the document; None if it is not part of it."""
        return None if self.paragraph.offset is None else self.span.shifted(self.paragraph.offset)


class Place(NamedTuple):
    """A row: the number of its section on the page, and its number there."""

    section: int
    row: int


class Layout:
    """The rows of a page at one width. A section is a paragraph, a part of a long one, or lazy rows together."""

    def __init__(self, page: Sequence[Part], width: int, *, ambiguous_width: int = 1) -> None:
        self._width = width
        self._ambiguous_width = ambiguous_width
        self._sections: list[Part] = []
        # The first paragraph and the first section of each part.
        self._part_starts: list[tuple[int, int]] = []
        self._paragraph_count = 0
        for part in page:
            if isinstance(part, LazyRows) and not part.count:
                continue
            self._part_starts.append((self._paragraph_count, len(self._sections)))
            self._sections += [part] if isinstance(part, LazyRows) else _cut_paragraph(part)
            self._paragraph_count += part.count if isinstance(part, LazyRows) else 1
        self._heights = [self._estimate(section) for section in self._sections]
        self.height = sum(self._heights)
        """The rows of the whole page, as far as known."""
        self._wrapped: dict[int, tuple[Span, ...]] = {}
        self._built: dict[Place, Paragraph] = {}
        self._by_offset = sorted(
            (section.offset, number)
            for number, section in enumerate(self._sections)
            if isinstance(section, Paragraph) and section.offset is not None
        )

    @property
    def last(self) -> Place:
        """The last row."""
        section = len(self._sections) - 1
        return Place(section, self._row_count(section) - 1) if self._sections else Place(0, 0)

    def rows(self, place: Place, count: int) -> list[Row]:
        """Return up to `count` rows from a place on."""
        return list(islice(self._rows_from(place), count))

    def move(self, place: Place, count: int) -> Place:
        """Return the place `count` rows further on (back, if below 0), stopping at the first and last row."""
        if not self._sections:
            return place
        section, row = place.section, place.row + count
        while row < 0 and section > 0:
            section -= 1
            row += self._row_count(section)
        while section < len(self._sections) - 1 and row >= self._row_count(section):
            row -= self._row_count(section)
            section += 1
        return Place(section, min(max(row, 0), self._row_count(section) - 1))

    def y_of(self, place: Place) -> int:
        """Return the number of rows above a place, as far as known."""
        return sum(self._heights[: place.section]) + place.row

    def place_at(self, y: int) -> Place:
        """Return the place of row `y`, counted as far as known."""
        ends = list(accumulate(self._heights))
        section = bisect_right(ends, y)
        if section >= len(ends):
            return self.last
        return Place(section, min(y - ends[section] + self._heights[section], self._row_count(section) - 1))

    def first_row(self, paragraph: int) -> Place:
        """Return the first row of a paragraph; paragraphs are counted from 0, each lazy row as one."""
        if not self._part_starts:
            return Place(0, 0)
        part = bisect_right(self._part_starts, paragraph, key=itemgetter(0)) - 1
        first, section = self._part_starts[part]
        return Place(section, paragraph - first)

    def last_row(self, paragraph: int) -> Place:
        """Return the last row of a paragraph, or of the page if there is no such paragraph."""
        if paragraph + 1 >= self._paragraph_count:
            return self.last
        return self.move(self.first_row(paragraph + 1), -1)

    def index_at(self, place: Place) -> int:
        """Return the first code point of a row in its section; among lazy rows, the number of the row."""
        if not self._sections or isinstance(self._sections[place.section], LazyRows):
            return place.row
        return self._wrap(place.section)[place.row].start

    def place_of(self, section: int, index: int) -> Place:
        """Return the row of a section that has a code point; the inverse of `index_at`."""
        if not self._sections or isinstance(self._sections[section], LazyRows):
            return Place(section, index)
        return Place(section, max(0, bisect_right(self._wrap(section), index, key=itemgetter(0)) - 1))

    def find(self, position: int) -> tuple[int, int]:
        """Return the section and the index in it for a position; between two sections, the end of the first."""
        at = bisect_right(self._by_offset, (position, len(self._sections))) - 1
        if at < 0:
            return (self._by_offset[0][1] if self._by_offset else 0), 0
        offset, number = self._by_offset[at]
        section = self._sections[number]
        return number, min(position - offset, len(section.text) if isinstance(section, Paragraph) else 0)

    def position_from(self, section: int, index: int) -> int | None:
        """Return the position of a code point of a section, or of the next one that is part of the document."""
        for part in self._sections[section:]:
            if isinstance(part, Paragraph) and part.offset is not None:
                return part.offset + index
            index = 0
        return None

    def _rows_from(self, place: Place) -> Iterator[Row]:
        row = place.row
        for number in range(place.section, len(self._sections)):
            section = self._sections[number]
            if isinstance(section, LazyRows):
                built = (self._build(section, Place(number, at)) for at in range(row, section.count))
                yield from (Row(paragraph, Span(0, len(paragraph.text))) for paragraph in built)
            else:
                yield from (Row(section, span) for span in self._wrap(number)[row:])
            row = 0

    def _build(self, rows: LazyRows, place: Place) -> Paragraph:
        if place not in self._built:
            built = rows.build(place.row, self._width)
            indent = built.indent if built.indent < self._width else 0
            text = truncate(built.text, self._width - indent, ambiguous_width=self._ambiguous_width)
            self._built[place] = replace(built, text=text, indent=indent)
        return self._built[place]

    def _row_count(self, number: int) -> int:
        section = self._sections[number]
        return section.count if isinstance(section, LazyRows) else len(self._wrap(number))

    def _wrap(self, number: int) -> tuple[Span, ...]:
        if number not in self._wrapped:
            section = self._sections[number]
            assert isinstance(section, Paragraph)
            width = max(MIN_WIDTH, self._width - section.indent)
            first_indent = min(section.first_indent, width - MIN_WIDTH)
            rows = wrap(section.text, width, first_indent=first_indent, ambiguous_width=self._ambiguous_width)
            self._wrapped[number] = rows or (Span(0, 0),)
            self.height += len(self._wrapped[number]) - self._heights[number]
            self._heights[number] = len(self._wrapped[number])
        return self._wrapped[number]

    def _estimate(self, section: Part) -> int:
        if isinstance(section, LazyRows):
            return section.count
        cells = len(section.text) * (1 if section.text.isascii() else 2)
        return cells // max(MIN_WIDTH, self._width) + 1


def _cut_paragraph(paragraph: Paragraph) -> list[Part]:
    """Cut a long paragraph into sections; each is a paragraph of its own with the right position."""
    if len(paragraph.text) <= MAX_SECTION:
        return [paragraph]
    return [
        replace(
            paragraph,
            text=span.of(paragraph.text),
            offset=None if paragraph.offset is None else paragraph.offset + span.start,
            first_indent=0 if span.start else paragraph.first_indent,
            highlights=tuple(
                Highlight(one.span.shifted(-span.start), one.style) for one in paragraph.highlights
            ),
        )
        for span in _cut_text(paragraph.text)
    ]


@lru_cache(maxsize=8)
def _cut_text(text: str) -> tuple[Span, ...]:
    """Cut a long text between graphemes, after a sentence if one ends shortly before the limit."""
    cuts = [0]
    while (limit := cuts[-1] + MAX_SECTION) < len(text):
        sentence = max((found.end() for found in _SENTENCE_END.finditer(text, limit - 512, limit)), default=0)
        # The last grapheme before the limit may go on past it.
        cuts.append(sentence or limit - len(split_graphemes(text[cuts[-1] : limit])[-1]))
    return tuple(Span(*pair) for pair in pairwise([*cuts, len(text)]))
