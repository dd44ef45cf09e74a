"""The labelling screen's keys, and the actions that label the unit.

The dialogs are imported when they are first opened: the widgets that they bring along would keep the first frame
waiting.
"""

import asyncio
from functools import cached_property
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from annotator.codebook.keys import ascii_key
from annotator.codebook.model import Dimension, Label
from annotator.tui.actions import ACTIONS, binding_keys
from annotator.tui.messages import say
from annotator.tui.screens.action_base import ALARM
from annotator.tui.screens.bulk_actions import AnsweringScreen
from annotator.tui.screens.navigation_actions import MovingScreen
from annotator.tui.screens.preference_actions import PreferringScreen
from annotator.tui.screens.report_actions import SurveyingScreen
from annotator.tui.screens.search_actions import LeadingScreen
from annotator.tui.views import answer_bar
from annotator.tui.widgets.answer_bar import AnswerBar
from annotator.workflow.errors import Unwritable

# Seconds between two tries to save what is kept.
_RETRY = 2.0


class LabellingScreen(AnsweringScreen, MovingScreen, LeadingScreen, SurveyingScreen, PreferringScreen):
    """One unit with its clip, and the questions about it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            binding_keys(action.keys),
            action.id,
            action.name.en,
            id=action.id,
            show=False,
            tooltip=action.help.en,
        )
        for action in ACTIONS
    ]

    @cached_property
    def _drafts(self) -> dict[str, str]:
        """Notes by unit that could not be saved."""
        return {}

    def on_mount(self) -> None:
        """Look after what could not be saved."""
        self.set_interval(_RETRY, self._retry)

    def greet(self) -> None:
        """Say what of the settings could not be read."""
        if self.settings.complaint:
            self.say("settings_not_read", style="$text-warning", why=self.settings.complaint)
        else:
            super().greet()

    def say(self, key: str | None, *, style: str = "", **values: object) -> None:
        """Say something in the bottom row; where there is nothing to say, that something is not saved."""
        if key is None and self.session.unsaved.acts:
            key, style, values = "still_kept", ALARM, {"count": len(self.session.unsaved.acts)}
        super().say(key, style=style, **values)

    # Keys

    async def take(self, event: events.Key) -> bool:
        """Do what a key or its full-width or kana twin stands for; False where it is no key of this screen."""
        key = (ascii_key(event.character) if event.character else None) or event.key
        if found := self.session.codebook.label_for_key(key, self.session.kind):
            await self.give(*found)
        elif owner := self.session.codebook.dimension_with_key(key):
            self._say_not_asked(owner[0])
        elif action := self.session.keymap.action_for(key):
            await self.run_action(action.id)
        elif len(key) == 1 and key.isalnum():
            self.say("no_key", style="$text-warning", typed=key)
        else:
            return False
        return True

    async def on_answer_bar_label_clicked(self, event: AnswerBar.LabelClicked) -> None:
        """Answer by mouse."""
        dimension = self.session.codebook.dimension(event.dimension)
        await self.give(dimension, dimension.label(event.label))

    async def on_answer_bar_target_clicked(self) -> None:
        """Choose a target by mouse."""
        await self.action_target()

    async def on_status_bar_hint_clicked(self) -> None:
        """Show all keys by mouse."""
        await self.action_help()

    # Labelling

    async def give(self, dimension: Dimension, label: Label) -> None:
        """Answer a dimension of all selected lines, else of the unit."""
        if self.session.selected and "commentary" in dimension.units:
            await self.answer_selected(dimension, label)
        else:
            self.answer(dimension, label)

    def answer(self, dimension: Dimension, label: Label) -> None:
        """Answer a dimension of the unit, and go on if that was the last one."""
        if self.session.kind not in dimension.units:
            self._say_not_asked(dimension)
            return
        if dimension.targeted and not self.session.target:
            self.say("needs_target", style="$text-warning", press=self.session.keymap.named("target"))
            return
        was_done = self.session.is_done(self.session.unit)
        what = f"{dimension.name.get(self.language)} = {label.name.get(self.language)}"
        outcome = self._saved(lambda: self.session.answer(dimension, label.id), what)
        # What comes after a quotation that was taken by hand is the annotator's to choose.
        is_aside = outcome and self.session.kind == "quotation" and not outcome.place.queued
        if outcome and outcome.done and not was_done and not is_aside:
            self.go_on()
        self._moved()

    def action_flag(self) -> None:
        """Flag the unit, or take the flag away."""
        self._saved(self.session.flag, say("flagged", self.language))
        self.paint()

    def action_undo(self) -> None:
        """Take back the last act."""
        if self.session.unsaved.acts:
            self.session.unsaved.drop()
            self.say("dropped")
            self.paint()
            return
        self._take_back(self.session.undo, "undone", "nothing_to_undo")

    def action_redo(self) -> None:
        """Restore what was taken back."""
        self._take_back(self.session.redo, "redone", "nothing_to_redo")

    async def action_note(self) -> None:
        """Write a note."""
        from annotator.tui.screens.dialogs.note import NoteScreen

        mark, unit = self.session.mark, self.session.unit.id
        words = mark.note or "" if mark else ""

        def keep(written: str | None) -> None:
            self._drafts.pop(unit, None)
            self.session.unsaved.draft(unit, None)
            if written is not None and written.strip() != words:
                if self._saved(lambda: self.session.note(written), say("note", self.language)) is None:
                    self._drafts[unit] = written
                self.paint()

        await self.app.push_screen(
            NoteScreen(
                say("note", self.language),
                self._drafts.get(unit, words),
                say("note_hint", self.language),
                lambda written: self.session.unsaved.draft(unit, written),
            ),
            keep,
        )

    async def action_target(self) -> None:
        """Choose a target."""
        from annotator.tui.screens.dialogs.target import TargetChoice, TargetScreen

        def take(choice: TargetChoice | None) -> None:
            if choice is None:
                return
            target = choice.target
            if choice.away:
                what = say("taken_away", self.language, target=target)
                self._saved(lambda: self.session.withdraw_target(target), what)
            else:
                what = f"{say('target', self.language)} = {target}"
                self._saved(lambda: self.session.choose_target(target), what)
            self.paint()

        if not answer_bar.needs_target(self.session):
            targeted = next((one for one in self.session.codebook.dimensions if one.targeted), None)
            if targeted is None:
                self.say("no_targets")
            else:
                self._say_not_asked(targeted)
            return
        title = say("target", self.language)
        await self.app.push_screen(
            TargetScreen(
                title,
                self.session.targets(),
                say("target_hint", self.language),
                given=answer_bar.labels_by_target(self.session, self.language),
                away=say("target_away", self.language),
            ),
            take,
        )

    # Everything else

    async def action_help(self) -> None:
        """Show all keys."""
        from annotator.tui.screens.dialogs.help import HelpScreen

        rows = answer_bar.help_rows(self.session.codebook, self.session.keymap, self.language)
        title, hint = (say(key, self.language) for key in ("help_title", "help_close"))
        await self.app.push_screen(HelpScreen(title, rows, hint))

    def action_palette(self) -> None:
        """Open the list of all commands."""
        self.app.action_command_palette()

    def action_quit(self) -> None:
        """Leave."""
        self.leave()
        self.app.exit()

    # What could not be saved

    def _retry(self) -> None:
        """Try again to save what is kept, beside the keys: a server that does not answer holds nobody up."""
        if self.session.unsaved.acts:
            self.run_worker(self._save_kept(), group="unsaved", exclusive=True)

    async def _save_kept(self) -> None:
        try:
            outcomes, refused = await asyncio.to_thread(self.session.unsaved.flush)
        except Unwritable as error:
            self.say("kept", style=ALARM, count=len(self.session.unsaved.acts), why=error.what)
            return
        self.session.take_saved(outcomes)
        self.paint()
        if refused:
            self.say("refused_after_all", style=ALARM, why="; ".join(refused))
        elif outcomes:
            self.say("saved_after_all", count=len(outcomes))
