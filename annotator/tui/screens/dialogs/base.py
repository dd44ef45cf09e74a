"""The base of every dialog: its table of keys, which the help key shows, and a hint row, which closes it by a click."""

from typing import ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Static

from annotator.tui.actions import action_named
from annotator.tui.dialog_keys import DialogKeys, binding_id

Value = TypeVar("Value")

HELP_BINDING = Binding("f1", "app.keys_here", id=binding_id("help"), show=False)
"""Shows the keys of a dialog; the application adds those keys of the help action that work in dialogs."""


def close_binding(action: str) -> Binding:
    """Return the binding that closes a dialog by the keys of the action that opened it."""
    return Binding(action_named(action).keys[-1], "close", id=binding_id(action), show=False)


@runtime_checkable
class HasHelpHint(Protocol):
    """An application that names the key which shows the keys of a dialog."""

    def help_hint(self) -> str:
        """Return the key and what it shows."""


class Dialog(ModalScreen[Value], Generic[Value]):
    """A screen over the labelling screen."""

    # A dialog fills a terminal with fewer rows or columns.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-wide")]  # noqa: RUF012 - Textual declares it so
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012 - Textual declares it so
    KEYS: ClassVar[DialogKeys] = ()
    IS_TYPING: ClassVar[bool] = False
    """Whether characters go into an input of the dialog."""
    CLOSE_ACTION: ClassVar[str] = "close"
    """The action of a click on the hint row."""
    BINDINGS: ClassVar[list[BindingType]] = [HELP_BINDING]

    def hint_row(self, text: str) -> Static:
        """Return the last row."""
        return Static(self._with_links(text), classes="dialog-hint")

    def say(self, text: str) -> None:
        """Show another text in the last row."""
        self.query_one(".dialog-hint", Static).update(self._with_links(text))

    def action_close(self) -> None:
        """Close without a choice."""
        self.dismiss(None)

    def _with_links(self, text: str) -> Content:
        """Return the text, a click on which closes the dialog, and the help key, a click on which shows the keys."""
        hint = Content(text).stylize(Style.from_meta({"@click": f"screen.{self.CLOSE_ACTION}"}))
        if not self.KEYS or not isinstance(self.app, HasHelpHint):
            return hint
        keys = Content(self.app.help_hint()).stylize(Style.from_meta({"@click": "app.keys_here"}))
        return Content("   ").join([hint, keys])
