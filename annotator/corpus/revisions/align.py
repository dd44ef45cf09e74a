"""Aligns the units of a document's text with those of its next one, the whole sequence at once. Pure.

A unit is the same one where its words and its place tell so: it alone has these words, or it alone has them between
two units that are the same, or as many equal units stand there as before. Equal units whose number changed there are
paired in order and called doubtful, never taken for certain. What is left is paired where it is clearly the same unit
with changed words. Every unit is paired at most once, and only with one of its kind.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

from annotator.corpus.unit_ids import UnitKind

Sameness = Literal["same", "doubtful", "changed"]
# How like the words must be between two units that are the same, and anywhere in the document.
_LIKE_HERE = 0.5
_LIKE_ANYWHERE = 0.75
# A pair is clear where no other is as near as this to being as good.
_MARGIN = 0.1
# Of a longer text so many characters from either end are compared.
_END = 1000
# Pairs that are compared in one stretch; where there would be more, nothing is clear.
_COMPARED = 4000


class Worded(NamedTuple):
    """What of a unit is compared."""

    kind: UnitKind
    text: str


class Pair(NamedTuple):
    """A unit before and after, by their places in the two sequences."""

    old: int
    new: int
    sameness: Sameness


def align(old: Sequence[Worded], new: Sequence[Worded]) -> list[Pair]:
    """Return the units that are in both sequences, in the order of the new one."""
    pairs = _equal(old, new)
    _pair_twins(old, new, pairs)
    skeleton = _rising([(pair.old, pair.new) for pair in pairs.values() if pair.sameness == "same"])
    taken = {pair.new for pair in pairs.values()}
    for olds, news in _gaps(skeleton, len(old), len(new)):
        _pair_changed(old, new, olds, news, pairs, taken, _LIKE_HERE)
    _pair_changed(old, new, range(len(old)), range(len(new)), pairs, taken, _LIKE_ANYWHERE)
    return sorted(pairs.values(), key=lambda pair: pair.new)


def _equal(old: Sequence[Worded], new: Sequence[Worded]) -> dict[int, Pair]:
    """Pair equal units, by their old places, in ever smaller stretches between those that are the same."""
    pairs: dict[int, Pair] = {}
    stretches = [(list(range(len(old))), list(range(len(new))))]
    while stretches:
        olds, news = stretches.pop()
        only = _only_ones(old, new, olds, news)
        pairs |= {one: Pair(one, other, "same") for one, other in only}
        if not only:
            _pair_in_order(old, new, olds, news, pairs)
            continue
        taken, given = {one for one, _ in only}, {other for _, other in only}
        anchors = _rising(only)
        left = [one for one in olds if one not in taken]
        right = [other for other in news if other not in given]
        stretches += [(mine, theirs) for mine, theirs in _split(anchors, left, right) if mine and theirs]
    return pairs


def _only_ones(
    old: Sequence[Worded], new: Sequence[Worded], olds: list[int], news: list[int]
) -> list[tuple[int, int]]:
    """Return the units that alone have their words in both stretches, in the old order."""
    before, after = Counter(old[one] for one in olds), Counter(new[other] for other in news)
    places = {new[other]: other for other in news if after[new[other]] == 1}
    return [(one, places[old[one]]) for one in olds if before[old[one]] == 1 and old[one] in places]


def _pair_in_order(
    old: Sequence[Worded], new: Sequence[Worded], olds: list[int], news: list[int], pairs: dict[int, Pair]
) -> None:
    """Pair the equal units of a stretch in order: the same ones where they are as many, else doubtful."""
    before, after = _places(old, olds), _places(new, news)
    for words, mine in before.items():
        theirs = after.get(words, [])
        sameness: Sameness = "same" if len(mine) == len(theirs) else "doubtful"
        pairs |= {one: Pair(one, other, sameness) for one, other in zip(mine, theirs, strict=False)}


def _pair_twins(old: Sequence[Worded], new: Sequence[Worded], pairs: dict[int, Pair]) -> None:
    """Pair what is equal and left over, in order; whether it moved or is another one, nobody can tell."""
    taken = {pair.new for pair in pairs.values()}
    before = _places(old, (one for one in range(len(old)) if one not in pairs))
    after = _places(new, (other for other in range(len(new)) if other not in taken))
    for words, mine in before.items():
        for one, other in zip(mine, after.get(words, ()), strict=False):
            pairs[one] = Pair(one, other, "doubtful")


def _pair_changed(
    old: Sequence[Worded],
    new: Sequence[Worded],
    olds: Iterable[int],
    news: Iterable[int],
    pairs: dict[int, Pair],
    taken: set[int],
    like: float,
) -> None:
    """Pair what is clearly the same unit with changed words, within a stretch; `taken` are the new places in pairs."""
    left = [one for one in olds if one not in pairs]
    right = [other for other in news if other not in taken]
    if not left or not right or len(left) * len(right) > _COMPARED:
        return
    gists = {(0, one): _gist(old[one].text) for one in left} | {
        (1, other): _gist(new[other].text) for other in right
    }
    scores = [
        (score, one, other)
        for one in left
        for other in right
        if old[one].kind == new[other].kind
        and (
            score := Levenshtein.normalized_similarity(
                gists[0, one], gists[1, other], score_cutoff=like - _MARGIN
            )
        )
        >= like - _MARGIN
    ]
    best = sorted(scores, key=lambda scored: (-scored[0], scored[1], scored[2]))
    for score, one, other in best:
        if score < like or one in pairs or other in taken:
            continue
        rivals = (
            rival
            for rival, mine, theirs in best
            if (mine == one) != (theirs == other) and mine not in pairs and theirs not in taken
        )
        if max(rivals, default=0.0) <= score - _MARGIN:
            pairs[one] = Pair(one, other, "changed")
            taken.add(other)


def _places(units: Sequence[Worded], places: Iterable[int]) -> dict[Worded, list[int]]:
    found: dict[Worded, list[int]] = {}
    for place in places:
        found.setdefault(units[place], []).append(place)
    return found


def _rising(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a longest run of pairs that rise on both sides."""
    ends: list[int] = []
    last: list[tuple[int, int]] = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for pair in sorted(pairs):
        place = bisect_left(ends, pair[1])
        before[pair] = last[place - 1] if place else None
        ends[place : place + 1] = [pair[1]]
        last[place : place + 1] = [pair]
    run: list[tuple[int, int]] = []
    here = last[-1] if last else None
    while here is not None:
        run.append(here)
        here = before[here]
    return run[::-1]


def _split(
    anchors: list[tuple[int, int]], olds: list[int], news: list[int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield what of two rising lists of places stands between the anchors."""
    one = other = 0
    for old, new in [*anchors, (olds[-1] + 1 if olds else 0, news[-1] + 1 if news else 0)]:
        next_one, next_other = bisect_left(olds, old, one), bisect_left(news, new, other)
        yield olds[one:next_one], news[other:next_other]
        one, other = next_one, next_other


def _gaps(skeleton: list[tuple[int, int]], old: int, new: int) -> Iterator[tuple[range, range]]:
    """Yield the places between the pairs of a skeleton."""
    one = other = 0
    for mine, theirs in [*skeleton, (old, new)]:
        yield range(one, mine), range(other, theirs)
        one, other = mine + 1, theirs + 1


def _gist(text: str) -> str:
    """Return what of a text is compared, so that the longest costs no more than any."""
    return text if len(text) <= 2 * _END else text[:_END] + text[-_END:]
