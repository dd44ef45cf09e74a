"""Groups of near duplicates: clips and lines with the same or nearly the same text, in whichever documents.

Units that share a key are in one group, and so are units that others connect. A group's number is the least of its
keys. The invariant: the same texts get the same groups with the same numbers, in whatever order they were added.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, and_, delete, func, insert, select, text, tuple_, update

from annotator.corpus.near_duplicates import NearDuplicateKeys
from annotator.store.documents import IS_CURRENT, UNIT_REF, first_source_of
from annotator.store.tables import (
    DocumentRow,
    DoneRow,
    NearDuplicateKeyRow,
    NearDuplicateRow,
    UnitRow,
    table_of,
)
from annotator.store.values import NearDuplicate, NearDuplicateCounts, UnitRef

_member, _key, _unit, _document, _done = (
    table_of(model) for model in (NearDuplicateRow, NearDuplicateKeyRow, UnitRow, DocumentRow, DoneRow)
)
# Values in one statement.
_CHUNK = 500
Value = TypeVar("Value")
# The number of a document, the id of one of its units, and the unit's keys.
DocumentUnitKeys = tuple[int, str, NearDuplicateKeys]


def link(connection: Connection, units: Sequence[DocumentUnitKeys]) -> None:
    """Put new units into the groups of their keys; groups that share a unit become one."""
    if not units:
        return
    if connection.dialect.name == "postgresql":
        # Two imports at once would each make a group for the same key.
        connection.execute(text("LOCK TABLE twin_key IN SHARE ROW EXCLUSIVE MODE"))
    known = _groups_of_keys(connection, {key for _, _, keys in units for key in keys.shared})
    groups = _DisjointSets()
    for _, _, keys in units:
        groups.unite([*keys.shared, *(known[key] for key in keys.shared if key in known)])
    for old in sorted(set(known.values())):
        new = groups.least(old)
        if new != old:
            for table in (_key, _member):
                connection.execute(update(table).where(table.c.group_id == old).values(group_id=new))
    new_keys = sorted({key for _, _, keys in units for key in keys.shared} - known.keys())
    if new_keys:
        connection.execute(insert(_key), [{"key": key, "group_id": groups.least(key)} for key in new_keys])
    rows = [
        {
            "unit_id": unit,
            "document_id": document,
            "group_id": groups.least(keys.shared[0]),
            "words": keys.exact,
        }
        for document, unit, keys in units
    ]
    connection.execute(insert(_member), rows)


def relink(connection: Connection, units: Sequence[DocumentUnitKeys]) -> None:
    """Put units into the groups of their current keys, whether they are in groups or not."""
    for ids in _chunks([unit for _, unit, _ in units]):
        connection.execute(delete(_member).where(_member.c.unit_id.in_(ids)))
    link(connection, units)


def linked_documents(connection: Connection) -> set[int]:
    """Return the documents with units in groups."""
    return set(connection.execute(select(_member.c.document_id).distinct()).scalars())


def units_with_near_duplicates(connection: Connection, document: int) -> frozenset[str]:
    """Return the units of a document that have a near duplicate in the current version of a document."""
    other, unit, its_document = _member.alias(), _unit.alias(), _document.alias()
    near_duplicate = (
        select(other.c.unit_id)
        .join(unit, unit.c.id == other.c.unit_id)
        .join(
            its_document,
            and_(its_document.c.id == other.c.document_id, its_document.c.version_id == unit.c.version_id),
        )
        .where(other.c.group_id == _member.c.group_id, other.c.unit_id != _member.c.unit_id)
    )
    query = (
        select(_member.c.unit_id)
        .join_from(_unit, _member, _unit.c.id == _member.c.unit_id)
        .where(_unit.c.document_id == document, near_duplicate.exists())
    )
    return frozenset(connection.execute(query).scalars())


def near_duplicates_of(
    connection: Connection, unit_id: str, *, annotator: str, limit: int
) -> list[NearDuplicate]:
    """Return the near duplicates of a unit in current versions: those behind it in the queue, then those before it."""
    unit = connection.execute(
        select(_member.c.group_id, _member.c.words, _unit.c.document_id, _unit.c.ordinal)
        .join_from(_member, _unit, _unit.c.id == _member.c.unit_id)
        .where(_member.c.unit_id == unit_id)
    ).first()
    if unit is None:
        return []
    done = select(_done.c.unit_id).where(
        _done.c.annotator == annotator,
        _done.c.document_id == _member.c.document_id,
        _done.c.unit_id == _member.c.unit_id,
    )
    query = (
        select(
            *UNIT_REF,
            first_source_of(_member.c.document_id),
            _member.c.words == unit.words,
            done.exists(),
        )
        .join_from(_member, _unit, _unit.c.id == _member.c.unit_id)
        .join(_document, IS_CURRENT)
        .where(_member.c.group_id == unit.group_id, _member.c.unit_id != unit_id)
        .order_by(_member.c.document_id, _unit.c.ordinal)
    )
    position, here = tuple_(_member.c.document_id, _unit.c.ordinal), (unit.document_id, unit.ordinal)
    behind = query.where(_member.c.document_id >= unit.document_id, position > here)
    before = query.where(_member.c.document_id <= unit.document_id, position < here)
    rows = list(connection.execute(behind.limit(limit)))
    if len(rows) < limit:
        rows += connection.execute(before.limit(limit - len(rows)))
    return [NearDuplicate(UnitRef(*row[:6]), row[6] or "", bool(row[7]), row[8]) for row in rows]


def count_groups(connection: Connection) -> NearDuplicateCounts:
    """Count the groups of more than one unit."""
    sizes = (
        select(func.count().label("size"))
        .select_from(_member)
        .group_by(_member.c.group_id)
        .having(func.count() > 1)
    ).subquery()
    groups, units = connection.execute(
        select(func.count(), func.coalesce(func.sum(sizes.c.size), 0)).select_from(sizes)
    ).one()
    return NearDuplicateCounts(int(groups), int(units))


def group_ids(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield each clip and line, in queue order, with its group's number in 16 hexadecimal digits."""
    query = (
        select(_member.c.unit_id, _member.c.group_id)
        .join_from(_member, _unit, _unit.c.id == _member.c.unit_id)
        .order_by(_unit.c.document_id, _unit.c.ordinal)
    )
    for unit_id, group in connection.execute(query):
        yield unit_id, f"{group & 2**64 - 1:016x}"


