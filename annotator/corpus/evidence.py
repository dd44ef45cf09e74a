"""Checks which quoted words really stand in a document's clips.

All lookups go through one index of character pairs over the folded clips, built when first needed. A quotation
costs in proportion to its own length: at most a fixed number of places are aligned, and only those that share
enough pairs with it to reach the threshold at all.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import replace
from typing import NamedTuple

from annotator.corpus.fold import Folded, fold, fold_text
from annotator.corpus.model import Clip, Commentary, DiffPart, Evidence, Framing, Method, Quotation
from annotator.corpus.span import Span
from annotator.corpus.windows import Window, best_window, edit_script

# From this score on words count as altered, below as absent.
ALTERED = 0.80
# Shorter quotations are too easily like something else.
SHORTEST_ALTERED = 8
# Longer ones are looked up whole but not aligned.
LONGEST_ALIGNED = 2000
WINDOWS = 8
# Pairs that stand in more places than this tell no place from another.
_COMMON = 64
_QUOTED = re.compile("「[^「」\n]*」|『[^『』\n]*』|“[^“”\n]*”")

ABSENT = Evidence("absent")
NO_CLIP = Evidence("no_clip")


class _Piece(NamedTuple):
    """A line of a clip: where it begins in the joined text and in the document."""

    joined: int
    stored: int
    clip: int


class Haystack:
    """The clips of one document, folded, to look quotations up in."""

    def __init__(self, text: str, clips: list[Clip]) -> None:
        self._text = text
        self._clips = clips
        self._numbers = {clip.id: number for number, clip in enumerate(clips)}
        self._ready = False

    def check_all(self, commentary: list[Commentary]) -> list[Commentary]:
        """Return the commentary with the evidence of each of its quotations."""
        return [
            replace(line, quotations=tuple(self._check(quotation, line) for quotation in line.quotations))
            if line.quotations
            else line
            for line in commentary
        ]

    def _check(self, quotation: Quotation, line: Commentary) -> Quotation:
        return quotation._replace(evidence=self.look_up(quotation.text, line.clip))

    def look_up(self, words: str, clip: str | None) -> Evidence:
        """Return where `words`, quoted in a line under `clip`, stand: equal words first, then the most alike.

        The clip itself goes before the document's other clips.
        """
        if not self._clips:
            return NO_CLIP
        self._prepare()
        needle = fold_text(words)
        own = self._numbers.get(clip) if clip else None
        if not needle:
            return ABSENT
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
        self._quoted = [match.span() for match in _QUOTED.finditer(self._joined)]
        self._quoted_starts = [start for start, _ in self._quoted]
        index: defaultdict[str, list[int]] = defaultdict(list)
        hay = self._hay
        for at in range(0, len(hay) - 1, 2):
            index[hay[at : at + 2]].append(at)
        self._index = index
        self._found: dict[str, list[int]] = {}

    def _equal(self, words: str, needle: str, own: int | None) -> Evidence | None:
        places = self._places(needle)
        if not places:
            return None
        length = len(needle)
        ranked = [(self._clip_at(at) != own, self._framing(at, at + length) != "quoted", at) for at in places]
        elsewhere, narrated, at = min(ranked)
        equally = sum(1 for rank in ranked if rank[:2] == (elsewhere, narrated)) - 1
        stored = self._stored(at, at + length)
        method: Method = "exact" if stored.of(self._text) == words else "folded"
        return Evidence(
            status="recast" if narrated else "verbatim",
            clip=self._clips[self._clip_at(at)].id,
            start=stored.start,
            end=stored.end,
            score=1.0,
            method=method,
            framing=self._framing(at, at + length),
            alternatives=equally,
        )

    def _places(self, needle: str) -> list[int]:
        """Return where the folded words stand exactly; of very many equal places, the first ones."""
        known = self._found.get(needle)
        if known is None:
            known = self._scan(needle) if len(needle) < 3 else self._candidates(needle)
            self._found[needle] = known
        return known

    def _scan(self, needle: str) -> list[int]:
        """Find words that are too short for the index."""
        places: list[int] = []
        at = self._hay.find(needle)
        while at >= 0 and len(places) < _COMMON:
            places.append(at)
            at = self._hay.find(needle, at + 1)
        return places

    def _candidates(self, needle: str) -> list[int]:
        index, hay = self._index, self._hay
        places: list[int] = []
        for parity in (0, 1):
            rarest: tuple[int, int, list[int]] | None = None
            for offset in range(parity, min(len(needle) - 1, 64), 2):
                positions = index.get(needle[offset : offset + 2])
                if positions is None:
                    rarest = None
                    break
                if rarest is None or len(positions) < rarest[0]:
                    rarest = (len(positions), offset, positions)
            if rarest:
                _, offset, positions = rarest
                places += (
                    at - offset for at in positions[: 16 * _COMMON] if hay.startswith(needle, at - offset)
                )
        return sorted(at for at in places if at >= 0)

    def _alike(self, words: str, needle: str, own: int | None) -> Evidence | None:
        length = len(needle)
        if not SHORTEST_ALTERED <= length <= LONGEST_ALIGNED:
            return None
        best: tuple[float, bool, int, Window] | None = None
        seen: list[tuple[float, int]] = []
        for region in self._regions(needle):
            window = best_window(needle, self._hay, region, ALTERED)
            if window is None:
                continue
            seen.append((window.score, window.span.start))
            elsewhere = self._clip_at(window.span.start) != own
            rank = (-window.score, elsewhere, window.span.start, window)
            if best is None or rank[:3] < best[:3]:
                best = rank
        if best is None:
            return None
        window = best[3]
        places = {at for score, at in seen if score == window.score}
        stored = self._stored(*window.span)
        return Evidence(
            status="altered",
            clip=self._clips[self._clip_at(window.span.start)].id,
            start=stored.start,
            end=stored.end,
            score=round(window.score, 4),
            method="aligned",
            framing=self._framing(*window.span),
            alternatives=len(places) - 1,
            diff=_diff(stored.of(self._text), words),
        )

    def _regions(self, needle: str) -> list[Span]:
        """Return the stretches of one line each that share enough pairs with the words, best first.

        An alignment with `k` edits keeps at least half of the indexed pairs less `k`, on diagonals at most `k`
        apart; so what is not returned cannot reach the threshold, save where its pairs are very common.
        """
        length = len(needle)
        edits = length // 4 + 1
        votes: Counter[int] = Counter()
        for offset in range(length - 1):
            positions = self._index.get(needle[offset : offset + 2])
            if positions and len(positions) <= _COMMON:
                for at in positions:
                    votes[(at - offset) // edits] += 1
        needed = max(2, (length - 1) // 2 - length // 4 - 2) if length < 40 else length // 5
        pairs = Counter({bucket: count + votes.get(bucket + 1, 0) for bucket, count in votes.items()})
        regions: list[Span] = []
        for bucket, count in pairs.most_common(WINDOWS):
            if count * 1 < needed // 2:
                break
            start = bucket * edits - edits
            middle = max(0, bucket * edits + length // 2)
            regions.append(self._within_line(Span(start, start + length + 4 * edits), middle))
        return [region for region in regions if region.end - region.start > length // 2]

    def _within_line(self, region: Span, middle: int) -> Span:
        """Cut a region to the line that holds its middle."""
        at = bisect_left(self._breaks, min(middle, len(self._hay)))
        low = self._breaks[at - 1] + 1 if at else 0
        high = self._breaks[at] if at < len(self._breaks) else len(self._hay)
        return Span(max(region.start, low), min(region.end, high))

    def _clip_at(self, folded: int) -> int:
        return self._pieces[bisect_right(self._piece_starts, self._folded.stored_start(folded)) - 1].clip

    def _stored(self, start: int, end: int) -> Span:
        """Return the document's span of a folded range within one line."""
        joined = self._folded.stored(start, end)
        piece = self._pieces[bisect_right(self._piece_starts, joined.start) - 1]
        return joined.shifted(piece.stored - piece.joined)

    def _framing(self, start: int, end: int) -> Framing:
        """Tell whether a folded range stands inside one quotation of the clip, outside all, or across."""
        joined = self._folded.stored(start, end)
        at = bisect_right(self._quoted_starts, joined.end - 1) - 1
        if at < 0 or self._quoted[at][1] <= joined.start:
            return "narrated"
        return "quoted" if Span(*self._quoted[at]).contains(joined) else "mixed"


def _diff(clip: str, quotation: str) -> tuple[DiffPart, ...]:
    """Return how the clip's words become the quotation's, in stored text."""
    one, other = fold(clip), fold(quotation)
    parts: list[DiffPart] = []
    for tag, a0, a1, b0, b1 in edit_script(one.text, other.text):
        mine = one.stored(a0, a1).of(clip) if a1 > a0 else ""
        yours = other.stored(b0, b1).of(quotation) if b1 > b0 else ""
        match tag:
            case "equal":
                parts.append(("equal", yours))
            case "delete":
                parts.append(("delete", mine))
            case "insert":
                parts.append(("insert", yours))
            case _:
                parts.append(("replace", mine, yours))
    return tuple(parts)
