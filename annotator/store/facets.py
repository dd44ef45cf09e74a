"""Facets of units: the tags, publishers, dates and states of evidence that filters find units by.

A line has the publisher and the date of its clip and the tags of its document; a quotation has the tags of its line.
Names are compared folded. The invariant: `unit_facet` holds the facets of the units of each document's current
version, and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, literal_column, or_, select

from annotator.corpus.fold import fold_text
from annotator.store.documents import current_units
from annotator.store.rows import RowValues
from annotator.store.tables import DocumentRow, FacetNameRow, UnitFacetRow, UnitRow, VersionRow, table_of
from annotator.store.types import insert_into
from annotator.store.values import UnitFilter

_document, _version, _unit, _facet, _name = (
    table_of(model) for model in (DocumentRow, VersionRow, UnitRow, UnitFacetRow, FacetNameRow)
)
NameKind = Literal["tag", "publisher"]
FacetKind = Literal["tag", "publisher", "date", "evidence"]
KINDS: tuple[FacetKind, ...] = ("tag", "publisher", "date", "evidence")
Facet = tuple[FacetKind, str]
Unit = Mapping[str, Any]
FacetRow = dict[str, Any]
# Longer names are stored by their beginning and a digest: an index takes no value of any length.
_LONGEST = 100


@lru_cache(maxsize=4096)
def name_value(name: str) -> str:
    """Return the value by which a tag or publisher is stored."""
    folded = fold_text(name)
    if len(folded) <= _LONGEST:
        return folded
    return folded[:_LONGEST] + sha256(folded.encode()).hexdigest()


def facet_rows(document: int, units: Sequence[Unit], document_tags: Sequence[str]) -> list[FacetRow]:
    """Return the rows of `unit_facet` for a document, from the columns of all its units.

    A run of units with the same value is one row, and so are all units for a tag of the document.
    """
    rows: list[FacetRow] = []
    latest: dict[Facet, FacetRow] = {}

    def extend(facet: Facet, first: int, last: int) -> None:
        row = latest.get(facet)
        if row is None or row["last_ordinal"] < first - 1:
            kind, value = facet
            row = {"facet": kind, "value": value, "document_id": document, "first_ordinal": first}
            latest[facet] = row
            rows.append(row)
        row["last_ordinal"] = last

    of_document: set[Facet] = {("tag", name_value(tag)) for tag in document_tags}
    by_ordinal = sorted(_own_facets(units).items())
    for ordinal, facets in by_ordinal:
        for facet in sorted(facets - of_document):
            extend(facet, ordinal, ordinal)
    if by_ordinal:
        for facet in sorted(of_document):
            extend(facet, by_ordinal[0][0], by_ordinal[-1][0])
    return rows


def _own_facets(units: Sequence[Unit]) -> dict[int, set[Facet]]:
    """Return the facets of each unit by its ordinal, without the tags of the document."""
    data: dict[str | None, Any] = {unit["id"]: unit["data"] for unit in units}
    evidence: dict[str, set[Facet]] = defaultdict(set)
    for unit in units:
        if unit["kind"] == "quotation" and unit["data"]["evidence"]:
            for id_ in (unit["id"], unit["parent_id"]):
                evidence[id_].add(("evidence", unit["data"]["evidence"]["status"]))
    facets: dict[int, set[Facet]] = {}
    for unit in units:
        is_clip = unit["kind"] == "clip"
        clip = data.get(unit["id"] if is_clip else unit["clip_id"])
        tagged = unit["data"] if is_clip else data.get(unit["parent_id"] or unit["id"])
        found: set[Facet] = {("tag", name_value(tag)) for tag in _tags(tagged)}
        if clip:
            found.update(("publisher", name_value(name)) for name in _publishers(clip))
            if clip["date"]:
                found.add(("date", clip["date"]))
        facets[unit["ordinal"]] = found | evidence[unit["id"]]
    return facets


def insert_facets(connection: Connection, rows: Sequence[FacetRow]) -> None:
    """Store the facets of new documents."""
    if rows:
        connection.execute(insert(_facet), rows)


def replace_facets(connection: Connection, document: int) -> None:
    """Store the facets of a document anew, from its current version."""
    units, tags = _units_and_tags(connection, document)
    connection.execute(delete(_facet).where(*_of_document(document)))
    insert_facets(connection, facet_rows(document, units, tags))
    insert_names(connection, names_in(units, tags))


def replace_all_facets(connection: Connection) -> None:
    """Store the facets of every document anew."""
    for document in connection.execute(select(_document.c.id).order_by(_document.c.id)).scalars().all():
        replace_facets(connection, document)


def units_with_wrong_facets(connection: Connection, document: int) -> list[str]:
    """Return the units of a document whose stored facets are not those of its current version."""
    units, tags = _units_and_tags(connection, document)
    names = [column.name for column in _facet.c]
    stored = set(map(tuple, connection.execute(select(_facet).where(*_of_document(document)))))
    expected = {tuple(row[name] for name in names) for row in facet_rows(document, units, tags)}
    runs = [dict(zip(names, row, strict=True)) for row in stored ^ expected]
    return [
        unit["id"]
        for unit in units
        if any(run["first_ordinal"] <= unit["ordinal"] <= run["last_ordinal"] for run in runs)
    ]


def _of_document(document: int) -> tuple[Any, ...]:
    # With the kinds named, the table's key leads to the rows of the document.
    return _facet.c.facet.in_(KINDS), _facet.c.document_id == document


def _units_and_tags(connection: Connection, document: int) -> tuple[list[RowValues], Sequence[str]]:
    tags = connection.execute(
        select(_version.c.document_tags)
        .join_from(_document, _version, _document.c.version_id == _version.c.id)
        .where(_document.c.id == document)
    ).scalar()
    columns = ("id", "ordinal", "kind", "clip_id", "parent_id", "data")
    return current_units(connection, document, columns), tags or ()


# Names


def names_in(units: Iterable[Unit], document_tags: Sequence[str]) -> Iterator[tuple[NameKind, str]]:
    """Yield the tags and publishers of a document, as written there."""
    for tag in document_tags:
        yield "tag", tag
    for unit in units:
        if unit["kind"] != "quotation":
            for tag in _tags(unit["data"]):
                yield "tag", tag
        if unit["kind"] == "clip":
            for publisher in _publishers(unit["data"]):
                yield "publisher", publisher


def insert_names(connection: Connection, names: Iterable[tuple[NameKind, str]]) -> None:
    """Store names that filters suggest."""
    rows = [{"facet": kind, "name": name} for kind, name in sorted(set(names))]
    if rows:
        connection.execute(insert_into(connection, _name).on_conflict_do_nothing(), rows)


def known_names(connection: Connection, kind: NameKind) -> list[str]:
    """Return all tags or all publishers, in order."""
    query = select(_name.c.name).where(_name.c.facet == kind).order_by(_name.c.name)
    return list(connection.execute(query).scalars())


def _tags(data: Any) -> Iterator[str]:
    """Yield a clip's inline tags, or a line's tags and aliases."""
    if data and "inline_tags" in data:
        yield from data["inline_tags"]
    elif data:
        for tag in data["tags"]:
            yield from filter(None, tag)


def _publishers(clip: Any) -> Iterator[str]:
    """Yield a clip's publisher and handle."""
    yield from filter(None, (clip["publisher"], clip["handle"]))


