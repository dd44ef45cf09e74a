"""Twins: clips and lines linked to those with the same or nearly the same text, wherever they stand.

Units that share a key are in one group, and so are those joined through others. A group's number is the least of the
keys that hold it together, so the same texts come to the same groups with the same numbers in whatever order they
were added.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    BindParameter,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from annotator.corpus.near_duplicates import TwinKeys
from annotator.store.tables import (
    AddressRow,
    DocumentRow,
    DoneRow,
    NearDuplicateKeyRow,
    NearDuplicateRow,
    UnitRow,
    table_of,
)
from annotator.store.values import NearDuplicateCounts, UnitRef

_twin, _key, _unit, _document, _address, _done = (
    table_of(model)
    for model in (NearDuplicateRow, NearDuplicateKeyRow, UnitRow, DocumentRow, AddressRow, DoneRow)
)
# Values that one statement asks for.
_CHUNK = 500
Value = TypeVar("Value")
# The number of a document, the id of one of its units, and the unit's keys.
KeyedUnit = tuple[int, str, TwinKeys]


class Linked(NamedTuple):
    """A unit with the same words as another, or nearly: its document's first address, and whether one is done there."""

    place: UnitRef
    source: str
    same: bool
    done: bool


def _others() -> Select[Any]:
    """Return the query for the twins of a unit in present texts, in the order of the queue."""
    source = select(func.min(_address.c.source)).where(_address.c.document_id == _twin.c.document_id)
    is_done = (
        (_done.c.annotator == bindparam("annotator"))
        & (_done.c.document_id == _twin.c.document_id)
        & (_done.c.unit_id == _twin.c.unit_id)
    )
    return (
        select(
            *(_unit.c[name] for name in ("id", "kind", "document_id", "ordinal", "queued", "edition")),
            _twin.c.words,
            source.scalar_subquery().label("source"),
            select(_done.c.unit_id).where(is_done).exists().label("is_done"),
        )
        .join_from(_twin, _unit, _unit.c.id == _twin.c.unit_id)
        .join(
            _document,
            and_(_document.c.id == _twin.c.document_id, _document.c.version_id == _unit.c.version_id),
        )
        .where(_twin.c.group_id == bindparam("group_id"), _twin.c.unit_id != bindparam("unit"))
        .order_by(_twin.c.document_id, _unit.c.ordinal)
        .limit(bindparam("limit", type_=Integer))
    )


def _twinned() -> Select[Any]:
    other, unit, its = _twin.alias(), _unit.alias(), _document.alias()
    shared = (
        select(other.c.unit_id)
        .join(unit, unit.c.id == other.c.unit_id)
        .join(its, and_(its.c.id == other.c.document_id, its.c.version_id == unit.c.version_id))
        .where(other.c.group_id == _twin.c.group_id, other.c.unit_id != _twin.c.unit_id)
        .exists()
    )
    return (
        select(_twin.c.unit_id)
        .join_from(_unit, _twin, _unit.c.id == _twin.c.unit_id)
        .where(_unit.c.document_id == bindparam("document"), shared)
    )


# Every line that is looked at asks for its twins.
_OWN = (
    select(_twin.c.group_id, _twin.c.words, _unit.c.document_id.label("document"), _unit.c.ordinal)
    .join_from(_twin, _unit, _unit.c.id == _twin.c.unit_id)
    .where(_twin.c.unit_id == bindparam("unit"))
)
_HERE: tuple[BindParameter[int], BindParameter[int]] = (
    bindparam("document", type_=Integer),
    bindparam("ordinal", type_=Integer),
)
_BEHIND = _others().where(
    _twin.c.document_id >= _HERE[0], or_(_twin.c.document_id > _HERE[0], _unit.c.ordinal > _HERE[1])
)
_BEFORE = _others().where(
    _twin.c.document_id <= _HERE[0], or_(_twin.c.document_id < _HERE[0], _unit.c.ordinal < _HERE[1])
)
_TWINNED = _twinned()


def relink(connection: Connection, units: Sequence[KeyedUnit]) -> None:
    """Link units by their present keys, those too that are linked by others."""
    for some in _chunks([unit for _, unit, _ in units]):
        connection.execute(delete(_twin).where(_twin.c.unit_id.in_(some)))
    link(connection, units)


