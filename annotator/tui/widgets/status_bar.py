"""A row with a text at its left end and a hint at its right end, which can be clicked."""

from collections.abc import Hashable
from typing import NamedTuple, cast

from rich.segment import Segment
from textual import events
from textual.message import Message

from annotator.tui.text.graphemes import cell_width, pad
from annotator.tui.widgets.cached_rows import CachedRows


class _BarRow(NamedTuple):
    left: str
    right: str
    left_style: str


class StatusBar(CachedRows):
    """One row; the text at the left is cut to leave room for the right one."""

    class HintClicked(Message):
        """The text at the right end was clicked."""

    def __init__(self, *, ambiguous_width: int = 1, id: str | None = None) -> None:  # noqa: A002
        super().__init__(ambiguous_width=ambiguous_width, id=id)
        self._right_cells = 0

    def show(self, left: str, right: str, *, style: str = "") -> None:
        """Show other texts; `style` is that of the left one."""
        self._right_cells = cell_width(right, ambiguous_width=self.ambiguous_width)
        self.show_rows([_BarRow(left, right, style)])

    def on_click(self, event: events.Click) -> None:
        """Post `HintClicked` for a click on the text at the right."""
        if event.x >= self.size.width - self._right_cells:
            self.post_message(self.HintClicked())

    def paint_row(self, row: Hashable) -> list[Segment]:
        """Paint both texts."""
        row = cast(_BarRow, row)
        left = pad(row.left, self.size.width - self._right_cells, ambiguous_width=self.ambiguous_width)
        muted = self.parse_style("$text-muted")
        return [Segment(left, self.parse_style(row.left_style)), Segment(row.right, muted)]
