"""The filter that is on, and its stops in the document in view: the positions of the units that match.

Units that do not match can still be looked at, by a click, a search or a jump.
"""

from bisect import bisect_left, bisect_right

from annotator.tui.state.cursor import Cursor, Unit, UnitPosition
from annotator.workflow.browsing import filters
from annotator.workflow.browsing.filters import FilteredUnits
from annotator.workflow.project import Project


class Filter:
    """Narrows the navigation from unit to unit to those that match."""

    def __init__(self, project: Project, cursor: Cursor) -> None:
        self._project = project
        self._cursor = cursor
        self.active: FilteredUnits | None = None
        """The units that the navigation is narrowed to; None for all."""
        self._suspended: FilteredUnits | None = None
        self._matching: frozenset[str] = frozenset()
        self.stops: list[UnitPosition] = []

    def apply(self, selection: FilteredUnits | None) -> None:
        """Turn a filter on; None turns it off for good."""
        self._activate(selection)
        self._suspended = None

    def toggle(self) -> bool:
        """Suspend the filter, or resume it; False where there is none."""
        if self.active is None and self._suspended is None:
            return False
        before = self.active
        self._activate(self._suspended)
        self._suspended = before
        return True

    def excludes(self, unit: Unit) -> bool:
        """Tell whether a unit of the document in view does not match."""
        return self.active is not None and unit.id not in self._matching

    def matching_in(self, document: int) -> frozenset[str]:
        """Return the ids of the matching units of a document; none without a filter."""
        return self._matching_in(self.active, document)

    def set_matching(self, matching: frozenset[str]) -> None:
        """Take the matching units of the document that came into view."""
        self._matching = matching
        positions = (self._cursor.position_of(unit) for unit in matching)
        self.stops = sorted((one for one in positions if one is not None), key=UnitPosition.sort_key)

    def next_unit(self, step: int) -> UnitPosition | None:
        """Return the next stop (1) or the previous one (-1) in the document."""
        find = bisect_right if step > 0 else bisect_left
        here = self._cursor.position.sort_key()
        index = find(self.stops, here, key=UnitPosition.sort_key) - (step < 0)
        return self.stops[index] if 0 <= index < len(self.stops) else None

    def next_clip(self, step: int) -> UnitPosition | None:
        """Return the first stop of the next clip (1) or the previous one (-1) that has one."""
        groups, here = [stop.group for stop in self.stops], self._cursor.position.group
        index = bisect_right(groups, here) if step > 0 else bisect_left(groups, here) - 1
        return self.first_in(groups[index]) if 0 <= index < len(groups) else None

    def first_in(self, group: int) -> UnitPosition:
        """Return the first stop of a clip that has one."""
        return next(stop for stop in self.stops if stop.group == group)

    def _activate(self, selection: FilteredUnits | None) -> None:
        # The read may fail; until then nothing changes.
        matching = self._matching_in(selection, self._cursor.view.document.number)
        self.active = selection
        self.set_matching(matching)

    def _matching_in(self, selection: FilteredUnits | None, document: int) -> frozenset[str]:
        return (
            frozenset()
            if selection is None
            else filters.stops_in_document(self._project, selection, document)
        )
