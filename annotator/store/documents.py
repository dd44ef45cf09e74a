"""Documents of the database: finding them, and reading one whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from annotator.corpus.unit_ids import UnitKind
from annotator.store.rows import RowValues, document_of
from annotator.store.tables import AddressRow, ChangeRow, DocumentRow, UnitRow, VersionRow, table_of
from annotator.store.values import Address, StoredDocument, UnitRef

_document, _version, _address, _unit, _change = (
    table_of(model) for model in (DocumentRow, VersionRow, AddressRow, UnitRow, ChangeRow)
)


_DATA_OF_UNIT = select(_unit.c.data).where(_unit.c.id == bindparam("unit"))
# What a key asks that leads into another document.
_PRESENT = (
    select(_version, _document.c.key)
    .join_from(_document, _version, _document.c.version_id == _version.c.id)
    .where(_document.c.id == bindparam("number"))
)
_UNITS = (
    select(_unit)
    .where(_unit.c.document_id == bindparam("number"), _unit.c.version_id == bindparam("version"))
    .order_by(_unit.c.ordinal)
)
_FIRST_SOURCE = (
    select(_address.c.source)
    .where(_address.c.document_id == bindparam("number"))
    .order_by(_address.c.source)
    .limit(1)
)
_BETWEEN = (
    select(func.count())
    .select_from(_document)
    .where(_document.c.id > bindparam("low"), _document.c.id <= bindparam("high"))
)


class NoDocument(LookupError):
    """No document with a text has this number."""


def known_addresses(connection: Connection, sources: Sequence[str]) -> dict[str, Address]:
    """Return which of the places documents were read from before."""
    rows = connection.execute(
        select(_address.c.source, _address.c.document_id, _address.c.sha256).where(
            _address.c.source.in_(sources)
        )
    )
    return {row.source: Address(row.document_id, row.sha256) for row in rows}


def numbers_of_texts(connection: Connection, digests: Sequence[str]) -> dict[str, int]:
    """Return the documents that have, or once had, the stored texts of these digests, the first ones added."""
    rows = connection.execute(
        select(_version.c.text_sha256, func.min(_version.c.document_id).label("number"))
        .where(_version.c.text_sha256.in_(digests))
        .group_by(_version.c.text_sha256)
    )
    return {row.text_sha256: row.number for row in rows}


def known_address(connection: Connection, source: str) -> Address | None:
    """Return what was read from `source` before."""
    return known_addresses(connection, [source]).get(source)


def number_of_text(connection: Connection, text_sha256: str) -> int | None:
    """Return the document that has, or once had, this stored text, the first one added."""
    return numbers_of_texts(connection, [text_sha256]).get(text_sha256)


def present_text(connection: Connection, number: int) -> str:
    """Return the digest of a document's present text."""
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


def sources_of(connection: Connection, number: int) -> list[str]:
    """Return where a document was read from, in the order of the names."""
    query = select(_address.c.source).where(_address.c.document_id == number).order_by(_address.c.source)
    return list(connection.execute(query).scalars())


def set_address(connection: Connection, number: int, source: str, sha256: str) -> None:
    """Let a source lead to a document, whatever it led to before."""
    values = {"document_id": number, "sha256": sha256}
    known = connection.execute(update(_address).where(_address.c.source == source).values(values)).rowcount
    if not known:
        connection.execute(insert(_address).values(source=source, **values))


def number_of_key(connection: Connection, key: str) -> int | None:
    """Return the number of the document with a key; None where there is none."""
    number: int | None = connection.execute(select(_document.c.id).where(_document.c.key == key)).scalar()
    return number


def text_of_unit(connection: Connection, unit: str) -> tuple[str, str | None]:
    """Return the words of a unit in the last version that holds it, and their edition."""
    row = connection.execute(
        select(_version.c.text, _unit.c.start, _unit.c.end, _unit.c.edition)
        .join(_version, _version.c.id == _unit.c.version_id)
        .where(_unit.c.id == unit)
    ).one()
    return row.text[row.start : row.end], row.edition


