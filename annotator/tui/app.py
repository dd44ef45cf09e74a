"""The application: one project, one labelling screen."""

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.worker import get_current_worker

from annotator.codebook.model import Language
from annotator.tui.actions import ACTIONS, binding_keys
from annotator.tui.dialog_keys import DialogKeys, binding_id, free_keys, told_keys
from annotator.tui.keymap import Keymap, OwnKeys
from annotator.tui.messages import language_of, say
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.screens.notices import EmptyScreen, SmallScreen, is_too_small
from annotator.tui.state.break_reminder import WorkClock
from annotator.tui.state.session import Session
from annotator.tui.terminal_hangup import is_gone
from annotator.tui.themes import HIGH_CONTRAST, legible
from annotator.workflow.errors import USER_ERRORS
from annotator.workflow.labelling.outbox import Outbox
from annotator.workflow.maintenance import checkpoint
from annotator.workflow.project import Project
from annotator.workflow.settings import DEFAULT_THEME, SettingsFile

if TYPE_CHECKING:
    from textual.command import Provider

# Seconds between two looks at whether there is time for upkeep.
_REST = 2.0


def _commands() -> "type[Provider]":
    """Load the palette when it is first opened; the first frame does not wait for it."""
    from annotator.tui.palette import Commands

    return Commands


@runtime_checkable
class Leavable(Protocol):
    """A screen that has something to keep when the program ends."""

    def leave(self) -> None:
        """Keep it."""


