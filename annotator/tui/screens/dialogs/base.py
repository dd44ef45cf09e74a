"""The base of every dialog: a box with a title, the content, and a hint row, which closes the dialog by a click."""

from typing import ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Static

from annotator.tui.dialog_keys import DialogKeys
from annotator.tui.widgets.text_pane import TextPane

Value = TypeVar("Value")


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
    BOX: ClassVar[str] = "dialog"
    """The classes of the box, which decide its size."""

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        self._title, self._hint = title, hint

    def compose(self) -> ComposeResult:
        """Lay out the box: the title, the content, and the hint if there is one."""
        with Vertical(classes=self.BOX):
            yield Static(Content(self._title), classes="dialog-title")
            yield from self.compose_content()
            if self._hint:
                yield Static(self._with_links(self._hint), classes="dialog-hint")

    def compose_content(self) -> ComposeResult:
        """Lay out what is between the title and the hint."""
        raise NotImplementedError

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


class TextDialog(Dialog[Value], Generic[Value]):
    """A large dialog with a pane of text, which is shown again for another size."""

    BOX = "dialog dialog-large"
    HAS_GUTTER: ClassVar[bool] = False

    def compose_content(self) -> ComposeResult:
        """Lay out the pane."""
        yield TextPane(max_text_width=200, gutter=self.HAS_GUTTER)

    def on_mount(self) -> None:
        """Show the text."""
        self.call_after_refresh(self.show_text)

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out the text for another size."""
        self.call_after_refresh(self.show_text)

    def show_text(self) -> None:
        """Show the text in the pane."""
        raise NotImplementedError
