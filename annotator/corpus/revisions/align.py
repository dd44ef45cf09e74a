"""Decides which units of a document's next text are units that the document already had. Pure.

`align` pairs the units of two texts, the whole sequences at once; `carry_ids` gives the paired units their old ids.

A unit is certainly the same if its text is unique on both sides, or unique between two units that are certainly the
same, or if as many units with equal text lie between these as before. Equal units whose number changed there are
paired in order and called doubtful. The rest is paired where it is clearly the same unit with a changed text. Every
unit is paired at most once, and only with a unit of its kind. An id is never computed again, nor given to another
unit of the document.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

from rapidfuzz.distance import Levenshtein

from annotator.corpus.unit_ids import UnitKind, edition_of, unused_unit_id

Match = Literal["same", "doubtful", "changed"]
# The least similarity of a changed text: between two units that are the same, and anywhere in the document.
_NEARBY_SIMILARITY = 0.5
_ANYWHERE_SIMILARITY = 0.75
# A pair is clear if the similarity of every other pair is lower by this much.
_MARGIN = 0.1
# Of a longer text this many characters from either end are compared.
_COMPARED_END = 1000
# Between two units that are the same so many pairs are compared at most; where there are more, none is clear.
_MOST_COMPARED = 4000


class UnitContent(NamedTuple):
    """What is compared of a unit."""

    kind: UnitKind
    text: str


class Pair(NamedTuple):
    """A unit before and after, by its indices in the two sequences."""

    old: int
    new: int
    match: Match


class KnownUnit(NamedTuple):
    """A unit as in the last text that contains it; `current` tells whether that is the document's current text.

    `editions` maps every text that the unit had to its edition.
    """

    id: str
    kind: UnitKind
    text: str
    edition: str | None
    clip: str | None
    current: bool
    editions: Mapping[str, str | None]


class ParsedUnit(NamedTuple):
    """A unit of the next text, with the ids of its own parse."""

    id: str
    kind: UnitKind
    text: str
    clip: str | None


class UnitEdition(NamedTuple):
    """A unit's id and edition in its document."""

    id: str
    edition: str | None


Unit = TypeVar("Unit", KnownUnit, ParsedUnit)


def carry_ids(
    known: Sequence[KnownUnit], units: Sequence[ParsedUnit], *, key: str, text_sha256: str
) -> dict[str, UnitEdition]:
    """Return the id and edition of every unit of a document's next text, by its id in the parse.

    `known` are all units that the document with this key ever had; clips come before their commentary. A unit keeps
    its edition as long as its text and its clip are the same; a doubtful one gets an edition of its own.
    """
    old = [unit for unit in known if unit.current]
    pairs = align([_content(unit) for unit in old], [_content(unit) for unit in units])
    matched = {pair.new: (old[pair.old], pair.match == "doubtful") for pair in pairs}
    unmatched = [unit for index, unit in enumerate(units) if index not in matched]
    restored = _restored(known, unmatched)
    taken = {unit.id for unit in known}
    carried: dict[str, UnitEdition] = {}
    for index, unit in enumerate(units):
        before, doubtful = matched.get(index, (restored.get(unit.id), False))
        if before is None:
            new = unused_unit_id(key, unit.kind, unit.text, taken)
            taken.add(new)
            carried[unit.id] = UnitEdition(new, None)
            continue
        clip = carried[unit.clip].id if unit.clip is not None else None
        if doubtful or clip != before.clip:
            edition: str | None = edition_of(unit.text, doubtful_since=text_sha256)
        elif unit.text == before.text:
            edition = before.edition
        else:
            edition = before.editions.get(unit.text, edition_of(unit.text))
        carried[unit.id] = UnitEdition(before.id, edition)
    return carried


def _restored(known: Iterable[KnownUnit], units: Sequence[ParsedUnit]) -> dict[str, KnownUnit]:
    """Return the removed units that are back: those whose text is unique on both sides."""
    removed = _unique([unit for unit in known if not unit.current])
    return {unit.id: removed[content] for content, unit in _unique(units).items() if content in removed}


def _unique(units: Sequence[Unit]) -> dict[UnitContent, Unit]:
    counts = Counter(_content(unit) for unit in units)
    return {_content(unit): unit for unit in units if counts[_content(unit)] == 1}


def _content(unit: KnownUnit | ParsedUnit) -> UnitContent:
    return UnitContent(unit.kind, unit.text)


def align(old: Sequence[UnitContent], new: Sequence[UnitContent]) -> list[Pair]:
    """Return the units that are in both sequences, in the order of the new one."""
    pairs = _pair_equal(old, new)
    _pair_left_over(old, new, pairs)
    anchors = _longest_rising([(pair.old, pair.new) for pair in pairs.values() if pair.match == "same"])
    taken = {pair.new for pair in pairs.values()}
    for old_range, new_range in _gaps(anchors, len(old), len(new)):
        _pair_changed(old, new, old_range, new_range, pairs, taken, _NEARBY_SIMILARITY)
    _pair_changed(old, new, range(len(old)), range(len(new)), pairs, taken, _ANYWHERE_SIMILARITY)
    return sorted(pairs.values(), key=lambda pair: pair.new)


def _pair_equal(old: Sequence[UnitContent], new: Sequence[UnitContent]) -> dict[int, Pair]:
    """Pair equal units, by their old indices, in ever smaller sections between those that are the same."""
    pairs: dict[int, Pair] = {}
    sections = [(list(range(len(old))), list(range(len(new))))]
    while sections:
        olds, news = sections.pop()
        unique = _pair_unique(old, new, olds, news)
        pairs |= {one: Pair(one, other, "same") for one, other in unique}
        if not unique:
            _pair_in_order(old, new, olds, news, pairs)
            continue
        paired_old, paired_new = {one for one, _ in unique}, {other for _, other in unique}
        left_old = [one for one in olds if one not in paired_old]
        left_new = [other for other in news if other not in paired_new]
        split = _split(_longest_rising(unique), left_old, left_new)
        sections += [(some_old, some_new) for some_old, some_new in split if some_old and some_new]
    return pairs


