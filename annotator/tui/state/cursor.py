"""Where the annotator is in a project: the document in view, the unit, and what she has answered there.

The place is always a unit of the document in view: a commentary line, a quotation of it, or a clip.
"""

from collections.abc import Sequence
from pathlib import Path

from annotator.codebook.answer import Confidence
from annotator.codebook.model import Codebook, Contradiction, UnitKind
from annotator.corpus.model import Clip, Commentary, Quotation
from annotator.corpus.span import Span
from annotator.tui.keymap import Keymap
from annotator.tui.state.confidence import stepped
from annotator.tui.state.selection import SelectedLines
from annotator.tui.state.targets import Targets
from annotator.tui.state.unit_positions import Group, Labelled, Spot, groups_of, spots_of
from annotator.workflow.browsing import queue
from annotator.workflow.browsing.near_duplicates import Twin, twins_of
from annotator.workflow.browsing.queue import View
from annotator.workflow.labelling.outbox import Act, Outbox
from annotator.workflow.labelling.record import is_done
from annotator.workflow.labelling.replay import state_of
from annotator.workflow.project import Project
from annotator.workflow.values import Annotation, Mark, QueueProgress, UnitRef

# Other places of a unit that are named.
TWINS = 3


class Standing:
    """One annotator's place in a project."""

    def __init__(self, project: Project, folders: Sequence[Path] = (), keymap: Keymap | None = None) -> None:
        self.project = project
        self.keymap = keymap or Keymap()
        self.unsaved = Outbox(project, folders)
        self.goes_on = True
        self.selection = SelectedLines()
        self._view: View | None = None
        self._groups: list[Group] = []
        self._spots: dict[str, Spot] = {}
        self._spot = Spot(0, None)
        self._targets = Targets(project.codebook)
        self._tally = QueueProgress(0, 0)
        self._twins: dict[str, list[Twin]] = {}
        self._left_line = 0
        self._looked_at: int | None = None
        self._found: tuple[Span, ...] = ()
        # A unit, and with how much confidence its next answer is given.
        self._confidence: tuple[str, Confidence | None] = ("", None)

    def begin(self) -> bool:
        """Go to where the annotator left off; False where there is nothing to label."""
        place = queue.standpoint(self.project)
        self._tally = queue.tally(self.project)
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
    def found(self) -> tuple[Span, ...]:
        """Where the words stand in the document by which she came to the unit."""
        return self._found

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
    def tally(self) -> QueueProgress:
        """How far she is with the whole queue."""
        return self._tally

    @property
    def answers(self) -> list[Annotation]:
        """Her answers to the unit."""
        return self.view.answers.get(self.unit.id, [])

    @property
    def mark(self) -> Mark | None:
        """Her mark on the unit."""
        return self.view.marks.get(self.unit.id)

    def kept(self, unit: Labelled) -> list[Act]:
        """Return what she did on a unit of the document that could not be saved yet, in order of time."""
        return [part for act in self.unsaved.acts for part in act.parts if part.unit == unit.id]

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

    def go_to(self, place: UnitRef) -> bool:
        """Go to a unit anywhere in the project."""
        if self._view is None or self._view.document.number != place.document:
            self._show(queue.view(self.project, place.document))
        spot = self._spots.get(place.id)
        if spot is None:
            return False
        self._left_line = spot.line or 0
        return self._stand(spot)

    def place(self) -> UnitRef | None:
        """Return where the unit stands in the queue."""
        return queue.find_place(self.project, self.unit.id)

    def remember(self) -> None:
        """Keep the place for the next time."""
        queue.remember(self.project, self.unit.id)

    def _show(self, view: View) -> None:
        self._view = view
        self._twins.clear()
        self._groups = groups_of(view.document.parse)
        self._spots = spots_of(self._groups)
        self.selection.enter(view.document.number)
        self._spot, self._looked_at, self._found = self._end_spot(0, 1), None, ()
        self._left_line = 0

    def _stand(self, spot: Spot) -> bool:
        """Go to a place of the document in view; at another one nothing is opened, and no words are found there."""
        if spot != self._spot:
            self._spot, self._looked_at, self._found = spot, None, ()
        return True

    def _end_spot(self, group: int, step: int) -> Spot:
        """Return where one comes to a group from before (1) or from behind (-1)."""
        lines = len(self._groups[group].lines)
        return Spot(group, (0 if step > 0 else lines - 1) if lines else None)


def _kind_of(unit: Labelled) -> UnitKind:
    if isinstance(unit, Clip):
        return "clip"
    return "quotation" if isinstance(unit, Quotation) else "commentary"
