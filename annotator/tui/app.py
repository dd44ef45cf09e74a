"""The application: one project, its labelling screen, and what goes on beside it.

Invariant: a key is handled to its end before the next one, so that no key acts on a unit that an earlier key leaves.
"""

import errno
import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
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
from annotator.tui.dialog_keys import DialogKeys, binding_id, expand_keys, keys_in_dialogs
from annotator.tui.keymap import CustomKeys, Keymap
from annotator.tui.messages import choose_language, say
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.screens.notices import EmptyScreen, SmallScreen, is_too_small
from annotator.tui.state.break_reminder import WorkTimer
from annotator.tui.state.session import Session
from annotator.tui.themes import HIGH_CONTRAST, legible
from annotator.workflow.errors import USER_ERRORS
from annotator.workflow.labelling.outbox import Outbox
from annotator.workflow.project import Project
from annotator.workflow.settings import DEFAULT_THEME, SettingsFile

if TYPE_CHECKING:
    from textual.command import Provider

try:
    import termios
except ImportError:  # On other systems, closing the terminal ends the program.
    termios = None  # type: ignore[assignment]

# Seconds between two checks whether the keys pause long enough for maintenance.
_IDLE_CHECK = 2.0


def _palette_provider() -> "type[Provider]":
    """Import the palette when it is first opened, to keep the first frame fast."""
    from annotator.tui.palette import Commands

    return Commands


@runtime_checkable
class SavesOnLeave(Protocol):
    """A screen that has something to save when the program ends."""

    def leave(self) -> None:
        """Save it."""


