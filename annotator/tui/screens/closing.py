"""The row at the foot of a dialog: it says how the dialog is closed, and a click on it does so."""

from textual.content import Content
from textual.style import Style


def closing_hint(words: str, action: str = "close") -> Content:
    """Return the words of the row; a click runs an action of the screen."""
    return Content(words).stylize(Style.from_meta({"@click": f"screen.{action}"}))
