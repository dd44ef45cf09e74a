"""What the annotator does where she is: the screen's state without any screen.

Everything she does goes through the workflow and is saved when the call returns.
"""

from collections.abc import Iterable, Sequence

from annotator.codebook.model import Dimension
from annotator.tui.state.queue_navigation import Walk
from annotator.tui.state.unit_positions import Labelled
from annotator.workflow.labelling import actions
from annotator.workflow.labelling.actions import Wanted
from annotator.workflow.labelling.record import Outcome
from annotator.workflow.values import Event, HistoryFilter


class Session(Walk):
    """One annotator's work on a project."""

    def answer(self, dimension: Dimension, label: str) -> Outcome:
        """Answer a dimension of the unit."""
        target = self.target if dimension.targeted else None
        if target:
            self._targets.used(target)
        outcome = self.unsaved.do(
            "answer",
            self.unit.id,
            dimension=dimension.id,
            words=label,
            target=target,
            confidence=self.confidence,
        )
        self._confidence = ("", None)
        return self._take(outcome)

    def give_together(self, wanted: Sequence[Wanted]) -> Outcome:
        """Give several answers as one act."""
        outcome = self.unsaved.answer_together(wanted)
        self._confidence = ("", None)
        return self._take(outcome)

    def flag(self) -> Outcome:
        """Flag the unit, or take the flag away."""
        flagged = self.mark is not None and self.mark.flagged
        return self._take(self.unsaved.do("flag", self.unit.id, flagged=not flagged))

    def note(self, words: str) -> Outcome:
        """Write the unit's note."""
        return self._take(self.unsaved.do("note", self.unit.id, words=words))

    def take_saved(self, outcomes: Iterable[Outcome]) -> None:
        """Show what could be saved after all."""
        for outcome in outcomes:
            self._take(outcome)

    def skip(self, reason: str | None) -> Outcome:
        """Leave the unit out with a reason; None takes that back."""
        return self._take(self.unsaved.do("skip", self.unit.id, words=reason))

    def undo(self) -> Outcome | None:
        """Take back the last act, and go to its unit."""
        return self._return_to(actions.undo(self.project))

    def redo(self) -> Outcome | None:
        """Restore what was taken back last, and go to its unit."""
        return self._return_to(actions.redo(self.project))

    def history(self) -> list[Event]:
        """Return what she did on the unit, in order of time."""
        from annotator.workflow.exchange import history

        wanted = HistoryFilter(unit=self.unit.id, annotator=self.project.annotator)
        return [entry for entry in history.entries(self.project, wanted) if isinstance(entry, Event)]

    def restore(self, event: Event) -> list[Outcome]:
        """Put what an event did back into force; nothing where it stands already."""
        from annotator.workflow.exchange import history

        return [
            self._take(outcome) for outcome in history.restore(self.project, HistoryFilter(event=event.id))
        ]

    # Targets

    @property
    def target(self) -> str | None:
        """What a stance on the unit is towards."""
        return self.target_of(self.unit) or self._targets.proposed(self.line or self.unit)

    def target_of(self, unit: Labelled) -> str | None:
        """Return what a stance on a unit is towards: as answered, as chosen, or as the unit's own tag proposes.

        Where a unit may have several targets, the one chosen last comes before those answered.
        """
        answered = [answer for answer in self.view.answers.get(unit.id, ()) if answer.target]
        chosen = self._targets.chosen(unit)
        if answered and not (chosen and self.codebook.max_targets > 1):
            return max(answered, key=lambda answer: (answer.at, answer.event)).target
        return self._targets.proposed(unit)

    def targets(self) -> list[str]:
        """Return what the picker offers: tags and aliases of the line, recent ones, the codebook's list."""
        return self._targets.offered(self.line or self.unit)

    def choose_target(self, target: str) -> Outcome | None:
        """Take another target: an answer that stands moves to it, else it waits for the answer.

        Where a unit may have several targets, no answer moves.
        """
        given = next((answer for answer in self.answers if answer.target), None)
        self._targets.used(target)
        if given is None or self.codebook.max_targets > 1:
            self._targets.choose(self.unit, target)
            return None
        return self._take(
            self.unsaved.do(
                "answer",
                self.unit.id,
                dimension=given.dimension,
                words=given.label,
                target=target,
                confidence=given.confidence,
            )
        )

    def withdraw_target(self, target: str) -> Outcome | None:
        """Take a target of the unit away, with the answer towards it."""
        given = next((answer for answer in self.answers if answer.target == target), None)
        if given is None:
            return None
        outcome = actions.withdraw(self.project, self.unit.id, dimension=given.dimension, target=target)
        self._targets.choose(self.unit, None)
        return self._take(outcome)

    def _take(self, outcome: Outcome) -> Outcome:
        """Bring what is shown up to date with what was saved."""
        unit, state = outcome.place.id, outcome.state
        self._twins.clear()
        if outcome.event and outcome.place.queued:
            self._tally = self._tally._replace(done=self._tally.done + outcome.done - outcome.was_done)
        if unit in self._spots or unit in self.view.answers:
            self.view.answers[unit] = list(state.answers.values())
            if state.mark is None:
                self.view.marks.pop(unit, None)
            else:
                self.view.marks[unit] = state.mark
        for other in outcome.others:
            self._take(other)
        return outcome

    def _return_to(self, outcome: Outcome | None) -> Outcome | None:
        if outcome is not None:
            self.go_to(outcome.place)
            self._take(outcome)
        return outcome
