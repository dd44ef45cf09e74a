"""Prompts: the confirmation of an action on several units, and the editor of a note."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from annotator.codebook.model import Language
from annotator.tui.dialog_keys import CONFIRM_KEYS, NOTE_KEYS, bindings
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.base import Dialog


class ConfirmScreen(Dialog[bool]):
    """Asks before an action on several units; returns whether the annotator confirmed."""

    BOX = "dialog dialog-small"
    KEYS = CONFIRM_KEYS
    BINDINGS = bindings(CONFIRM_KEYS)

    def __init__(self, lines: Sequence[str], language: Language) -> None:
        super().__init__(say("bulk_title", language))
        self._lines = lines
        self._choices = [Option(Content(say(key, language))) for key in ("bulk_yes", "bulk_no")]

    def compose_content(self) -> ComposeResult:
        """Lay out the question and its two answers."""
        yield Static(Content("\n".join(self._lines)), classes="dialog-text")
        yield OptionList(*self._choices, markup=False)

    def on_mount(self) -> None:
        """Start at yes."""
        choices = self.query_one(OptionList)
        choices.highlighted = 0
        self.set_focus(choices)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the choice."""
        self.dismiss(event.option_index == 0)

    def action_decline(self) -> None:
        """Close without the action."""
        self.dismiss(False)


# Seconds between two drafts of the text.
_DRAFT = 1.0


class NoteScreen(Dialog[str]):
    """An editor for a note: closing it returns the text; a draft goes to a callback while it is written.

    An input method composes in the terminal: only the committed text arrives here, so none of its keys can act.
    """

    KEYS = NOTE_KEYS
    IS_TYPING = True
    CLOSE_ACTION = "save"
    BINDINGS = bindings(NOTE_KEYS)

    def __init__(self, text: str, language: Language, on_draft: Callable[[str], None]) -> None:
        super().__init__(say("note", language), say("note_hint", language))
        self._text, self._on_draft = text, on_draft

    def compose_content(self) -> ComposeResult:
        """Lay out the editor."""
        yield TextArea(self._text, soft_wrap=True, tab_behavior="focus")

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
