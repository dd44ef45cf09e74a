"""The rows at the top and the bottom: where one is, and what was done last."""

from collections.abc import Hashable
from typing import NamedTuple, cast

from rich.segment import Segment

from annotator.tui.typeset import cell_width, padded
from annotator.tui.widgets.painted_rows import PaintedRows


class _Look(NamedTuple):
    left: str
    right: str
    style: str


class Bar(PaintedRows):
    """One row with words at its left and right end; the left ones give way."""

    def show(self, left: str, right: str, *, style: str = "") -> None:
        """Show other words; `style` is that of the left ones."""
        self.show_rows([_Look(left, right, style)])

    def paint_row(self, look: Hashable) -> tuple[list[Segment], int]:
        """Paint the row."""
        words = cast(_Look, look)
        width = self.size.width
        right_cells = cell_width(words.right, ambiguous=self.ambiguous)
        left = padded(words.left, width - right_cells, ambiguous=self.ambiguous)
        segments = [
            Segment(left, self.style_of(words.style)),
            Segment(words.right, self.style_of("$text-muted")),
        ]
        return segments, cell_width(left, ambiguous=self.ambiguous) + right_cells
