"""Merges the documents of another copy of the project into this database.

A document that is here keeps its key and the ids of its units; a unit of the other copy is identified by its span in
a text that both copies have. Columns are copied by name, whatever they are.
"""

from collections.abc import Container, Iterator
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from annotator.corpus.revisions.align import ParsedUnit, UnitEdition, carry_ids
from annotator.corpus.unit_ids import edition_of, unused_unit_id
from annotator.store import document_versions, documents
from annotator.store.rows import RowValues, with_unit_ids
from annotator.store.tables import AddressRow, DocumentRow, UnitRow, VersionRow, table_of

_document, _version, _address, _unit = (
    table_of(model) for model in (DocumentRow, VersionRow, AddressRow, UnitRow)
)

# The other copy's unit editions, and what they are here.
Translation = dict[UnitEdition, UnitEdition]
# The columns of a version that depend on how its text was read.
_READING = ("at", "sha256", "encoding", "removed", "url", "title", "date")


class ForeignDocument(NamedTuple):
    """A document of another copy, as rows: its versions by text digest, each with the rows of its units."""

    document: RowValues
    versions: dict[str, RowValues]
    units: dict[str, list[RowValues]]
    addresses: list[RowValues]


class MergedDocument(NamedTuple):
    """The document here that another copy's was merged into, and the number of texts that came with it."""

    number: int
    key: str
    translation: Translation
    new_texts: int


def read_foreign_documents(connection: Connection) -> Iterator[ForeignDocument]:
    """Yield every document of a database, one at a time."""
    for number in documents.document_numbers(connection):
        document = connection.execute(select(_document).where(_document.c.id == number)).mappings().one()
        versions = (
            connection.execute(select(_version).where(_version.c.document_id == number)).mappings().all()
        )
        digests = {version["id"]: version["text_sha256"] for version in versions}
        units: dict[str, list[RowValues]] = {digest: [] for digest in digests.values()}
        for row in document_versions.unit_rows(connection, number):
            units[digests[row["version_id"]]].append(row)
        addresses = connection.execute(select(_address).where(_address.c.document_id == number)).mappings()
        yield ForeignDocument(
            dict(document),
            {version["text_sha256"]: dict(version) for version in versions},
            units,
            [dict(address) for address in addresses],
        )


def document_keys(connection: Connection) -> set[str]:
    """Return the keys of all documents of a database."""
    return set(connection.execute(select(_document.c.key)).scalars())


def find_counterpart(
    connection: Connection, foreign: ForeignDocument, foreign_keys: Container[str]
) -> int | None:
    """Return the document here that is the same one: by key, by the text of any version, then by address.

    A document whose key is among `foreign_keys` is the counterpart of another one.
    """
    by_key = documents.document_with_key(connection, foreign.document["key"])
    if by_key is not None:
        return by_key
    by_text = (documents.document_with_text(connection, digest) for digest in sorted(foreign.versions))
    sources = sorted(str(row["source"]) for row in foreign.addresses)
    by_address = (documents.document_at(connection, source) for source in sources)
    for number in chain(by_text, by_address):
        if number is not None and documents.key_of(connection, number) not in foreign_keys:
            return number
    return None


def insert_foreign(connection: Connection, foreign: ForeignDocument) -> MergedDocument:
    """Insert a document that is not here, as the other copy has it."""
    columns = {name: value for name, value in foreign.document.items() if name != "id"}
    number = connection.execute(
        insert(_document).values({**columns, "version_id": None}).returning(_document.c.id)
    ).scalar_one()
    existing: set[str] = set()
    for digest, rows in foreign.units.items():
        version = _insert_version(connection, number, foreign.versions[digest])
        own = [{**row, "document_id": number, "version_id": version} for row in rows]
        document_versions.insert_units(connection, own, existing)
        existing |= {row["id"] for row in rows}
    return MergedDocument(int(number), foreign.document["key"], {}, new_texts=len(foreign.versions))


