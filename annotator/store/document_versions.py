"""Versions of a document: which text is the present one, and where each unit stands.

The present version is the one that was imported last; a unit's row is that of the last version which holds the unit,
its rows in the others are former ones. A unit stands in its document where its version is the present one.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from annotator.corpus.unit_ids import UnitKind
from annotator.store.rows import RowValues
from annotator.store.search_index import index_again
from annotator.store.tables import ChangeRow, DocumentRow, FormerUnitRow, UnitRow, VersionRow, table_of
from annotator.store.values import TextAnchor

QueuedKinds = Callable[[set[UnitKind]], Sequence[UnitKind]]

_document, _version, _unit, _former, _change = (
    table_of(model) for model in (DocumentRow, VersionRow, UnitRow, FormerUnitRow, ChangeRow)
)
# What a former unit keeps of its row.
_KEPT = ("ordinal", "start", "end", "clip_id", "parent_id", "data", "edition")


def in_order(connection: Connection, number: int) -> list[int]:
    """Return the ids of a document's versions in the order of their last import; the present one is the last."""
    return [version for _, version in _imports(connection, number)]


def last_import_at(connection: Connection, number: int) -> datetime:
    """Return when the present text of a document was imported."""
    ((at, _), _) = _imports(connection, number)[-1]
    return at


def _imports(connection: Connection, number: int) -> list[tuple[tuple[datetime, str], int]]:
    """Return the versions of a document, each with the time and id of its last import, in this order."""
    key, found = _key_and_versions(connection, number)
    imported: dict[str, tuple[datetime, str]] = {}
    rows = connection.execute(
        select(_change.c.at, _change.c.id, _change.c.after)
        .where(_change.c.subject == key, _change.c.kind == "import")
        .order_by(_change.c.at, _change.c.id)
    )
    for row in rows:
        imported[row.after["text_sha256"]] = (row.at, row.id)
    return sorted((imported.get(digest, (at, "")), version) for version, digest, at in found)


def unit_rows(connection: Connection, number: int) -> list[RowValues]:
    """Return the rows of a document's units in all its versions, as columns of the unit table."""
    units = connection.execute(select(_unit).where(_unit.c.document_id == number)).mappings().all()
    kinds = {unit["id"]: dict(unit) for unit in units}
    former = (
        connection.execute(
            select(_former).join(_unit, _unit.c.id == _former.c.unit_id).where(_unit.c.document_id == number)
        )
        .mappings()
        .all()
    )
    return [
        *kinds.values(),
        *(
            {**kinds[row["unit_id"]], "version_id": row["version_id"], **{name: row[name] for name in _KEPT}}
            for row in former
        ),
    ]


def add_rows(connection: Connection, rows: Collection[RowValues], known: set[str]) -> None:
    """Add the rows of one version: new units as they are, those of `known` ids as former ones until it settles."""
    new = [row for row in rows if row["id"] not in known]
    if new:
        connection.execute(insert(_unit), new)
    former = [_former_row(row) for row in rows if row["id"] in known]
    if former:
        connection.execute(insert(_former), former)


def misplaced(connection: Connection, number: int) -> list[str | None]:
    """Return the units that do not stand in the last text that holds them, or wait though it is not the present one.

    None stands for the document, where its present text is not the one that was imported last.
    """
    order = in_order(connection, number)
    rank = {version: place for place, version in enumerate(order)}
    query = select(_document.c.version_id).where(_document.c.id == number)
    found: list[str | None] = [] if connection.execute(query).scalar() == order[-1] else [None]
    if len(order) == 1:
        return found
    rows = unit_rows(connection, number)
    own = {row["id"]: row for row in reversed(rows)}
    wrong = {row["id"] for row in rows if rank[row["version_id"]] > rank[own[row["id"]]["version_id"]]}
    wrong |= {unit for unit, row in own.items() if row["queued"] and row["version_id"] != order[-1]}
    return [*found, *sorted(wrong)]


def settle(connection: Connection, number: int, queued_kinds: QueuedKinds) -> set[str]:
    """Make the version that was imported last the present one, and let every unit stand in its last version.

    Return the units that have another edition by it, or wait for answers and did not, or the other way round.
    """
    order = in_order(connection, number)
    rank = {version: place for place, version in enumerate(order)}
    rows: dict[str, list[RowValues]] = {}
    for row in unit_rows(connection, number):
        rows.setdefault(row["id"], []).append(row)
    last = {unit: max(mine, key=lambda row: rank[row["version_id"]]) for unit, mine in rows.items()}
    standing = [row for row in last.values() if row["version_id"] == order[-1]]
    waiting = queued_kinds({row["kind"] for row in standing})
    # A unit's own row comes before its former ones.
    before = {unit: (mine[0]["edition"], mine[0]["queued"]) for unit, mine in rows.items()}
    for row in last.values():
        row["queued"] = row["version_id"] == order[-1] and row["kind"] in waiting
    connection.execute(
        delete(_former).where(_former.c.unit_id.in_(select(_unit.c.id).where(_unit.c.document_id == number)))
    )
    former = [_former_row(row) for mine in rows.values() for row in mine if row is not last[row["id"]]]
    if former:
        connection.execute(insert(_former), former)
    if last:
        _rewrite(connection, list(last.values()))
    count = sum(row["queued"] for row in last.values())
    connection.execute(
        update(_document).where(_document.c.id == number).values(version_id=order[-1], queued=count)
    )
    index_again(connection, number)
    return {unit for unit, row in last.items() if before[unit] != (row["edition"], row["queued"])}


def unit_at(connection: Connection, place: TextAnchor) -> tuple[str, str | None] | None:
    """Return the unit that stands at a place of a text, whatever its id, and its edition there.

    Of several documents that had the text it is the one of the place's key, if that is among them.
    """
    number = connection.execute(
        select(_version.c.document_id)
        .join(_document, _document.c.id == _version.c.document_id)
        .where(_version.c.text_sha256 == place.text_sha256)
        .order_by((_document.c.key == place.document).desc(), _version.c.document_id)
        .limit(1)
    ).scalar()
    if number is None:
        return None
    query = select(_version.c.id, _version.c.text_sha256).where(_version.c.document_id == number)
    digests = {row.id: row.text_sha256 for row in connection.execute(query)}
    return next(
        (
            (row["id"], row["edition"])
            for row in unit_rows(connection, number)
            if (digests[row["version_id"]], row["kind"], row["start"], row["end"])
            == (place.text_sha256, place.kind, place.start, place.end)
        ),
        None,
    )


def _key_and_versions(connection: Connection, number: int) -> tuple[str, list[tuple[int, str, datetime]]]:
    rows = connection.execute(
        select(_document.c.key, _version.c.id, _version.c.text_sha256, _version.c.at)
        .join(_document, _document.c.id == _version.c.document_id)
        .where(_document.c.id == number)
    ).all()
    return rows[0].key, [(row.id, row.text_sha256, row.at) for row in rows]


def _former_row(row: RowValues) -> RowValues:
    return {"unit_id": row["id"], "version_id": row["version_id"], **{name: row[name] for name in _KEPT}}


def _rewrite(connection: Connection, rows: list[RowValues]) -> None:
    """Write the rows of units that are there already."""
    names = ("version_id", "queued", *_KEPT)
    statement = (
        update(_unit)
        .where(_unit.c.id == bindparam("the_id"))
        .values({name: bindparam(f"the_{name}") for name in names})
    )
    connection.execute(statement, [{f"the_{name}": row[name] for name in ("id", *names)} for row in rows])