def units_in_wrong_group(connection: Connection, units: Iterable[tuple[str, NearDuplicateKeys]]) -> list[str]:
    """Return those of some units that are not stored in the group of all their keys."""
    units = list(units)
    groups = _groups_of_keys(connection, {key for _, keys in units for key in keys.shared})
    stored = {}
    for ids in _chunks([unit for unit, _ in units]):
        for row in connection.execute(select(_member).where(_member.c.unit_id.in_(ids))):
            stored[row.unit_id] = ({row.group_id}, row.words)
    return [
        unit
        for unit, keys in units
        if stored.get(unit) != ({groups.get(key) for key in keys.shared}, keys.exact)
    ]


def _groups_of_keys(connection: Connection, keys: Iterable[int]) -> dict[int, int]:
    """Return the group of each key that has one."""
    found: dict[int, int] = {}
    for chunk in _chunks(sorted(keys)):
        # Binding the keys one by one would take several times as long as looking them up; they are numbers.
        numbers = ",".join(str(int(key)) for key in chunk)
        rows = connection.exec_driver_sql(f"SELECT key, group_id FROM twin_key WHERE key IN ({numbers})")
        found.update((row[0], row[1]) for row in rows)
    return found


def _chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


class _DisjointSets:
    """Disjoint sets of numbers, each known by its least (union by least, with path halving)."""

    def __init__(self) -> None:
        self._lower: dict[int, int] = {}

    def least(self, number: int) -> int:
        """Return the least number of the set."""
        lower = self._lower.setdefault(number, number)
        while lower != number:
            self._lower[number] = self._lower[lower]
            number, lower = lower, self._lower[lower]
        return number

    def unite(self, numbers: Sequence[int]) -> None:
        """Make one set of those with these numbers."""
        roots = {self.least(number) for number in numbers}
        lowest = min(roots)
        for root in roots:
            self._lower[root] = lowest
