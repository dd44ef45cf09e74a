"""A read-only text that wraps in the Japanese way, with marks over it, painted row by row.

Invariant: the row at the top is a place in the text, not a number of rows, so neither a new width nor a
corrected height moves what the reader sees; a repaint costs what is visible. Text is drawn as it is, never as
markup.
"""

from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollDown, ScrollTo, ScrollUp
from textual.strip import Strip

from annotator.corpus.span import Span
from annotator.tui.layout import Row
from annotator.tui.marks import Mark, MarkIndex, pieces
from annotator.tui.roles import ANY_TICK, MARK_ROLES, TEXT_ROLES, TICKS
from annotator.tui.sections import Paragraph
from annotator.tui.viewport import Viewport

__all__ = ["MARK_ROLES", "TEXT_ROLES", "TICKS", "Mark", "Paragraph", "TextPane"]

_UNKNOWN_MARK = Style(underline=True)
_WHEEL_ROWS = 3


class TextPane(ScrollView, can_focus=False, inherit_bindings=False):
    """Paragraphs of a document with marks; the keys are the screen's, which calls these methods."""

    ALLOW_SELECT = False  # A drag would select by Textual's own rows.
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"text-pane--{role}" for role in (*TEXT_ROLES, *MARK_ROLES)),
        "text-pane--tick",
    }

    class Clicked(Message):
        """The reader clicked on the text at a position of the document."""

        def __init__(self, pane: "TextPane", position: int) -> None:
            super().__init__()
            self.pane = pane
            self.position = position

        @property
        def control(self) -> "TextPane":
            """The pane that was clicked."""
            return self.pane

    def __init__(
        self,
        *,
        max_measure: int = 84,
        gutter: bool = True,
        ambiguous: int = 1,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._max_measure = max_measure
        self._gutter_cells = 2 if gutter else 0
        self._sight = Viewport(ambiguous=ambiguous)
        self._mark_index = MarkIndex(())
        self._base, self._cells = Style(), 0
        self._styles: dict[tuple[str, tuple[str, ...]], Style] = {}
        self._painted: list[object] = []

    @property
    def measure(self) -> int:
        """How many cells a row of text may take."""
        return min(self.scrollable_content_region.width - self._gutter_cells, self._max_measure)

    def show(self, paragraphs: Sequence[Paragraph], *, keep_place: bool = False) -> None:
        """Show other paragraphs, from the top or, with `keep_place`, from the position now at the top."""
        self._sight.show(paragraphs, keep_place=keep_place)
        self._follow()

    def mark(self, marks: Sequence[Mark]) -> None:
        """Set off other stretches of the document; where marks overlap, later ones win."""
        self._mark_index = MarkIndex(marks)
        self._repaint()

    @property
    def first_position(self) -> int | None:
        """The document's position of the first visible code point, or the next that is of the document."""
        return self._sight.first_position

    @property
    def at_end(self) -> bool:
        """Whether the last row is in sight."""
        return self._sight.at_end

    @property
    def rows_wrapped(self) -> int:
        """How many rows were wrapped since the text or the width changed."""
        return self._sight.wrapped

    def scroll_rows(self, count: int) -> None:
        """Scroll by rows, down if above 0."""
        self._sight.scroll(count)
        self._follow()

    def scroll_page(self, direction: int) -> None:
        """Scroll by a screenful less one row, down if above 0."""
        self._sight.page(direction)
        self._follow()

    def reveal(self, span: Span) -> None:
        """Scroll only as far as needed to see `span` of the document; not at all when it is in sight."""
        self._sight.reveal(span)
        self._follow()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint rows; what all of them share is looked up once."""
        self._base, self._cells = self.rich_style, self.scrollable_content_region.width
        self._styles.clear()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Paint the row that is `y` below the top."""
        width, base = self._cells, self._base
        if y >= len(self._sight.rows):
            return Strip.blank(width, base)
        row = self._sight.rows[y]
        paragraph, span = self._sight.paragraph(row), self._sight.stands(row)
        marks = self._mark_index.over(span) if span else []
        segments = [*self._margin(marks, paragraph.indent, base)]
        for text, roles in pieces(self._sight.drawn(row), span.start if span else 0, marks):
            segments.append(Segment(text, self._look_of(paragraph.role, roles)))
        return Strip(segments).extend_cell_length(width, base)

    def on_resize(self) -> None:
        """Wrap at the new width; the first visible code point stays in sight."""
        self._sight.resize(self.measure, self.scrollable_content_region.height)
        self._follow()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by rows as they are wrapped."""
        self._instead(event)
        self.scroll_rows(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by rows as they are wrapped."""
        self._instead(event)
        self.scroll_rows(-_WHEEL_ROWS)

    def on_scroll_down(self, event: ScrollDown) -> None:
        """Page down from the scroll bar."""
        self._instead(event)
        self.scroll_page(1)

    def on_scroll_up(self, event: ScrollUp) -> None:
        """Page up from the scroll bar."""
        self._instead(event)
        self.scroll_page(-1)

    def on_scroll_to(self, event: ScrollTo) -> None:
        """Follow the scroll bar as it is dragged."""
        self._instead(event)
        self._sight.go_to_y(round(event.y or 0))
        self._follow()

    def on_click(self, event: events.Click) -> None:
        """Tell the screen which position was clicked."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y >= len(self._sight.rows):
            return
        row = self._sight.rows[offset.y]
        column = offset.x - self._gutter_cells - self._sight.paragraph(row).indent
        span = self._sight.stands(row)
        if span is not None:
            index = min(self._sight.drawn(row).index_at(column), max(0, span.end - span.start - 1))
            self.post_message(self.Clicked(self, span.start + index))
        elif (leads_to := self._sight.paragraph(row).leads_to) is not None:
            self.post_message(self.Clicked(self, leads_to))

    def _follow(self) -> None:
        """Bring Textual's scroll bar to where the text is."""
        if self.is_attached:
            # Another virtual size lays out the whole screen anew; a text that fits needs no bar, whatever its height.
            region = self.scrollable_content_region
            total = self._sight.total
            self.virtual_size = Size(region.width, total if total > region.height else region.height)
            self.scroll_y = self.scroll_target_y = self._sight.y
        self._repaint()

    def _repaint(self) -> None:
        """Paint from the first to the last row that differs from what stands there."""
        before, self._painted = self._painted, [self._look(row) for row in self._sight.rows]
        pairs = zip_longest(before, self._painted)
        rows = [y for y, (old, new) in enumerate(pairs) if old != new]
        if rows:
            self.refresh(Region(0, rows[0], self.size.width, rows[-1] - rows[0] + 1))

    def _look(self, row: Row) -> object:
        """Return all that a row's painting depends on."""
        paragraph, span = self._sight.paragraph(row), self._sight.stands(row)
        marks = self._mark_index.over(span) if span else []
        return row.span.of(paragraph.text), span, paragraph.role, paragraph.indent, tuple(marks)

    def _margin(self, marks: Sequence[Mark], indent: int, base: Style) -> list[Segment]:
        tick = TICKS.get(marks[-1].role, ANY_TICK) if marks else " "
        gutter = [Segment(tick, self._style("tick", base)), Segment(" ", base)] if self._gutter_cells else []
        return [*gutter, Segment(" " * indent, base)] if indent else gutter

    def _look_of(self, role: str, marks: tuple[str, ...]) -> Style:
        """Return the style of a stretch of text, looked up once a painting."""
        found = self._styles.get((role, marks))
        if found is None:
            found = sum((self._mark_style(mark) for mark in marks), self._style(role, self._base))
            self._styles[role, marks] = found
        return found

    def _style(self, role: str, base: Style) -> Style:
        return self.get_component_rich_style(f"text-pane--{role}", default=base)

    def _mark_style(self, role: str) -> Style:
        return self.get_component_rich_style(f"text-pane--{role}", partial=True, default=_UNKNOWN_MARK)

    @staticmethod
    def _instead(event: Message) -> None:
        """Keep Textual from scrolling by its own count of rows."""
        event.prevent_default()
        event.stop()
