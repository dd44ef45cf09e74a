"""The application: one project, one labelling screen."""

import gc
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import get_current_worker

from annotator.codebook.model import Language
from annotator.tui.actions import ACTIONS, binding_keys
from annotator.tui.dialog_keys import DialogKeys
from annotator.tui.keymap import Keymap, KeysFile, own_keys
from annotator.tui.screens.empty import EmptyScreen
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.session import Session
from annotator.tui.words import language_of, say
from annotator.workflow import backup, upkeep
from annotator.workflow.errors import USER_ERRORS
from annotator.workflow.project import Project
from annotator.workflow.recovery import Keeper

if TYPE_CHECKING:
    from textual.command import Provider

# Seconds between two looks at whether there is time for upkeep.
_REST = 2.0


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
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(
        self,
        project: Project,
        language: Language,
        *,
        ambiguous: int = 1,
        folders: Sequence[Path] = (),
        copies: bool = False,
        keymap: Keymap | None = None,
    ) -> None:
        super().__init__()
        self._ambiguous = ambiguous
        # A border of lines would be drawn twice as wide as it is counted.
        self.set_class(ambiguous > 1, "-ambiguous-wide")
        self.session = Session(project, folders, keymap)
        self._copies = copies
        self._pressed = 0.0
        self.language: Language = language
        # A key that was given to another action no longer does what Textual knows it for.
        self.set_keymap(
            {action.id: binding_keys(self.session.keymap.keys_of(action.id)) for action in ACTIONS}
        )

    async def on_mount(self) -> None:
        """Show the place where the annotator left off."""
        if self.session.begin():
            await self.push_screen(LabellingScreen(self.session, self.language, ambiguous=self._ambiguous))
        else:
            await self.push_screen(EmptyScreen(self.language))
        upkeep.begin(self.session.project)
        self.set_interval(_REST, self._rest)
        if self._copies:
            self.set_timer(_REST, lambda: self.run_worker(self._copy_of_the_day, thread=True))
        # What is loaded by now lives as long as the program; the collector need not walk it at a key press.
        gc.freeze()

    async def on_event(self, event: events.Event) -> None:
        """Let the labelling screen finish with each key before the next, however fast they come.

        By Textual's own way a key would be answered on the unit that an arrow key before it is about to leave.
        """
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._pressed = monotonic()
            screen = self.screen_stack[-1] if self.screen_stack else None
            if isinstance(screen, LabellingScreen) and await screen.take(event):
                return
        await super().on_event(event)

    def _rest(self) -> None:
        """Use a moment without keys for what would hold one up."""
        if monotonic() - self._pressed > _REST / 2:
            self.run_worker(self._upkeep, thread=True, group="upkeep", exclusive=True)

    def _upkeep(self) -> None:
        # A database that cannot be kept up at present is told of by the next key that it does not save.
        with suppress(*USER_ERRORS):
            upkeep.rest(self.session.project)

    def _copy_of_the_day(self) -> None:
        """Make the day's copy beside the work; where it cannot be made, say so and go on."""
        worker = get_current_worker()
        try:
            project = self.session.project
            backup.daily_copy(project, project.now().date(), wanted=lambda: not worker.is_cancelled)
        except USER_ERRORS as error:
            self.call_from_thread(self._say_no_copy, str(error))

    def _say_no_copy(self, why: str) -> None:
        if isinstance(self.screen, LabellingScreen):
            self.screen.say("no_copy", style="$text-warning", why=why)

    async def action_keys_here(self) -> None:
        """Show the keys of the dialog that is open."""
        from annotator.tui.screens.help import HelpScreen

        keys: DialogKeys = getattr(self.screen, "KEYS", ())
        if keys:
            rows = [(names, words.get(self.language)) for names, words in keys]
            title, hint = (say(key, self.language) for key in ("help_title", "help_close"))
            await self.push_screen(HelpScreen(title, rows, hint))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer only the program's own commands and the choice of a theme."""
        yield from (command for command in super().get_system_commands(screen) if command.title == "Theme")


def run(
    project: Project,
    *,
    language: str | None = None,
    ambiguous: int = 1,
    folders: Sequence[Path] = (),
    copies: bool = False,
    keys: KeysFile | None = None,
) -> Keeper:
    """Show the screen until the annotator leaves; return what keeps the acts that could not be saved.

    `ambiguous` is how many cells the terminal gives to characters of ambiguous width. What cannot be saved is
    written beside the project, else to one of the folders. With `copies` a copy of the day is made. Raises Refused
    for a file of keys that cannot be used.
    """
    keymap = None
    if keys is not None:
        keymap, codebook = own_keys(keys.text, project.codebook, origin=keys.origin)
        project = replace(project, codebook=codebook)
    app = AnnotatorApp(
        project, language_of(language), ambiguous=ambiguous, folders=folders, copies=copies, keymap=keymap
    )
    app.run()
    return app.session.unsaved
