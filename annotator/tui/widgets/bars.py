"""The rows at the top and the bottom: where one is, and what was done last."""

from textual.content import Content
from textual.widget import Widget

from annotator.tui.typeset import cell_width, padded


class Bar(Widget, can_focus=False):
    """One row with words at its left and right end; the left ones give way."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._left, self._right, self._style = "", "", ""

    def show(self, left: str, right: str, *, style: str = "") -> None:
        """Show other words; `style` is that of the left ones."""
        if (left, right, style) != (self._left, self._right, self._style):
            self._left, self._right, self._style = left, right, style
            self.refresh()

    def render(self) -> Content:
        """Paint the row."""
        width = self.content_size.width
        left = padded(self._left, width - cell_width(self._right))
        return Content.assemble((left, self._style), (self._right, "$text-muted"))
