"""The places of one document: its clips with the lines under them, and where each unit stands among them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.corpus.model import Clip, Commentary, Parse, Quotation

Labelled = Clip | Commentary | Quotation
"""What can be a unit."""


class Group(NamedTuple):
    """A clip with the commentary lines under it; the clip is None for lines above all clips."""

    clip: Clip | None
    lines: tuple[Commentary, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the document: a group, and a line of it, or None for the clip itself; and a quotation of the line."""

    group: int
    line: int | None
    quotation: int | None = None

    def order(self) -> tuple[int, int, int]:
        """Return what sorts places in the order of the text: a clip, its lines, each before its quotations."""
        line, quotation = (-1 if part is None else part for part in (self.line, self.quotation))
        return self.group, line, quotation


def groups_of(parse: Parse) -> list[Group]:
    """Return the clips of a document, each with its lines, in the order of the text."""
    under: dict[str | None, list[Commentary]] = {}
    for line in parse.commentary:
        under.setdefault(line.clip, []).append(line)
    groups = [Group(None, tuple(under[None]))] if None in under else []
    return [*groups, *(Group(clip, tuple(under.get(clip.id, ()))) for clip in parse.clips)]


def spots_of(groups: Sequence[Group]) -> dict[str, Spot]:
    """Return where each unit stands."""
    spots: dict[str, Spot] = {}
    for number, group in enumerate(groups):
        if group.clip is not None:
            spots[group.clip.id] = Spot(number, None)
        for index, line in enumerate(group.lines):
            spots[line.id] = Spot(number, index)
            for inner, quotation in enumerate(line.quotations):
                spots[quotation.id] = Spot(number, index, inner)
    return spots
