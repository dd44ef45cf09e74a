"""A read-only text that wraps in the Japanese way, with marks over it, and a scroll bar in its last column.

Invariant: the row at the top is a place in the text, not a number of rows, so neither a new width nor a
corrected height moves what the reader sees; a repaint costs what is visible. Text is drawn as it is, never as
markup.
"""

from collections.abc import Hashable, Sequence
from typing import ClassVar, NamedTuple, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from annotator.corpus.span import Span
from annotator.tui.text.highlights import Highlight, MarkIndex, split_row
from annotator.tui.text.layout import NARROWEST, Row
from annotator.tui.text.line_breaking import draw
from annotator.tui.text.roles import DEFAULT_GUTTER_SYMBOL, GUTTER_SYMBOLS, HIGHLIGHT_STYLES, PARAGRAPH_STYLES
from annotator.tui.text.sections import Paragraph, Part
from annotator.tui.text.viewport import Viewport
from annotator.tui.widgets.cached_rows import CachedRows

__all__ = ["GUTTER_SYMBOLS", "HIGHLIGHT_STYLES", "PARAGRAPH_STYLES", "Highlight", "Paragraph", "TextPane"]

_UNKNOWN_MARK = Style(underline=True)
_WHEEL_ROWS = 3
_BAR_CELLS = 1


class _Look(NamedTuple):
    """All that the painting of a row depends on; `start` is where its marks count from."""

    text: str
    start: int
    role: str
    indent: int
    marks: tuple[Highlight, ...]
    thumb: bool


