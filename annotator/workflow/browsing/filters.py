"""Filters: criteria in words, checked; kept by name; and the units that a filter selects for walking.

Filters look at the annotator's own answers and marks only, and each annotator has filters of her own.
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
from annotator.store import events, saved_filters
from annotator.store.facets import NameKind, known_names
from annotator.store.search_index import document_of, queue_number
from annotator.store.unit_search import find_positions, ids_at, unit_at
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


def checked(codebook: Codebook, criterion: str, value: str) -> Any:
    """Return a criterion's value from words; raises Refused for words that it cannot have."""
    words = value.strip()
    if criterion in ("tag", "publisher"):
        words = words.removeprefix("#" if criterion == "tag" else "@")
        if not words or CONTROL_CHARACTERS.search(words):
            raise Refused(f"{value!r} is no {criterion}.")
        return words
    if criterion in ("since", "until"):
        if not _DATE.fullmatch(words):
            raise Refused(f"{value!r} is no date. Write 2022, 2022-01 or 2022-01-31.")
        return words
    if criterion == "label":
        return _checked_label(codebook, words)
    if criterion == "kinds":
        return tuple(_one_of("kind of unit", kind.strip(), KINDS) for kind in words.split(","))
    return _one_of(criterion, words, STATES if criterion == "state" else EVIDENCE)


def with_criterion(codebook: Codebook, wanted: UnitFilter, criterion: str, value: str | None) -> UnitFilter:
    """Return a filter with one criterion given in words, or without it; raises Refused for words that do not fit."""
    chosen = getattr(NO_FILTER, criterion) if value is None else checked(codebook, criterion, value)
    changed = replace(wanted, **{criterion: chosen})
    if changed.since and changed.until and changed.since > changed.until:
        shorter = min(len(changed.since), len(changed.until))
        if changed.since[:shorter] > changed.until[:shorter]:
            raise Refused(f"{changed.since} is after {changed.until}. Turn the two dates round.")
    return changed


def with_kinds(codebook: Codebook, wanted: UnitFilter) -> UnitFilter:
    """Return a filter with its kinds named: unless it asks for some, clips, lines and what else the queue may hold."""
    if wanted.kinds is not None:
        return wanted
    queued = codebook.queued_kinds(set(KINDS))
    return replace(wanted, kinds=tuple(kind for kind in KINDS if kind in ("clip", "commentary", *queued)))


def criterion_words(wanted: UnitFilter, criterion: str) -> str | None:
    """Return the words for a criterion as `checked` takes them; None where it does not matter."""
    value = getattr(wanted, criterion)
    if value is None or value == getattr(NO_FILTER, criterion):
        return None
    if criterion == "label":
        return "=".join(value)
    return ",".join(value) if criterion == "kinds" else str(value)


def is_narrow(wanted: UnitFilter) -> bool:
    """Tell whether a filter leaves anything out."""
    return any(criterion_words(wanted, criterion) is not None for criterion in CRITERIA)


def names(project: Project, kind: NameKind) -> list[str]:
    """Return all tags or publishers of the project, for filters to offer."""
    with project.database.reading() as connection:
        return known_names(connection, kind)


def save(project: Project, name: str, wanted: UnitFilter) -> str:
    """Keep a filter under a name, in place of one that had it; return the name. Raises Refused for a bad one."""
    words = name.strip()
    if not words or len(words) > _LONGEST_NAME or "\n" in words or CONTROL_CHARACTERS.search(words):
        raise Refused(f"a filter's name is one line of at most {_LONGEST_NAME} characters.")
    with project.database.writing() as connection:
        events.ensure_annotator(connection, project.annotator)
        saved_filters.save_filter(connection, project.annotator, words, wanted)
    return words


def forget(project: Project, name: str) -> None:
    """Take a filter away; raises Refused where there is none of that name."""
    with project.database.writing() as connection:
        if not saved_filters.delete_filter(connection, project.annotator, name):
            raise Refused(_unknown(name, saved_filters.saved_filters(connection, project.annotator)))


def saved(project: Project) -> dict[str, UnitFilter]:
    """Return the annotator's filters by name."""
    with project.database.reading() as connection:
        stored = saved_filters.saved_filters(connection, project.annotator)
    return {name: _from_criteria(criteria) for name, criteria in stored.items()}


