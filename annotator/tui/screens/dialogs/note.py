"""Writes a note over several lines; closing keeps what is written.

An input method composes in the terminal: only what it commits arrives here, so no key of it can act.
"""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from annotator.tui.dialog_keys import NOTE_KEYS
from annotator.tui.screens.dialogs.base import Dialog

# Seconds between two looks at what is written.
_DRAFT = 1.0


class NoteScreen(Dialog[str]):
    """Writes a note; closing keeps it."""

    KEYS = NOTE_KEYS
    TYPES = True
    CLOSES = "keep"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Without priority, so that what was typed before is in the text by then.
        Binding("escape,ctrl+s,ctrl+q", "keep", "Save", show=False),
    ]

    def __init__(self, title: str, words: str, hint: str, draft: Callable[[str], None]) -> None:
        super().__init__()
        self._title, self._words, self._hint, self._draft = title, words, hint, draft

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog-title")
            yield TextArea(self._words, soft_wrap=True, tab_behavior="focus")
            yield self.hint_row(self._hint)

    def on_mount(self) -> None:
        """Put the cursor behind what is written."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        self.set_focus(area)
        self.set_interval(_DRAFT, self.leave)

    def leave(self) -> None:
        """Keep what is written so far, should the program end before the dialog is closed."""
        words = self.query_one(TextArea).text
        if words != self._words:
            self._words = words
            self._draft(words)

    def action_keep(self) -> None:
        """Close with what is written."""
        self.dismiss(self.query_one(TextArea).text)
