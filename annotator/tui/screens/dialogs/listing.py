"""A list of any length to choose from; only the visible rows are made."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from annotator.corpus.span import Span
from annotator.tui.screens.dialogs.base import Dialog
from annotator.tui.text.graphemes import truncate
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.layout import LazyRows, Paragraph
from annotator.tui.widgets.text_pane import TextPane


class Listing(Dialog[int | None]):
    """Returns the index of the row chosen, or None; each list makes its rows in `row`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+q", "close", show=False),
        Binding("enter", "choose", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "move(-1_000_000_000)", show=False),
        Binding("end", "move(1_000_000_000)", show=False),
    ]

    def __init__(self, title: str, hint: str, *, count: int, at: int = 0) -> None:
        super().__init__()
        self._title, self._hint = title, hint
        self._count, self._at = count, at

    def row(self, number: int, width: int) -> str:
        """Return the text of a row; it is cut at the width."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog dialog-large"):
            yield Static(Content(self._title), classes="dialog-title")
            yield TextPane(max_text_width=200)
            yield self.hint_row(self._hint)

    def on_mount(self) -> None:
        """Show the rows around the highlighted one."""
        self.call_after_refresh(self.action_move, 0)

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the highlighted row in sight."""
        self.call_after_refresh(self.action_move, 0)

    def action_move(self, step: int) -> None:
        """Move the highlight."""
        self._at = max(0, min(self._at + step, self._count - 1))
        pane = self.query_one(TextPane)
        pane.show([LazyRows(self._count, self._build_row)], reveal=(self._at, self._at), keep_position=True)

    def action_page(self, direction: int) -> None:
        """Move the highlight by a page."""
        self.action_move(direction * max(1, self.query_one(TextPane).size.height - 1))

    def action_choose(self) -> None:
        """Choose the highlighted row."""
        if self._count:
            self.dismiss(self._at)

    def on_text_pane_clicked(self, event: TextPane.Clicked) -> None:
        """Highlight the row that was clicked; choose it where it is highlighted already."""
        if event.position == self._at:
            self.action_choose()
        else:
            self.action_move(event.position - self._at)

    def _build_row(self, number: int, width: int) -> Paragraph:
        text = truncate(self.row(number, width), width)
        highlights = (Highlight(Span(0, len(text)), "current"),) if number == self._at else ()
        return Paragraph(text, "paragraph", click_position=number, highlights=highlights)
