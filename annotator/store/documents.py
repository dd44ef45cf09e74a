"""Finds documents and units, and reads documents whole.

A document is read as its current version has it, with its parse exactly as it was stored.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, ScalarSelect, and_, bindparam, func, insert, select, update

from annotator.corpus.unit_ids import UnitKind
from annotator.store.rows import RowValues, build_document
from annotator.store.tables import AddressRow, ChangeRow, DocumentRow, UnitRow, VersionRow, table_of
from annotator.store.values import KnownDocument, StoredDocument, UnitRef

_document, _version, _address, _unit, _change = (
    table_of(model) for model in (DocumentRow, VersionRow, AddressRow, UnitRow, ChangeRow)
)
# Addresses fetched at a time.
_FETCHED = 100
# The columns of a UnitRef, in the order of its fields.
UNIT_REF = [_unit.c[name] for name in ("id", "kind", "document_id", "ordinal", "queued", "edition")]
# Joins a unit to its document where it is part of the current version.
IS_CURRENT = and_(_document.c.id == _unit.c.document_id, _document.c.version_id == _unit.c.version_id)


class DocumentNotFound(LookupError):
    """No document with a text has this number."""


# Keys, addresses and texts


def known_documents(
    connection: Connection, sources: Sequence[str], text_digests: Sequence[str]
) -> list[KnownDocument]:
    """Return the documents that have one of these addresses, or ever had one of these texts, by number."""
    at_address = select(_address.c.document_id).where(_address.c.source.in_(sources))
    with_text = select(_version.c.document_id).where(_version.c.text_sha256.in_(text_digests))
    numbers = list(connection.execute(at_address.union(with_text)).scalars())
    if not numbers:
        return []
    texts: dict[int, dict[int, str]] = {number: {} for number in numbers}
    versions = select(_version.c.document_id, _version.c.id, _version.c.text_sha256)
    for number, version, digest in connection.execute(versions.where(_version.c.document_id.in_(numbers))):
        texts[number][version] = digest
    addresses: dict[int, dict[str, str]] = {number: {} for number in numbers}
    found = select(_address).where(_address.c.source.in_(sources)).order_by(_address.c.source)
    for row in connection.execute(found):
        addresses[row.document_id][row.source] = row.sha256
    return [
        KnownDocument(
            row.id,
            row.key,
            texts[row.id].get(row.version_id, ""),
            frozenset(texts[row.id].values()),
            addresses[row.id],
        )
        for row in connection.execute(
            select(_document).where(_document.c.id.in_(numbers)).order_by(_document.c.id)
        )
    ]


def addresses_of(connection: Connection, number: int) -> Iterator[str]:
    """Yield the addresses of a document, in no order; a text that many files share has as many."""
    query = select(_address.c.source).where(_address.c.document_id == number)
    with connection.execute(query, execution_options={"yield_per": _FETCHED}) as rows:
        yield from rows.scalars()


def address_digests(connection: Connection, sources: Sequence[str]) -> dict[str, str]:
    """Return the SHA-256 of the bytes last read from each address that a document has."""
    rows = connection.execute(
        select(_address.c.source, _address.c.sha256).where(_address.c.source.in_(sources))
    )
    return {row.source: row.sha256 for row in rows}


def document_at(connection: Connection, source: str) -> int | None:
    """Return the document that was last read from an address."""
    number: int | None = connection.execute(
        select(_address.c.document_id).where(_address.c.source == source)
    ).scalar()
    return number


def document_with_text(connection: Connection, text_sha256: str) -> int | None:
    """Return the first document that has, or once had, this stored text."""
    number: int | None = connection.execute(
        select(func.min(_version.c.document_id)).where(_version.c.text_sha256 == text_sha256)
    ).scalar()
    return number


def document_with_key(connection: Connection, key: str) -> int | None:
    """Return the document with a key."""
    number: int | None = connection.execute(select(_document.c.id).where(_document.c.key == key)).scalar()
    return number


def key_of(connection: Connection, number: int) -> str:
    """Return a document's key."""
    return str(connection.execute(select(_document.c.key).where(_document.c.id == number)).scalar_one())


def current_text(connection: Connection, number: int) -> str:
    """Return the digest of a document's current text."""
    return str(
        connection.execute(
            select(_version.c.text_sha256)
            .join(_document, _document.c.version_id == _version.c.id)
            .where(_document.c.id == number)
        ).scalar_one()
    )


def has_text(connection: Connection, number: int, text_sha256: str) -> bool:
    """Tell whether a document has, or once had, this stored text."""
    query = select(_version.c.id).where(
        _version.c.document_id == number, _version.c.text_sha256 == text_sha256
    )
    return connection.execute(query.limit(1)).first() is not None


def set_address(connection: Connection, number: int, source: str, sha256: str) -> None:
    """Let an address lead to a document, whatever it led to before."""
    values = {"document_id": number, "sha256": sha256}
    updated = connection.execute(update(_address).where(_address.c.source == source).values(values)).rowcount
    if not updated:
        connection.execute(insert(_address).values(source=source, **values))


def first_source_of(number: Any) -> ScalarSelect[Any]:
    """Return the query for the first address of a document, by its number or a column with it."""
    return select(func.min(_address.c.source)).where(_address.c.document_id == number).scalar_subquery()


