"""Where the annotator is, and what she does there: the screen's state without any screen.

The place is always a unit of the document in view: a commentary line, or a clip. Everything she does goes through
the workflow and is saved when the call returns.
"""

from annotator.codebook.model import Codebook, Dimension, UnitKind
from annotator.corpus.model import Clip, Commentary
from annotator.tui.spots import Group, Spot, groups_of, spots_of
from annotator.tui.targets import Targets
from annotator.workflow import answering, walking
from annotator.workflow.project import Project
from annotator.workflow.record import Outcome, is_done
from annotator.workflow.replay import state_of
from annotator.workflow.values import Answered, Marked, Tally, UnitPlace
from annotator.workflow.walking import View


class Session:
    """One annotator's walk through a project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.goes_on = True
        self._view: View | None = None
        self._groups: list[Group] = []
        self._spots: dict[str, Spot] = {}
        self._spot = Spot(0, None)
        self._targets = Targets(project.codebook)
        self._tally = Tally(0, 0)
        self._left_line = 0

    def begin(self) -> bool:
        """Go to where the annotator left off; False where there is nothing to label."""
        place = walking.standpoint(self.project)
        self._tally = walking.tally(self.project)
        return place is not None and self.go_to(place)

    @property
    def codebook(self) -> Codebook:
        """The codebook in force."""
        return self.project.codebook

    @property
    def view(self) -> View:
        """The document in view."""
        assert self._view is not None
        return self._view

    @property
    def groups(self) -> list[Group]:
        """The clips of the document in view, each with its lines, in the order of the text."""
        return self._groups

    @property
    def spot(self) -> Spot:
        """Where the annotator is in the document."""
        return self._spot

    @property
    def group(self) -> Group:
        """The clip and lines that she looks at."""
        return self._groups[self._spot.group]

    @property
    def unit(self) -> Clip | Commentary:
        """The unit that keys answer."""
        if self._spot.line is not None:
            return self.group.lines[self._spot.line]
        assert self.group.clip is not None
        return self.group.clip

    @property
    def kind(self) -> UnitKind:
        """The kind of the unit."""
        return "clip" if self._spot.line is None else "commentary"

    @property
    def tally(self) -> Tally:
        """How far she is with the whole queue."""
        return self._tally

    @property
    def answers(self) -> list[Answered]:
        """Her answers to the unit."""
        return self.view.answers.get(self.unit.id, [])

    @property
    def mark(self) -> Marked | None:
        """Her mark on the unit."""
        return self.view.marks.get(self.unit.id)

    def is_done(self, unit: Clip | Commentary) -> bool:
        """Tell whether a unit of the document needs nothing more from her."""
        kind: UnitKind = "clip" if isinstance(unit, Clip) else "commentary"
        state = state_of(self.view.answers.get(unit.id, ()), self.view.marks.get(unit.id))
        return is_done(self.codebook, kind, state)

    # Moving

    def move_line(self, step: int) -> bool:
        """Go a unit on or back, across clips and documents; False at either end."""
        units = self._units()
        if self._spot in units:
            at = units.index(self._spot) + step
        else:
            # The clip is the unit; it stands between its first line and the line before.
            at = units.index(self._first_spot(self._spot.group)) + min(step, 0)
        if 0 <= at < len(units):
            self._spot = units[at]
            return True
        return self._to_neighbour(step)

    def move_clip(self, step: int) -> bool:
        """Go a clip on or back, across documents; False at either end."""
        group = self._spot.group + step
        if 0 <= group < len(self._groups):
            self._spot = self._first_spot(group)
            return True
        return self._to_neighbour(step)

    def switch_unit(self) -> bool:
        """Take the clip as the unit, or its first line again; False where there is only one of them."""
        if self._spot.line is None:
            if not self.group.lines:
                return False
            self._spot = Spot(self._spot.group, self._left_line)
        else:
            if self.group.clip is None:
                return False
            self._left_line = self._spot.line
            self._spot = Spot(self._spot.group, None)
        return True

    def next_open(self) -> bool:
        """Go to the next unit that needs an answer; False where all is done."""
        place = walking.next_unit(self.project, self.place())
        return place is not None and self.go_to(place)

    def go_to(self, place: UnitPlace) -> bool:
        """Go to a unit anywhere in the project; a quotation leads to its line."""
        if self._view is None or self._view.document.number != place.document:
            self._show(walking.view(self.project, place.document))
        spot = self._spots.get(place.id)
        if spot is None:
            return False
        self._spot = spot
        self._left_line = spot.line or 0
        return True

    def go_to_unit(self, unit: str) -> bool:
        """Go to a unit by its id."""
        place = walking.find_place(self.project, unit)
        return place is not None and self.go_to(place)

    def go_to_position(self, position: int) -> bool:
        """Go to the line of the document that stands at a position."""
        for number, line in enumerate(self.group.lines):
            if line.span.start <= position <= line.span.end:
                self._spot = Spot(self._spot.group, number)
                return True
        return False

    def place(self) -> UnitPlace | None:
        """Return where the unit stands in the queue."""
        return walking.find_place(self.project, self.unit.id)

    def remember(self) -> None:
        """Keep the place for the next time."""
        walking.remember(self.project, self.unit.id)

    # Labelling

    def answer(self, dimension: Dimension, label: str) -> Outcome:
        """Answer a dimension of the unit."""
        target = self.target if dimension.targeted else None
        if target:
            self._targets.used(target)
        return self._take(
            answering.answer(self.project, self.unit.id, dimension=dimension.id, label=label, target=target)
        )

    def flag(self) -> Outcome:
        """Flag the unit, or take the flag away."""
        return self._take(answering.flag(self.project, self.unit.id))

    def note(self, words: str) -> Outcome:
        """Write the unit's note."""
        return self._take(answering.note(self.project, self.unit.id, words))

    def undo(self) -> Outcome | None:
        """Take back the last act, and go to its unit."""
        return self._return_to(answering.undo(self.project))

    def redo(self) -> Outcome | None:
        """Restore what was taken back last, and go to its unit."""
        return self._return_to(answering.redo(self.project))

    # Targets

    @property
    def target(self) -> str | None:
        """What a stance on the unit is towards: as answered, as chosen, or as the line's tag proposes."""
        answered = next((answer.target for answer in self.answers if answer.target), None)
        return answered or self._targets.for_unit(self.unit)

    def targets(self) -> list[str]:
        """Return what the picker offers: tags and aliases of the line, recent ones, the codebook's list."""
        return self._targets.offered(self.unit)

    def choose_target(self, target: str) -> Outcome | None:
        """Take another target: an answer that stands moves to it, else it waits for the answer."""
        given = next((answer for answer in self.answers if answer.target), None)
        self._targets.used(target)
        if given is None:
            self._targets.choose(self.unit, target)
            return None
        return self._take(
            answering.answer(
                self.project,
                self.unit.id,
                dimension=given.dimension,
                label=given.label,
                target=target,
                confidence=given.confidence,
            )
        )

    def _take(self, outcome: Outcome) -> Outcome:
        """Bring what is shown up to date with what was saved."""
        unit, state = outcome.place.id, outcome.state
        if outcome.event and outcome.place.queued:
            self._tally = self._tally._replace(done=self._tally.done + outcome.done - outcome.was_done)
        if unit in self._spots or unit in self.view.answers:
            self.view.answers[unit] = list(state.answers.values())
            if state.mark is None:
                self.view.marks.pop(unit, None)
            else:
                self.view.marks[unit] = state.mark
        return outcome

    def _return_to(self, outcome: Outcome | None) -> Outcome | None:
        if outcome is not None:
            self.go_to(outcome.place)
            self._take(outcome)
        return outcome

    def _to_neighbour(self, step: int) -> bool:
        found = walking.neighbour(self.project, self.view.document.number, step=step)
        if found is None:
            return False
        self._show(found)
        units = self._units()
        self._spot = units[0] if step > 0 else units[-1]
        return True

    def _show(self, view: View) -> None:
        self._view = view
        self._groups = groups_of(view.document.parse)
        self._spots = spots_of(self._groups)
        self._spot = self._first_spot(0)
        self._left_line = 0

    def _first_spot(self, group: int) -> Spot:
        return Spot(group, 0 if self._groups[group].lines else None)

    def _units(self) -> list[Spot]:
        """Return where the line keys lead: every line, and clips that have none."""
        return [
            Spot(number, line)
            for number, group in enumerate(self._groups)
            for line in (range(len(group.lines)) if group.lines else (None,))
        ]
