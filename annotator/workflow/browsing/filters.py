"""Filters: their criteria as text, saved filters, and the units that a filter lets through.

Filters read only the annotator's own answers and marks, and each annotator has saved filters of her own.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from annotator.codebook.model import Codebook
from annotator.corpus.model import EvidenceStatus
from annotator.corpus.source import CONTROL_CHARACTERS
from annotator.corpus.unit_ids import UnitKind
from annotator.store import events, facets, unit_search
from annotator.store.search_index import document_of, queue_number
from annotator.store.values import UnitFilter, UnitRef, UnitStatus
from annotator.workflow.errors import Refused
from annotator.workflow.project import Project

KINDS: tuple[UnitKind, ...] = get_args(UnitKind)
STATES: tuple[UnitStatus, ...] = get_args(UnitStatus)
EVIDENCE: tuple[EvidenceStatus, ...] = get_args(EvidenceStatus)
CRITERIA = ("kinds", "tag", "publisher", "since", "until", "evidence", "state", "label")
"""The criteria of a filter, in the order in which they are shown."""

NO_FILTER = UnitFilter()
_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_LONGEST_NAME = 60
# Matching units between two questions whether to continue.
_CHECK_EVERY = 512


# Criteria


def parse_criterion(codebook: Codebook, criterion: str, text: str) -> Any:
    """Return the value of a criterion from text; raises Refused for a text that is not one."""
    value = text.strip()
    if criterion in ("tag", "publisher"):
        value = value.removeprefix("#" if criterion == "tag" else "@")
        if not value or CONTROL_CHARACTERS.search(value):
            raise Refused(f"{text!r} is no {criterion}.")
        return value
    if criterion in ("since", "until"):
        if not _DATE.fullmatch(value):
            raise Refused(f"{value!r} is no date. Write 2022, 2022-01 or 2022-01-31.")
        return value
    if criterion == "label":
        return _parse_label(codebook, value)
    if criterion == "kinds":
        return tuple(_one_of("kind of unit", kind.strip(), KINDS) for kind in value.split(","))
    return _one_of(criterion, value, STATES if criterion == "state" else EVIDENCE)


def criterion_text(unit_filter: UnitFilter, criterion: str) -> str | None:
    """Return a criterion as `parse_criterion` reads it; None where the filter does not have it."""
    value = getattr(unit_filter, criterion)
    if value is None:
        return None
    if criterion == "label":
        return "=".join(value)
    return ",".join(value) if criterion == "kinds" else str(value)


def with_criterion(
    codebook: Codebook, unit_filter: UnitFilter, criterion: str, text: str | None
) -> UnitFilter:
    """Return a filter with one criterion set from text, or without it for None; raises Refused as `parse_criterion`."""
    value = None if text is None else parse_criterion(codebook, criterion, text)
    changed = replace(unit_filter, **{criterion: value})
    if changed.since and changed.until and changed.since > changed.until:
        shorter = min(len(changed.since), len(changed.until))
        if changed.since[:shorter] > changed.until[:shorter]:
            raise Refused(f"{changed.since} is after {changed.until}. Turn the two dates round.")
    return changed


def with_default_kinds(codebook: Codebook, unit_filter: UnitFilter) -> UnitFilter:
    """Return a filter with its kinds set: by default clips, lines, and other kinds that the queue may contain."""
    if unit_filter.kinds is not None:
        return unit_filter
    queued = codebook.queued_kinds(set(KINDS))
    return replace(
        unit_filter, kinds=tuple(kind for kind in KINDS if kind in ("clip", "commentary", *queued))
    )


def has_criteria(unit_filter: UnitFilter) -> bool:
    """Tell whether a filter leaves anything out."""
    return unit_filter != NO_FILTER


def suggested_names(project: Project, kind: facets.NameKind) -> list[str]:
    """Return all tags or publishers of the project."""
    with project.database.reading() as connection:
        return facets.known_names(connection, kind)


# Saved filters


def save_filter(project: Project, name: str, unit_filter: UnitFilter) -> str:
    """Save a filter in place of an earlier one of this name; return the name. Raises Refused for a bad name."""
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or "\n" in name or CONTROL_CHARACTERS.search(name):
        raise Refused(f"a filter's name is one line of at most {_LONGEST_NAME} characters.")
    with project.database.writing() as connection:
        events.ensure_annotator(connection, project.annotator)
        unit_search.save_filter(connection, project.annotator, name, unit_filter)
    return name


def delete_filter(project: Project, name: str) -> None:
    """Delete a saved filter; raises Refused where there is none with this name."""
    with project.database.writing() as connection:
        if not unit_search.delete_filter(connection, project.annotator, name):
            raise Refused(_unknown_name(name, unit_search.read_filters(connection, project.annotator)))


def saved_filters(project: Project) -> dict[str, UnitFilter]:
    """Return the annotator's saved filters by name."""
    with project.database.reading() as connection:
        stored = unit_search.read_filters(connection, project.annotator)
    return {name: _from_stored(criteria) for name, criteria in stored.items()}


