"""The window on a page: the row at its top, and every way to move it.

Invariant: the top is a code point, not a number of rows. A new width or a corrected height moves no row out from
under the reader, and every move counts rows as they are wrapped.
"""

from collections.abc import Callable, Sequence
from functools import partial

from annotator.corpus.span import Span
from annotator.tui.text.layout import Layout, Part, Place, Row


class Viewport:
    """A window of `height` rows on a page that is wrapped at a width."""

    def __init__(self, *, ambiguous_width: int = 1) -> None:
        self.height = 0
        self._ambiguous_width = ambiguous_width
        self._page: Sequence[Part] = ()
        self._width = 0
        self._layout = Layout((), 0)
        self._top = Place(0, 0)
        self._top_index = (
            0,
            0,
        )  # The section at the top and the code point in it; keeps the place at a new width.
        self._pending: Callable[[], None] | None = None  # What to reveal once there is room.

    @property
    def rows(self) -> list[Row]:
        """The visible rows, from the top."""
        return self._layout.rows(self._top, self.height)

    @property
    def total(self) -> int:
        """The rows of the whole page, as far as known."""
        return self._layout.height

    @property
    def y(self) -> int:
        """The rows above the top, as far as known."""
        return self._layout.y_of(self._top)

    @property
    def at_end(self) -> bool:
        """Whether the last row is visible."""
        return self._layout.move(self._top, self.height - 1) == self._layout.last

    @property
    def first_position(self) -> int | None:
        """The document's position at the top, or the next one where the top is not part of the document."""
        return self._layout.position_from(*self._top_index)

    def show(self, page: Sequence[Part], *, keep_position: bool = False) -> None:
        """Show another page, from its top or from the position that is at the top now."""
        position = self.first_position if keep_position else None
        self._page, self._pending = page, None
        self._layout = Layout(page, self._width, ambiguous_width=self._ambiguous_width)
        self._top_index = (0, 0) if position is None else self._layout.find(position)
        self._restore_top()

    def resize(self, width: int, height: int) -> None:
        """Wrap at `width` and show `height` rows; the first visible code point stays visible."""
        if width != self._width:
            self._width = width
            self._layout = Layout(self._page, width, ambiguous_width=self._ambiguous_width)
        self.height = height
        self._restore_top()
        if height and self._pending:
            self._pending()
            self._pending = None

    def scroll(self, count: int) -> None:
        """Move by rows, down if above 0."""
        self._go(self._layout.move(self._top, count))

    def page(self, direction: int) -> None:
        """Move by a screenful less one row, down if above 0."""
        self.scroll(direction * max(1, self.height - 1))

    def scroll_to(self, y: int) -> None:
        """Move to row `y`, counted as far as known; past the last screenful, to the end."""
        at_end = y >= self.total - self.height
        self._go(self._layout.last if at_end else self._layout.place_at(y))

    def reveal(self, span: Span) -> None:
        """Move only as far as needed to see `span` of the document, its start before its end."""
        if not self.height:
            self._pending = partial(self.reveal, span)
            return
        first, last = (self._layout.place_of(*self._layout.find(at)) for at in (span.start, span.end - 1))
        self._reveal(first, max(first, last))

    def reveal_paragraphs(self, first: int, last: int) -> None:
        """Move only as far as needed to see the paragraphs from one to another, the first before the last."""
        if not self.height:
            self._pending = partial(self.reveal_paragraphs, first, last)
            return
        self._reveal(self._layout.first_row(first), self._layout.last_row(last))

    def _reveal(self, first: Place, last: Place) -> None:
        if first < self._top:
            self._go(first)
        elif last > self._layout.move(self._top, self.height - 1):
            is_too_long = last >= self._layout.move(first, self.height - 1)
            self._go(first if is_too_long else self._layout.move(last, 1 - self.height))

    def _go(self, place: Place) -> None:
        if self.height:
            self._set_top(place)
            self._top_index = self._top.section, self._layout.index_at(self._top)

    def _restore_top(self) -> None:
        if self.height:
            self._set_top(self._layout.place_of(*self._top_index))

    def _set_top(self, place: Place) -> None:
        """Put a place at the top, or the nearest one that leaves no room below the last row."""
        bottom = self._layout.move(place, self.height - 1)
        self._top = self._layout.move(bottom, 1 - self.height)
