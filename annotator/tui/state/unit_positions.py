"""The units of one document by position: its clips, the commentary lines under each, and their quotations. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.codebook.model import UnitKind
from annotator.corpus.model import Clip, Commentary, Parse, Quotation

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


def group_by_clip(parse: Parse) -> list[ClipGroup]:
    """Return the clips of a document with their lines, in the order of the text."""
    lines_by_clip: dict[str | None, list[Commentary]] = {}
    for line in parse.commentary:
        lines_by_clip.setdefault(line.clip, []).append(line)
    above_all = [ClipGroup(None, tuple(lines_by_clip[None]))] if None in lines_by_clip else []
    return [*above_all, *(ClipGroup(clip, tuple(lines_by_clip.get(clip.id, ()))) for clip in parse.clips)]


def index_positions(groups: Sequence[ClipGroup]) -> dict[str, UnitPosition]:
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