def load_filter(project: Project, name: str) -> UnitFilter:
    """Return one of the annotator's saved filters; raises Refused where there is none with this name."""
    saved = saved_filters(project)
    if name not in saved:
        raise Refused(_unknown_name(name, saved))
    return saved[name]


# The units that a filter lets through


@dataclass(frozen=True, slots=True)
class FilteredUnits:
    """The units that matched a filter when it was applied, by their queue numbers; `count` is how many there are.

    `queue` are those that the queue goes through: the units that were open, or all if the filter asks for a state or a
    label. `stops` are those that the keys from unit to unit go through: the queued units, or all if the filter asks
    for a state, a label or a kind.
    """

    unit_filter: UnitFilter
    count: int
    queue: "array[int]"
    stops: "array[int]"

    def in_queue(self, unit: UnitRef) -> bool:
        """Tell whether the queue goes through a unit."""
        number = queue_number(unit.document, unit.ordinal)
        at = bisect_left(self.queue, number)
        return at < len(self.queue) and self.queue[at] == number

    def adjacent_document(self, document: int, step: int) -> int | None:
        """Return the nearest document after (1) or before (-1) another one that has stops; None where none has."""
        at = bisect_left(self.stops, queue_number(document + (step > 0), 0)) - (step < 0)
        return document_of(self.stops[at]) if 0 <= at < len(self.stops) else None


def apply_filter(
    project: Project, unit_filter: UnitFilter, *, should_continue: Callable[[], bool] = lambda: True
) -> FilteredUnits | None:
    """Find the units that match a filter; None where it was cancelled."""
    queue, stops = array("q"), array("q")
    count = 0
    takes_all = unit_filter.state is not None or unit_filter.label is not None
    stops_at_all = takes_all or unit_filter.kinds is not None
    with_kinds = with_default_kinds(project.codebook, unit_filter)
    with project.database.reading() as connection:
        for number, queued, is_open in unit_search.find_positions(
            connection, with_kinds, annotator=project.annotator
        ):
            if not count % _CHECK_EVERY and not should_continue():
                return None
            count += 1
            if stops_at_all or queued:
                stops.append(number)
            if takes_all or is_open:
                queue.append(number)
    return FilteredUnits(unit_filter, count, queue, stops)


def stops_in_document(project: Project, filtered: FilteredUnits, document: int) -> frozenset[str]:
    """Return the ids of the filter's stops in a document, as far as its current version has them."""
    first, end = (bisect_left(filtered.stops, queue_number(edge, 0)) for edge in (document, document + 1))
    with project.database.reading() as connection:
        return unit_search.ids_at(connection, filtered.stops[first:end])


def next_filtered(project: Project, filtered: FilteredUnits, after: UnitRef | None) -> UnitRef | None:
    """Return the next unit of the filter's queue, after the last the first; None where there is none.

    Where the queue goes through open units, those that were done since are skipped.
    """
    numbers = filtered.queue
    start = bisect_right(numbers, queue_number(after.document, after.ordinal) if after else -1)
    only_open = filtered.unit_filter.state in (None, "unanswered") and filtered.unit_filter.label is None
    with project.database.reading() as connection:
        for at in (*range(start, len(numbers)), *range(start)):
            unit = unit_search.unit_at(
                connection, numbers[at], annotator=project.annotator, only_open=only_open
            )
            if unit is not None:
                return unit
    return None


def _parse_label(codebook: Codebook, text: str) -> tuple[str, str]:
    dimension, _, label = text.partition("=")
    labels = {f"{one.id}={each.id}": (one.id, each.id) for one in codebook.dimensions for each in one.labels}
    found = labels.get(f"{dimension.strip()}={label.strip()}")
    if found is None:
        raise Refused(f"{text!r} is no label of the codebook. Known: {', '.join(labels)}.")
    return found


def _one_of(what: str, value: str, known: tuple[Any, ...]) -> Any:
    if value not in known:
        raise Refused(f"{value!r} is no {what}. Known: {', '.join(known)}.")
    return value


def _from_stored(criteria: Mapping[str, Any]) -> UnitFilter:
    """Return a filter as it was saved, without criteria that only another version of the program knows."""
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in criteria.items()
        if key in CRITERIA
    }
    return UnitFilter(**values)


def _unknown_name(name: str, known: Mapping[str, object]) -> str:
    listed = ", ".join(known) or "none yet"
    return f"you have no filter of the name {name!r}. Yours: {listed}."
