"""The cursor: the document in view, its units by position, and which of them the keys act on.

Invariant: the cursor is always on a unit of the document in view. It reads no database; `queue_navigation` opens
documents.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from annotator.corpus.model import Clip, Commentary, Parse, Quotation
from annotator.corpus.span import Span
from annotator.corpus.unit_ids import UnitKind
from annotator.workflow.browsing.document_view import DocumentView

Unit = Clip | Commentary | Quotation


class ClipGroup(NamedTuple):
    """A clip with the commentary lines under it; the clip is None for lines above all clips."""

    clip: Clip | None
    lines: tuple[Commentary, ...]


class UnitPosition(NamedTuple):
    """The indexes of a unit: its group, its line (None for the clip itself), its quotation (None for the line)."""

    group: int
    line: int | None
    quotation: int | None = None

    def sort_key(self) -> tuple[int, int, int]:
        """Sort in the order of the text: a clip, its lines, each line before its quotations."""
        line, quotation = (-1 if index is None else index for index in (self.line, self.quotation))
        return self.group, line, quotation


class Cursor:
    """A position in the document in view. A move that leads nowhere returns False and changes nothing."""

    def __init__(self) -> None:
        self._view: DocumentView | None = None
        self.groups: list[ClipGroup] = []
        self.position = UnitPosition(0, None)
        self.found: tuple[Span, ...] = ()
        """The search hits in the unit, until the cursor moves."""
        self._positions: dict[str, UnitPosition] = {}
        self._opened_quotation: int | None = None
        # The line to return to from the clip.
        self._last_line = 0

    @property
    def view(self) -> DocumentView:
        """The document in view, with the annotator's answers to its units."""
        assert self._view is not None
        return self._view

    @property
    def is_in_document(self) -> bool:
        """Whether a document has been opened."""
        return self._view is not None

    @property
    def group(self) -> ClipGroup:
        """The clip at the cursor with its lines."""
        return self.groups[self.position.group]

    @property
    def line(self) -> Commentary | None:
        """The line at the cursor; None on a clip."""
        return None if self.position.line is None else self.group.lines[self.position.line]

    @property
    def opened(self) -> int | None:
        """The index of the line's quotation that is shown at length."""
        return self._opened_quotation if self.position.quotation is None else self.position.quotation

    @property
    def unit(self) -> Unit:
        """The unit that keys answer."""
        line = self.line
        if line is None:
            assert self.group.clip is not None
            return self.group.clip
        return line if self.position.quotation is None else line.quotations[self.position.quotation]

    @property
    def kind(self) -> UnitKind:
        """The kind of the unit."""
        return kind_of(self.unit)

    def position_of(self, unit: str) -> UnitPosition | None:
        """Return the position of a unit by its id; None for a unit of another document."""
        return self._positions.get(unit)

    def open(self, view: DocumentView) -> None:
        """Bring a document into view, at its first line."""
        self._view = view
        self.groups = _group_by_clip(view.document.parse)
        self._positions = _index_positions(self.groups)
        self.position, self._opened_quotation, self.found = self._entry(0, 1), None, ()
        self._last_line = 0

    def move_to(self, position: UnitPosition) -> bool:
        """Move to a position; a move to another one closes the quotation and drops the search hits."""
        if position != self.position:
            self.position, self._opened_quotation, self.found = position, None, ()
        return True

    def move_to_unit(self, unit: str) -> bool:
        """Move to a unit of the document by its id."""
        position = self.position_of(unit)
        if position is None:
            return False
        self._last_line = position.line or 0
        return self.move_to(position)

    def move_to_end(self, step: int) -> bool:
        """Move to the start of the document (1), or to its last line (-1)."""
        return self.move_to(self._entry(0 if step > 0 else len(self.groups) - 1, step))

    def step_line(self, step: int) -> bool:
        """Move to the next line (1) or the previous one (-1), through clips without lines."""
        group, line = self.position.group, self.position.line
        # A clip comes between its first line and the line before.
        line = min(step, 0) if line is None and self.group.lines else (line or 0) + step
        if 0 <= line < len(self.group.lines):
            return self.move_to(UnitPosition(group, line))
        has_group = 0 <= group + step < len(self.groups)
        return has_group and self.move_to(self._entry(group + step, step))

    def step_clip(self, step: int) -> bool:
        """Move to the first line of the next clip (1) or the previous one (-1)."""
        group = self.position.group + step
        return 0 <= group < len(self.groups) and self.move_to(self._entry(group, 1))

    def toggle_clip(self) -> bool:
        """Move from the line to its clip, or from the clip back to the line."""
        group, line = self.position.group, self.position.line
        if line is None:
            return bool(self.group.lines) and self.move_to(UnitPosition(group, self._last_line))
        if self.group.clip is None:
            return False
        self._last_line = line
        return self.move_to(UnitPosition(group, None))

    def next_quotation(self) -> bool:
        """Open the line's next quotation, after the last none; on a quotation, move to the next one in a circle."""
        count = len(self.line.quotations) if self.line else 0
        if not count:
            return False
        group, line, quotation = self.position
        if quotation is not None:
            return self.move_to(UnitPosition(group, line, (quotation + 1) % count))
        following = 0 if self._opened_quotation is None else self._opened_quotation + 1
        self._opened_quotation = following if following < count else None
        return True

    def toggle_quotation(self) -> bool:
        """Move from the line to its opened quotation, else the first, or from the quotation back to the line."""
        group, line, quotation = self.position
        opened = self.opened or 0
        if self.line is None or not self.line.quotations:
            return False
        if quotation is None:
            return self.move_to(UnitPosition(group, line, opened))
        self.move_to(UnitPosition(group, line))
        self._opened_quotation = opened
        return True

    def move_to_line_at(self, offset: int) -> bool:
        """Move to the line of the clip that contains an offset of the document's text."""
        lines = self.group.lines
        index = bisect_right(lines, offset, key=lambda line: line.span.start) - 1
        is_in_line = index >= 0 and offset <= lines[index].span.end
        return is_in_line and self.move_to(UnitPosition(self.position.group, index))

    def _entry(self, group: int, step: int) -> UnitPosition:
        """Return where a step forwards (1) or backwards (-1) enters a group."""
        lines = len(self.groups[group].lines)
        return UnitPosition(group, (0 if step > 0 else lines - 1) if lines else None)


