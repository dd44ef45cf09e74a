"""The clips of one document as one folded text, and what a range of it is in the document.

A line of the folded text is the headline or one body line of one clip, so nothing that lies within a line lies
across two clips.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from annotator.corpus.evidence.quoted_stretches import quoted_stretches
from annotator.corpus.fold import fold
from annotator.corpus.model import Framing
from annotator.corpus.span import Span, made_of


class Passage(Protocol):
    """What is looked through of a clip: its headline and its body lines."""

    @property
    def id(self) -> str: ...
    @property
    def headline_span(self) -> Span | None: ...
    @property
    def body_spans(self) -> Sequence[Span]: ...


class Place(NamedTuple):
    """A stretch of the folded text: which clip it is of, how it is framed, and where it stands in the document."""

    elsewhere: bool
    narrated: bool
    start: int
    end: int
    clip: int
    framing: Framing


_place = made_of(Place)


class Haystack:
    """The clips of one document, folded; `text` is what quotations are looked up in."""

    def __init__(self, stored: str, clips: Sequence[Passage]) -> None:
        self._owners: list[int] = []  # Of each line, the clip.
        ends: list[int] = []  # Of each clip, how many lines it and those before it have.
        self._joined_starts: list[int] = []
        self._stored_starts: list[int] = []
        joined: list[str] = []
        position = 0
        for number, clip in enumerate(clips):
            for start, end in (*([clip.headline_span] if clip.headline_span else ()), *clip.body_spans):
                self._owners.append(number)
                self._joined_starts.append(position)
                self._stored_starts.append(start)
                joined.append(stored[start:end])
                position += end - start + 1
            ends.append(len(joined))
        self._joined = "\n".join(joined)
        self._folded = fold(self._joined)
        self.text = self._folded.text
        self._breaks = [match.start() for match in re.finditer("\n", self.text)]
        self._stretches = self._clip_stretches(ends)
        self._quoted = quoted_stretches(self._joined)

    def _clip_stretches(self, ends: list[int]) -> list[Span]:
        """Return where each clip stands in the folded text, given behind which of its lines each ends."""
        bounds = [-1, *self._breaks, len(self.text)]
        return [
            Span(bounds[first] + 1, bounds[end]) if first < end else Span(0, 0)
            for first, end in pairwise((0, *ends))
        ]

    def home(self, clip: int | None) -> Span:
        """Return where a clip stands in the folded text; an empty span for none."""
        return Span(0, 0) if clip is None else self._stretches[clip]

    def place(self, start: int, end: int, own: int | None) -> Place:
        """Return what a folded range within one line is, as seen from a line under the clip `own`."""
        first, last = self._folded.stored(start, end)
        line = bisect_right(self._joined_starts, first) - 1
        shift = self._stored_starts[line] - self._joined_starts[line]
        framing = self._framing(first, last)
        owner = self._owners[line]
        return _place((owner != own, framing != "quoted", first + shift, last + shift, owner, framing))

    def _framing(self, start: int, end: int) -> Framing:
        """Tell whether a range of the joined text stands inside one quotation, outside all, or across."""
        at = bisect_right(self._quoted, (end - 1, len(self._joined))) - 1
        if at < 0:
            return "narrated"
        opened, closed = self._quoted[at]
        if closed <= start:
            return "narrated"
        return "quoted" if opened <= start and end <= closed else "mixed"

    def whole(self, found: Sequence[int], length: int) -> Sequence[int]:
        """Return those of the folded ranges that begin and end where a stored cluster does."""
        if not self._folded.expands:
            return found
        cuts = self._folded.splits
        return [at for at in found if not cuts(at) and not cuts(at + length)]

    def within_line(self, region: Span, middle: int) -> Span:
        """Cut a region of the folded text to the line that holds its middle."""
        at = bisect_left(self._breaks, min(middle, len(self.text)))
        low = self._breaks[at - 1] + 1 if at else 0
        high = self._breaks[at] if at < len(self._breaks) else len(self.text)
        return Span(max(region.start, low), min(region.end, high))