def link(connection: Connection, units: Sequence[KeyedUnit]) -> None:
    """Put new units into the groups that their keys belong to; two groups that meet become one."""
    if not units:
        return
    if connection.dialect.name == "postgresql":
        # Two who add at once would each make a group for the same key.
        connection.execute(text("LOCK TABLE twin_key IN SHARE ROW EXCLUSIVE MODE"))
    known = _groups_of(connection, {key for _, _, keys in units for key in keys.shared})
    joined = _Joined()
    for _, _, keys in units:
        joined.join([*keys.shared, *(known[key] for key in keys.shared if key in known)])
    for old in sorted(set(known.values())):
        new = joined.least(old)
        if new != old:
            connection.execute(update(_key).where(_key.c.group_id == old).values(group_id=new))
            connection.execute(update(_twin).where(_twin.c.group_id == old).values(group_id=new))
    made = sorted({key for _, _, keys in units for key in keys.shared} - known.keys())
    if made:
        connection.execute(insert(_key), [{"key": key, "group_id": joined.least(key)} for key in made])
    connection.execute(
        insert(_twin),
        [
            {
                "unit_id": unit,
                "document_id": document,
                "group_id": joined.least(keys.shared[0]),
                "words": keys.words,
            }
            for document, unit, keys in units
        ],
    )


def linked_documents(connection: Connection) -> set[int]:
    """Return the documents that have linked units."""
    return set(connection.execute(select(_twin.c.document_id).distinct()).scalars())


def twinned(connection: Connection, document: int) -> frozenset[str]:
    """Return the units of a document that have a twin in a present text."""
    return frozenset(connection.execute(_TWINNED, {"document": document}).scalars())


def linked(connection: Connection, unit: str, *, annotator: str, limit: int) -> list[Linked]:
    """Return the twins of a unit in present texts: those behind it in the queue, then those before it, in its order."""
    own = connection.execute(_OWN, {"unit": unit}).first()
    if own is None:
        return []
    here = {**own._mapping, "unit": unit, "annotator": annotator}
    words = here.pop("words")
    rows = list(connection.execute(_BEHIND, {**here, "limit": limit}))
    if len(rows) < limit:
        rows += connection.execute(_BEFORE, {**here, "limit": limit - len(rows)})
    return [Linked(UnitRef(*row[:6]), row.source or "", row.words == words, row.is_done) for row in rows]


def counts(connection: Connection) -> NearDuplicateCounts:
    """Count the groups of more than one unit."""
    sizes = (
        select(func.count().label("size"))
        .select_from(_twin)
        .group_by(_twin.c.group_id)
        .having(func.count() > 1)
    ).subquery()
    row = connection.execute(
        select(func.count(), func.coalesce(func.sum(sizes.c.size), 0)).select_from(sizes)
    ).one()
    return NearDuplicateCounts(int(row[0]), int(row[1]))


def groups(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield each clip and line, in queue order, with its group's number in 16 hexadecimal digits.

    Units of one group belong into one part of a dataset that is split.
    """
    query = (
        select(_twin.c.unit_id, _twin.c.group_id)
        .join_from(_twin, _unit, _unit.c.id == _twin.c.unit_id)
        .order_by(_unit.c.document_id, _unit.c.ordinal)
    )
    for row in connection.execute(query):
        yield row.unit_id, f"{row.group_id & 2**64 - 1:016x}"


def misplaced(connection: Connection, units: Iterable[tuple[str, TwinKeys]]) -> list[str]:
    """Return those of some units that do not stand in the group that all their keys belong to."""
    units = list(units)
    known = _groups_of(connection, {key for _, keys in units for key in keys.shared})
    stored = _stored(connection, [unit for unit, _ in units])
    return [
        unit
        for unit, keys in units
        if stored.get(unit) is None
        or stored[unit][1] != keys.words
        or {known.get(key) for key in keys.shared} != {stored[unit][0]}
    ]


def _stored(connection: Connection, units: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return the group and the words of units, by their ids."""
    found: dict[str, tuple[int, int]] = {}
    for some in _chunks(units):
        query = select(_twin).where(_twin.c.unit_id.in_(some))
        found.update((row.unit_id, (row.group_id, row.words)) for row in connection.execute(query))
    return found


def _groups_of(connection: Connection, keys: Iterable[int]) -> dict[int, int]:
    """Return the group of each key that is known."""
    found: dict[int, int] = {}
    for some in _chunks(sorted(keys)):
        # Binding the keys one by one would take several times as long as looking them up; they are numbers.
        numbers = ",".join(str(int(key)) for key in some)
        rows = connection.exec_driver_sql(f"SELECT key, group_id FROM twin_key WHERE key IN ({numbers})")
        found.update((row[0], row[1]) for row in rows)
    return found


def _chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """Yield as many values at a time as a statement takes."""
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


class _Joined:
    """Numbers joined into sets, each set known by its least (union by least, with halved paths)."""

    def __init__(self) -> None:
        self._lower: dict[int, int] = {}

    def least(self, number: int) -> int:
        """Return the least number of the set."""
        lower = self._lower.setdefault(number, number)
        while lower != number:
            self._lower[number] = self._lower[lower]
            number, lower = lower, self._lower[lower]
        return number

    def join(self, numbers: Sequence[int]) -> None:
        """Make one set of those that hold these numbers."""
        roots = {self.least(number) for number in numbers}
        lowest = min(roots)
        for root in roots:
            self._lower[root] = lowest
