"""The base of the widgets that paint whole rows. Each row is a value; rows that are equal are painted once.

Invariant: the value of a row holds all that its painting depends on but the width and the theme, so a key repaints
only the rows whose values differ.
"""

from abc import abstractmethod
from collections.abc import Hashable, Sequence
from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style as ContentStyle
from textual.widget import Widget

_MAX_CACHED_ROWS = 256


class CachedRows(Widget, can_focus=False, inherit_bindings=False):
    """Rows that a subclass shows with `show_rows` and paints in `paint_row`."""

    ALLOW_SELECT = False  # Textual would select its own rows, not the document's text.

    def __init__(self, *, ambiguous_width: int = 1, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.ambiguous_width = ambiguous_width
        """How many cells the terminal gives to characters such as `…`."""
        self._row_values: list[Hashable] = []
        self._painted: LRUCache[tuple[Hashable, int], Strip] = LRUCache(_MAX_CACHED_ROWS)
        self._parsed_styles: dict[str, Style] = {}

    @abstractmethod
    def paint_row(self, row: Hashable) -> list[Segment]:
        """Return the segments of a row; what is missing of the width is filled up."""

    def show_rows(self, rows: Sequence[Hashable]) -> None:
        """Show other rows: repaint from the first to the last that differs."""
        before, self._row_values = self._row_values, list(rows)
        differ = [y for y, (old, new) in enumerate(zip_longest(before, self._row_values)) if old != new]
        if differ:
            self.refresh(Region(0, differ[0], self.size.width, differ[-1] - differ[0] + 1))

    def parse_style(self, description: str) -> Style:
        """Return a style such as `bold $accent` on this widget's own; `""` is the widget's own."""
        style = self._parsed_styles.get(description)
        if style is None:
            style = self.rich_style
            if description:
                style = (self.visual_style + ContentStyle.parse(description)).rich_style
            self._parsed_styles[description] = style
        return style

    def render_line(self, y: int) -> Strip:
        """Return the row `y` below the top."""
        width = self.size.width
        row = self._row_values[y] if y < len(self._row_values) else None
        strip = self._painted.get((row, width))
        if strip is None:
            segments = [] if row is None else self.paint_row(row)
            strip = Strip(segments).adjust_cell_length(width, self.parse_style(""))
            self._painted[row, width] = strip
        return strip

    def notify_style_update(self) -> None:
        """Forget what was painted in the previous theme."""
        super().notify_style_update()
        self._painted.clear()
        self._parsed_styles.clear()
