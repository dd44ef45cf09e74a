"""Pickers: an input over a list of options, which each picker filters by what is typed."""

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
    """Returns the value chosen, or None; the arrow keys move in the list while the focus stays in the input."""

    KEYS = PICKER_KEYS
    IS_TYPING = True
    BINDINGS: ClassVar[list[BindingType]] = [
        # Without priority: what was typed before must be in the input first.
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
            yield from self.between()
            yield OptionList(markup=False)
            yield self.hint_row(self._hint)

    def between(self) -> ComposeResult:
        """Lay out the widgets between the input and the list; none in most pickers."""
        yield from ()

    def on_mount(self) -> None:
        """Start with nothing typed."""
        self.set_focus(self.query_one(Input))
        self.typed("")

    def typed(self, text: str) -> None:
        """Offer the options that match the text typed so far."""
        raise NotImplementedError

    def offer(self, options: Sequence[tuple[Value, str]], *, hint: str | None = None) -> None:
        """Show other options, each a value and its text."""
        self._values = [value for value, _ in options]
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(Content(text)) for _, text in options])
        if options:
            listed.highlighted = 0
        self.say(self._hint if hint is None else hint)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer the options that match."""
        self.typed(event.value.strip())

    def on_input_submitted(self) -> None:
        """Choose the highlighted option."""
        chosen = self.query_one(OptionList).highlighted
        if chosen is not None:
            self.choose(self._values[chosen])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the option that was clicked."""
        self.choose(self._values[event.option_index])

    def choose(self, value: Value) -> None:
        """Return the value that was chosen."""
        self.dismiss(value)

    def action_move(self, step: int) -> None:
        """Move the highlight."""
        listed = self.query_one(OptionList)
        (listed.action_cursor_down if step > 0 else listed.action_cursor_up)()


class SkipScreen(Picker[str]):
    """Returns the reason for skipping a unit, one on offer or any other text; empty text un-skips it."""

    def __init__(self, title: str, hint: str, reasons: Sequence[str], *, unskip: str | None) -> None:
        super().__init__(title, hint)
        self._reasons, self._unskip = reasons, unskip

    def typed(self, text: str) -> None:
        """Offer to un-skip, the text itself, and the reasons that contain it."""
        options = [("", self._unskip)] if self._unskip and not text else []
        matching = [reason for reason in self._reasons if text.casefold() in reason.casefold()]
        reasons = dict.fromkeys([*([text] if text else []), *matching])
        self.offer([*options, *((reason, reason) for reason in reasons)])


class ThemeScreen(Picker[str]):
    """Returns the name of the theme chosen; the current one comes first."""

    def __init__(self, title: str, hint: str, names: Sequence[str], *, current: str) -> None:
        super().__init__(title, hint)
        self._names = [current, *(name for name in names if name != current)]

    def typed(self, text: str) -> None:
        """Offer the themes whose names contain the text."""
        self.offer([(name, name) for name in self._names if text.casefold() in name])
