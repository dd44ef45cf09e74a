"""The ways from one unit to others: to neighbours, to what is open or flagged, to what was named.

A way that leads nowhere returns False and leaves the annotator where she is.
"""

from bisect import bisect_right
from collections.abc import Sequence

from annotator.corpus.span import Span
from annotator.tui.state.filter import Filtered
from annotator.tui.state.unit_positions import Spot
from annotator.workflow.browsing import document_list, filters, queue


class Walk(Filtered):
    """One annotator's walk through a project."""

    def move_line(self, step: int) -> bool:
        """Go a line, or a clip without lines, on (1) or back (-1), across clips and documents; False at either end.

        While there is a filter, go to its next unit or the one before instead.
        """
        if self.filtered is not None:
            return self._to_stop(step)
        group, line = self._spot.group, self._spot.line
        # The clip as the unit stands between its first line and the line before.
        line = min(step, 0) if line is None and self.group.lines else (line or 0) + step
        if 0 <= line < len(self.group.lines):
            return self._stand(Spot(group, line))
        if 0 <= group + step < len(self._groups):
            return self._stand(self._end_spot(group + step, step))
        return self._to_neighbour(step)

    def move_clip(self, step: int) -> bool:
        """Go a clip on or back, across documents; False at either end. A filter's clips are those with units of it."""
        if self.filtered is not None:
            return self._to_stop(step, by_clip=True)
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
            place = filters.next_selected(self.project, self.filtered, self.place())
        else:
            place = queue.next_unit(self.project, self.place())
        return place is not None and self.go_to(place)

    def next_flagged(self) -> bool:
        """Go to the next unit that she has flagged; False where there is none."""
        seen: set[str] = set()
        place = self.place()
        while (place := queue.next_flagged(self.project, place)) and place.id not in seen:
            seen.add(place.id)
            here = (self.view.document.number, self._spot)
            # A quotation may stand where she is already.
            if self.go_to(place) and (self.view.document.number, self._spot) != here:
                return True
        return bool(seen)

    def go_to_unit(self, unit: str) -> bool:
        """Go to a unit by its id."""
        place = queue.find_place(self.project, unit)
        return place is not None and self.go_to(place)

    def go_to_found(self, unit: str, spans: Sequence[Span]) -> bool:
        """Go to a unit in which words stand at these places of the document; they are shown until the next move."""
        went = self.go_to_unit(unit)
        self._found = tuple(spans) if went else ()
        return went

    def enter(self, number: int) -> bool:
        """Go to a document: to its first unit that needs an answer, else its first; False where it has none."""
        place = document_list.entrance(self.project, number)
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
        """Select the line and the next one of the document, and go there; False where there is none.

        Lines that a filter leaves out are stepped over.
        """
        line, spot = self.line, self._spot
        following = None if spot.line is None else Spot(spot.group, spot.line + step)
        while line and following and 0 <= following.group < len(self._groups):
            if following.line is not None and 0 <= following.line < len(self._groups[following.group].lines):
                towards = self._groups[following.group].lines[following.line]
                if self.is_left_out(towards):
                    following = Spot(following.group, following.line + step)
                    continue
                self.selection.extend(line.id, towards.id)
                return self._stand(following)
            group = following.group + step
            following = self._end_spot(group, step) if 0 <= group < len(self._groups) else None
        return False

    def remember(self) -> None:
        """Keep the place for the next time."""
        queue.remember(self.project, self.unit.id)

    def _to_neighbour(self, step: int) -> bool:
        found = queue.neighbour(self.project, self.view, step=step)
        if found is None:
            return False
        self._show(found)
        return self._stand(self._end_spot(0 if step > 0 else len(self._groups) - 1, step))