def _group_by_clip(parse: Parse) -> list[ClipGroup]:
    """Return the clips of a document with their lines, in the order of the text."""
    lines_by_clip: dict[str | None, list[Commentary]] = {}
    for line in parse.commentary:
        lines_by_clip.setdefault(line.clip, []).append(line)
    above_all = [ClipGroup(None, tuple(lines_by_clip[None]))] if None in lines_by_clip else []
    return [*above_all, *(ClipGroup(clip, tuple(lines_by_clip.get(clip.id, ()))) for clip in parse.clips)]


def _index_positions(groups: Sequence[ClipGroup]) -> dict[str, UnitPosition]:
    """Return the position of each unit by its id."""
    positions: dict[str, UnitPosition] = {}
    for at_group, group in enumerate(groups):
        if group.clip is not None:
            positions[group.clip.id] = UnitPosition(at_group, None)
        for at_line, line in enumerate(group.lines):
            positions[line.id] = UnitPosition(at_group, at_line)
            for at_quotation, quotation in enumerate(line.quotations):
                positions[quotation.id] = UnitPosition(at_group, at_line, at_quotation)
    return positions


def kind_of(unit: Unit) -> UnitKind:
    """Return a unit's kind as the codebook names it."""
    if isinstance(unit, Clip):
        return "clip"
    return "quotation" if isinstance(unit, Quotation) else "commentary"
