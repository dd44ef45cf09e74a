"""Actions on the unit at the cursor: answer, target, confidence, flag, note, skip, undo, and retrying what is unsaved.

An answer is reported as saved only after the call that saves it has returned.
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.codebook.model import Dimension, Label
from annotator.tui.messages import say
from annotator.tui.views import answer_bar
from annotator.workflow.errors import Unwritable
from annotator.workflow.labelling.annotate import Outcome

if TYPE_CHECKING:
    from annotator.tui.screens.labelling import LabellingScreen


class AnswerActions:
    """Answers and marks one unit."""

    def __init__(self, screen: "LabellingScreen") -> None:
        self._screen = screen
        self._session = screen.session
        self._language = screen.language
        # Notes that could not be saved, by unit.
        self._unsaved_notes: dict[str, str] = {}

    async def answer(self, dimension: Dimension, label: Label) -> None:
        """Answer a dimension of all selected lines, else of the unit; advance after the last required answer."""
        screen, session = self._screen, self._session
        if session.selected_lines and "commentary" in dimension.units:
            await screen.bulk.answer_selected(dimension, label)
            return
        if session.cursor.kind not in dimension.units:
            screen.say_not_asked(dimension)
            return
        if dimension.targeted and not session.target:
            screen.say("needs_target", style="$text-warning", press=session.keymap.named("target"))
            return
        is_quotation, was_done = session.cursor.kind == "quotation", session.is_done(session.cursor.unit)
        with screen.report_errors("not_saved"):
            outcome = session.answer(dimension, label.id)
            name = f"{dimension.name.get(self._language)} = {label.name.get(self._language)}"
            screen.say_saved(outcome, name)
            # Who made a quotation the unit chooses herself where to go next.
            is_aside = is_quotation and not outcome.place.queued
            if outcome.done and not was_done and not is_aside:
                self.advance()
        screen.show_move()

    def advance(self) -> None:
        """Go to the next open unit, with auto-advance on and no contradiction among the answers."""
        screen, session = self._screen, self._session
        if contradictions := session.contradictions:
            why = contradictions[0].says.get(self._language)
            screen.say("contradicts", style="$text-warning", why=why)
        elif session.auto_advance:
            with screen.report_errors("not_read"):
                if not session.navigation.next_open():
                    screen.say_end(screen.nothing_open_message)

    def step_confidence(self, step: int) -> None:
        """Give the next answer with more (1) or less (-1) confidence."""
        self._session.step_confidence(step)
        level = say(self._session.confidence or "no_confidence", self._language)
        self._screen.say("confidence_next", level=level)
        self._screen.paint_answers()

    def flag(self) -> None:
        """Flag the unit, or unflag it."""
        with self._screen.report_errors("not_saved"):
            self._screen.say_saved(self._session.flag(), say("flagged", self._language))
        self._screen.paint()

    def undo(self) -> None:
        """Drop the last unsaved action, else undo the last saved one."""
        if self._session.outbox.pending:
            self._session.outbox.drop()
            self._screen.say("dropped")
            self._screen.paint()
        else:
            self._replay(self._session.undo, "undone", "nothing_to_undo")

    def redo(self) -> None:
        """Redo what was undone last."""
        self._replay(self._session.redo, "redone", "nothing_to_redo")

    async def note(self) -> None:
        """Write the unit's note."""
        from annotator.tui.screens.dialogs.prompts import NoteScreen

        screen, session = self._screen, self._session
        unit, mark = session.cursor.unit.id, session.mark
        saved = mark.note or "" if mark else ""

        def save(text: str | None) -> None:
            self._unsaved_notes.pop(unit, None)
            session.outbox.draft(unit, None)
            if text is None or text.strip() == saved:
                return
            self._unsaved_notes[unit] = text
            with screen.report_errors("not_saved"):
                screen.say_saved(session.note(text), say("note", self._language))
                del self._unsaved_notes[unit]
            screen.paint()

        text = self._unsaved_notes.get(unit, saved)
        dialog = NoteScreen(text, self._language, lambda draft: session.outbox.draft(unit, draft))
        await screen.app.push_screen(dialog, save)

    async def skip(self) -> None:
        """Skip the unit with a reason, or un-skip it."""
        from annotator.tui.screens.dialogs.pickers import SkipScreen

        screen, session = self._screen, self._session
        mark, was_done = session.mark, session.is_done(session.cursor.unit)

        def skip(reason: str | None) -> None:
            if reason is None:
                return
            with screen.report_errors("not_saved"):
                outcome = session.skip(reason or None)
                screen.say_saved(outcome, say("skipped", self._language))
                if outcome.done and not was_done:
                    self.advance()
            screen.show_move()

        await screen.app.push_screen(SkipScreen(self._language, current=mark.skipped if mark else None), skip)

    async def target(self) -> None:
        """Choose the target of a stance, or remove one with its answer."""
        from annotator.tui.screens.dialogs.pickers import TargetChoice, TargetScreen

        screen, session = self._screen, self._session
        if not answer_bar.needs_target(session):
            targeted = next((one for one in session.codebook.dimensions if one.targeted), None)
            if targeted is None:
                screen.say("no_targets")
            else:
                screen.say_not_asked(targeted)
            return

        def choose(choice: TargetChoice | None) -> None:
            if choice is None:
                return
            with screen.report_errors("not_saved"):
                if choice.remove:
                    outcome = session.withdraw_target(choice.target)
                    change = say("target_removed", self._language, target=choice.target)
                else:
                    outcome = session.choose_target(choice.target)
                    change = f"{say('target', self._language)} = {choice.target}"
                if outcome is not None:
                    screen.say_saved(outcome, change)
            screen.paint()

        labels = answer_bar.labels_by_target(session, self._language)
        dialog = TargetScreen(session.offered_targets(), labels, self._language)
        await screen.app.push_screen(dialog, choose)

    def retry_unsaved(self) -> None:
        """Start another try to save what is pending; a server that does not answer keeps no key waiting."""
        if self._session.outbox.pending:
            self._screen.run_worker(self.save_pending(), group="unsaved", exclusive=True)

    async def save_pending(self) -> None:
        """Try to save what is pending, and report what came of it."""
        screen, session = self._screen, self._session
        try:
            saved, refused = await asyncio.to_thread(session.outbox.flush)
        except Unwritable as error:
            screen.say_pending(error.what)
            return
        session.show_saved(saved)
        screen.paint()
        if refused:
            screen.say("retry_refused", style=screen.ALARM, why="; ".join(refused))
        elif saved:
            screen.say("retry_succeeded", count=len(saved))

    def _replay(self, replay: Callable[[], Outcome | None], done: str, nothing: str) -> None:
        """Undo or redo an action, and say which."""
        screen = self._screen
        with screen.report_errors("not_saved"):
            outcome = replay()
            if outcome is None:
                screen.say(nothing)
                return
            screen.say(done, what=answer_bar.describe_action(outcome, self._session.codebook, self._language))
            screen.show_move()