def key_of(connection: Connection, number: int) -> str:
    """Return a document's key."""
    return str(connection.execute(select(_document.c.key).where(_document.c.id == number)).scalar_one())


def read_document(connection: Connection, number: int) -> StoredDocument:
    """Read a document whole; NoDocument where there is none of that number, or it has no text."""
    version = connection.execute(_PRESENT, {"number": number}).first()
    if version is None:
        raise NoDocument(number)
    units: Any = connection.execute(_UNITS, {"number": number, "version": version.id}).all()
    return document_of(version, first_source(connection, number), units)


def read_version(connection: Connection, version: int, units: Iterable[RowValues]) -> StoredDocument:
    """Build a document as one of its texts has it, from the rows of the units there, in order."""
    text = connection.execute(
        select(_version, _document.c.key)
        .join(_document, _document.c.id == _version.c.document_id)
        .where(_version.c.id == version)
    ).one()
    rows = (SimpleNamespace(**unit) for unit in units)
    return document_of(text, first_source(connection, text.document_id), rows)


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


def document_place(connection: Connection, number: int) -> int:
    """Return the place of a document among all, from 1."""
    return int(
        connection.execute(
            select(func.count()).select_from(_document).where(_document.c.id <= number)
        ).scalar_one()
    )


def documents_between(connection: Connection, one: int, other: int) -> int:
    """Return how many documents stand between two, the later of them counted."""
    low, high = sorted((one, other))
    return int(connection.execute(_BETWEEN, {"low": low, "high": high}).scalar_one())


def first_source(connection: Connection, number: int) -> str:
    """Return the first address of a document, in the order of the addresses."""
    return connection.execute(_FIRST_SOURCE, {"number": number}).scalar() or ""


def find_unit(connection: Connection, unit: str) -> UnitRef | None:
    """Return where a unit stands."""
    row = connection.execute(_place_of_unit(), {"unit": unit}).first()
    return None if row is None else UnitRef(*row)


def speaker_of(connection: Connection, unit: str) -> str | None:
    """Return the speaker of a quotation."""
    data = connection.execute(_DATA_OF_UNIT, {"unit": unit}).scalar()
    return data["speaker"] if data else None


def count_units(connection: Connection) -> dict[str, int]:
    """Return the number of units of each kind."""
    rows = connection.execute(
        select(_unit.c.kind, func.count()).group_by(_unit.c.kind).order_by(_unit.c.kind)
    )
    return {kind: int(count) for kind, count in rows}


def queue_anew(connection: Connection, queued_kinds: Callable[[set[UnitKind]], Sequence[UnitKind]]) -> None:
    """Decide anew which kinds of unit wait in each document, given the kinds that it holds."""
    held: dict[int, set[UnitKind]] = {}
    standing = select(_unit.c.document_id, _unit.c.kind).join(
        _document, and_(_document.c.id == _unit.c.document_id, _document.c.version_id == _unit.c.version_id)
    )
    for number, kind in connection.execute(standing.distinct()):
        held.setdefault(number, set()).add(kind)
    for number, kinds in held.items():
        mine = _unit.c.document_id == number
        queued = and_(_unit.c.version_id == _present(number), _unit.c.kind.in_(list(queued_kinds(kinds))))
        connection.execute(update(_unit).where(mine).values(queued=queued))
        count = select(func.count()).select_from(_unit).where(mine, _unit.c.queued).scalar_subquery()
        connection.execute(update(_document).where(_document.c.id == number).values(queued=count))


def _present(number: int) -> Any:
    return select(_document.c.version_id).where(_document.c.id == number).scalar_subquery()


@cache
def _place_of_unit() -> Any:
    return _places().where(_unit.c.id == bindparam("unit"))


def _places() -> Any:
    columns = _unit.c
    return select(
        columns.id, columns.kind, columns.document_id, columns.ordinal, columns.queued, columns.edition
    )
