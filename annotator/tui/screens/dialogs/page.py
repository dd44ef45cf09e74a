"""A page to read; the arrow keys scroll it."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from annotator.tui.screens.dialogs.base import Dialog
from annotator.tui.text.layout import Part
from annotator.tui.widgets.text_pane import TextPane


class PageScreen(Dialog[None]):
    """Shows the paragraphs that each page makes in `parts`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,ctrl+q", "close", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self, title: str, hint: str) -> None:
        super().__init__()
        self._title, self._hint = title, hint

    def parts(self) -> Sequence[Part]:
        """Return the content of the page."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog dialog-large"):
            yield Static(Content(self._title), classes="dialog-title")
            yield TextPane(max_text_width=200, gutter=False)
            yield self.hint_row(self._hint)

    def on_mount(self) -> None:
        """Show the page."""
        self.call_after_refresh(self.show_page)

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out the page for another size."""
        self.call_after_refresh(self.show_page)

    def show_page(self) -> None:
        """Show the page from its top."""
        self.query_one(TextPane).show(self.parts())

    def action_scroll(self, rows: int) -> None:
        """Scroll by rows."""
        self.query_one(TextPane).scroll_rows(rows)

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self.query_one(TextPane).scroll_page(direction)