class TextPane(CachedRows):
    """Paragraphs of a document with marks; the keys are the screen's, which calls these methods."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"text-pane--{role}" for role in (*PARAGRAPH_STYLES, *HIGHLIGHT_STYLES)),
        *("text-pane--tick", "text-pane--bar", "text-pane--thumb"),
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
        super().__init__(ambiguous=ambiguous, name=name, id=id, classes=classes)
        self._max_measure = max_measure
        self._gutter_cells = 2 if gutter else 0
        self._sight = Viewport(ambiguous=ambiguous)
        self._mark_index = MarkIndex(())
        self._styles: dict[tuple[str, tuple[str, ...]], Style] = {}
        self._grabbed: int | None = None

    @property
    def measure(self) -> int:
        """How many cells a row of text may take."""
        return max(0, min(self.size.width - self._gutter_cells - _BAR_CELLS, self._max_measure))

    def show(
        self,
        parts: Sequence[Part],
        marks: Sequence[Highlight] | None = None,
        *,
        between: tuple[int, int] | None = None,
        keep_place: bool = False,
    ) -> None:
        """Show another page, from the top or, with `keep_place`, from the position now at the top.

        With `between`, what lies between these two paragraphs comes in sight, the first before the last.
        """
        self._sight.show(parts, keep_place=keep_place)
        if marks is not None:
            self._mark_index = MarkIndex(marks)
        if between is not None:
            self._sight.reveal_between(*between)
        self._repaint()

    def mark(self, marks: Sequence[Highlight], *, reveal: Span | None = None) -> None:
        """Set off other stretches of the document; where marks overlap, later ones win."""
        self._mark_index = MarkIndex(marks)
        self._reveal(reveal)

    def reveal(self, span: Span) -> None:
        """Scroll only as far as needed to see `span` of the document; not at all when it is in sight."""
        self._reveal(span)

    @property
    def first_position(self) -> int | None:
        """The document's position of the first visible code point, or the next that is of the document."""
        return self._sight.first_position

    @property
    def at_end(self) -> bool:
        """Whether the last row is in sight."""
        return self._sight.at_end

    @property
    def rows_above(self) -> int:
        """How many rows stand above the top, as far as known."""
        return self._sight.y

    @property
    def rows_wrapped(self) -> int:
        """How many rows were wrapped since the text or the width changed."""
        return self._sight.wrapped

    def scroll_rows(self, count: int) -> None:
        """Scroll by rows, down if above 0."""
        self._sight.scroll(count)
        self._repaint()

    def scroll_page(self, direction: int) -> None:
        """Scroll by a screenful less one row, down if above 0."""
        self._sight.page(direction)
        self._repaint()

    def paint_row(self, look: Hashable) -> tuple[list[Segment], int]:
        """Paint the sign in the margin, the text with its marks, and the row's part of the scroll bar."""
        row = cast(_Look, look)
        base = self.style_of("")
        segments = self._margin(row, base)
        drawn = draw(row.text, max(NARROWEST, self.measure - row.indent), ambiguous=self.ambiguous)
        for text, roles in split_row(drawn, row.start, row.marks):
            segments.append(Segment(text, self._look_of(row.role, roles)))
        room = self.size.width - _BAR_CELLS - self._gutter_cells - row.indent - drawn.cells
        if room > 0:
            segments.append(Segment(" " * room, base))
        segments.append(Segment(" ", self._style("thumb" if row.thumb else "bar", base)))
        return segments, self.size.width + max(0, -room)

    def on_resize(self) -> None:
        """Wrap at the new width; the first visible code point stays in sight."""
        self._sight.resize(self.measure, self.size.height)
        self._repaint()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by rows as they are wrapped."""
        event.stop()
        self.scroll_rows(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by rows as they are wrapped."""
        event.stop()
        self.scroll_rows(-_WHEEL_ROWS)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Page from the scroll bar, or take hold of its thumb."""
        if event.x < self.size.width - _BAR_CELLS:
            return
        thumb = self._thumb()
        if event.y in thumb:
            self._grabbed = event.y - thumb.start
            self.capture_mouse()
        else:
            self.scroll_page(1 if event.y >= thumb.stop else -1)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the thumb as it is dragged."""
        if self._grabbed is not None:
            room = max(1, self.size.height - len(self._thumb()))
            hidden = max(0, self._sight.total - self.size.height)
            self._sight.go_to_y(round((event.y - self._grabbed) * hidden / room))
            self._repaint()

    def on_mouse_up(self) -> None:
        """Let the thumb go."""
        if self._grabbed is not None:
            self._grabbed = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Tell the screen which position was clicked."""
        if event.y >= len(self._sight.rows) or event.x >= self.size.width - _BAR_CELLS:
            return
        row = self._sight.rows[event.y]
        paragraph, span = self._sight.paragraph(row), self._sight.stands(row)
        column = event.x - self._gutter_cells - paragraph.indent_at(row.span.start)
        if span is not None:
            index = min(self._sight.drawn(row).index_at(column), max(0, span.end - span.start - 1))
            self.post_message(self.Clicked(self, span.start + index))
        elif paragraph.leads_to is not None:
            self.post_message(self.Clicked(self, paragraph.leads_to))

    def notify_style_update(self) -> None:
        """Look the styles up anew in another theme."""
        super().notify_style_update()
        self._styles.clear()

    def _reveal(self, span: Span | None) -> None:
        if span is not None:
            self._sight.reveal(span)
        self._repaint()

    def _repaint(self) -> None:
        """Show the rows in sight, with the scroll bar beside them."""
        thumb = self._thumb()
        looks: list[Hashable] = [self._look(row, y in thumb) for y, row in enumerate(self._sight.rows)]
        looks += (_Look("", 0, "gap", 0, (), y in thumb) for y in range(len(looks), self.size.height))
        self.show_rows(looks)

    def _look(self, row: Row, thumb: bool) -> _Look:
        paragraph, span = self._sight.paragraph(row), self._sight.stands(row)
        text, indent = row.span.of(paragraph.text), paragraph.indent_at(row.span.start)
        if span is not None:
            return _Look(text, span.start, paragraph.role, indent, tuple(self._mark_index.over(span)), thumb)
        marks = tuple(mark for mark in paragraph.marks if mark.span.overlaps(row.span))
        return _Look(text, row.span.start, paragraph.role, indent, marks, thumb)

    def _thumb(self) -> range:
        """Return the rows of the scroll bar that stand for what is in sight; none where all is."""
        height, total = self.size.height, self._sight.total
        if total <= height:
            return range(0)
        length = max(1, height * height // total)
        hidden = total - height
        first = min(round(self._sight.y * (height - length) / hidden), height - length)
        return range(first, first + length)

    def _margin(self, row: _Look, base: Style) -> list[Segment]:
        tick = GUTTER_SYMBOLS.get(row.marks[-1].role, DEFAULT_GUTTER_SYMBOL) if row.marks else " "
        gutter = [Segment(tick, self._style("tick", base)), Segment(" ", base)] if self._gutter_cells else []
        return [*gutter, Segment(" " * row.indent, base)] if row.indent else gutter

    def _look_of(self, role: str, marks: tuple[str, ...]) -> Style:
        """Return the style of a stretch of text."""
        found = self._styles.get((role, marks))
        if found is None:
            base = self._style(role, self.style_of(""))
            found = sum((self._mark_style(mark) for mark in marks), base)
            self._styles[role, marks] = found
        return found

    def _style(self, role: str, base: Style) -> Style:
        return self.get_component_rich_style(f"text-pane--{role}", default=base)

    def _mark_style(self, role: str) -> Style:
        return self.get_component_rich_style(f"text-pane--{role}", partial=True, default=_UNKNOWN_MARK)
