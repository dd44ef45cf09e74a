"""An editor for the unit's note; closing it saves the note.

An input method composes in the terminal: only the committed text arrives here, so none of its keys can act.
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

# Seconds between two drafts of the text.
_DRAFT = 1.0


class NoteScreen(Dialog[str]):
    """Returns the text of the note; a draft goes to a callback while it is written."""

    KEYS = NOTE_KEYS
    IS_TYPING = True
    CLOSE_ACTION = "save"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Without priority: what was typed before must be in the text first.
        Binding("escape,ctrl+s,ctrl+q", "save", "Save", show=False),
    ]

    def __init__(self, title: str, text: str, hint: str, on_draft: Callable[[str], None]) -> None:
        super().__init__()
        self._title, self._text, self._hint, self._on_draft = title, text, hint, on_draft

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog-title")
            yield TextArea(self._text, soft_wrap=True, tab_behavior="focus")
            yield self.hint_row(self._hint)

    def on_mount(self) -> None:
        """Put the cursor at the end of the text."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        self.set_focus(area)
        self.set_interval(_DRAFT, self.leave)

    def leave(self) -> None:
        """Pass on a draft of the text, in case the program ends before the dialog is closed."""
        text = self.query_one(TextArea).text
        if text != self._text:
            self._text = text
            self._on_draft(text)

    def action_save(self) -> None:
        """Close with the text."""
        self.dismiss(self.query_one(TextArea).text)