class AnnotatorApp(App[None], inherit_bindings=False):
    """Labels the units of a project.

    It inherits no bindings: Textual's own Ctrl+Q would quit before the screens have saved the place and the note.
    """

    CSS_PATH = "annotator.tcss"
    TITLE = "annotator"
    COMMANDS = {_palette_provider}  # noqa: RUF012 - Textual declares it so
    # The table of actions has the key of the palette.
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
        # Such a terminal draws the lines of a border twice as wide as Textual counts them.
        self.set_class(ambiguous > 1, "-ambiguous-wide")
        self.session = Session(project, folders, keymap)
        self.session.auto_advance = self.settings.values.goes_on
        self._copies = copies
        self._last_key = 0.0
        self._work_timer = WorkTimer()
        self.language: Language = language
        # Removes the default keys of actions that have other keys in a key file.
        self.set_keymap(dict(self._keys_by_binding()))

    async def on_mount(self) -> None:
        """Show the unit where the annotator left off, and start what runs beside the keys."""
        if self.session.begin():
            screen = LabellingScreen(self.session, self.language, self.settings, ambiguous=self._ambiguous)
            await self.push_screen(screen)
        else:
            await self.push_screen(EmptyScreen(self.language))
        self.session.project.database.defer_checkpoints()
        self.set_interval(_IDLE_CHECK, self._on_idle_check)
        if self._copies:
            self.set_timer(_IDLE_CHECK, lambda: self.run_worker(self.make_daily_copy, thread=True))
        # All objects of the start live as long as the program: without them, a collection during a key press is short.
        # `cli/open.py` has turned the collector off.
        gc.freeze()
        gc.enable()
        self._cover_when_too_small(self.size)

    async def on_event(self, event: events.Event) -> None:
        """Handle a key of the labelling screen before the next event.

        Textual would run the binding of an arrow key after the next key had answered the unit that it leaves.
        """
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._last_key = monotonic()
            self._count_work_time()
            screen = self.screen_stack[-1] if self.screen_stack else None
            if isinstance(screen, LabellingScreen) and await screen.handle_key(event):
                return
        await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """Cover the screens while the terminal is too small."""
        self._cover_when_too_small(event.size)

    def action_leave(self) -> None:
        """Quit from any screen, and save the place and a note that is being written."""
        for screen in self.screen_stack:
            if isinstance(screen, SavesOnLeave):
                screen.leave()
        self.exit()

    def action_command_palette(self) -> None:
        """Open the list of all commands."""
        if isinstance(self.screen, LabellingScreen):
            from annotator.tui.palette import CommandsScreen

            self.push_screen(CommandsScreen(placeholder=say("palette_hint", self.language)))

    def action_help_quit(self) -> None:
        """Say which key quits, since other programs quit by Ctrl+C."""
        if isinstance(self.screen, LabellingScreen):
            self.screen.say("how_to_quit", leaving=self.session.keymap.named("quit"))

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's colours, made legible; those that the terminal defines are left to it."""
        variables = super().get_css_variables()
        return variables if self.current_theme.ansi else legible(variables)

    def _cover_when_too_small(self, size: Size) -> None:
        is_covered = isinstance(self.screen, SmallScreen)
        if is_covered and not is_too_small(size):
            self.pop_screen()
        elif is_too_small(size) and not is_covered:
            self.push_screen(SmallScreen(self.language, self.session.keymap.named("quit")))

    def _count_work_time(self) -> None:
        """Count the time since the last key as work, and remind of a break when one is due."""
        self._work_timer.record_key(self._last_key)
        for screen in self.screen_stack:
            if isinstance(screen, LabellingScreen):
                screen.remind(self._work_timer.minutes if self._work_timer.is_break_due else None)

    def _on_idle_check(self) -> None:
        """Quit when the terminal is gone; maintain the database while no keys come."""
        if not self.is_headless and sys.__stdin__ is not None and _has_hung_up(sys.__stdin__.fileno()):
            self.action_leave()
            return
        if monotonic() - self._last_key > _IDLE_CHECK / 2:
            self.run_worker(self._maintain, thread=True, group="checkpoint", exclusive=True)

    def _maintain(self) -> None:
        # The next key that cannot be saved reports a database that cannot be written.
        with suppress(*USER_ERRORS):
            self.session.project.database.checkpoint_if_large()

    def make_daily_copy(self) -> None:
        """Make the backup of the day in a worker thread; say so where it cannot be made."""
        from annotator.workflow.maintenance import backup

        worker = get_current_worker()
        try:
            project = self.session.project
            backup.daily_copy(project, project.now().date(), should_continue=lambda: not worker.is_cancelled)
        except USER_ERRORS as error:
            self.call_from_thread(self._say_no_copy, str(error))

    def _say_no_copy(self, why: str) -> None:
        if isinstance(self.screen, LabellingScreen):
            self.screen.say("no_copy", style="$text-warning", why=why)

    def help_hint(self) -> str:
        """Return the text for the key that shows the keys of a dialog."""
        return say("help_here", self.language, press="F1")

    def _keys_by_binding(self) -> Iterator[tuple[str, str]]:
        """Yield the keys of every binding id: of each action, and of the dialogs' bindings for the same action."""
        keymap = self.session.keymap
        for action in ACTIONS:
            yield action.id, binding_keys(keymap.keys_of(action.id))
            in_dialogs = keys_in_dialogs(keymap, action.id, is_typing=False)
            yield binding_id(action.id), binding_keys(in_dialogs)

    async def action_keys_here(self) -> None:
        """Show the keys of the open dialog."""
        from annotator.tui.screens.dialogs.pages import HelpScreen

        keys: DialogKeys = getattr(self.screen, "KEYS", ())
        if keys:
            is_typing = getattr(self.screen, "IS_TYPING", False)
            keymap = self.session.keymap
            rows = [
                (expand_keys(row, keymap, is_typing=is_typing), row.help.get(self.language)) for row in keys
            ]
            await self.push_screen(HelpScreen(rows, self.language))


def run(
    project: Project,
    *,
    settings: SettingsFile,
    folders: Sequence[Path] = (),
    copies: bool = False,
    keys: CustomKeys | None = None,
) -> Outbox:
    """Show the screen until the annotator quits; return the outbox with what could not be saved.

    Unsaved actions are written to a recovery file beside the project, else in one of the folders. With `copies` a
    backup of the day is made. `keys` are those of the annotator's key file.
    """
    if keys is not None:
        project = replace(project, codebook=keys.codebook)
    app = AnnotatorApp(
        project,
        choose_language(settings.values.language),
        ambiguous=2 if settings.values.ambiguous == "wide" else 1,
        folders=folders,
        copies=copies,
        keymap=keys and keys.keymap,
        settings=settings,
    )
    app.run()
    return app.session.outbox


def _has_hung_up(file_number: int) -> bool:
    """Tell whether a file is a terminal that has hung up: its window is closed or its connection lost."""
    if termios is None:
        return False
    try:
        termios.tcgetattr(file_number)
    except termios.error as error:
        return error.args[:1] == (errno.EIO,)
    return False
