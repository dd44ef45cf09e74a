"""Shows all keys."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Static

from annotator.tui.dialog_keys import binding_id


class HelpScreen(ModalScreen[None]):
    """Shows all keys; its last row names its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,ctrl+q", "close", "Close", priority=True, show=False),
        Binding("f1", "close", id=binding_id("help"), priority=True, show=False),
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
            hint = Content(self._hint).stylize(Style.from_meta({"@click": "screen.close"}))
            yield Static(hint, classes="dialog-hint")

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(VerticalScroll).focus()

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)