def _pair_unique(
    old: Sequence[UnitContent], new: Sequence[UnitContent], olds: list[int], news: list[int]
) -> list[tuple[int, int]]:
    """Return the pairs of units whose content is unique in both sections, in the old order."""
    before, after = Counter(old[one] for one in olds), Counter(new[other] for other in news)
    indices = {new[other]: other for other in news if after[new[other]] == 1}
    return [(one, indices[old[one]]) for one in olds if before[old[one]] == 1 and old[one] in indices]


def _pair_in_order(
    old: Sequence[UnitContent],
    new: Sequence[UnitContent],
    olds: list[int],
    news: list[int],
    pairs: dict[int, Pair],
) -> None:
    """Pair the equal units of a section in order: they are the same if their number is, else doubtful."""
    before, after = _indices(old, olds), _indices(new, news)
    for content, ours in before.items():
        theirs = after.get(content, [])
        match: Match = "same" if len(ours) == len(theirs) else "doubtful"
        pairs |= {one: Pair(one, other, match) for one, other in zip(ours, theirs, strict=False)}


def _pair_left_over(old: Sequence[UnitContent], new: Sequence[UnitContent], pairs: dict[int, Pair]) -> None:
    """Pair equal units that are left over, in order: they may have moved, or be others."""
    taken = {pair.new for pair in pairs.values()}
    before = _indices(old, (one for one in range(len(old)) if one not in pairs))
    after = _indices(new, (other for other in range(len(new)) if other not in taken))
    for content, ours in before.items():
        for one, other in zip(ours, after.get(content, ()), strict=False):
            pairs[one] = Pair(one, other, "doubtful")


def _pair_changed(
    old: Sequence[UnitContent],
    new: Sequence[UnitContent],
    olds: Iterable[int],
    news: Iterable[int],
    pairs: dict[int, Pair],
    taken: set[int],
    least: float,
) -> None:
    """Pair what clearly is the same unit with a changed text, within a section; `taken` are the paired new indices."""
    left_old = [one for one in olds if one not in pairs]
    left_new = [other for other in news if other not in taken]
    if not left_old or not left_new or len(left_old) * len(left_new) > _MOST_COMPARED:
        return
    ranked = _by_similarity(old, new, left_old, left_new, least - _MARGIN)
    for score, one, other in ranked:
        if score < least or one in pairs or other in taken:
            continue
        rivals = (
            rival
            for rival, rival_old, rival_new in ranked
            if (rival_old == one) != (rival_new == other)
            and rival_old not in pairs
            and rival_new not in taken
        )
        if max(rivals, default=0.0) <= score - _MARGIN:
            pairs[one] = Pair(one, other, "changed")
            taken.add(other)


def _by_similarity(
    old: Sequence[UnitContent], new: Sequence[UnitContent], olds: list[int], news: list[int], least: float
) -> list[tuple[float, int, int]]:
    """Return the similarity of all pairs of one kind that reach the least, the most similar ones first."""
    old_excerpts = {one: _excerpt(old[one].text) for one in olds}
    new_excerpts = {other: _excerpt(new[other].text) for other in news}
    scores = [
        (
            Levenshtein.normalized_similarity(old_excerpts[one], new_excerpts[other], score_cutoff=least),
            one,
            other,
        )
        for one in olds
        for other in news
        if old[one].kind == new[other].kind
    ]
    return sorted(
        (scored for scored in scores if scored[0] >= least),
        key=lambda scored: (-scored[0], scored[1], scored[2]),
    )


def _indices(units: Sequence[UnitContent], indices: Iterable[int]) -> dict[UnitContent, list[int]]:
    found: dict[UnitContent, list[int]] = {}
    for index in indices:
        found.setdefault(units[index], []).append(index)
    return found


def _longest_rising(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a longest subsequence of the pairs that rises on both sides."""
    ends: list[int] = []
    last: list[tuple[int, int]] = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for pair in sorted(pairs):
        length = bisect_left(ends, pair[1])
        before[pair] = last[length - 1] if length else None
        ends[length : length + 1] = [pair[1]]
        last[length : length + 1] = [pair]
    rising: list[tuple[int, int]] = []
    here = last[-1] if last else None
    while here is not None:
        rising.append(here)
        here = before[here]
    return rising[::-1]


def _split(
    anchors: list[tuple[int, int]], olds: list[int], news: list[int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the parts of two rising lists of indices that lie between the anchors."""
    one = other = 0
    for old, new in [*anchors, (olds[-1] + 1 if olds else 0, news[-1] + 1 if news else 0)]:
        next_one, next_other = bisect_left(olds, old, one), bisect_left(news, new, other)
        yield olds[one:next_one], news[other:next_other]
        one, other = next_one, next_other


def _gaps(anchors: list[tuple[int, int]], old: int, new: int) -> Iterator[tuple[range, range]]:
    """Yield the indices between the anchors, of two sequences of these lengths."""
    one = other = 0
    for anchor_old, anchor_new in [*anchors, (old, new)]:
        yield range(one, anchor_old), range(other, anchor_new)
        one, other = anchor_old + 1, anchor_new + 1


def _excerpt(text: str) -> str:
    """Return the compared part of a text, so that comparing takes bounded time."""
    return text if len(text) <= 2 * _COMPARED_END else text[:_COMPARED_END] + text[-_COMPARED_END:]
