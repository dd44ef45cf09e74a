"""Where the annotator is, and what she does there: the screen's state without any screen.

The place is always a unit of the document in view: a commentary line, a quotation of it, or a clip. Everything
she does goes through the workflow and is saved when the call returns.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path

from annotator.codebook.answer import Confidence
from annotator.codebook.model import Codebook, Contradiction, Dimension, UnitKind
from annotator.corpus.model import Clip, Commentary, Quotation
from annotator.tui.confidence import stepped
from annotator.tui.keymap import Keymap
from annotator.tui.selection import SelectedLines
from annotator.tui.spots import Group, Labelled, Spot, groups_of, spots_of
from annotator.tui.targets import Targets
from annotator.workflow import answering, filtering, history, overview, walking
from annotator.workflow.answering import Wanted
from annotator.workflow.history import Selection
from annotator.workflow.project import Project
from annotator.workflow.record import Outcome, is_done
from annotator.workflow.recovery import Keeper
from annotator.workflow.replay import state_of
from annotator.workflow.twins import Twin, twins_of
from annotator.workflow.values import Answered, Event, Marked, Tally, UnitPlace
from annotator.workflow.walking import View

# Other places of a unit that are named.
TWINS = 3


class Session:
    """One annotator's walk through a project."""

    def __init__(self, project: Project, folders: Sequence[Path] = (), keymap: Keymap | None = None) -> None:
        self.project = project
        self.keymap = keymap or Keymap()
        self.unsaved = Keeper(project, folders)
        self.goes_on = True
        self.selection = SelectedLines()
        self.filtered: filtering.Selection | None = None
        """The units that the queue leads over; None for all."""
        self._view: View | None = None
        self._groups: list[Group] = []
        self._spots: dict[str, Spot] = {}
        self._spot = Spot(0, None)
        self._targets = Targets(project.codebook)
        self._tally = Tally(0, 0)
        self._twins: dict[str, list[Twin]] = {}
        self._left_line = 0
        self._looked_at: int | None = None
        # A unit, and with how much confidence its next answer is given.
        self._confidence: tuple[str, Confidence | None] = ("", None)

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
    def line(self) -> Commentary | None:
        """The line that she looks at; None where the clip is the unit."""
        return None if self._spot.line is None else self.group.lines[self._spot.line]

    @property
    def opened(self) -> int | None:
        """Which of the line's quotations is opened."""
        return self._looked_at if self._spot.quotation is None else self._spot.quotation

    @property
    def unit(self) -> Labelled:
        """The unit that keys answer."""
        line = self.line
        if line is None:
            assert self.group.clip is not None
            return self.group.clip
        return line if self._spot.quotation is None else line.quotations[self._spot.quotation]

    @property
    def kind(self) -> UnitKind:
        """The kind of the unit."""
        return _kind_of(self.unit)

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

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """How her answers to the unit contradict each other."""
        return self.codebook.contradictions_in({(answer.dimension, answer.label) for answer in self.answers})

    @property
    def selected(self) -> list[Commentary]:
        """The selected lines of the document, in the order of the text."""
        return self.selection.of(self.view.document.parse.commentary) if self.selection else []

    @property
    def confidence(self) -> Confidence | None:
        """How sure she is of the next answer to the unit, where she said so."""
        unit, level = self._confidence
        return level if unit == self.unit.id else None

    def step_confidence(self, step: int) -> None:
        """Give the next answer to the unit with more confidence, or with less."""
        self._confidence = (self.unit.id, stepped(self.confidence, step))

    def twins(self, unit: Labelled) -> list[Twin]:
        """Return at most `TWINS` + 1 other places of a unit of the document, the next one first."""
        if unit.id not in self.view.twinned:
            return []
        if unit.id not in self._twins:
            self._twins[unit.id] = twins_of(self.project, unit.id, limit=TWINS + 1)
        return self._twins[unit.id]

    def is_done(self, unit: Labelled) -> bool:
        """Tell whether a unit of the document needs nothing more from her."""
        state = state_of(self.view.answers.get(unit.id, ()), self.view.marks.get(unit.id))
        return is_done(self.codebook, _kind_of(unit), state)

    # Moving

    def move_line(self, step: int) -> bool:
        """Go a line, or a clip without lines, on (1) or back (-1), across clips and documents; False at either end."""
        group, line = self._spot.group, self._spot.line
        # The clip as the unit stands between its first line and the line before.
        line = min(step, 0) if line is None and self.group.lines else (line or 0) + step
        if 0 <= line < len(self.group.lines):
            return self._stand(Spot(group, line))
        if 0 <= group + step < len(self._groups):
            return self._stand(self._end_spot(group + step, step))
        return self._to_neighbour(step)

    def move_clip(self, step: int) -> bool:
        """Go a clip on or back, across documents; False at either end."""
        group = self._spot.group + step
        if 0 <= group < len(self._groups):
            return self._stand(self._end_spot(group, 1))
        return self._to_neighbour(step)

    def switch_unit(self) -> bool:
        """Take the clip as the unit, or its line again; False where there is only one of them."""
        if self._spot.line is None:
            return bool(self.group.lines) and self._stand(Spot(self._spot.group, self._left_line))
        if self.group.clip is None:
            return False
        self._left_line = self._spot.line
        return self._stand(Spot(self._spot.group, None))

    def next_quotation(self) -> bool:
        """Open the line's next quotation, after the last none; False where there is none to open.

        Where a quotation is the unit, the next one becomes the unit, after the last the first.
        """
        count = len(self.line.quotations) if self.line else 0
        if not count:
            return False
        if self._spot.quotation is not None:
            following = (self._spot.quotation + 1) % count
            return self._stand(Spot(self._spot.group, self._spot.line, following))
        following = 0 if self._looked_at is None else self._looked_at + 1
        self._looked_at = following if following < count else None
        return True

    def switch_quotation(self) -> bool:
        """Take the opened quotation, else the first, as the unit, or the line again; False where there is none."""
        spot, opened = self._spot, self.opened or 0
        if self.line is None or not self.line.quotations:
            return False
        if spot.quotation is None:
            return self._stand(Spot(spot.group, spot.line, opened))
        self._stand(Spot(spot.group, spot.line))
        self._looked_at = opened
        return True

    def next_open(self) -> bool:
        """Go to the next unit that needs an answer; False where all is done."""
        if self.filtered is not None:
            place = filtering.next_selected(self.project, self.filtered, self.place())
        else:
            place = walking.next_unit(self.project, self.place())
        return place is not None and self.go_to(place)

    def begin_filter(self) -> bool:
        """Go to the first unit of the selection, unless the one at hand is in it; False where none is left."""
        if self.filtered is None:
            return False
        here = self.place()
        if here is not None and self.filtered.holds(here):
            return True
        return self.next_open()

    def next_flagged(self) -> bool:
        """Go to the next unit that she has flagged; False where there is none."""
        seen: set[str] = set()
        place = self.place()
        while (place := walking.next_flagged(self.project, place)) and place.id not in seen:
            seen.add(place.id)
            here = (self.view.document.number, self._spot)
            # A quotation may stand where she is already.
            if self.go_to(place) and (self.view.document.number, self._spot) != here:
                return True
        return bool(seen)

    def go_to(self, place: UnitPlace) -> bool:
        """Go to a unit anywhere in the project."""
        if self._view is None or self._view.document.number != place.document:
            self._show(walking.view(self.project, place.document))
        spot = self._spots.get(place.id)
        if spot is None:
            return False
        self._left_line = spot.line or 0
        return self._stand(spot)

    def go_to_unit(self, unit: str) -> bool:
        """Go to a unit by its id."""
        place = walking.find_place(self.project, unit)
        return place is not None and self.go_to(place)

    def enter(self, number: int) -> bool:
        """Go to a document: to its first unit that needs an answer, else its first; False where it has none."""
        place = overview.entrance(self.project, number)
        return place is not None and self.go_to(place)

    def next_twin(self) -> bool:
        """Go to the next place with the text of the line, or of a clip that is the unit; False where there is none."""
        unit = self.line or self.group.clip
        found = self.twins(unit) if unit else []
        return bool(found) and self.go_to(found[0].place)

    def go_to_position(self, position: int) -> bool:
        """Go to the line of the document that stands at a position."""
        lines = self.group.lines
        at = bisect_right(lines, position, key=lambda line: line.span.start) - 1
        return at >= 0 and position <= lines[at].span.end and self._stand(Spot(self._spot.group, at))

    def extend_selection(self, step: int) -> bool:
        """Select the line and the next one of the document, and go there; False where there is none."""
        line, spot = self.line, self._spot
        following = None if spot.line is None else Spot(spot.group, spot.line + step)
        while line and following and 0 <= following.group < len(self._groups):
            if following.line is not None and 0 <= following.line < len(self._groups[following.group].lines):
                towards = self._groups[following.group].lines[following.line]
                self.selection.extend(line.id, towards.id)
                return self._stand(following)
            group = following.group + step
            following = self._end_spot(group, step) if 0 <= group < len(self._groups) else None
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
        outcome = answering.answer_together(self.project, wanted)
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
        return self._return_to(answering.undo(self.project))

    def redo(self) -> Outcome | None:
        """Restore what was taken back last, and go to its unit."""
        return self._return_to(answering.redo(self.project))

    def history(self) -> list[Event]:
        """Return what she did on the unit, in order of time."""
        wanted = Selection(unit=self.unit.id, annotator=self.project.annotator)
        return [entry for entry in history.entries(self.project, wanted) if isinstance(entry, Event)]

    def restore(self, event: Event) -> list[Outcome]:
        """Put what an event did back into force; nothing where it stands already."""
        return [self._take(outcome) for outcome in history.restore(self.project, Selection(event=event.id))]

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
        outcome = answering.withdraw(self.project, self.unit.id, dimension=given.dimension, target=target)
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

    def _to_neighbour(self, step: int) -> bool:
        found = walking.neighbour(self.project, self.view.document.number, step=step)
        if found is None:
            return False
        self._show(found)
        return self._stand(self._end_spot(0 if step > 0 else len(self._groups) - 1, step))

    def _show(self, view: View) -> None:
        self._view = view
        self._twins.clear()
        self._groups = groups_of(view.document.parse)
        self._spots = spots_of(self._groups)
        self.selection.enter(view.document.number)
        self._spot, self._looked_at = self._end_spot(0, 1), None
        self._left_line = 0

    def _stand(self, spot: Spot) -> bool:
        """Go to a place of the document in view; at another one than before no quotation is opened yet."""
        if spot != self._spot:
            self._spot, self._looked_at = spot, None
        return True

    def _end_spot(self, group: int, step: int) -> Spot:
        """Return where one comes to a group from before (1) or from behind (-1)."""
        lines = len(self._groups[group].lines)
        return Spot(group, (0 if step > 0 else lines - 1) if lines else None)


def _kind_of(unit: Labelled) -> UnitKind:
    if isinstance(unit, Clip):
        return "clip"
    return "quotation" if isinstance(unit, Quotation) else "commentary"
