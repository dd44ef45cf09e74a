"""A line to type in over a list to choose from; what the list holds is up to each picker."""

from collections.abc import Sequence
from typing import ClassVar, Generic

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from annotator.tui.dialog_keys import PICKER_KEYS
from annotator.tui.screens.dialogs.base import Dialog, Value


class Picker(Dialog[Value | None], Generic[Value]):
    """Returns the value chosen, or None; the arrow keys move in the list while the cursor stays in the line."""

    KEYS = PICKER_KEYS
    TYPES = True
    BINDINGS: ClassVar[list[BindingType]] = [
        # Without priority, so that what was typed before is in the line by then.
        Binding("escape,ctrl+q", "close", "Close", show=False),
        Binding("down", "move(1)", "Next", show=False),
        Binding("up", "move(-1)", "Previous", show=False),
    ]

    def __init__(self, title: str, hint: str) -> None:
        super().__init__()
        self._title, self._hint = title, hint
        self._values: list[Value] = []

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog-title")
            yield Input()
            yield from self.choices()
            yield OptionList(markup=False)
            yield self.hint_row(self._hint)

    def choices(self) -> ComposeResult:
        """Lay out what stands between the line and the list; nothing, in most pickers."""
        yield from ()

    def on_mount(self) -> None:
        """Begin with nothing typed."""
        self.set_focus(self.query_one(Input))
        self.typed("")

    def typed(self, words: str) -> None:
        """Offer what fits the words typed so far."""
        raise NotImplementedError

    def offer(self, options: Sequence[tuple[Value, str]], *, hint: str | None = None) -> None:
        """Show other options, each a value and its words."""
        self._values = [value for value, _ in options]
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(Content(words)) for _, words in options])
        if options:
            listed.highlighted = 0
        self.say(self._hint if hint is None else hint)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer anew."""
        self.typed(event.value.strip())

    def on_input_submitted(self) -> None:
        """Choose what is highlighted."""
        chosen = self.query_one(OptionList).highlighted
        if chosen is not None:
            self.choose(self._values[chosen])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose what was clicked."""
        self.choose(self._values[event.option_index])

    def choose(self, value: Value) -> None:
        """Take a value that was chosen."""
        self.dismiss(value)

    def action_move(self, step: int) -> None:
        """Move the highlight."""
        listed = self.query_one(OptionList)
        (listed.action_cursor_down if step > 0 else listed.action_cursor_up)()

    def action_close(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
