"""Documents of another copy of the project, as rows, and how they become one with those here.

A document that is here keeps its key and the ids of its units; what the other copy calls otherwise is told by where it
stands in a text that both have. Columns are carried over whatever they are called.
"""

from collections.abc import Container, Iterator
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from annotator.corpus.revisions.align import ParsedUnit, carry_ids
from annotator.corpus.unit_ids import edition_of, unused_unit_id
from annotator.store import document_versions, documents, unit_versions
from annotator.store.rows import RowValues, renamed
from annotator.store.tables import AddressRow, DocumentRow, UnitRow, VersionRow, table_of

_document, _version, _address, _unit = (
    table_of(model) for model in (DocumentRow, VersionRow, AddressRow, UnitRow)
)

# What a unit is called, with the edition of its wording.
Called = tuple[str, str | None]
# What a version has of the reading that it came from, and not of its text.
_OF_A_READING = ("at", "sha256", "encoding", "removed", "url", "title", "date")


class Copied(NamedTuple):
    """A document of another copy: its versions by text digest, each with the rows of its units."""

    document: RowValues
    versions: dict[str, RowValues]
    units: dict[str, list[RowValues]]
    addresses: list[RowValues]


class United(NamedTuple):
    """A document here, what of the other copy's is called how here, and how many texts came with it."""

    number: int
    key: str
    names: dict[Called, Called]
    texts: int


def copies(connection: Connection) -> Iterator[Copied]:
    """Yield every document of a database, one at a time."""
    for number in documents.document_numbers(connection):
        found = connection.execute(select(_document).where(_document.c.id == number)).mappings().one()
        texts = connection.execute(select(_version).where(_version.c.document_id == number)).mappings().all()
        digests = {text["id"]: text["text_sha256"] for text in texts}
        units: dict[str, list[RowValues]] = {digest: [] for digest in digests.values()}
        for row in document_versions.unit_rows(connection, number):
            units[digests[row["version_id"]]].append(row)
        places = connection.execute(select(_address).where(_address.c.document_id == number)).mappings()
        yield Copied(
            dict(found),
            {text["text_sha256"]: dict(text) for text in texts},
            units,
            [dict(place) for place in places],
        )


def keys(connection: Connection) -> set[str]:
    """Return the keys of all documents of a database."""
    return set(connection.execute(select(_document.c.key)).scalars())


def find(connection: Connection, copied: Copied, apart: Container[str]) -> int | None:
    """Return the document here that is the same one: by key, by the text of any version, then by address.

    What the other copy has too, under one of the keys that it tells `apart`, is another document.
    """
    known = documents.number_of_key(connection, copied.document["key"])
    if known is not None:
        return known
    by_text = (documents.number_of_text(connection, digest) for digest in sorted(copied.versions))
    by_address = (
        place.document
        for source in sorted(str(row["source"]) for row in copied.addresses)
        if (place := documents.known_address(connection, source))
    )
    return next(
        (
            number
            for number in chain(by_text, by_address)
            if number is not None and documents.key_of(connection, number) not in apart
        ),
        None,
    )


def add(connection: Connection, copied: Copied) -> United:
    """Add a document that is not here, as the other copy has it."""
    columns = {name: value for name, value in copied.document.items() if name != "id"}
    number = connection.execute(
        insert(_document).values({**columns, "version_id": None}).returning(_document.c.id)
    ).scalar_one()
    known: set[str] = set()
    for digest, rows in copied.units.items():
        version = _add_version(connection, number, copied.versions[digest])
        placed = [{**row, "document_id": number, "version_id": version} for row in rows]
        document_versions.add_rows(connection, placed, known)
        known |= {row["id"] for row in rows}
    return United(int(number), copied.document["key"], {}, texts=len(copied.versions))


def unite(connection: Connection, number: int, copied: Copied) -> United:
    """Bring the versions of a document into the one that is here."""
    key = documents.key_of(connection, number)
    here = {
        row.text_sha256: row
        for row in connection.execute(select(_version).where(_version.c.document_id == number))
    }
    rows = document_versions.unit_rows(connection, number)
    known = {row["id"] for row in rows}
    at_place = {
        (row["version_id"], row["kind"], row["start"], row["end"]): (row["id"], row["edition"])
        for row in rows
    }
    names: dict[Called, Called] = {}
    for digest in here.keys() & copied.units.keys():
        version = here[digest]
        _keep_first_reading(connection, version, copied.versions[digest])
        for row in copied.units[digest]:
            called = (row["id"], row["edition"])
            names[called] = at_place.get((version.id, row["kind"], row["start"], row["end"]), called)
    ids = {theirs[0]: ours[0] for theirs, ours in names.items()}
    same_first = key == copied.document["key"]
    missing = [digest for digest in sorted(copied.units) if digest not in here]
    if not names and not same_first:
        names = _names_by_words(connection, number, key, copied)
        ids = {theirs[0]: ours[0] for theirs, ours in names.items()}
    for digest in missing:
        text = copied.versions[digest]["text"]
        version_id = _add_version(connection, number, copied.versions[digest])
        brought: dict[str, RowValues] = {}
        for row in copied.units[digest]:
            mine = renamed(row, ids)
            if mine["id"] in brought:
                # The copies told this unit's twins apart in different ways; here it is one of its own.
                words = text[row["start"] : row["end"]]
                mine["id"] = unused_unit_id(key, row["kind"], words, known | brought.keys())
            here_called = names.get((row["id"], row["edition"]))
            if here_called is not None:
                mine["edition"] = here_called[1]
            elif mine["edition"] is None and not same_first:
                mine["edition"] = edition_of(text[row["start"] : row["end"]])
            names[row["id"], row["edition"]] = (mine["id"], mine["edition"])
            brought[mine["id"]] = {**mine, "document_id": number, "version_id": version_id}
        document_versions.add_rows(connection, brought.values(), known)
        known |= brought.keys()
    return United(number, key, names, texts=len(missing))


def add_addresses(connection: Connection, number: int, copied: Copied) -> None:
    """Note where else the document was read from."""
    for address in copied.addresses:
        if documents.known_address(connection, address["source"]) is None:
            connection.execute(insert(_address).values({**address, "document_id": number}))


def _add_version(connection: Connection, number: int, version: RowValues) -> int:
    columns = {name: value for name, value in version.items() if name != "id"}
    return int(
        connection.execute(
            insert(_version).values({**columns, "document_id": number}).returning(_version.c.id)
        ).scalar_one()
    )


def _keep_first_reading(connection: Connection, here: Any, there: RowValues) -> None:
    """Of two readings of one text keep the earlier one's bytes, encoding and time."""
    if (there["at"], there["sha256"]) < (here.at, here.sha256):
        columns = {name: there[name] for name in _OF_A_READING}
        connection.execute(update(_version).where(_version.c.id == here.id).values(columns))


def _names_by_words(connection: Connection, number: int, key: str, copied: Copied) -> dict[Called, Called]:
    """Tell which unit is which where two copies read different texts from one place, as for a text read again."""
    version = next(one for one in copied.versions.values() if one["id"] == copied.document["version_id"])
    text, rows = version["text"], copied.units[version["text_sha256"]]
    read = [
        ParsedUnit(row["id"], row["kind"], text[row["start"] : row["end"]], row["clip_id"])
        for row in sorted(rows, key=lambda row: row["ordinal"])
    ]
    named = carry_ids(
        unit_versions.known_units(connection, number), read, key=key, text_sha256=version["text_sha256"]
    )
    return {(row["id"], row["edition"]): (named[row["id"]].id, named[row["id"]].edition) for row in rows}