def merge_foreign(connection: Connection, number: int, foreign: ForeignDocument) -> MergedDocument:
    """Merge the versions of another copy's document into the one that is here."""
    key = documents.key_of(connection, number)
    versions = {
        row.text_sha256: row
        for row in connection.execute(select(_version).where(_version.c.document_id == number))
    }
    existing = {row["id"] for row in document_versions.unit_rows(connection, number)}
    for digest in versions.keys() & foreign.versions.keys():
        _keep_first_reading(connection, versions[digest], foreign.versions[digest])
    same_key = key == foreign.document["key"]
    shared = {digest: row.id for digest, row in versions.items()}
    translation = _translate_by_span(connection, number, shared, foreign)
    if not translation and not same_key:
        translation = _translate_by_text(connection, number, key, foreign)
    ids = {theirs.id: ours.id for theirs, ours in translation.items()}
    missing = [digest for digest in sorted(foreign.units) if digest not in versions]
    for digest in missing:
        version = foreign.versions[digest]
        version_id = _insert_version(connection, number, version)
        rows: dict[str, RowValues] = {}
        for theirs in foreign.units[digest]:
            row = with_unit_ids(theirs, ids)
            text = version["text"][row["start"] : row["end"]]
            if row["id"] in rows:
                # The copies told equal units apart in different ways: this one is a unit of its own here.
                row["id"] = unused_unit_id(key, row["kind"], text, existing | rows.keys())
            known = translation.get(UnitEdition(theirs["id"], theirs["edition"]))
            if known is not None:
                row["edition"] = known.edition
            elif row["edition"] is None and not same_key:
                row["edition"] = edition_of(text)
            translation[UnitEdition(theirs["id"], theirs["edition"])] = UnitEdition(row["id"], row["edition"])
            rows[row["id"]] = {**row, "document_id": number, "version_id": version_id}
        document_versions.insert_units(connection, rows.values(), existing)
        existing |= rows.keys()
    return MergedDocument(number, key, translation, new_texts=len(missing))


def add_addresses(connection: Connection, number: int, foreign: ForeignDocument) -> None:
    """Add the addresses that no document has here."""
    for address in foreign.addresses:
        if documents.document_at(connection, address["source"]) is None:
            connection.execute(insert(_address).values({**address, "document_id": number}))


def _insert_version(connection: Connection, number: int, version: RowValues) -> int:
    columns = {name: value for name, value in version.items() if name != "id"}
    return int(
        connection.execute(
            insert(_version).values({**columns, "document_id": number}).returning(_version.c.id)
        ).scalar_one()
    )


def _keep_first_reading(connection: Connection, here: Any, there: RowValues) -> None:
    """Of two readings of one text keep the bytes, encoding and time of the earlier one."""
    if (there["at"], there["sha256"]) < (here.at, here.sha256):
        columns = {name: there[name] for name in _READING}
        connection.execute(update(_version).where(_version.c.id == here.id).values(columns))


def _translate_by_span(
    connection: Connection, number: int, versions: dict[str, int], foreign: ForeignDocument
) -> Translation:
    """Translate the units of the texts that both copies have, by their spans; `versions` are those here by digest."""
    here = {
        (row["version_id"], row["kind"], row["start"], row["end"]): UnitEdition(row["id"], row["edition"])
        for row in document_versions.unit_rows(connection, number)
    }
    translation: Translation = {}
    for digest in versions.keys() & foreign.units.keys():
        for row in foreign.units[digest]:
            theirs = UnitEdition(row["id"], row["edition"])
            span = versions[digest], row["kind"], row["start"], row["end"]
            translation[theirs] = here.get(span, theirs)
    return translation


def _translate_by_text(
    connection: Connection, number: int, key: str, foreign: ForeignDocument
) -> Translation:
    """Align the units where two copies read different texts from one address, as for a text that is imported again."""
    version = next(one for one in foreign.versions.values() if one["id"] == foreign.document["version_id"])
    text, rows = version["text"], foreign.units[version["text_sha256"]]
    units = [
        ParsedUnit(row["id"], row["kind"], text[row["start"] : row["end"]], row["clip_id"])
        for row in sorted(rows, key=lambda row: row["ordinal"])
    ]
    known = document_versions.known_units(connection, number)
    carried = carry_ids(known, units, key=key, text_sha256=version["text_sha256"])
    return {UnitEdition(row["id"], row["edition"]): carried[row["id"]] for row in rows}
