"""The versions of a document, and the units of each.

The current version is the one that was imported last. The row of a unit in `unit` is that of the last version that
contains it, its rows of other versions are in `former_unit`; so a unit is part of the document where its version is the
current one. A unit keeps its id in all versions (see `annotator.corpus.revisions.align`).
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from annotator.corpus.model import Parse
from annotator.corpus.near_duplicates import near_duplicate_keys
from annotator.corpus.revisions.align import KnownUnit, ParsedUnit, UnitEdition
from annotator.corpus.unit_ids import UnitKind
from annotator.store import documents, near_duplicates
from annotator.store.facets import replace_facets
from annotator.store.rows import RowValues, unit_columns, version_columns, with_unit_ids
from annotator.store.search_index import index_document
from annotator.store.tables import ChangeRow, DocumentRow, FormerUnitRow, UnitRow, VersionRow, table_of
from annotator.store.values import Provenance, StoredDocument, TextAnchor

QueuedKinds = Callable[[set[UnitKind]], Sequence[UnitKind]]

_document, _version, _unit, _former, _change = (
    table_of(model) for model in (DocumentRow, VersionRow, UnitRow, FormerUnitRow, ChangeRow)
)
# The columns that differ between the versions of a unit.
_VERSIONED = ("ordinal", "start", "end", "clip_id", "parent_id", "data", "edition")


# Reading


def version_order(connection: Connection, number: int) -> list[int]:
    """Return the versions of a document in the order of their last import; the last one is the current one."""
    return [version for _, version in _imports(connection, number)]


def last_import_at(connection: Connection, number: int) -> datetime:
    """Return when the current text of a document was imported."""
    ((at, _), _) = _imports(connection, number)[-1]
    return at


def unit_rows(connection: Connection, number: int) -> list[RowValues]:
    """Return the rows of a document's units in all versions, as columns of the unit table.

    The row of the last version that contains a unit comes before its other rows.
    """
    units = connection.execute(select(_unit).where(_unit.c.document_id == number)).mappings().all()
    rows = {unit["id"]: dict(unit) for unit in units}
    former = connection.execute(
        select(_former).join(_unit, _unit.c.id == _former.c.unit_id).where(_unit.c.document_id == number)
    ).mappings()
    return [
        *rows.values(),
        *(
            {
                **rows[row["unit_id"]],
                "version_id": row["version_id"],
                **{name: row[name] for name in _VERSIONED},
            }
            for row in former
        ),
    ]


def last_rows(rows: Sequence[RowValues]) -> dict[str, RowValues]:
    """Return the row of the last version that contains each unit, of the rows as `unit_rows` gives them."""
    return {row["id"]: row for row in reversed(rows)}


def known_units(connection: Connection, number: int) -> list[KnownUnit]:
    """Return every unit that a document ever had, in order."""
    texts = _texts(connection, number)
    current = version_order(connection, number)[-1]
    rows = unit_rows(connection, number)
    editions: dict[str, dict[str, str | None]] = {}
    for row in rows:
        editions.setdefault(row["id"], {}).setdefault(_text_of(row, texts), row["edition"])
    return [
        KnownUnit(
            id=row["id"],
            kind=row["kind"],
            text=_text_of(row, texts),
            edition=row["edition"],
            clip=row["clip_id"],
            current=row["version_id"] == current,
            editions=editions[row["id"]],
        )
        for row in sorted(last_rows(rows).values(), key=lambda row: row["ordinal"])
    ]


def parsed_units(parse: Parse) -> list[ParsedUnit]:
    """Return the units of a parse in order."""
    return [
        ParsedUnit(row["id"], row["kind"], parse.text[row["start"] : row["end"]], row["clip_id"])
        for row in unit_columns(parse, ())
    ]


def revised_documents(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Return which of these documents have former versions."""
    query = select(_version.c.document_id).where(_version.c.document_id.in_(numbers))
    revised = query.group_by(_version.c.document_id).having(func.count() > 1)
    return set(connection.execute(revised).scalars())


