"""Screens of one message: a project without documents, and a terminal too small to work in.

Invariant: no key reaches the screen that the second one covers, so nothing is answered unseen.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from annotator.codebook.model import Language
from annotator.tui.messages import say

LEAST = Size(40, 12)
"""The columns and rows in which a unit can be read and answered."""


def is_too_small(size: Size) -> bool:
    """Tell whether a terminal is too small to work in."""
    return size.width < LEAST.width or size.height < LEAST.height


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


class SmallScreen(Screen[None]):
    """Says how large the terminal has to be."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "app.leave", id="quit", show=False)]

    def __init__(self, language: Language, quit_key: str) -> None:
        super().__init__()
        self._language: Language = language
        self._quit_key = quit_key

    def compose(self) -> ComposeResult:
        """Lay out the message."""
        message = say(
            "too_small", self._language, columns=LEAST.width, rows=LEAST.height, leaving=self._quit_key
        )
        yield Static(Content(message), classes="alone")
