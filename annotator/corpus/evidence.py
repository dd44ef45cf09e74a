"""Checks which quoted words really stand in a document's clips.

All lookups go through one index of character pairs over the folded clips, built when first needed. A quotation
costs in proportion to its own length: at most a fixed number of places are aligned, and only those that share
enough pairs with it to reach the threshold at all.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from annotator.corpus.differences import differences
from annotator.corpus.fold import Folded, fold, fold_text
from annotator.corpus.model import Evidence, Framing
from annotator.corpus.span import Span
from annotator.corpus.windows import best_window

# From this score on words count as altered, below as absent.
ALTERED = 0.80
# Shorter quotations are too easily like something else.
SHORTEST_ALTERED = 8
# Longer ones are looked up whole but not aligned.
LONGEST_ALIGNED = 2000
WINDOWS = 8
# Pairs that stand in more places than this tell no place from another.
_COMMON = 64
# The rarest of so many pairs of a quotation leads to the places where it may stand.
_TRIED = 24
# So many places of one stretch are tried for words that stand nearly everywhere.
_MOST_TRIED = 1024
_QUOTED = re.compile("「[^「」\n]*」|『[^『』\n]*』|“[^“”\n]*”")

ABSENT = Evidence("absent")
NO_CLIP = Evidence("no_clip")


class _Piece(NamedTuple):
    """A line of a clip: where it begins in the joined text and in the document."""

    joined: int
    stored: int
    clip: int


class Passage(Protocol):
    """What is looked through of a clip: its headline and its body lines."""

    @property
    def id(self) -> str: ...
    @property
    def headline_span(self) -> Span | None: ...
    @property
    def body_spans(self) -> Sequence[Span]: ...


class _Place(NamedTuple):
    """A stretch of the folded text: which clip it is of, how it is framed, and where it stands in the document."""

    elsewhere: bool
    narrated: bool
    start: int
    end: int
    clip: int
    framing: Framing


class Haystack:
    """The clips of one document, folded, to look quotations up in."""

    def __init__(self, text: str, clips: Sequence[Passage]) -> None:
        self._text = text
        self._clips = clips
        self._numbers = {clip.id: number for number, clip in enumerate(clips)}
        self._ready = False
        self._found: dict[tuple[str, str | None], Evidence] = {}

    def look_up(self, words: str, clip: str | None) -> Evidence:
        """Return where `words`, quoted in a line under `clip`, stand: equal words first, then the most alike.

        The clip itself goes before the document's other clips.
        """
        if not self._clips:
            return NO_CLIP
        found = self._found.get((words, clip))
        if found is None:
            found = self._found[words, clip] = self._look_up(words, clip)
        return found

    def _look_up(self, words: str, clip: str | None) -> Evidence:
        self._prepare()
        needle = fold_text(words)
        if not needle:
            return ABSENT
        own = self._numbers.get(clip) if clip else None
        return self._equal(words, needle, own) or self._alike(words, needle, own) or ABSENT

    def _prepare(self) -> None:
        """Fold the clips and index every second pair of characters."""
        if self._ready:
            return
        self._ready = True
        spans: list[tuple[Span, int]] = []
        for number, clip in enumerate(self._clips):
            lines = [clip.headline_span] if clip.headline_span else []
            spans += ((span, number) for span in (*lines, *clip.body_spans))
        self._pieces: list[_Piece] = []
        joined: list[str] = []
        position = 0
        for span, number in spans:
            self._pieces.append(_Piece(position, span.start, number))
            joined.append(span.of(self._text))
            position += span.end - span.start + 1
        self._joined = "\n".join(joined)
        self._folded: Folded = fold(self._joined)
        self._hay = self._folded.text
        self._piece_starts = [piece.joined for piece in self._pieces]
        self._breaks = [match.start() for match in re.finditer("\n", self._hay)]
        self._stretches = self._clip_stretches()
        self._quoted = [match.span() for match in _QUOTED.finditer(self._joined)]
        self._quoted_starts = [start for start, _ in self._quoted]
        index: defaultdict[str, list[int]] = defaultdict(list)
        hay = self._hay
        for at in range(0, len(hay) - 1, 2):
            index[hay[at : at + 2]].append(at)
        self._index = index

    def _clip_stretches(self) -> list[Span]:
        """Return where each clip stands in the folded text; its lines are the lines of that text."""
        stretches = [Span(0, 0)] * len(self._clips)
        bounds = [-1, *self._breaks, len(self._hay)]
        for line, piece in enumerate(self._pieces):
            before = stretches[piece.clip]
            start = before.start if before.end else bounds[line] + 1
            stretches[piece.clip] = Span(start, bounds[line + 1])
        return stretches

    def _equal(self, words: str, needle: str, own: int | None) -> Evidence | None:
        starts = self._starts(needle, own)
        if not starts:
            return None
        places = [self._place(at, at + len(needle), own) for at in starts]
        best = min(places)
        stands = self._text[best.start : best.end]
        return Evidence(
            status="recast" if best.narrated else "verbatim",
            clip=self._clips[best.clip].id,
            start=best.start,
            end=best.end,
            score=1.0,
            method="exact" if stands == words else "folded",
            framing=best.framing,
            alternatives=sum(1 for place in places if place[:2] == best[:2]) - 1,
        )

    def _place(self, start: int, end: int, own: int | None) -> _Place:
        """Return what a folded range within one line is."""
        joined = self._folded.stored(start, end)
        piece = self._pieces[bisect_right(self._piece_starts, joined.start) - 1]
        shift = piece.stored - piece.joined
        framing = self._framing(joined)
        return _Place(
            piece.clip != own,
            framing != "quoted",
            joined.start + shift,
            joined.end + shift,
            piece.clip,
            framing,
        )

    def _starts(self, needle: str, own: int | None) -> list[int]:
        """Return where the folded words stand exactly; of very many places, those of the own clip first."""
        home = self._stretches[own] if own is not None else Span(0, 0)
        found = self._scan(needle, home) if len(needle) < 3 else self._candidates(needle, home)
        if self._folded.expands:
            cuts = self._folded.splits
            found = [at for at in found if not cuts(at) and not cuts(at + len(needle))]
        if len(found) > _COMMON:
            found.sort(key=lambda at: not home.start <= at < home.end)
        return found[:_COMMON]

    def _scan(self, needle: str, home: Span) -> list[int]:
        """Find words that are too short for the index."""
        places: list[int] = []
        for start, end in (home, Span(0, home.start), Span(home.end, len(self._hay))):
            at = self._hay.find(needle, start, end)
            while at >= 0 and len(places) < _COMMON:
                places.append(at)
                at = self._hay.find(needle, at + 1, end)
        return places

    def _candidates(self, needle: str, home: Span) -> list[int]:
        """Find words by the rarest of their indexed pairs."""
        index, hay = self._index, self._hay
        places: set[int] = set()
        for parity in (0, 1):
            rarest: tuple[int, int, list[int]] | None = None
            for offset in range(parity, min(len(needle) - 1, _TRIED), 2):
                positions = index.get(needle[offset : offset + 2])
                if positions is None:
                    rarest = None
                    break
                if rarest is None or len(positions) < rarest[0]:
                    rarest = (len(positions), offset, positions)
            if rarest:
                _, offset, positions = rarest
                if len(positions) > _MOST_TRIED:
                    first, last = bisect_left(positions, home.start), bisect_left(positions, home.end)
                    positions = positions[first : min(last, first + _MOST_TRIED)] + positions[:_MOST_TRIED]
                places.update(at - offset for at in positions if hay.startswith(needle, at - offset))
        return sorted(at for at in places if at >= 0)

    def _alike(self, words: str, needle: str, own: int | None) -> Evidence | None:
        if not SHORTEST_ALTERED <= len(needle) <= LONGEST_ALIGNED:
            return None
        best: tuple[float, _Place] | None = None
        found: set[tuple[float, int]] = set()
        for region, most in self._regions(needle, own):
            if best is not None and most < -best[0]:
                break
            window = best_window(needle, self._hay, region, ALTERED)
            if window is not None:
                rank = (-window.score, self._place(*window.span, own))
                found.add((rank[0], rank[1].start))
                best = rank if best is None else min(best, rank)
        if best is None:
            return None
        score, place = best
        return Evidence(
            status="altered",
            clip=self._clips[place.clip].id,
            start=place.start,
            end=place.end,
            score=round(-score, 4),
            method="aligned",
            framing=place.framing,
            alternatives=sum(1 for other, _ in found if other == score) - 1,
            diff=differences(self._text[place.start : place.end], words),
        )

    def _regions(self, needle: str, own: int | None) -> list[tuple[Span, float]]:
        """Return the stretches of one line each that may hold the words altered, with the best score possible.

        Matching runs of an alignment with `k` edits hold (length - 3k - 2) / 2 indexed pairs or more, on
        diagonals at most `k` apart. So what shares fewer pairs than the threshold leaves cannot reach it. Pairs too
        common to be looked up everywhere are looked up in the own clip, and count as shared elsewhere.
        """
        length = len(needle)
        width = length // 4 + 1
        home = self._stretches[own] if own is not None else Span(0, 0)
        votes: dict[int, int] = {}
        common = 0
        lookup = self._index.get
        for offset in range(length - 1):
            positions = lookup(needle[offset : offset + 2])
            if positions is None:
                continue
            if len(positions) > _COMMON:
                common += 1
                positions = positions[bisect_left(positions, home.start) : bisect_left(positions, home.end)]
                if len(positions) > _COMMON:
                    continue
            for at in positions:
                bucket = (at - offset) // width
                votes[bucket] = votes.get(bucket, 0) + 1
        needed = max(1, math.ceil(length * (1 - ALTERED) - 1) - common)
        shared = [(count + votes.get(bucket + 1, 0), -bucket) for bucket, count in votes.items()]
        shared = sorted((pair for pair in shared if pair[0] >= needed), reverse=True)[:WINDOWS]
        regions = []
        for count, bucket in shared:
            start = (-bucket - 1) * width
            region = self._within_line(
                Span(start, start + length + 4 * width), max(0, start + width + length // 2)
            )
            edits = (length - 2 - 2 * (count + common)) / 3
            if region.end - region.start > length // 2:
                regions.append((region, 1 - max(0.0, edits) / length))
        return regions

    def _within_line(self, region: Span, middle: int) -> Span:
        """Cut a region to the line that holds its middle."""
        at = bisect_left(self._breaks, min(middle, len(self._hay)))
        low = self._breaks[at - 1] + 1 if at else 0
        high = self._breaks[at] if at < len(self._breaks) else len(self._hay)
        return Span(max(region.start, low), min(region.end, high))

    def _framing(self, joined: Span) -> Framing:
        """Tell whether a range of the joined text stands inside one quotation, outside all, or across."""
        at = bisect_right(self._quoted_starts, joined.end - 1) - 1
        if at < 0 or self._quoted[at][1] <= joined.start:
            return "narrated"
        return "quoted" if Span(*self._quoted[at]).contains(joined) else "mixed"
