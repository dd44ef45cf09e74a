"""Where words may stand in a long text, by the pairs of characters that both hold.

The index holds only the pairs of the words that will be asked for, and of the text every second one: whatever
three characters the words and the text share hold one of those. Looking words up costs in proportion to their
own length, however often their pairs stand in the text.
"""

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, compress, count
from typing import NamedTuple

from annotator.corpus.span import Span

# Pairs that stand in more places than this tell no place from another.
COMMON = 64
# The rarest of so many pairs of the words leads to the places where they may stand.
_TRIED = 24
# So many places of one stretch are tried for words that stand nearly everywhere.
_MOST_TRIED = 1024


class Region(NamedTuple):
    """A stretch that may hold the words altered: where it begins and ends, its middle, and the best score possible."""

    span: Span
    middle: int
    most: float


class PairIndex:
    """The places of pairs of characters in `text`, for the words given; others cannot be asked for."""

    def __init__(self, text: str, words: Iterable[str]) -> None:
        self._text = text
        self._pairs = {each: _both_pairs(each) for each in words}
        wanted = set(chain.from_iterable(chain.from_iterable(self._pairs.values())))
        self._positions = _places(_pairs(_points(text)), wanted)
        self._short: dict[str, list[int]] = {}
        for length in (1, 2):
            sought = {each for each in self._pairs if len(each) == length}
            if sought:
                self._short |= _standing(text, sought, length)

    def equal(self, words: str, home: Span) -> list[int]:
        """Return where `words` stand exactly, in text order; of very many places, those in `home` and the first."""
        if len(words) < 3:
            return _nearest(self._short.get(words, []), home)
        places: set[int] = set()
        for parity, pairs in enumerate(self._pairs[words]):
            rarest: tuple[int, int, list[int]] | None = None
            for offset, positions in zip(
                range(parity, _TRIED, 2), map(self._positions.get, pairs), strict=False
            ):
                if positions is None:
                    rarest = None
                    break
                if rarest is None or len(positions) < rarest[0]:
                    rarest = (len(positions), offset, positions)
            if rarest:
                _, offset, positions = rarest
                near = _nearest(positions, home)
                places.update(at - offset for at in near if self._text.startswith(words, at - offset))
        return sorted(at for at in places if at >= 0)

    def alike(self, words: str, home: Span, threshold: float, most: int) -> list[Region]:
        """Return the regions, `most` at most and the likeliest first, that may hold the words at `threshold` or better.

        Matching runs of an alignment with `k` edits hold (length - 3k - 2) / 2 indexed pairs or more, on
        diagonals at most `k` apart. So what shares fewer pairs than the threshold leaves cannot reach it. Pairs too
        common to be looked up everywhere are looked up in `home`, and count as shared elsewhere.
        """
        length = len(words)
        lookup = self._positions.get
        held = [
            (offset, positions)
            for parity, pairs in enumerate(self._pairs[words])
            for offset, positions in zip(count(parity, 2), map(lookup, pairs))
            if positions
        ]
        needed = math.ceil(length * (1 - threshold) - 1)
        if len(held) < needed:
            return []
        width = length // 4 + 1
        votes: dict[int, int] = {}
        common = 0
        for offset, positions in held:
            if len(positions) > COMMON:
                common += 1
                positions = positions[bisect_left(positions, home.start) : bisect_left(positions, home.end)]
                if len(positions) > COMMON:
                    continue
            for at in positions:
                bucket = (at - offset) // width
                votes[bucket] = votes.get(bucket, 0) + 1
        needed = max(1, needed - common)
        shared = [
            (together, -bucket)
            for bucket, count in votes.items()
            if (together := count + votes.get(bucket + 1, 0)) >= needed
        ]
        shared.sort(reverse=True)
        return [_region(length, width, count + common, -bucket) for count, bucket in shared[:most]]


def _region(length: int, width: int, shared: int, bucket: int) -> Region:
    start = (bucket - 1) * width
    edits = max(0.0, (length - 2 - 2 * shared) / 3)
    return Region(
        Span(start, start + length + 4 * width),
        max(0, start + width + length // 2),
        1 - edits / length,
    )


def _points(text: str) -> bytes:
    """Return the code points of a text, four bytes each."""
    return text.encode("utf-32-le", "surrogatepass")


def _pairs(points: bytes) -> "array[int]":
    """Return the first code point with the second, the third with the fourth and so on, each pair as one number."""
    return array("Q", points[: len(points) & ~7])


def _both_pairs(words: str) -> tuple["array[int]", "array[int]"]:
    """Return the pairs from the first character on, and those from the second."""
    points = _points(words)
    return _pairs(points), _pairs(points[4:])


def _places(pairs: "array[int]", wanted: set[int]) -> dict[int, list[int]]:
    """Return where in the text the `wanted` of its pairs stand."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for number in compress(count(), map(wanted.__contains__, pairs)):
        places[pairs[number]].append(2 * number)
    return dict(places)


def _standing(text: str, wanted: set[str], length: int) -> dict[str, list[int]]:
    """Return where the `wanted` runs of `length` characters stand in the text."""
    standing: defaultdict[str, list[int]] = defaultdict(list)
    for at in range(len(text) - length + 1):
        run = text[at : at + length]
        if run in wanted:
            standing[run].append(at)
    return dict(standing)


def _nearest(positions: list[int], home: Span) -> list[int]:
    """Return the positions, of very many those in `home` and the first."""
    if len(positions) <= _MOST_TRIED:
        return positions
    first, last = bisect_left(positions, home.start), bisect_left(positions, home.end)
    return positions[first : min(last, first + _MOST_TRIED)] + positions[:_MOST_TRIED]