# Whole documents


_TEXT = select(_version, _document.c.key, first_source_of(_document.c.id).label("source")).join(
    _document, _document.c.id == _version.c.document_id
)
_CURRENT_TEXT = _TEXT.where(_document.c.id == bindparam("number"), _document.c.version_id == _version.c.id)
_TEXT_OF_VERSION = _TEXT.where(_version.c.id == bindparam("version"))
_UNITS_OF_VERSION = (
    select(_unit)
    .where(_unit.c.document_id == bindparam("number"), _unit.c.version_id == bindparam("version"))
    .order_by(_unit.c.ordinal)
)


def read_document(connection: Connection, number: int) -> StoredDocument:
    """Read a document whole; raises DocumentNotFound for a number without a document, or without its text."""
    text = connection.execute(_CURRENT_TEXT, {"number": number}).first()
    if text is None:
        raise DocumentNotFound(number)
    units = connection.execute(_UNITS_OF_VERSION, {"number": number, "version": text.id})
    return build_document(text, units)


def read_version(connection: Connection, version: int, units: Iterable[RowValues]) -> StoredDocument:
    """Build a document as one of its versions has it, from the rows of the units there, in order."""
    text = connection.execute(_TEXT_OF_VERSION, {"version": version}).one()
    return build_document(text, (SimpleNamespace(**unit) for unit in units))


def read_documents(connection: Connection) -> Iterator[StoredDocument]:
    """Read all documents in order, one at a time."""
    for number in document_numbers(connection):
        yield read_document(connection, number)


def document_numbers(connection: Connection) -> Sequence[int]:
    """Return the numbers of all documents by their first import, an order that every copy of a project shares."""
    first = (
        select(_change.c.subject, func.min(_change.c.at).label("at"))
        .where(_change.c.kind == "import")
        .group_by(_change.c.subject)
        .subquery()
    )
    return (
        connection.execute(
            select(_document.c.id)
            .outerjoin(first, first.c.subject == _document.c.key)
            .order_by(first.c.at, _document.c.key)
        )
        .scalars()
        .all()
    )


def document_count(connection: Connection) -> int:
    """Return how many documents there are."""
    return int(connection.execute(select(func.count()).select_from(_document)).scalar_one())


def documents_between(connection: Connection, one: int, other: int) -> int:
    """Return how many documents lie between two, the later of them included; 0 is before the first one."""
    low, high = sorted((one, other))
    query = select(func.count()).select_from(_document).where(_document.c.id > low, _document.c.id <= high)
    return int(connection.execute(query).scalar_one())


# Units


def find_unit(connection: Connection, unit: str) -> UnitRef | None:
    """Return a unit and its position in the queue."""
    row = connection.execute(select(*UNIT_REF).where(_unit.c.id == unit)).first()
    return None if row is None else UnitRef(*row)


def current_units(connection: Connection, number: int, columns: Sequence[str]) -> list[RowValues]:
    """Return columns of the units of a document's current version, in order."""
    rows = connection.execute(
        select(*(_unit.c[name] for name in columns))
        .join(_document, IS_CURRENT)
        .where(_unit.c.document_id == number)
        .order_by(_unit.c.ordinal)
    )
    return [dict(row) for row in rows.mappings()]


def text_of_unit(connection: Connection, unit: str) -> tuple[str, str | None]:
    """Return the text and the edition of a unit, as in the last version that contains it."""
    row = connection.execute(
        select(_version.c.text, _unit.c.start, _unit.c.end, _unit.c.edition)
        .join(_version, _version.c.id == _unit.c.version_id)
        .where(_unit.c.id == unit)
    ).one()
    return row.text[row.start : row.end], row.edition


def speaker_of(connection: Connection, unit: str) -> str | None:
    """Return the speaker of a quotation."""
    data = connection.execute(select(_unit.c.data).where(_unit.c.id == unit)).scalar()
    return data["speaker"] if data else None


def count_units(connection: Connection) -> dict[str, int]:
    """Return the number of units of each kind."""
    rows = connection.execute(
        select(_unit.c.kind, func.count()).group_by(_unit.c.kind).order_by(_unit.c.kind)
    )
    return {kind: int(count) for kind, count in rows}


def requeue_units(
    connection: Connection, queued_kinds: Callable[[set[UnitKind]], Sequence[UnitKind]]
) -> None:
    """Queue the units of every document again; `queued_kinds` gives the kinds to queue, of the kinds it contains."""
    kinds: dict[int, set[UnitKind]] = {}
    current = select(_unit.c.document_id, _unit.c.kind).join(_document, IS_CURRENT).distinct()
    for number, kind in connection.execute(current):
        kinds.setdefault(number, set()).add(kind)
    for number, present in kinds.items():
        own = _unit.c.document_id == number
        version = select(_document.c.version_id).where(_document.c.id == number).scalar_subquery()
        queued = and_(_unit.c.version_id == version, _unit.c.kind.in_(list(queued_kinds(present))))
        connection.execute(update(_unit).where(own).values(queued=queued))
        count = select(func.count()).select_from(_unit).where(own, _unit.c.queued).scalar_subquery()
        connection.execute(update(_document).where(_document.c.id == number).values(queued=count))