def former_documents(connection: Connection, number: int) -> Iterator[tuple[StoredDocument, set[str]]]:
    """Yield a document as each former version has it, with the ids of the units that no later version contains."""
    order = version_order(connection, number)
    if len(order) == 1:
        return
    rows = unit_rows(connection, number)
    last = {unit: row["version_id"] for unit, row in last_rows(rows).items()}
    for version in order[:-1]:
        only = {unit for unit, its in last.items() if its == version}
        yield documents.read_version(connection, version, _in_version(rows, version)), only


def former_texts(connection: Connection, unit: str) -> dict[str | None, str]:
    """Return the text of a unit in former versions, by edition."""
    rows = connection.execute(
        select(_former.c.edition, _former.c.start, _former.c.end, _version.c.text)
        .join(_version, _version.c.id == _former.c.version_id)
        .where(_former.c.unit_id == unit)
        .order_by(_former.c.version_id)
    )
    return {row.edition: row.text[row.start : row.end] for row in rows}


def unit_at_anchor(connection: Connection, anchor: TextAnchor) -> UnitEdition | None:
    """Return the unit at an anchor, whatever its id, with its edition there.

    Of several documents that had the text it is in the one with the anchor's key, or else in the first one.
    """
    number = connection.execute(
        select(_version.c.document_id)
        .join(_document, _document.c.id == _version.c.document_id)
        .where(_version.c.text_sha256 == anchor.text_sha256)
        .order_by((_document.c.key == anchor.document).desc(), _version.c.document_id)
        .limit(1)
    ).scalar()
    if number is None:
        return None
    query = select(_version.c.id, _version.c.text_sha256).where(_version.c.document_id == number)
    digests = {row.id: row.text_sha256 for row in connection.execute(query)}
    for row in unit_rows(connection, number):
        place = (row["kind"], digests[row["version_id"]], row["start"], row["end"])
        if place == (anchor.kind, anchor.text_sha256, anchor.start, anchor.end):
            return UnitEdition(row["id"], row["edition"])
    return None


# Writing


def add_version(
    connection: Connection,
    number: int,
    parse: Parse,
    provenance: Provenance,
    carried: Mapping[str, UnitEdition],
    *,
    at: datetime,
) -> None:
    """Add a text that a document did not have before, as a former version until the last one is activated.

    `carried` gives the id and edition of each unit of the parse in the document.
    """
    version = connection.execute(
        insert(_version)
        .values(document_id=number, at=at, **version_columns(parse, provenance))
        .returning(_version.c.id)
    ).scalar_one()
    ids = {parsed: unit.id for parsed, unit in carried.items()}
    rows = [
        {
            **with_unit_ids(row, ids),
            "edition": carried[row["id"]].edition,
            "document_id": number,
            "version_id": version,
        }
        for row in unit_columns(parse, ())
    ]
    existing = select(_unit.c.id).where(_unit.c.document_id == number)
    insert_units(connection, rows, set(connection.execute(existing).scalars()))


def insert_units(connection: Connection, rows: Collection[RowValues], existing: set[str]) -> None:
    """Insert the unit rows of one version, those with existing ids as former ones until the last one is activated."""
    new = [row for row in rows if row["id"] not in existing]
    if new:
        connection.execute(insert(_unit), new)
    former = [_former_row(row) for row in rows if row["id"] in existing]
    if former:
        connection.execute(insert(_former), former)


