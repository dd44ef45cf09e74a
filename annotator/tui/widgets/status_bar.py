"""The rows at the top and the bottom: where one is, and what was done last."""

from collections.abc import Hashable
from typing import NamedTuple, cast

from rich.segment import Segment
from textual import events
from textual.message import Message

from annotator.tui.text.line_breaking import cell_width, pad
from annotator.tui.widgets.cached_rows import CachedRows


class _Look(NamedTuple):
    left: str
    right: str
    style: str


class StatusBar(CachedRows):
    """One row with words at its left and right end; the left ones give way."""

    class HintClicked(Message):
        """The words at the right end were clicked."""

    def __init__(self, *, ambiguous: int = 1, id: str | None = None) -> None:  # noqa: A002
        super().__init__(ambiguous=ambiguous, id=id)
        self._hint_cells = 0

    def show(self, left: str, right: str, *, style: str = "") -> None:
        """Show other words; `style` is that of the left ones."""
        self._hint_cells = cell_width(right, ambiguous=self.ambiguous)
        self.show_rows([_Look(left, right, style)])

    def on_click(self, event: events.Click) -> None:
        """Tell the screen that the words at the right end were clicked."""
        if event.x >= self.size.width - self._hint_cells:
            self.post_message(self.HintClicked())

    def paint_row(self, look: Hashable) -> tuple[list[Segment], int]:
        """Paint the row."""
        words = cast(_Look, look)
        width = self.size.width
        right_cells = cell_width(words.right, ambiguous=self.ambiguous)
        left = pad(words.left, width - right_cells, ambiguous=self.ambiguous)
        segments = [
            Segment(left, self.style_of(words.style)),
            Segment(words.right, self.style_of("$text-muted")),
        ]
        return segments, cell_width(left, ambiguous=self.ambiguous) + right_cells
