"""What is in sight of a text: the row at the top, and every way to move it.

Invariant: the reader's place is a code point. A new width or a corrected height moves no row out from under
her, and every move counts rows as they are wrapped.
"""

from collections.abc import Callable, Sequence
from functools import partial

from annotator.corpus.span import Span
from annotator.tui.text.graphemes import Drawn, draw
from annotator.tui.text.layout import Layout, Place, Row
from annotator.tui.text.sections import Paragraph, Part, Sections


class Viewport:
    """A window of `height` rows on paragraphs wrapped at `width`."""

    def __init__(self, *, ambiguous: int = 1) -> None:
        self.rows: list[Row] = []
        """The rows in sight, from the top."""
        self.height = 0
        self._ambiguous = ambiguous
        self._sections = Sections(())
        self._layout = Layout(self._sections, 0)
        self._top = Place(0, 0)
        self._reading = (0, 0)
        self._wanted: Callable[[], None] | None = None

    @property
    def total(self) -> int:
        """The rows of the whole text, as far as known."""
        return self._layout.height

    @property
    def y(self) -> int:
        """The rows above the top, as far as known."""
        return self._layout.y_of(self._top)

    @property
    def wrapped(self) -> int:
        """The rows wrapped since the text or the width changed."""
        return self._layout.wrapped

    @property
    def at_end(self) -> bool:
        """Whether the last row is in sight."""
        return len(self._layout.rows(self._top, self.height + 1)) <= self.height

    @property
    def first_position(self) -> int | None:
        """The document's position at the top, or of what follows it where the top is not of the document."""
        return self._sections.position_from(*self._reading)

    def paragraph(self, row: Row) -> Paragraph:
        """Return the paragraph of a row."""
        return self._layout.paragraph(row.paragraph)

    def stands(self, row: Row) -> Span | None:
        """Return where a row stands in the document, `None` where it is not of the document."""
        offset = self.paragraph(row).offset
        return row.span.shifted(offset) if offset >= 0 else None

    def drawn(self, row: Row) -> Drawn:
        """Return a row as it is drawn."""
        width = self._layout.width_at(row.paragraph, row.span.start)
        return draw(row.span.of(self.paragraph(row).text), width, ambiguous=self._ambiguous)

    def show(self, parts: Sequence[Part], *, keep_place: bool = False) -> None:
        """Take another page, from the top or from the position that is now at the top."""
        position = self.first_position if keep_place else None
        self._sections = Sections(parts)
        self._reading = (0, 0) if position is None else self._sections.find(position)
        self._wanted = None
        self._lay_out(self._layout.width)

    def resize(self, width: int, height: int) -> None:
        """Wrap at `width` and show `height` rows, with the first visible code point still in sight."""
        unseen, self.height = not self.height, height
        self._lay_out(width)
        if unseen and height and self._wanted is not None:
            self._wanted()

    def scroll(self, count: int) -> None:
        """Move by rows, down if above 0."""
        self._go(self._layout.move(self._top, count))

    def page(self, direction: int) -> None:
        """Move by a screenful less one row."""
        self.scroll(direction * max(1, self.height - 1))

    def go_to_y(self, y: int) -> None:
        """Move to row `y`, counted as far as known; past the last screenful, to the end."""
        at_end = y >= self.total - self.height
        self._go(self._layout.last if at_end else self._layout.place_at(y))

    def reveal(self, span: Span) -> None:
        """Move only as far as needed to see `span` of the document, its start before its end."""
        if not self.height:
            self._wanted = partial(self.reveal, span)
            return
        first = self._place_of(span.start)
        self._reveal(first, max(first, self._place_of(span.end - 1)))

    def reveal_between(self, first: int, last: int) -> None:
        """Move only as far as needed to see the rows from one paragraph to another, the first before the last."""
        if not self.height:
            self._wanted = partial(self.reveal_between, first, last)
            return
        self._reveal(self._layout.place_of(first, 0), self._layout.end_of(last))

    def _reveal(self, first: Place, last: Place) -> None:
        if first < self._top:
            self._go(first)
        elif last > self._layout.move(self._top, self.height - 1):
            is_too_long = last >= self._layout.move(first, self.height - 1)
            self._go(first if is_too_long else self._layout.move(last, 1 - self.height))

    def _place_of(self, position: int) -> Place:
        return self._layout.place_of(*self._sections.find(position))

    def _lay_out(self, width: int) -> None:
        if width != self._layout.width or self._layout.sections is not self._sections:
            self._layout = Layout(self._sections, width, ambiguous=self._ambiguous)
        if self.height:
            self._set_top(self._layout.place_of(*self._reading))

    def _go(self, place: Place) -> None:
        if not self.height:
            return
        self._set_top(place)
        if self.rows:
            self._reading = self.rows[0].paragraph, self.rows[0].span.start

    def _set_top(self, place: Place) -> None:
        """Put `place` at the top, or as near to it as leaves no room below the last row."""
        self.rows = self._layout.rows(place, self.height)
        if len(self.rows) < self.height:
            place = self._layout.move(self._layout.last, 1 - self.height)
            self.rows = self._layout.rows(place, self.height)
        self._top = place
