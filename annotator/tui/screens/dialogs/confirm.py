"""Asks for confirmation before an action on several units."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from annotator.tui.dialog_keys import CONFIRM_KEYS
from annotator.tui.screens.dialogs.base import Dialog


class ConfirmScreen(Dialog[bool]):
    """Returns whether the annotator confirmed."""

    KEYS = CONFIRM_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+q,backspace", "decline", "No", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[str], *, yes: str, no: str) -> None:
        super().__init__()
        self._title, self._lines, self._yes, self._no = title, lines, yes, no

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog dialog-small"):
            yield Static(Content(self._title), classes="dialog-title")
            yield Static(Content("\n".join(self._lines)), classes="dialog-text")
            yield OptionList(Option(Content(self._yes)), Option(Content(self._no)), markup=False)

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
