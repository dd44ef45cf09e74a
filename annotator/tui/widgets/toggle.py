"""A choice that is on or off, readable without colour."""

from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class Choice(Static, can_focus=False):
    """One row: whether the choice is taken, and its words. A click, or `turn`, turns it round."""

    @dataclass
    class Turned(Message):
        """The choice was turned round."""

        choice: "Choice"

    def __init__(self, words: str, *, taken: bool, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._words = words
        self.taken = taken

    def on_mount(self) -> None:
        """Show how the choice stands."""
        self._show()

    def on_click(self) -> None:
        """Turn the choice round."""
        self.turn()

    def turn(self) -> None:
        """Turn the choice round."""
        self.taken = not self.taken
        self._show()
        self.post_message(self.Turned(self))

    def _show(self) -> None:
        self.update(Content(f"[{'x' if self.taken else ' '}] {self._words}"))
