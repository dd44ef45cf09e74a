"""What is shown where there is nothing to label."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from annotator.codebook.model import Language
from annotator.tui.messages import say


class EmptyScreen(Screen[None]):
    """Says how documents are added."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "app.quit", show=False),
        Binding("ctrl+q", "app.quit", id="quit", show=False),
    ]

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language: Language = language

    def compose(self) -> ComposeResult:
        """Lay out the message."""
        yield Static(Content(say("empty", self._language)), classes="alone")
