"""The base of the widgets that paint whole rows: each row is painted once for what it shows, and kept.

Invariant: a row is a value (its look) that tells all that its painting depends on but the width and the theme, so
rows with equal looks are painted once, and a key repaints only rows whose looks differ. Such a widget has
neither border nor padding.
"""

from abc import abstractmethod
from collections.abc import Hashable, Sequence
from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style as TextStyle
from textual.widget import Widget


class CachedRows(Widget, can_focus=False, inherit_bindings=False):
    """Rows that a subclass describes with `show_rows` and paints in `paint_row`."""

    ALLOW_SELECT = False  # A drag would select by Textual's own rows.

    def __init__(
        self,
        *,
        ambiguous: int = 1,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.ambiguous = ambiguous
        """How many cells the terminal gives to characters such as `…`."""
        self._looks: list[Hashable] = []
        self._kept: dict[Hashable, Strip] = {}
        self._styles_found: dict[str, Style] = {}
        self._kept_width = 0

    @abstractmethod
    def paint_row(self, look: Hashable) -> tuple[list[Segment], int]:
        """Return a row from its look, with the cells that it takes; what is missing of the width is filled up."""

    def show_rows(self, looks: Sequence[Hashable]) -> None:
        """Show other rows: repaint from the first to the last that differs from what stands there."""
        before, self._looks = self._looks, list(looks)
        differ = [y for y, (old, new) in enumerate(zip_longest(before, self._looks)) if old != new]
        if differ:
            self.refresh(Region(0, differ[0], self.size.width, differ[-1] - differ[0] + 1))

    def style_of(self, words: str) -> Style:
        """Return the style that a description such as `bold $accent` comes to on this widget."""
        found = self._styles_found.get(words)
        if found is None:
            found = (self.visual_style + TextStyle.parse(words)).rich_style if words else self.rich_style
            self._styles_found[words] = found
        return found

    def render_line(self, y: int) -> Strip:
        """Return the row that is `y` below the top."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return rows, painting those that were not in sight before."""
        size = self.size
        self._dirty_regions.clear()
        if size.width != self._kept_width:
            self._kept, self._kept_width = {}, size.width
        rows = self._strips(size)[crop.y : crop.bottom]
        if (crop.x, crop.width) == (0, size.width):
            return rows
        return [row.crop(crop.x, crop.right) for row in rows]

    def _strips(self, size: Size) -> list[Strip]:
        """Return all rows, and forget those that are out of sight."""
        looks = self._looks[: size.height]
        looks += [None] * (size.height - len(looks))
        new = [look for look in dict.fromkeys(looks) if look not in self._kept]
        kept = self._kept | self._painted(new, size.width) if new else self._kept
        if len(kept) > 2 * size.height:
            kept = {look: kept[look] for look in looks}
        self._kept = kept
        return [kept[look] for look in looks]

    def _painted(self, looks: Sequence[Hashable], width: int) -> dict[Hashable, Strip]:
        filters, (_, background), base = self.get_line_filters(), self.background_colors, self.style_of("")
        painted: dict[Hashable, Strip] = {}
        for look in looks:
            segments, cells = ([], 0) if look is None else self.paint_row(look)
            if cells < width:
                segments.append(Segment(" " * (width - cells), base))
            for line_filter in filters:
                segments = line_filter.apply(segments, background)
            painted[look] = Strip(segments, max(cells, width))
        return (
            painted if all(strip.cell_length == width for strip in painted.values()) else _cut(painted, width)
        )

    def notify_style_update(self) -> None:
        """Paint every row anew in another theme."""
        super().notify_style_update()
        self._kept = {}
        self._styles_found.clear()


def _cut(strips: dict[Hashable, Strip], width: int) -> dict[Hashable, Strip]:
    return {look: strip.crop(0, width) for look, strip in strips.items()}
