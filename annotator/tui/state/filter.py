"""Where the keys that lead from unit to unit stop while a filter is on: at the units that it selects, and nowhere else.

Units that the filter leaves out can still be looked at, by a click, a search or a jump; they say that they are left
out, and the next key leads back among those that are selected.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path

from annotator.tui.keymap import Keymap
from annotator.tui.state.cursor import Standing
from annotator.tui.state.unit_positions import Labelled, Spot
from annotator.workflow.browsing import filters, queue
from annotator.workflow.browsing.filters import Selection
from annotator.workflow.browsing.queue import View
from annotator.workflow.project import Project


class Filtered(Standing):
    """One annotator's place in a project, among the units of her filter while there is one."""

    def __init__(self, project: Project, folders: Sequence[Path] = (), keymap: Keymap | None = None) -> None:
        super().__init__(project, folders, keymap)
        self._filtered: Selection | None = None
        self._put_aside: Selection | None = None
        # Of the document in view: the units that are selected, and where they stand, in order.
        self._selected_units: frozenset[str] = frozenset()
        self._stops: list[Spot] = []

    @property
    def filtered(self) -> Selection | None:
        """The units that the queue and the keys from unit to unit lead over; None for all."""
        return self._filtered

    def filter_by(self, selection: Selection | None) -> None:
        """Lead over these units alone; None leads over all, and forgets what was put aside."""
        self._lead_over(selection)
        self._put_aside = None

    def toggle_filter(self) -> bool:
        """Put the filter aside, or take it up again; False where there is none."""
        if self._filtered is None and self._put_aside is None:
            return False
        before = self._filtered
        self._lead_over(self._put_aside)
        self._put_aside = before
        return True

    def is_left_out(self, unit: Labelled) -> bool:
        """Tell whether the filter leaves out a unit of the document."""
        return self._filtered is not None and unit.id not in self._selected_units

    def begin_filter(self) -> bool:
        """Go to the first unit of the selection that needs an answer, unless the one at hand does.

        Where none does, go to the first of all and return False.
        """
        selection = self._filtered
        if selection is None:
            return False
        here = self.place()
        if here is not None and selection.is_open(here):
            return True
        found = filters.next_selected(self.project, selection, here)
        if found is not None:
            return self.go_to(found)
        if self.is_left_out(self.unit) and not self._to_stop(1):
            self._to_stop(-1)
        return False

    def _show(self, view: View) -> None:
        selected = self._selected_in(self._filtered, view)
        super()._show(view)
        self._stop_at(selected)

    def _lead_over(self, selection: Selection | None) -> None:
        selected = self._selected_in(selection, self.view)
        self._filtered = selection
        self._stop_at(selected)

    def _selected_in(self, selection: Selection | None, view: View) -> frozenset[str]:
        if selection is None:
            return frozenset()
        return filters.units_in(self.project, selection, view.document.number)

    def _stop_at(self, selected: frozenset[str]) -> None:
        self._selected_units = selected
        self._stops = sorted((self._spots[unit] for unit in selected if unit in self._spots), key=Spot.order)

    def _to_stop(self, step: int, *, by_clip: bool = False) -> bool:
        """Go to the next selected unit (1) or the one before (-1), with `by_clip` of another clip; False at the end."""
        stop = self._clip_stop(step) if by_clip else self._unit_stop(step)
        if stop is not None:
            return self._stand(stop)
        selection, number = self._filtered, self.view.document.number
        while selection is not None and (beside := selection.document_beside(number, step)) is not None:
            if filters.units_in(self.project, selection, beside):
                self._show(queue.view(self.project, beside))
                # Somebody may have read the document anew in between.
                if self._stops:
                    last = self._first_of(self._stops[-1].group) if by_clip else self._stops[-1]
                    return self._stand(self._stops[0] if step > 0 else last)
            number = beside
        return False

    def _unit_stop(self, step: int) -> Spot | None:
        here = self._spot.order()
        find = bisect_right if step > 0 else bisect_left
        at = find(self._stops, here, key=Spot.order) - (step < 0)
        return self._stops[at] if 0 <= at < len(self._stops) else None

    def _clip_stop(self, step: int) -> Spot | None:
        """Return the first stop of the nearest other clip that has one."""
        groups = [stop.group for stop in self._stops]
        here = self._spot.group
        at = bisect_right(groups, here) if step > 0 else bisect_left(groups, here) - 1
        return self._first_of(groups[at]) if 0 <= at < len(groups) else None

    def _first_of(self, group: int) -> Spot:
        return next(stop for stop in self._stops if stop.group == group)
