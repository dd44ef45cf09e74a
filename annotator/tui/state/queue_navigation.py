"""The ways from unit to unit across documents: neighbours, open and flagged units, hits, near duplicates.

A way that leads nowhere returns False and leaves the cursor where it is.
"""

from collections.abc import Sequence

from annotator.corpus.span import Span
from annotator.store.values import NearDuplicate, UnitRef
from annotator.tui.state.cursor import Cursor, Unit, UnitPosition
from annotator.tui.state.filter import Filter
from annotator.tui.state.selection import SelectedLines
from annotator.workflow.browsing import document_view, filters, queue
from annotator.workflow.browsing.document_view import DocumentView
from annotator.workflow.browsing.search import near_duplicates_of
from annotator.workflow.project import Project

NAMED_DUPLICATES = 3
"""How many near duplicates of a unit are named on the screen."""


class QueueNavigation:
    """Moves the cursor through a project, and opens the documents on the way."""

    def __init__(self, project: Project, cursor: Cursor, filter_: Filter, selection: SelectedLines) -> None:
        self._project = project
        self._cursor = cursor
        self._filter = filter_
        self._selection = selection
        self._near_duplicates: dict[str, list[NearDuplicate]] = {}

    def go_to(self, place: UnitRef) -> bool:
        """Go to a unit anywhere in the project."""
        cursor = self._cursor
        if not cursor.is_in_document or cursor.view.document.number != place.document:
            self._open(document_view.view_document(self._project, place.document))
        return cursor.move_to_unit(place.id)

    def go_to_unit(self, unit: str) -> bool:
        """Go to a unit by its id."""
        place = queue.find_unit(self._project, unit)
        return place is not None and self.go_to(place)

    def go_to_hit(self, unit: str, spans: Sequence[Span]) -> bool:
        """Go to a unit, with the spans of the document in which a search found its text."""
        went = self.go_to_unit(unit)
        self._cursor.found = tuple(spans) if went else ()
        return went

    def go_to_document(self, number: int) -> bool:
        """Go to a document's first unit that needs an answer, else its first unit."""
        place = queue.starting_unit(self._project, number)
        return place is not None and self.go_to(place)

    def move_line(self, step: int) -> bool:
        """Move to the next line (1) or the previous one (-1); with a filter, to the next unit that matches."""
        if self._filter.active is not None:
            return self._move_to_match(step)
        return self._cursor.step_line(step) or self._move_to_neighbour(step)

    def move_clip(self, step: int) -> bool:
        """Move to the next clip (1) or the previous one (-1); with a filter, to one with a unit that matches."""
        if self._filter.active is not None:
            return self._move_to_match(step, by_clip=True)
        return self._cursor.step_clip(step) or self._move_to_neighbour(step)

    def next_open(self) -> bool:
        """Go to the next unit that needs an answer."""
        if self._filter.active is not None:
            place = filters.next_filtered(self._project, self._filter.active, self._place())
        else:
            place = queue.next_open(self._project, self._place())
        return place is not None and self.go_to(place)

    def first_open_match(self) -> bool:
        """Go to the filter's first unit that needs an answer, unless the unit at the cursor does.

        Where none does, go to the first unit that matches and return False.
        """
        selection = self._filter.active
        if selection is None:
            return False
        here = self._place()
        if here is not None and selection.in_queue(here):
            return True
        found = filters.next_filtered(self._project, selection, here)
        if found is not None:
            return self.go_to(found)
        if self._filter.excludes(self._cursor.unit) and not self._move_to_match(1):
            self._move_to_match(-1)
        return False

    def next_flagged(self) -> bool:
        """Go to the next unit that the annotator has flagged."""
        seen: set[str] = set()
        place = self._place()
        while (place := queue.next_flagged(self._project, place)) and place.id not in seen:
            seen.add(place.id)
            before = self._here()
            # The cursor may be on this unit already.
            if self.go_to(place) and self._here() != before:
                return True
        return bool(seen)

    def next_near_duplicate(self) -> bool:
        """Go to the next near duplicate of the line, or of a clip that is the unit."""
        unit = self._cursor.line or self._cursor.group.clip
        found = self.near_duplicates(unit) if unit else []
        return bool(found) and self.go_to(found[0].unit)

    def near_duplicates(self, unit: Unit) -> list[NearDuplicate]:
        """Return at most `NAMED_DUPLICATES` + 1 near duplicates of a unit of the document, the next one first."""
        if unit.id not in self._cursor.view.with_near_duplicates:
            return []
        if unit.id not in self._near_duplicates:
            self._near_duplicates[unit.id] = near_duplicates_of(
                self._project, unit.id, limit=NAMED_DUPLICATES + 1
            )
        return self._near_duplicates[unit.id]

    def forget_near_duplicates(self) -> None:
        """Read near duplicates again when they are next shown: an action changed which of them are done."""
        self._near_duplicates.clear()

    def _open(self, view: DocumentView) -> None:
        # The read may fail; until then the document in view stays.
        matching = self._filter.matching_in(view.document.number)
        self._cursor.open(view)
        self._filter.set_matching(matching)
        self._selection.enter(view.document.number)
        self._near_duplicates.clear()

    def _place(self) -> UnitRef | None:
        return queue.find_unit(self._project, self._cursor.unit.id)

    def _here(self) -> tuple[int, UnitPosition]:
        return self._cursor.view.document.number, self._cursor.position

    def _move_to_neighbour(self, step: int) -> bool:
        """Move into the next document (1) or the previous one (-1)."""
        view = document_view.adjacent_document(self._project, self._cursor.view, step=step)
        if view is None:
            return False
        self._open(view)
        return self._cursor.move_to_end(step)

    def _move_to_match(self, step: int, *, by_clip: bool = False) -> bool:
        """Move to the next matching unit (1) or the previous one (-1), with `by_clip` to one of another clip."""
        stop = self._filter.next_clip(step) if by_clip else self._filter.next_unit(step)
        if stop is not None:
            return self._cursor.move_to(stop)
        selection, number = self._filter.active, self._cursor.view.document.number
        while selection is not None and (beside := selection.adjacent_document(number, step)) is not None:
            number = beside
            if not self._filter.matching_in(number):
                continue
            self._open(document_view.view_document(self._project, number))
            # Another process may have imported the document again in between.
            if stops := self._filter.stops:
                last = self._filter.first_in(stops[-1].group) if by_clip else stops[-1]
                return self._cursor.move_to(stops[0] if step > 0 else last)
        return False
