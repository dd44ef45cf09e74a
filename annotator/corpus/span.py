"""`Span`: a range of a text.

Every position in this project is a code point of a document's stored text, counted from 0, end exclusive, and every
pair of positions is a `Span`.
"""

from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points of one text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the part of `text` that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def shifted(self, offset: int) -> "Span":
        """Return the same range, `offset` code points further on."""
        return Span(self.start + offset, self.end + offset)