def activate_last(connection: Connection, number: int, queued_kinds: QueuedKinds) -> set[str]:
    """Make the version that was imported last the current one, and move every unit to its last version.

    Return the units of which the edition changed, or whether they are queued.
    """
    order = version_order(connection, number)
    rank = {version: index for index, version in enumerate(order)}
    rows: dict[str, list[RowValues]] = {}
    for row in unit_rows(connection, number):
        rows.setdefault(row["id"], []).append(row)
    last = {unit: max(own, key=lambda row: rank[row["version_id"]]) for unit, own in rows.items()}
    queued = queued_kinds({row["kind"] for row in last.values() if row["version_id"] == order[-1]})
    before = {unit: (own[0]["edition"], own[0]["queued"]) for unit, own in rows.items()}
    for row in last.values():
        row["queued"] = row["version_id"] == order[-1] and row["kind"] in queued
    connection.execute(
        delete(_former).where(_former.c.unit_id.in_(select(_unit.c.id).where(_unit.c.document_id == number)))
    )
    former = [_former_row(row) for own in rows.values() for row in own if row is not last[row["id"]]]
    if former:
        connection.execute(insert(_former), former)
    if last:
        _update_units(connection, list(last.values()))
    count = sum(row["queued"] for row in last.values())
    connection.execute(
        update(_document).where(_document.c.id == number).values(version_id=order[-1], queued=count)
    )
    index_document(connection, number)
    replace_facets(connection, number)
    return {unit for unit, row in last.items() if before[unit] != (row["edition"], row["queued"])}


def link_near_duplicates(connection: Connection, number: int) -> None:
    """Link the units of all texts of a document to their near duplicates; the links of the current text win."""
    rows = unit_rows(connection, number)
    for version in version_order(connection, number):
        parse = documents.read_version(connection, version, _in_version(rows, version)).parse
        near_duplicates.relink(connection, [(number, *keyed) for keyed in near_duplicate_keys(parse)])


def link_unlinked(connection: Connection) -> None:
    """Link the units of documents that were added before near duplicates were linked."""
    linked = near_duplicates.linked_documents(connection)
    for number in sorted(set(documents.document_numbers(connection)) - linked):
        try:
            link_near_duplicates(connection, number)
        except (LookupError, TypeError, ValueError):
            # It cannot be read, which `verify` reports.
            continue


def _imports(connection: Connection, number: int) -> list[tuple[tuple[datetime, str], int]]:
    """Return the versions of a document, each with the time and id of its last import, in this order."""
    versions = connection.execute(
        select(_document.c.key, _version.c.id, _version.c.text_sha256, _version.c.at)
        .join(_document, _document.c.id == _version.c.document_id)
        .where(_document.c.id == number)
    ).all()
    changes = connection.execute(
        select(_change.c.at, _change.c.id, _change.c.after)
        .where(_change.c.subject == versions[0].key, _change.c.kind == "import")
        .order_by(_change.c.at, _change.c.id)
    )
    imported = {change.after["text_sha256"]: (change.at, change.id) for change in changes}
    return sorted((imported.get(row.text_sha256, (row.at, "")), row.id) for row in versions)


def _texts(connection: Connection, number: int) -> dict[int, str]:
    """Return the texts of a document by version."""
    query = select(_version.c.id, _version.c.text).where(_version.c.document_id == number)
    return {row.id: row.text for row in connection.execute(query)}


def _text_of(row: Mapping[str, Any], texts: Mapping[int, str]) -> str:
    text: str = texts[row["version_id"]][row["start"] : row["end"]]
    return text


def _in_version(rows: Sequence[RowValues], version: int) -> list[RowValues]:
    return sorted((row for row in rows if row["version_id"] == version), key=lambda row: row["ordinal"])


def _former_row(row: RowValues) -> RowValues:
    return {
        "unit_id": row["id"],
        "version_id": row["version_id"],
        **{name: row[name] for name in _VERSIONED},
    }


def _update_units(connection: Connection, rows: list[RowValues]) -> None:
    # `unit_id` is no column of the table, so that its parameter cannot be taken for one that is set.
    names = ("version_id", "queued", *_VERSIONED)
    statement = (
        update(_unit)
        .where(_unit.c.id == bindparam("the_id"))
        .values({name: bindparam(f"the_{name}") for name in names})
    )
    connection.execute(statement, [{f"the_{name}": row[name] for name in ("id", *names)} for row in rows])
