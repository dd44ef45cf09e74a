"""A read-only text with Japanese line breaking, highlights over it, and a scroll bar in its last column.

Invariant: the row at the top is a place in the text, not a number of rows, so neither a new width nor a
corrected height moves what the reader sees; a repaint costs what is visible. Text is never read as markup.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from annotator.corpus.span import Span
from annotator.tui.text.graphemes import GlyphRun, draw
from annotator.tui.text.highlights import (
    DEFAULT_GUTTER_SYMBOL,
    GUTTER_SYMBOLS,
    HIGHLIGHT_STYLES,
    PARAGRAPH_STYLES,
    Highlight,
    overlapping,
    split_row,
)
from annotator.tui.text.layout import MIN_WIDTH, Part, Row
from annotator.tui.text.viewport import Viewport
from annotator.tui.widgets.cached_rows import CachedRows

_DEFAULT_HIGHLIGHT = Style(underline=True)
_WHEEL_ROWS = 3
_SCROLL_BAR_CELLS = 1


class _PaneRow(NamedTuple):
    """All that the painting of a row depends on; `start` is the position that its highlights count from."""

    text: str
    start: int
    style: str
    indent: int
    highlights: tuple[Highlight, ...]
    is_thumb: bool


class TextPane(CachedRows):
    """Paragraphs of a document with highlights. It handles the mouse; keys are the screen's, which calls methods."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"text-pane--{style}" for style in (*PARAGRAPH_STYLES, *HIGHLIGHT_STYLES)),
        *("text-pane--gutter", "text-pane--bar", "text-pane--thumb"),
    }

    @dataclass
    class Clicked(Message):
        """The text at a position was clicked."""

        pane: "TextPane"
        position: int

        @property
        def control(self) -> "TextPane":
            """The pane that was clicked."""
            return self.pane

    def __init__(
        self,
        *,
        max_text_width: int = 84,
        gutter: bool = True,
        ambiguous_width: int = 1,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(ambiguous_width=ambiguous_width, id=id)
        self._max_text_width = max_text_width
        self._gutter_cells = 2 if gutter else 0
        self._viewport = Viewport(ambiguous_width=ambiguous_width)
        self.highlights: Sequence[Highlight] = ()
        """The highlights of the document, on all of it."""
        self._styles: dict[tuple[str, tuple[str, ...]], Style] = {}
        self._grabbed: int | None = None  # The row of the thumb that the mouse holds.

    @property
    def text_width(self) -> int:
        """How many cells a row of text may take."""
        return max(0, min(self.size.width - self._gutter_cells - _SCROLL_BAR_CELLS, self._max_text_width))

    def show(
        self,
        page: Sequence[Part],
        highlights: Sequence[Highlight] | None = None,
        *,
        reveal: tuple[int, int] | None = None,
        keep_position: bool = False,
    ) -> None:
        """Show another page, from its top or, with `keep_position`, from the position that is at the top now.

        `reveal` names the first and the last paragraph that are to be visible, the first before the last.
        """
        self._viewport.show(page, keep_position=keep_position)
        if highlights is not None:
            self.highlights = highlights
        if reveal is not None:
            self._viewport.reveal_paragraphs(*reveal)
        self._show_rows()

    def highlight(self, highlights: Sequence[Highlight], *, reveal: Span | None = None) -> None:
        """Replace the highlights of the document; where some overlap, later ones win."""
        self.highlights = highlights
        if reveal is not None:
            self._viewport.reveal(reveal)
        self._show_rows()

    def reveal(self, span: Span) -> None:
        """Scroll only as far as needed to see `span` of the document; not at all when it is visible."""
        self._viewport.reveal(span)
        self._show_rows()

    @property
    def first_position(self) -> int | None:
        """The document's position of the first visible code point, or the next that is part of the document."""
        return self._viewport.first_position

    @property
    def at_end(self) -> bool:
        """Whether the last row is visible."""
        return self._viewport.at_end

    @property
    def rows_above(self) -> int:
        """The number of rows above the top, as far as known."""
        return self._viewport.y

    def scroll_rows(self, count: int) -> None:
        """Scroll by rows, down if above 0."""
        self._viewport.scroll(count)
        self._show_rows()

    def scroll_page(self, direction: int) -> None:
        """Scroll by a screenful less one row, down if above 0."""
        self._viewport.page(direction)
        self._show_rows()

    def paint_row(self, row: Hashable) -> list[Segment]:
        """Paint the gutter, the text with its highlights, and the row's part of the scroll bar."""
        row = cast(_PaneRow, row)
        base = self.parse_style("")
        segments = self._paint_gutter(row, base)
        if row.indent:
            segments.append(Segment(" " * row.indent, base))
        run = self._draw(row.text, row.indent)
        for text, styles in split_row(run, row.start, row.highlights):
            segments.append(Segment(text, self._text_style(row.style, styles)))
        room = self.size.width - _SCROLL_BAR_CELLS - self._gutter_cells - row.indent - run.cells
        if room > 0:
            segments.append(Segment(" " * room, base))
        return [*segments, Segment(" ", self._component_style("thumb" if row.is_thumb else "bar", base))]

    def on_resize(self) -> None:
        """Wrap at the new width; the first visible code point stays visible."""
        self._viewport.resize(self.text_width, self.size.height)
        self._show_rows()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by rows as they are wrapped."""
        event.stop()
        self.scroll_rows(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by rows as they are wrapped."""
        event.stop()
        self.scroll_rows(-_WHEEL_ROWS)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Page by a click beside the thumb, or grab the thumb."""
        if event.x < self.size.width - _SCROLL_BAR_CELLS:
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
            hidden = max(0, self._viewport.total - self.size.height)
            self._viewport.scroll_to(round((event.y - self._grabbed) * hidden / room))
            self._show_rows()

    def on_mouse_up(self) -> None:
        """Release the thumb."""
        if self._grabbed is not None:
            self._grabbed = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Post the position that was clicked."""
        rows = self._viewport.rows
        if event.y >= len(rows) or event.x >= self.size.width - _SCROLL_BAR_CELLS:
            return
        row = rows[event.y]
        position = row.paragraph.click_position
        if (span := row.document_span) is not None:
            indent = row.paragraph.indent_at(row.span.start)
            run = self._draw(row.span.of(row.paragraph.text), indent)
            index = run.offset_at(event.x - self._gutter_cells - indent)
            position = max(span.start, min(span.start + index, span.end - 1))
        if position is not None:
            self.post_message(self.Clicked(self, position))

    def notify_style_update(self) -> None:
        """Forget the styles of the previous theme."""
        super().notify_style_update()
        self._styles.clear()

    def _show_rows(self) -> None:
        """Show the visible rows, with the scroll bar beside them."""
        thumb, visible_rows = self._thumb(), self._viewport.rows
        spans = [span for row in visible_rows if (span := row.document_span) is not None]
        visible = (
            Span(min(span.start for span in spans), max(span.end for span in spans)) if spans else Span(0, 0)
        )
        highlights = overlapping(self.highlights, visible)
        rows = [self._pane_row(row, highlights, y in thumb) for y, row in enumerate(visible_rows)]
        empty = [_PaneRow("", 0, "gap", 0, (), y in thumb) for y in range(len(rows), self.size.height)]
        self.show_rows([*rows, *empty])

    def _pane_row(self, row: Row, highlights: Sequence[Highlight], is_thumb: bool) -> _PaneRow:
        paragraph, span = row.paragraph, row.document_span
        if span is None:
            span, highlights = row.span, paragraph.highlights
        indent = paragraph.indent_at(row.span.start)
        text = row.span.of(paragraph.text)
        return _PaneRow(text, span.start, paragraph.style, indent, overlapping(highlights, span), is_thumb)

    def _draw(self, text: str, indent: int) -> GlyphRun:
        width = max(MIN_WIDTH, self.text_width - indent)
        return draw(text, width, ambiguous_width=self.ambiguous_width)

    def _thumb(self) -> range:
        """Return the rows of the scroll bar's thumb; none if the whole page is visible."""
        height, total = self.size.height, self._viewport.total
        if total <= height:
            return range(0)
        length = max(1, height * height // total)
        first = min(round(self._viewport.y * (height - length) / (total - height)), height - length)
        return range(first, first + length)

    def _paint_gutter(self, row: _PaneRow, base: Style) -> list[Segment]:
        if not self._gutter_cells:
            return []
        symbol = " "
        if row.highlights:
            symbol = GUTTER_SYMBOLS.get(row.highlights[-1].style, DEFAULT_GUTTER_SYMBOL)
        return [Segment(symbol, self._component_style("gutter", base)), Segment(" ", base)]

    def _text_style(self, style: str, highlights: tuple[str, ...]) -> Style:
        """Return the style of a stretch of text under the styles of its highlights."""
        found = self._styles.get((style, highlights))
        if found is None:
            found = self._component_style(style, self.parse_style(""))
            for one in highlights:
                name = f"text-pane--{one}"
                found += self.get_component_rich_style(name, partial=True, default=_DEFAULT_HIGHLIGHT)
            self._styles[style, highlights] = found
        return found

    def _component_style(self, name: str, default: Style) -> Style:
        return self.get_component_rich_style(f"text-pane--{name}", default=default)