class AnnotatorApp(App[None], inherit_bindings=False):
    """Labels the units of a project.

    Textual's own Ctrl+Q would leave over the heads of the screens, which have a place and a note to keep.
    """

    CSS_PATH = "annotator.tcss"
    TITLE = "annotator"
    COMMANDS = {_commands}  # noqa: RUF012 - Textual reads it as a set of its own
    # Which key opens the list of commands is said by the table of actions alone.
    ENABLE_COMMAND_PALETTE = False
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
        settings: SettingsFile | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings or SettingsFile()
        self.register_theme(HIGH_CONTRAST)
        chosen = self.settings.values.theme
        self.theme = chosen if chosen in self.available_themes else DEFAULT_THEME
        self._ambiguous = ambiguous
        # A border of lines would be drawn twice as wide as it is counted.
        self.set_class(ambiguous > 1, "-ambiguous-wide")
        self.session = Session(project, folders, keymap)
        self.session.auto_advance = self.settings.values.goes_on
        self._copies = copies
        self._pressed = 0.0
        self._work = WorkClock()
        self.language: Language = language
        # A key that was given to another action no longer does what Textual knows it for.
        self.set_keymap(dict(self._keys_by_binding()))

    async def on_mount(self) -> None:
        """Show the place where the annotator left off."""
        if self.session.begin():
            await self.push_screen(
                LabellingScreen(
                    self.session, self.language, ambiguous=self._ambiguous, settings=self.settings
                )
            )
        else:
            await self.push_screen(EmptyScreen(self.language))
        checkpoint.begin(self.session.project)
        self.set_interval(_REST, self._rest)
        if self._copies:
            self.set_timer(_REST, lambda: self.run_worker(self._copy_of_the_day, thread=True))
        # What is loaded by now lives as long as the program; the collector, which the start may have turned off,
        # need not walk it at a key press.
        gc.freeze()
        gc.enable()
        self._fit(self.size)

    async def on_event(self, event: events.Event) -> None:
        """Let the labelling screen finish with each key before the next, however fast they come.

        By Textual's own way a key would be answered on the unit that an arrow key before it is about to leave.
        """
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._pressed = monotonic()
            self._count_work()
            screen = self.screen_stack[-1] if self.screen_stack else None
            if isinstance(screen, LabellingScreen) and await screen.handle_key(event):
                return
        await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """Say so while the terminal is too small, and come back when it has grown."""
        self._fit(event.size)

    def action_leave(self) -> None:
        """Leave from wherever one is, with the place and a note that is being written kept."""
        for screen in self.screen_stack:
            if isinstance(screen, Leavable):
                screen.leave()
        self.exit()

    def action_command_palette(self) -> None:
        """Open the list of all commands."""
        if isinstance(self.screen, LabellingScreen):
            from annotator.tui.palette import CommandsScreen

            self.push_screen(CommandsScreen(placeholder=say("palette_hint", self.language)))

    def action_help_quit(self) -> None:
        """Say how one leaves, to who tries as in other programs."""
        if isinstance(self.screen, LabellingScreen):
            self.screen.say("how_to_quit", leaving=self.session.keymap.named("quit"))

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's colours, legible; the terminal's own are left to it."""
        variables = super().get_css_variables()
        return variables if self.current_theme.ansi else legible(variables)

    def _fit(self, size: Size) -> None:
        """Put the message before the screens, or take it away."""
        if is_too_small(size) == isinstance(self.screen, SmallScreen):
            return
        if isinstance(self.screen, SmallScreen):
            self.pop_screen()
        else:
            self.push_screen(SmallScreen(self.language, self.session.keymap.named("quit")))

    def _count_work(self) -> None:
        """Count a key as work, and say when there was enough of it."""
        self._work.press(self._pressed)
        for screen in self.screen_stack:
            if isinstance(screen, LabellingScreen):
                screen.remind(self._work.minutes if self._work.is_due else None)

    def _rest(self) -> None:
        """Use a moment without keys for what would hold one up; leave where nobody can press one any more."""
        if not self.is_headless and sys.__stdin__ is not None and is_gone(sys.__stdin__.fileno()):
            self.action_leave()
            return
        if monotonic() - self._pressed > _REST / 2:
            self.run_worker(self._upkeep, thread=True, group="checkpoint", exclusive=True)

    def _upkeep(self) -> None:
        # A database that cannot be kept up at present is told of by the next key that it does not save.
        with suppress(*USER_ERRORS):
            checkpoint.rest(self.session.project)

    def _copy_of_the_day(self) -> None:
        """Make the day's copy beside the work; where it cannot be made, say so and go on."""
        from annotator.workflow.maintenance import backup

        worker = get_current_worker()
        try:
            project = self.session.project
            backup.daily_copy(project, project.now().date(), wanted=lambda: not worker.is_cancelled)
        except USER_ERRORS as error:
            self.call_from_thread(self._say_no_copy, str(error))

    def _say_no_copy(self, why: str) -> None:
        if isinstance(self.screen, LabellingScreen):
            self.screen.say("no_copy", style="$text-warning", why=why)

    def help_hint(self) -> str:
        """Return the key by which a dialog shows its keys, with its word."""
        return say("help_here", self.language, press="F1")

    def _keys_by_binding(self) -> Iterator[tuple[str, str]]:
        """Yield the keys of every action, and those that dialogs take of it, by the ids of the bindings."""
        keymap = self.session.keymap
        for action in ACTIONS:
            yield action.id, binding_keys(keymap.keys_of(action.id))
            free = [*(["f1"] if action.id == "help" else []), *free_keys(keymap, action.id, typing=False)]
            yield binding_id(action.id), binding_keys(free)

    async def action_keys_here(self) -> None:
        """Show the keys of the dialog that is open."""
        from annotator.tui.screens.dialogs.help import HelpScreen

        keys: DialogKeys = getattr(self.screen, "KEYS", ())
        if keys:
            told = partial(told_keys, keymap=self.session.keymap, typing=getattr(self.screen, "TYPES", False))
            rows = [(told(names), words.get(self.language)) for names, words in keys]
            title, hint = (say(key, self.language) for key in ("help_title", "help_close"))
            await self.push_screen(HelpScreen(title, rows, hint))


def run(
    project: Project,
    *,
    settings: SettingsFile,
    folders: Sequence[Path] = (),
    copies: bool = False,
    keys: OwnKeys | None = None,
) -> Outbox:
    """Show the screen until the annotator leaves; return what keeps the acts that could not be saved.

    What cannot be saved is written beside the project, else to one of the folders. With `copies` a copy of the
    day is made. What she chooses about the screen is kept in the settings; `keys` are her own.
    """
    if keys is not None:
        project = replace(project, codebook=keys.codebook)
    app = AnnotatorApp(
        project,
        language_of(settings.values.language),
        ambiguous=2 if settings.values.ambiguous == "wide" else 1,
        folders=folders,
        copies=copies,
        keymap=keys and keys.keymap,
        settings=settings,
    )
    app.run()
    return app.session.outbox
