"""One annotator's work on a project: the cursor, the navigation, and the actions on the unit at the cursor.

Invariant: an action is saved, or kept in the outbox, before its method returns; only then does the state show it.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from annotator.codebook.answer import Confidence
from annotator.codebook.model import Codebook, Contradiction, Dimension
from annotator.corpus.model import Commentary
from annotator.store.values import Annotation, Event, HistoryFilter, Mark, QueueProgress
from annotator.tui.keymap import Keymap
from annotator.tui.state.cursor import Cursor, Unit, UnitPosition, kind_of
from annotator.tui.state.filter import Filter
from annotator.tui.state.queue_navigation import QueueNavigation
from annotator.tui.state.selection import SelectedLines
from annotator.tui.state.targets import Targets
from annotator.workflow.browsing import queue
from annotator.workflow.browsing.statistics import queue_progress
from annotator.workflow.labelling import undo
from annotator.workflow.labelling.annotate import Outcome
from annotator.workflow.labelling.outbox import Outbox
from annotator.workflow.labelling.replay import is_done, unit_state_of
from annotator.workflow.labelling.requests import (
    AnswerRequest,
    FlagRequest,
    NoteRequest,
    Request,
    SkipRequest,
    WithdrawRequest,
)
from annotator.workflow.project import Project

_CONFIDENCE_LEVELS: tuple[Confidence, ...] = ("low", "middle", "high")


class Session:
    """What one annotator sees and does, without any screen."""

    def __init__(self, project: Project, folders: Sequence[Path] = (), keymap: Keymap | None = None) -> None:
        """Take the folders for the recovery file, beside the project's own, and the keys."""
        self.project = project
        self.keymap = keymap or Keymap()
        self.outbox = Outbox(project, folders)
        self.cursor = Cursor()
        self.filter = Filter(project, self.cursor)
        self.selection = SelectedLines()
        self.navigation = QueueNavigation(project, self.cursor, self.filter, self.selection)
        self.auto_advance = True
        self.progress = QueueProgress(0, 0)
        self._targets = Targets(project.codebook)
        # The confidence of the next answer, and the unit that it was chosen for.
        self._confidence: tuple[str, Confidence | None] = ("", None)

    def begin(self) -> bool:
        """Go to where the annotator left off; False where there is nothing to label."""
        place = queue.resume_position(self.project)
        self.progress = queue_progress(self.project)
        return place is not None and self.navigation.go_to(place)

    def remember_place(self) -> None:
        """Store the unit at the cursor as the place where the next session begins."""
        queue.save_position(self.project, self.cursor.unit.id)

    @property
    def codebook(self) -> Codebook:
        """The project's active codebook."""
        return self.project.codebook

    # The unit at the cursor

    @property
    def answers(self) -> list[Annotation]:
        """The annotator's answers to the unit."""
        return self.answers_to(self.cursor.unit.id)

    def answers_to(self, unit: str) -> list[Annotation]:
        """Return the annotator's answers to a unit of the document in view."""
        return self.cursor.view.answers.get(unit, [])

    @property
    def mark(self) -> Mark | None:
        """The annotator's mark on the unit."""
        return self.cursor.view.marks.get(self.cursor.unit.id)

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """How the answers to the unit contradict each other."""
        return self.codebook.contradictions_in({(answer.dimension, answer.label) for answer in self.answers})

    def pending(self, unit: Unit) -> list[Request]:
        """Return the unsaved requests on a unit, in the order of time."""
        requests = (request for action in self.outbox.pending for request in action.requests)
        return [request for request in requests if request.unit == unit.id]

    def is_done(self, unit: Unit) -> bool:
        """Tell whether a unit of the document in view needs nothing more from the annotator."""
        state = unit_state_of(self.answers_to(unit.id), self.cursor.view.marks.get(unit.id))
        return is_done(self.codebook, kind_of(unit), state)

    # Answers and marks

    def answer(self, dimension: Dimension, label: str) -> Outcome:
        """Answer a dimension of the unit."""
        target = self.target if dimension.targeted else None
        if target:
            self._targets.mark_used(target)
        outcome = self._save(AnswerRequest(self.cursor.unit.id, dimension.id, label, target, self.confidence))
        self._confidence = ("", None)
        return outcome

    def answer_together(self, answers: Sequence[AnswerRequest]) -> Outcome:
        """Give several answers as one action, which one undo takes back; return the first one's outcome."""
        outcome = self._save(*answers)
        self._confidence = ("", None)
        return outcome

    def flag(self) -> Outcome:
        """Flag the unit, or unflag it."""
        is_flagged = self.mark is not None and self.mark.flagged
        return self._save(FlagRequest(self.cursor.unit.id, not is_flagged))

    def note(self, text: str) -> Outcome:
        """Write the unit's note."""
        return self._save(NoteRequest(self.cursor.unit.id, text))

    def skip(self, reason: str | None) -> Outcome:
        """Skip the unit with a reason; None un-skips it."""
        return self._save(SkipRequest(self.cursor.unit.id, reason))

    def undo(self) -> Outcome | None:
        """Undo the last action, and go to its unit."""
        return self._go_to_and_show(undo.undo(self.project))

    def redo(self) -> Outcome | None:
        """Redo the action that was undone last, and go to its unit."""
        return self._go_to_and_show(undo.redo(self.project))

    def show_saved(self, actions: Iterable[list[Outcome]]) -> None:
        """Show the outcomes of the actions that the outbox has saved."""
        for outcomes in actions:
            self._show(outcomes)

    @property
    def confidence(self) -> Confidence | None:
        """The confidence of the next answer to the unit, where one was chosen."""
        unit, level = self._confidence
        return level if unit == self.cursor.unit.id else None

    def step_confidence(self, step: int) -> None:
        """Give the next answer with more (1) or less (-1) confidence; the steps begin at the end they lead to."""
        levels, level = _CONFIDENCE_LEVELS, self.confidence
        stepped: Confidence | None
        if level is None:
            stepped = levels[-1] if step > 0 else levels[0]
        else:
            index = levels.index(level) + step
            stepped = levels[index] if 0 <= index < len(levels) else None
        self._confidence = (self.cursor.unit.id, stepped)

    # Selected lines

    @property
    def selected_lines(self) -> list[Commentary]:
        """The selected lines of the document, in the order of the text."""
        return self.selection.of(self.cursor.view.document.parse.commentary) if self.selection else []

    def extend_selection(self, step: int) -> bool:
        """Select the line and the next (1) or previous (-1) one that the filter does not exclude, and go there."""
        line = self.cursor.line
        lines = [
            (one, UnitPosition(at_group, at_line))
            for at_group, group in enumerate(self.cursor.groups)
            for at_line, one in enumerate(group.lines)
        ]
        index = next((at for at, (one, _) in enumerate(lines) if one is line), None)
        if line is None or index is None:
            return False
        ahead = lines[index + 1 :] if step > 0 else reversed(lines[:index])
        neighbour = next((one for one in ahead if not self.filter.excludes(one[0])), None)
        if neighbour is None:
            return False
        self.selection.extend(line.id, neighbour[0].id)
        return self.cursor.move_to(neighbour[1])

    # The history of the unit

    def history(self) -> list[Event]:
        """Return the annotator's events on the unit, in the order of time."""
        from annotator.workflow.exchange import history

        own = HistoryFilter(unit=self.cursor.unit.id, annotator=self.project.annotator)
        return [entry for entry in history.entries(self.project, own) if isinstance(entry, Event)]

    def restore(self, event: Event) -> list[Outcome]:
        """Restore what an event did; nothing where it is current already."""
        return self._show(undo.restore(self.project, HistoryFilter(event=event.id)))

    # Targets

    @property
    def target(self) -> str | None:
        """The target of the next stance on the unit; a quotation without one takes its line's."""
        return self.target_of(self.cursor.unit) or self._targets.proposed(
            self.cursor.line or self.cursor.unit
        )

    def target_of(self, unit: Unit) -> str | None:
        """Return the target of the next stance on a unit of the document in view."""
        return self._targets.of(unit, self.answers_to(unit.id))

    def offered_targets(self) -> list[str]:
        """Return what the picker offers: tags and aliases of the line, recent ones, the codebook's list."""
        return self._targets.offered(self.cursor.line or self.cursor.unit)

    def choose_target(self, target: str) -> Outcome | None:
        """Choose another target: a current answer moves to it, else it waits for the answer.

        Where a unit may have several targets, no answer moves.
        """
        current = next((answer for answer in self.answers if answer.target), None)
        self._targets.mark_used(target)
        if current is None or self.codebook.max_targets > 1:
            self._targets.choose(self.cursor.unit, target)
            return None
        return self._save(
            AnswerRequest(self.cursor.unit.id, current.dimension, current.label, target, current.confidence)
        )

    def withdraw_target(self, target: str) -> Outcome | None:
        """Remove a target of the unit, with the answer towards it."""
        current = next((answer for answer in self.answers if answer.target == target), None)
        if current is None:
            return None
        unit = self.cursor.unit
        outcome = self._save(WithdrawRequest(unit.id, current.dimension, target))
        self._targets.choose(unit, None)
        return outcome

    def _save(self, *requests: Request) -> Outcome:
        """Save requests as one action, show what came of it, and return the first one's outcome."""
        return self._show(self.outbox.save(*requests))[0]

    def _show(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Bring the progress and the document in view up to date with what was saved."""
        for outcome in outcomes:
            self._show_one(outcome)
        return outcomes

    def _show_one(self, outcome: Outcome) -> None:
        unit, state, view = outcome.place.id, outcome.state, self.cursor.view
        self.navigation.forget_near_duplicates()
        if outcome.event and outcome.place.queued:
            done = self.progress.done + outcome.done - outcome.was_done
            self.progress = self.progress._replace(done=done)
        if self.cursor.position_of(unit) is not None or unit in view.answers:
            view.answers[unit] = list(state.answers.values())
            if state.mark is None:
                view.marks.pop(unit, None)
            else:
                view.marks[unit] = state.mark

    def _go_to_and_show(self, outcomes: list[Outcome]) -> Outcome | None:
        """Go to the first unit of an action, and show all its outcomes; return the first, None where there is none."""
        if not outcomes:
            return None
        self.navigation.go_to(outcomes[0].place)
        return self._show(outcomes)[0]