# Filters


class DateRange(NamedTuple):
    """ISO dates of any precision, both inclusive. A date of a whole month or year is in where part of it is."""

    since: str | None
    until: str | None

    def includes(self, date: ColumnElement[str]) -> ColumnElement[bool]:
        """Return the condition that a date is in the range."""
        conditions: list[ColumnElement[bool]] = []
        if self.since:
            conditions.append(or_(date >= self.since, date.in_([self.since[:4], self.since[:7]])))
        if self.until:
            # Any date that begins with `until` comes before it with a tilde.
            conditions.append(date <= f"{self.until}~")
        return and_(*conditions)


Criteria = dict[FacetKind, str | DateRange]


def facet_criteria(unit_filter: UnitFilter) -> Criteria:
    """Return the facets that a filter asks for."""
    criteria: Criteria = {}
    if unit_filter.tag:
        criteria["tag"] = name_value(unit_filter.tag)
    if unit_filter.publisher:
        criteria["publisher"] = name_value(unit_filter.publisher)
    if unit_filter.evidence:
        criteria["evidence"] = unit_filter.evidence
    if unit_filter.since or unit_filter.until:
        criteria["date"] = DateRange(unit_filter.since, unit_filter.until)
    return criteria


def rarest(connection: Connection, criteria: Criteria) -> FacetKind:
    """Return the facet whose criterion the fewest runs of units match."""
    if len(criteria) == 1:
        return next(iter(criteria))
    counts = {
        kind: connection.execute(
            select(func.count()).select_from(_facet).where(runs_match(kind, value))
        ).scalar_one()
        for kind, value in criteria.items()
    }
    return min(counts, key=lambda kind: counts[kind])


def runs_match(kind: FacetKind, value: str | DateRange) -> ColumnElement[bool]:
    """Return the condition that a run of units matches a criterion."""
    if isinstance(value, DateRange):
        # The index by value would give the runs by date, and not in queue order.
        return and_(_facet.c.facet == kind, value.includes(_facet.c.value + ""))
    return and_(_facet.c.facet == kind, _facet.c.value == value)


def unit_matches(kind: FacetKind, value: str | DateRange) -> ColumnElement[bool]:
    """Return the condition that a unit matches a criterion: the last run that begins at or before it reaches it."""
    run = _facet.alias()
    matches = run.c.last_ordinal >= _unit.c.ordinal
    before = [
        run.c.facet == kind,
        run.c.document_id == _unit.c.document_id,
        run.c.first_ordinal <= _unit.c.ordinal,
    ]
    if isinstance(value, DateRange):
        matches &= value.includes(run.c.value)
    else:
        before.append(run.c.value == value)
    last = select(matches).where(*before).order_by(run.c.first_ordinal.desc()).limit(literal_column("1"))
    return last.scalar_subquery()
