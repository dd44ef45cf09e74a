"""Actions on several lines: selecting them, giving one label to all, repeating the answers of another unit.

An action on several units asks for confirmation once, with their number.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.codebook.model import Dimension, Label
from annotator.corpus.unit_ids import UnitKind
from annotator.store.values import Annotation
from annotator.tui.messages import say
from annotator.tui.state.cursor import Unit
from annotator.tui.state.session import Session
from annotator.workflow.labelling.annotate import last_answers
from annotator.workflow.labelling.requests import AnswerRequest

if TYPE_CHECKING:
    from annotator.tui.screens.labelling import LabellingScreen


class BulkActions:
    """Selects lines, and gives several answers as one action."""

    def __init__(self, screen: "LabellingScreen") -> None:
        self._screen = screen
        self._session = screen.session
        self._language = screen.language

    # Selecting

    def select_line(self) -> None:
        """Select the line, or deselect it."""
        if self._session.cursor.kind == "commentary":
            self._session.selection.toggle(self._session.cursor.unit.id)
            self._show_selection()
        else:
            self._screen.say("no_line_here")

    def extend_selection(self, step: int) -> None:
        """Select the line and the next (1) or previous (-1) one."""
        if self._session.extend_selection(step):
            self._screen.show_move()
            self._show_selection()
        else:
            self._screen.say("selection_ends")

    def select_clip(self) -> None:
        """Select all lines of the clip that the filter does not exclude, or none of them."""
        lines = self._session.cursor.group.lines
        excludes = self._session.filter.excludes
        self._session.selection.toggle_all(line.id for line in lines if not excludes(line))
        self._show_selection()

    def clear_selection(self) -> None:
        """Select nothing."""
        self._session.selection.clear()
        self._screen.say(None)
        self._screen.paint()

    def _show_selection(self) -> None:
        self._screen.say("selected", count=len(self._session.selected_lines))
        self._screen.paint()

    # Several answers at once

    async def answer_selected(self, dimension: Dimension, label: Label) -> None:
        """Give one label to all selected lines, once the annotator has confirmed it."""
        answers = _label_selected_lines(self._session, dimension, label.id)
        without_target = len(self._session.selected_lines) - len(answers)
        if without_target:
            self._screen.say("needs_targets", style="$text-warning", count=without_target)
        else:
            await self._confirm(answers)

    async def repeat(self) -> None:
        """Repeat the answers of the unit that was answered last."""
        selected = bool(self._session.selected_lines)
        # The unit answered last may be one of the selected lines, but not the unit that is to become like it.
        besides = [] if selected else [self._session.cursor.unit.id]
        with self._screen.report_errors("not_read"):
            latest = last_answers(self._session.project, besides=besides)
            answers = _repeat_answers(self._session, latest)
            if not answers:
                self._screen.say("nothing_to_repeat")
            elif selected:
                await self._confirm(answers)
            else:
                self._save(answers)

    async def _confirm(self, answers: Sequence[AnswerRequest]) -> None:
        from annotator.tui.screens.dialogs.prompts import ConfirmScreen

        units = len({answer.unit for answer in answers})
        lines = [self._describe(answers), say("bulk_count", self._language, count=units)]
        if changed := _count_changed_units(self._session, answers):
            lines.append(say("bulk_changes", self._language, count=changed))

        def save(confirmed: bool | None) -> None:
            if confirmed:
                self._save(answers)

        await self._screen.app.push_screen(ConfirmScreen(lines, self._language), save)

    def _save(self, answers: Sequence[AnswerRequest]) -> None:
        """Save the answers; advance where they leave nothing open of the unit or of the selection."""
        screen, session = self._screen, self._session
        units = len({answer.unit for answer in answers})
        description = self._describe(answers)
        if units > 1:
            description = f"{description}, {say('bulk_count', self._language, count=units)}"
        was_done = self._all_done()
        with screen.report_errors("not_saved"):
            screen.say_saved(session.answer_together(answers), description)
            if self._all_done() and not was_done:
                session.selection.clear()
                screen.answers.advance()
        screen.show_move()

    def _all_done(self) -> bool:
        """Tell whether the selected lines, else the unit, need nothing more."""
        units: Sequence[Unit] = self._session.selected_lines or [self._session.cursor.unit]
        return all(self._session.is_done(unit) for unit in units)

    def _describe(self, answers: Sequence[AnswerRequest]) -> str:
        """Return the labels that are given, by dimension."""
        language, codebook = self._language, self._session.codebook
        labels = {answer.dimension: answer.label for answer in answers}
        return ", ".join(
            f"{codebook.dimension_name(dimension, language)} = {codebook.label_name(dimension, label, language)}"
            for dimension, label in labels.items()
        )


def _label_selected_lines(session: Session, dimension: Dimension, label: str) -> list[AnswerRequest]:
    """Return a label for every selected line, each towards its own target; a line without one is left out."""
    answers = []
    for line in session.selected_lines:
        target = session.target_of(line) if dimension.targeted else None
        if target or not dimension.targeted:
            answers.append(AnswerRequest(line.id, dimension.id, label, target, session.confidence))
    return answers


def _repeat_answers(session: Session, latest: Sequence[Annotation]) -> list[AnswerRequest]:
    """Return the labels of another unit's answers for the selected lines, else for the unit at the cursor.

    A dimension that is not asked there, or a label that the codebook no longer has, is left out. A stance is towards
    the line's own target, else towards that of the answer which is repeated.
    """
    units: Sequence[Unit] = session.selected_lines or [session.cursor.unit]
    kind: UnitKind = "commentary" if session.selected_lines else session.cursor.kind
    by_dimension = {
        answer.dimension: answer for answer in sorted(latest, key=lambda one: (one.at, one.event))
    }
    repeated = []
    for unit in units:
        for dimension in session.codebook.asked_of(kind):
            answer = by_dimension.get(dimension.id)
            if answer is None or answer.label not in {label.id for label in dimension.labels}:
                continue
            target = (_own_target(session, unit) or answer.target) if dimension.targeted else None
            repeated.append(AnswerRequest(unit.id, dimension.id, answer.label, target, session.confidence))
    return repeated


def _count_changed_units(session: Session, answers: Sequence[AnswerRequest]) -> int:
    """Return how many units have another answer that one of these replaces."""
    return len({one.unit for one in answers if _replaces_another(session, one)})


def _own_target(session: Session, unit: Unit) -> str | None:
    return session.target if unit.id == session.cursor.unit.id else session.target_of(unit)


def _replaces_another(session: Session, answer: AnswerRequest) -> bool:
    current = [
        one
        for one in session.answers_to(answer.unit)
        if one.dimension == answer.dimension and one.target in (None, answer.target)
    ]
    return any((one.label, one.confidence) != (answer.label, answer.confidence) for one in current)
