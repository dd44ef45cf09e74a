"""What every dialog has: a table of its keys, which the help key shows, and a last row, which closes it by a click."""

from typing import ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Static

from annotator.tui.actions import action_named
from annotator.tui.dialog_keys import DialogKeys, binding_id

Value = TypeVar("Value")

KEYS_HERE = Binding("f1", "app.keys_here", id=binding_id("help"), show=False)
"""The binding by which a dialog shows its keys; the application gives it the help keys that are free there."""


def closed_by(action: str) -> Binding:
    """Return the binding by which a dialog closes with a key that opens it; the application gives it these keys."""
    return Binding(action_named(action).keys[-1], "close", id=binding_id(action), show=False)


@runtime_checkable
class TellsKeys(Protocol):
    """An application that names the key by which a dialog shows its keys."""

    def help_hint(self) -> str:
        """Return the key with its word."""


class Dialog(ModalScreen[Value], Generic[Value]):
    """A screen before the labelling screen; `TYPES` says whether one types into it."""

    # Below so many rows and columns a dialog takes all of them.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-wide")]  # noqa: RUF012 - Textual declares it so
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012 - Textual declares it so
    KEYS: ClassVar[DialogKeys] = ()
    TYPES: ClassVar[bool] = False
    CLOSES: ClassVar[str] = "close"
    """The action of a click on the last row."""
    BINDINGS: ClassVar[list[BindingType]] = [KEYS_HERE]

    def hint_row(self, words: str) -> Static:
        """Return the last row."""
        return Static(self._hinted(words), classes="dialog-hint")

    def say(self, words: str) -> None:
        """Say something else in the last row."""
        self.query_one(".dialog-hint", Static).update(self._hinted(words))

    def _hinted(self, words: str) -> Content:
        """Return the words, a click on which closes, and the key that shows all keys, a click on which does so."""
        hint = Content(words).stylize(Style.from_meta({"@click": f"screen.{self.CLOSES}"}))
        if not self.KEYS or not isinstance(self.app, TellsKeys):
            return hint
        keys = Content(self.app.help_hint()).stylize(Style.from_meta({"@click": "app.keys_here"}))
        return Content("   ").join([hint, keys])
