"""A switch in one row: `[x]` or `[ ]` and its label, readable without colour."""

from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class Toggle(Static, can_focus=False):
    """A switch that a click or `toggle` changes; it never takes the focus."""

    @dataclass
    class Changed(Message):
        """The switch was turned on or off."""

        switch: "Toggle"

    def __init__(self, label: str, *, is_on: bool, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label = label
        self.is_on = is_on

    def on_mount(self) -> None:
        """Show the initial state."""
        self._show()

    def on_click(self) -> None:
        """Change the switch."""
        self.toggle()

    def toggle(self) -> None:
        """Change the switch and post `Changed`."""
        self.is_on = not self.is_on
        self._show()
        self.post_message(self.Changed(self))

    def _show(self) -> None:
        self.update(Content(f"[{'x' if self.is_on else ' '}] {self._label}"))
