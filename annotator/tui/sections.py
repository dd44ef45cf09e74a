"""Paragraphs cut into sections small enough to wrap at once, and the way from a position to one of them.

Invariant: the sections of a paragraph partition its text between clusters, whatever the width; a section is
never longer than `SECTION` code points.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.corpus.span import Span
from annotator.tui.typeset import cell_width, clusters

SECTION = 8192  # A longer paragraph is laid out in parts of about so many code points, each on its own row.
_LOOK_BACK = 512
_SENTENCE_END = re.compile(r"[\n。！？\s](?=[\w「『（#・])(?![ﾞﾟ\u1160-\u11ff\ud7b0-\ud7fb])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text to show: `offset` is where it stands in the document, below 0 if it is not part of it.

    A paragraph that is not part of it may stand for a position of the document: a click `leads_to` it.
    """

    text: str
    offset: int
    role: str
    indent: int = 0
    leads_to: int | None = None


class Sections:
    """The paragraphs cut into sections; independent of the width."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = tuple(paragraphs)
        self.spans = [(number, span) for number, one in enumerate(self.paragraphs) for span in _cut(one.text)]
        """Each section's paragraph and its span there."""

    @cached_property
    def cells_per_character(self) -> float:
        """The mean width of a character, from samples of the text."""
        step = max(1, len(self.spans) // 64)
        samples = [self._sample(number) for number in range(0, len(self.spans), step)]
        return sum(map(cell_width, samples)) / max(1, sum(map(len, samples)))

    def _sample(self, section: int) -> str:
        number, span = self.spans[section]
        return self.paragraphs[number].text[span.start : min(span.end, span.start + 256)]

    @cached_property
    def _by_offset(self) -> list[tuple[int, int]]:
        placed = ((paragraph.offset, number) for number, paragraph in enumerate(self.paragraphs))
        return sorted(pair for pair in placed if pair[0] >= 0)

    def find(self, position: int) -> tuple[int, int]:
        """Return the paragraph and the index in it for a position; between two, the end of the first."""
        at = bisect_right(self._by_offset, (position, len(self.paragraphs))) - 1
        if at < 0:
            return (self._by_offset[0][1] if self._by_offset else 0), 0
        offset, number = self._by_offset[at]
        return number, min(position - offset, len(self.paragraphs[number].text))

    def section_of(self, paragraph: int, index: int) -> int:
        """Return the section that holds a code point of a paragraph."""
        return max(0, bisect_right(self.spans, (paragraph, Span(index, sys.maxsize))) - 1)


def _cut(text: str) -> list[Span]:
    """Cut a long text into sections, after a sentence where there is one near, never inside a cluster."""
    if len(text) <= SECTION:
        return [Span(0, len(text))]
    cuts = [0]
    while len(text) - cuts[-1] > SECTION:
        cuts.append(_cut_after(text, cuts[-1]))
    return [Span(*pair) for pair in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _cut_after(text: str, start: int) -> int:
    limit = start + SECTION
    ends = [found.end() for found in _SENTENCE_END.finditer(text, limit - _LOOK_BACK, limit)]
    if ends:
        return ends[-1]
    # The window reaches past the limit so that a cluster across it is seen whole.
    whole = clusters(text[start : limit + 64])
    firsts = [span.start for span in whole]
    return start + firsts[bisect_right(firsts, SECTION) - 1]
