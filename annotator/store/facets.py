"""What a unit can be filtered by apart from its words: tags, publisher, date, evidence.

Facets are read off the columns of units, for the index and for the decision alike, so that the two cannot differ.
Names are compared folded. A line has its clip's publisher and date and the theme tags of its document; a quotation
has those of its line.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from annotator.corpus.fold import fold_text
from annotator.corpus.search_bigrams import as_indexed
from annotator.store.values import UnitFilter

Data = Mapping[str, Any]
# Grams of texts have one or two characters; these begin with a private character and have more.
_TAG, _PUBLISHER, _YEAR, _EVIDENCE = "\ue000t\ue000", "\ue000p\ue000", "\ue000y\ue000", "\ue000e\ue000"
_LONGEST = 60
FIRST_YEAR, LAST_YEAR = 1900, 2100
_folded = lru_cache(maxsize=4096)(fold_text)


class Facets(NamedTuple):
    """The facets of one unit; `date` is an ISO date as long as its precision allows."""

    tags: frozenset[str]
    publishers: frozenset[str]
    date: str | None
    evidence: frozenset[str]


def facets_of(units: Sequence[Mapping[str, Any]], document_tags: Sequence[str]) -> dict[str, Facets]:
    """Return the facets of units by id, from the columns of units of one document.

    Where a line or a quotation is among them, its clip is too, and its line; a line's evidence is that of the
    quotations that are there.
    """
    data: dict[str | None, Data] = {unit["id"]: unit["data"] for unit in units if unit["kind"] != "quotation"}
    evidence: dict[str, list[str]] = {}
    for unit in units:
        found = unit["data"]["evidence"] if unit["kind"] == "quotation" else None
        if found is not None:
            for id_ in (unit["id"], unit["parent_id"]):
                evidence.setdefault(id_, []).append(found["status"])
    held: dict[str, Facets] = {}
    for unit in units:
        is_clip = unit["kind"] == "clip"
        clip = data.get(unit["id"] if is_clip else unit["clip_id"])
        line = None if is_clip else data.get(unit["parent_id"] or unit["id"])
        held[unit["id"]] = Facets(
            frozenset(map(_folded, tag_names(line, clip, document_tags))),
            frozenset(map(_folded, publisher_names(clip))),
            clip["date"] if clip else None,
            frozenset(evidence.get(unit["id"], ())),
        )
    return held


def tag_names(line: Data | None, clip: Data | None, document_tags: Sequence[str]) -> Iterator[str]:
    """Yield the tags and aliases of a line, or a clip's inline tags, and the document's theme tags."""
    if line is not None:
        for name, alias in line["tags"]:
            yield name
            if alias:
                yield alias
    elif clip is not None:
        yield from clip["inline_tags"]
    yield from document_tags


def publisher_names(clip: Data | None) -> Iterator[str]:
    """Yield a clip's publisher and handle, where it has them."""
    if clip is not None:
        yield from filter(None, (clip["publisher"], clip["handle"]))


def tokens(held: Facets) -> Iterator[str]:
    """Yield what the index holds for a unit's facets."""
    for tag in held.tags:
        yield _token(_TAG, tag)
    for publisher in held.publishers:
        yield _token(_PUBLISHER, publisher)
    if held.date:
        yield _YEAR + held.date[:4]
    for status in held.evidence:
        yield _EVIDENCE + status


def query_tokens(wanted: UnitFilter) -> Iterator[list[str]]:
    """Yield what the index must hold for a unit to fit the filter: of each list at least one."""
    if wanted.tag:
        yield [_token(_TAG, _folded(wanted.tag))]
    if wanted.publisher:
        yield [_token(_PUBLISHER, _folded(wanted.publisher))]
    if wanted.since or wanted.until:
        first = int((wanted.since or str(FIRST_YEAR))[:4])
        last = int((wanted.until or str(LAST_YEAR))[:4])
        yield [f"{_YEAR}{year:04}" for year in range(max(first, FIRST_YEAR), min(last, LAST_YEAR) + 1)]
    if wanted.evidence:
        yield [_EVIDENCE + wanted.evidence]


def has_facets(wanted: UnitFilter) -> bool:
    """Tell whether a filter asks for any facet."""
    return any((wanted.tag, wanted.publisher, wanted.since, wanted.until, wanted.evidence))


def is_told_by_tokens(wanted: UnitFilter) -> bool:
    """Tell whether a unit fits wherever it has the tokens of the query: names are whole, dates are years."""
    names = (_folded(name) for name in (wanted.tag, wanted.publisher) if name)
    return all(len(name) <= _LONGEST for name in names) and all(
        len(date) == 4 for date in (wanted.since, wanted.until) if date
    )


def fits(wanted: UnitFilter, held: Facets) -> bool:
    """Tell whether facets fit a filter. A date of a whole month or year fits where part of it does."""
    if wanted.tag and _folded(wanted.tag) not in held.tags:
        return False
    if wanted.publisher and _folded(wanted.publisher) not in held.publishers:
        return False
    if wanted.evidence and wanted.evidence not in held.evidence:
        return False
    if not (wanted.since or wanted.until):
        return True
    return bool(held.date) and _in_range(held.date or "", wanted.since, wanted.until)


def _in_range(date: str, since: str | None, until: str | None) -> bool:
    """Tell whether a day, month or year has a part between two others, both inclusive."""
    return (not since or date[: len(since)] >= since[: len(date)]) and (
        not until or date[: len(until)] <= until[: len(date)]
    )


def _token(kind: str, folded: str) -> str:
    return kind + as_indexed(folded[:_LONGEST])
