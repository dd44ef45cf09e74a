"""Paragraphs cut into sections small enough to wrap at once, and the way from a position to one of them.

Invariant: the sections of a paragraph partition its text between clusters, whatever the width; a section is
never longer than `SECTION` code points. Rows that are made only when they are looked at are a section each.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from annotator.corpus.span import Span
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.line_breaking import cell_width, clusters

SECTION = 8192  # A longer paragraph is laid out in parts of about so many code points, each on its own row.
NOT_OF_THE_DOCUMENT = -1
"""The offset of a paragraph that no position leads to."""
_LOOK_BACK = 512
_SENTENCE_END = re.compile(r"[\n。！？\s](?=[\w「『（#・])(?![ﾞﾟ\u1160-\u11ff\ud7b0-\ud7fb])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text to show: `offset` is where it stands in the document, below 0 if it is not part of it.

    Its rows are indented by `indent` cells, the first one by `first` more. A paragraph that is not part of the
    document has its own `marks`, counted from its start, and may stand for a position: a click `leads_to` it.
    """

    text: str
    offset: int
    role: str
    indent: int = 0
    leads_to: int | None = None
    first: int = 0
    marks: tuple[Highlight, ...] = ()

    def indent_at(self, index: int) -> int:
        """Return the indent of the row that begins at a code point."""
        return self.indent if index else self.indent + self.first


@dataclass(frozen=True, slots=True)
class LazyRows:
    """So many paragraphs of one row each, none of them part of the document.

    `make` is given the number of one and the cells of a row; what does not fit into the row is not shown.
    """

    count: int
    make: Callable[[int, int], Paragraph]


Part = Paragraph | LazyRows


class Sections:
    """The parts of a page cut into sections; independent of the width."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = [part for part in parts if not isinstance(part, LazyRows) or part.count]
        sizes = (part.count if isinstance(part, LazyRows) else 1 for part in self._parts)
        self._numbers = list(accumulate(sizes, initial=0))
        self.entries: list[tuple[int, Span | LazyRows]] = [
            (number, entry)
            for number, part in zip(self._numbers, self._parts, strict=False)
            for entry in ((part,) if isinstance(part, LazyRows) else _cut(part.text))
        ]
        """Each section's paragraph and its span there; rows that are made later are one entry together."""
        counts = (entry.count if isinstance(entry, LazyRows) else 1 for _, entry in self.entries)
        self._starts = list(accumulate(counts, initial=0))

    @property
    def count(self) -> int:
        """How many sections there are."""
        return self._starts[-1]

    @property
    def paragraphs(self) -> int:
        """How many paragraphs there are."""
        return self._numbers[-1]

    def paragraph(self, number: int, width: int) -> Paragraph:
        """Return a paragraph, made for so many cells where it is not there yet."""
        at = bisect_right(self._numbers, number) - 1
        part = self._parts[at]
        return part.make(number - self._numbers[at], width) if isinstance(part, LazyRows) else part

    def is_row(self, number: int) -> bool:
        """Tell whether a paragraph is one of the rows that are made when they are looked at."""
        return isinstance(self._parts[bisect_right(self._numbers, number) - 1], LazyRows)

    def section(self, section: int) -> tuple[int, Span | None]:
        """Return the paragraph of a section and its span there; None for all of a row that is made later."""
        at = bisect_right(self._starts, section) - 1
        number, entry = self.entries[at]
        if isinstance(entry, LazyRows):
            return number + section - self._starts[at], None
        return number, entry

    @cached_property
    def cells_per_character(self) -> float:
        """The mean width of a character, from samples of the text."""
        spans = [(number, entry) for number, entry in self.entries if isinstance(entry, Span)]
        samples = [self._sample(number, span) for number, span in spans[:: max(1, len(spans) // 64)]]
        return sum(map(cell_width, samples)) / max(1, sum(map(len, samples)))

    def _sample(self, number: int, span: Span) -> str:
        return self.paragraph(number, 0).text[span.start : min(span.end, span.start + 256)]

    @cached_property
    def _by_offset(self) -> list[tuple[int, int]]:
        numbered = zip(self._parts, self._numbers, strict=False)
        return sorted(
            (part.offset, number)
            for part, number in numbered
            if isinstance(part, Paragraph) and part.offset >= 0
        )

    def find(self, position: int) -> tuple[int, int]:
        """Return the paragraph and the index in it for a position; between two, the end of the first."""
        at = bisect_right(self._by_offset, (position, self._numbers[-1])) - 1
        if at < 0:
            return (self._by_offset[0][1] if self._by_offset else 0), 0
        offset, number = self._by_offset[at]
        return number, min(position - offset, len(self.paragraph(number, 0).text))

    def position_from(self, number: int, index: int) -> int | None:
        """Return the position of a code point of a paragraph, or of the next paragraph that is of the document."""
        at = bisect_right(self._numbers, number) - 1
        for part in self._parts[at:]:
            if isinstance(part, Paragraph) and part.offset >= 0:
                return part.offset + index
            index = 0
        return None

    def section_of(self, paragraph: int, index: int) -> int:
        """Return the section that holds a code point of a paragraph."""
        at = bisect_right(self.entries, (paragraph, index), key=_start_of) - 1
        if at < 0:
            return 0
        number, entry = self.entries[at]
        return self._starts[at] + (paragraph - number if isinstance(entry, LazyRows) else 0)


def _start_of(entry: tuple[int, Span | LazyRows]) -> tuple[int, int]:
    number, part = entry
    return number, 0 if isinstance(part, LazyRows) else part.start


@lru_cache(maxsize=8)
def _cut(text: str) -> tuple[Span, ...]:
    """Cut a long text into sections, after a sentence where there is one near, never inside a cluster."""
    if len(text) <= SECTION:
        return (Span(0, len(text)),)
    cuts = [0]
    while len(text) - cuts[-1] > SECTION:
        cuts.append(_cut_after(text, cuts[-1]))
    return tuple(Span(*pair) for pair in zip(cuts, [*cuts[1:], len(text)], strict=True))


def _cut_after(text: str, start: int) -> int:
    limit = start + SECTION
    ends = [found.end() for found in _SENTENCE_END.finditer(text, limit - _LOOK_BACK, limit)]
    if ends:
        return ends[-1]
    # The window reaches past the limit so that a cluster across it is seen whole.
    whole = clusters(text[start : limit + 64])
    firsts = [span.start for span in whole]
    return start + firsts[bisect_right(firsts, SECTION) - 1]
