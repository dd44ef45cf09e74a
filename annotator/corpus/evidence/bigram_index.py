"""Finds where a long text has given needles, exactly or altered, by the bigrams that both have.

The index holds only the bigrams of the needles, and of the text every second one: any three characters that needle and
text share hold one of those. The cost of a needle depends on its own length, however often its bigrams occur.
"""

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, compress, count, repeat
from typing import NamedTuple

from annotator.corpus.span import Span

# A bigram in more places than this does not help to find one of them.
COMMON = 64
# The number of a needle's first bigrams of which the rarest leads to exact matches.
_MAX_LOOKUPS = 12
# The most places of one bigram that are tried.
_MAX_PLACES = 1024


class Region(NamedTuple):
    """A range of the text that may have an altered needle; `best_score` is the highest that is possible there."""

    span: Span
    middle: int
    best_score: float


class BigramIndex:
    """The places of bigrams in `text`, for the given needles only."""

    def __init__(self, text: str, needles: Iterable[str]) -> None:
        self._text = text
        self._bigrams = {needle: _both_alignments(needle) for needle in needles}
        wanted = set(chain.from_iterable(chain.from_iterable(self._bigrams.values())))
        self._places = _places(_bigrams(_code_points(text)), wanted)
        self._short: dict[str, list[int]] = {}
        for length in (1, 2):
            short = {needle for needle in self._bigrams if len(needle) == length}
            if short:
                self._short |= _places_of_short(text, short, length)

    def find_exact(self, needle: str, near: Span) -> list[int]:
        """Return where `needle` begins, in text order; of very many places, those in `near` and the first."""
        if len(needle) < 3:
            return _nearest(self._short.get(needle, []), near)
        found: set[int] = set()
        nowhere: list[int] = []
        for alignment, bigrams in enumerate(self._bigrams[needle]):
            places = list(map(self._places.get, bigrams[:_MAX_LOOKUPS], repeat(nowhere)))
            if all(places):
                rarest = min(places, key=len)
                offset = alignment + 2 * places.index(rarest)
                starts = [at - offset for at in _nearest(rarest, near) if at >= offset]
                found.update(at for at in starts if self._text.startswith(needle, at))
        return sorted(found)

    def find_similar(self, needle: str, near: Span, threshold: float, limit: int) -> list[Region]:
        """Return the regions, `limit` at most and the likeliest first, that may have the needle at `threshold`.

        Matching runs of an alignment with `k` edits hold (length - 3k - 2) / 2 indexed bigrams or more, on diagonals
        at most `k` apart. So what shares fewer bigrams than the threshold leaves cannot reach it. Common bigrams are
        looked up in `near` only, and count as shared elsewhere.
        """
        length = len(needle)
        lookup = self._places.get
        held = [
            (offset, places)
            for alignment, bigrams in enumerate(self._bigrams[needle])
            for offset, places in zip(count(alignment, 2), map(lookup, bigrams))
            if places
        ]
        needed = math.ceil(length * (1 - threshold) - 1)
        if len(held) < needed:
            return []
        width = length // 4 + 1
        votes: dict[int, int] = {}
        common = 0
        for offset, places in held:
            if len(places) > COMMON:
                common += 1
                places = places[bisect_left(places, near.start) : bisect_left(places, near.end)]
                if len(places) > COMMON:
                    continue
            for at in places:
                diagonal = (at - offset) // width
                votes[diagonal] = votes.get(diagonal, 0) + 1
        needed = max(1, needed - common)
        shared = [
            (together, -diagonal)
            for diagonal, number in votes.items()
            if (together := number + votes.get(diagonal + 1, 0)) >= needed
        ]
        shared.sort(reverse=True)
        return [_region(length, width, number + common, -diagonal) for number, diagonal in shared[:limit]]


def _region(length: int, width: int, shared: int, diagonal: int) -> Region:
    start = (diagonal - 1) * width
    edits = max(0.0, (length - 2 - 2 * shared) / 3)
    return Region(
        Span(start, start + length + 4 * width),
        max(0, start + width + length // 2),
        1 - edits / length,
    )


def _code_points(text: str) -> bytes:
    """Return the code points of a text, four bytes each."""
    return text.encode("utf-32-le", "surrogatepass")


def _bigrams(code_points: bytes) -> "array[int]":
    """Return the bigrams at even positions, each as one number."""
    return array("Q", code_points[: len(code_points) & ~7])


def _both_alignments(needle: str) -> tuple["array[int]", "array[int]"]:
    """Return the bigrams at even positions, and those at odd ones."""
    code_points = _code_points(needle)
    return _bigrams(code_points), _bigrams(code_points[4:])


def _places(bigrams: "array[int]", wanted: set[int]) -> dict[int, list[int]]:
    """Return the positions in the text of those of its bigrams that are `wanted`."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for number in compress(count(), map(wanted.__contains__, bigrams)):
        places[bigrams[number]].append(2 * number)
    return dict(places)


def _places_of_short(text: str, needles: set[str], length: int) -> dict[str, list[int]]:
    """Return the positions in the text of needles of `length` characters."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at in range(len(text) - length + 1):
        run = text[at : at + length]
        if run in needles:
            places[run].append(at)
    return dict(places)


def _nearest(places: list[int], near: Span) -> list[int]:
    """Return the places; of very many, those in `near` and the first."""
    if len(places) <= _MAX_PLACES:
        return places
    first, last = bisect_left(places, near.start), bisect_left(places, near.end)
    return places[first : min(last, first + _MAX_PLACES)] + places[:_MAX_PLACES]
