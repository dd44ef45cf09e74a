"""Stands before everything else while the terminal is too small to work in.

Invariant: no key reaches what it covers, so nothing is answered unseen.
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


class SmallScreen(Screen[None]):
    """Says how large the terminal has to be."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "app.leave", id="quit", show=False)]

    def __init__(self, language: Language, leaving: str) -> None:
        """Take the key that leaves, as people write it."""
        super().__init__()
        self._language: Language = language
        self._leaving = leaving

    def compose(self) -> ComposeResult:
        """Lay out the message."""
        words = say(
            "too_small", self._language, columns=LEAST.width, rows=LEAST.height, leaving=self._leaving
        )
        yield Static(Content(words), classes="alone")
