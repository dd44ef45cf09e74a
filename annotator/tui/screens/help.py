"""Shows all keys."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from annotator.tui.screens.closing import closing_hint


class HelpScreen(ModalScreen[None]):
    """Shows all keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,question_mark,f1,ctrl+q", "close", "Close", priority=True, show=False)
    ]

    def __init__(self, title: str, rows: Sequence[tuple[str, str]], hint: str) -> None:
        super().__init__()
        self._title, self._rows, self._hint = title, rows, hint

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        lines = [
            Content.assemble((keys.ljust(14), "bold $text-accent"), words)
            if keys
            else Content.styled(words, "bold")
            for keys, words in self._rows
        ]
        with Vertical(classes="dialog dialog-large"):
            yield Static(Content(self._title), classes="dialog-title")
            with VerticalScroll():
                yield Static(Content("\n").join(lines))
            yield Static(closing_hint(self._hint), classes="dialog-hint")

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(VerticalScroll).focus()

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)
