"""The application: one project, one labelling screen."""

import gc
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from annotator.codebook.model import Language
from annotator.tui.screens.empty import EmptyScreen
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.session import Session
from annotator.tui.words import language_of
from annotator.workflow.project import Project

if TYPE_CHECKING:
    from textual.command import Provider


def _commands() -> "type[Provider]":
    """Load the palette when it is first opened; the first frame does not wait for it."""
    from annotator.tui.palette import Commands

    return Commands


class AnnotatorApp(App[None], inherit_bindings=False):
    """Labels the units of a project.

    Textual's own Ctrl+Q would leave over the heads of the screens, which have a place and a note to keep.
    """

    CSS_PATH = "annotator.tcss"
    TITLE = "annotator"
    COMMANDS = {_commands}  # noqa: RUF012 - Textual reads it as a set of its own
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "help_quit", show=False, system=True)]

    def __init__(self, project: Project, language: Language, *, ambiguous: int = 1) -> None:
        super().__init__()
        self._ambiguous = ambiguous
        # A border of lines would be drawn twice as wide as it is counted.
        self.set_class(ambiguous > 1, "-ambiguous-wide")
        self.session = Session(project)
        self.language: Language = language

    async def on_mount(self) -> None:
        """Show the place where the annotator left off."""
        if self.session.begin():
            await self.push_screen(LabellingScreen(self.session, self.language, ambiguous=self._ambiguous))
        else:
            await self.push_screen(EmptyScreen(self.language))
        # What is loaded by now lives as long as the program; the collector need not walk it at a key press.
        gc.freeze()

    async def on_event(self, event: events.Event) -> None:
        """Let the labelling screen finish with each key before the next, however fast they come.

        By Textual's own way a key would be answered on the unit that an arrow key before it is about to leave.
        """
        if isinstance(event, events.Key) and not event.is_forwarded:
            screen = self.screen_stack[-1] if self.screen_stack else None
            if isinstance(screen, LabellingScreen) and await screen.take(event):
                return
        await super().on_event(event)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer only the program's own commands and the choice of a theme."""
        yield from (command for command in super().get_system_commands(screen) if command.title == "Theme")


def run(project: Project, *, language: str | None = None, ambiguous: int = 1) -> None:
    """Show the screen until the annotator leaves; every answer is saved as it is given.

    `ambiguous` is how many cells the terminal gives to characters of ambiguous width.
    """
    AnnotatorApp(project, language_of(language), ambiguous=ambiguous).run()