def saved_as(project: Project, name: str) -> UnitFilter:
    """Return the annotator's filter of a name; raises Refused where there is none."""
    known = saved(project)
    if name not in known:
        raise Refused(_unknown(name, known))
    return known[name]


@dataclass(frozen=True, slots=True)
class Selection:
    """The units that a filter selects, as they were when it was applied; `count` is how many fit.

    Of them, `numbers` are those that the queue leads over: what needed an answer then, or all where the filter asks
    for a state or a label. `stops` are those that the keys from unit to unit lead over too: what is in the queue,
    answered or not, or all where the filter asks for a state, a label or a kind.
    """

    wanted: UnitFilter
    count: int
    numbers: "array[int]"
    stops: "array[int]"

    def is_open(self, place: UnitRef) -> bool:
        """Tell whether the queue leads over a unit."""
        number = queue_number(place.document, place.ordinal)
        at = bisect_left(self.numbers, number)
        return at < len(self.numbers) and self.numbers[at] == number

    def document_beside(self, document: int, step: int) -> int | None:
        """Return the nearest document after (1) or before (-1) another one that has stops; None where none has."""
        at = bisect_left(self.stops, queue_number(document + (step > 0), 0)) - (step < 0)
        return document_of(self.stops[at]) if 0 <= at < len(self.stops) else None


def select(
    project: Project, wanted: UnitFilter, *, going_on: Callable[[], bool] = lambda: True
) -> Selection | None:
    """Select the units that fit a filter; None where it was given up."""
    numbers, stops = array("q"), array("q")
    count = 0
    every = wanted.state is not None or wanted.label is not None
    with project.database.reading() as connection:
        found = find_positions(connection, with_kinds(project.codebook, wanted), annotator=project.annotator)
        for number, queued, is_open in found:
            if not count % 512 and not going_on():
                return None
            count += 1
            if every or queued or wanted.kinds is not None:
                stops.append(number)
            if every or is_open:
                numbers.append(number)
    return Selection(wanted, count, numbers, stops)


def units_in(project: Project, selection: Selection, document: int) -> frozenset[str]:
    """Return the ids of the stops of a selection in a document, as far as its present text has them."""
    first, beyond = (bisect_left(selection.stops, queue_number(edge, 0)) for edge in (document, document + 1))
    with project.database.reading() as connection:
        return ids_at(connection, selection.stops[first:beyond])


def next_selected(project: Project, selection: Selection, after: UnitRef | None) -> UnitRef | None:
    """Return the next unit of a selection behind `after`, from its start again at the end; None for an empty one.

    Where the walk leads over what needs an answer, what got one since is passed over.
    """
    numbers = selection.numbers
    here = queue_number(after.document, after.ordinal) if after else -1
    start = bisect_right(numbers, here)
    with project.database.reading() as connection:
        only_open = selection.wanted.state in (None, "unanswered") and selection.wanted.label is None
        for at in (*range(start, len(numbers)), *range(start)):
            place = unit_at(connection, numbers[at], annotator=project.annotator, only_open=only_open)
            if place is not None:
                return place
    return None


def _checked_label(codebook: Codebook, words: str) -> tuple[str, str]:
    dimension, _, label = words.partition("=")
    labels = {f"{one.id}={each.id}": (one.id, each.id) for one in codebook.dimensions for each in one.labels}
    known = labels.get(f"{dimension.strip()}={label.strip()}")
    if known is None:
        raise Refused(f"{words!r} is no label of the codebook. Known: {', '.join(labels)}.")
    return known


def _one_of(what: str, words: str, known: tuple[Any, ...]) -> Any:
    if words not in known:
        raise Refused(f"{words!r} is no {what}. Known: {', '.join(known)}.")
    return words


def _from_criteria(criteria: Mapping[str, Any]) -> UnitFilter:
    """Return a filter as it was kept; criteria of another version of the program are left out."""
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in criteria.items()
        if key in CRITERIA
    }
    return UnitFilter(**values)


def _unknown(name: str, known: Mapping[str, object]) -> str:
    listed = ", ".join(known) or "none yet"
    return f"you have no filter of the name {name!r}. Yours: {listed}."
