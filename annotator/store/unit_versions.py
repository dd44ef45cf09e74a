"""The units of a document in all its texts, and how its next text is added under their names.

An id once stored stays its unit's; the ids of a new text's units are decided in
`annotator.corpus.revisions.align`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from annotator.corpus.model import Parse
from annotator.corpus.near_duplicates import twin_keys
from annotator.corpus.revisions.align import KnownUnit, ParsedUnit, UnitEdition
from annotator.corpus.unit_ids import edition_of
from annotator.store import document_versions, documents, near_duplicates
from annotator.store.rows import renamed, unit_values, version_values
from annotator.store.tables import FormerUnitRow, UnitRow, VersionRow, table_of
from annotator.store.values import Provenance, StoredDocument

_version, _unit, _former = (table_of(model) for model in (VersionRow, UnitRow, FormerUnitRow))


class Wording(NamedTuple):
    """What a unit says in one text, and the edition that this is."""

    text: str
    edition: str | None


def known_units(connection: Connection, number: int) -> list[KnownUnit]:
    """Return every unit that a document ever had, in order."""
    texts = _texts(connection, number)
    present = document_versions.in_order(connection, number)[-1]
    rows = document_versions.unit_rows(connection, number)
    wordings: dict[str, dict[str, str | None]] = {}
    for row in rows:
        words = texts[row["version_id"]][row["start"] : row["end"]]
        wordings.setdefault(row["id"], {}).setdefault(words, row["edition"])
    # A unit's own row comes before its former ones.
    own = {row["id"]: row for row in reversed(rows)}
    return [
        KnownUnit(
            id=row["id"],
            kind=row["kind"],
            text=texts[row["version_id"]][row["start"] : row["end"]],
            edition=row["edition"],
            clip=row["clip_id"],
            current=row["version_id"] == present,
            editions=wordings[row["id"]],
        )
        for row in sorted(own.values(), key=lambda row: row["ordinal"])
    ]


def units_in(connection: Connection, number: int, text_sha256: str) -> dict[str, Wording] | None:
    """Return the units of a text that a document had; None where it never had this text."""
    query = select(_version.c.id, _version.c.text).where(
        _version.c.document_id == number, _version.c.text_sha256 == text_sha256
    )
    version = connection.execute(query).first()
    if version is None:
        return None
    return {
        row["id"]: Wording(version.text[row["start"] : row["end"]], row["edition"])
        for row in document_versions.unit_rows(connection, number)
        if row["version_id"] == version.id
    }


def units_read(parse: Parse) -> list[ParsedUnit]:
    """Return the units of a parse in order, as the parse calls them."""
    return [
        ParsedUnit(row["id"], row["kind"], parse.text[row["start"] : row["end"]], row["clip_id"])
        for row in unit_values(parse, ())
    ]


def former_documents(connection: Connection, number: int) -> Iterator[tuple[StoredDocument, set[str]]]:
    """Yield a document as each text before the present one has it, with the ids of the units that it holds last."""
    order = document_versions.in_order(connection, number)
    if len(order) == 1:
        return
    rows = document_versions.unit_rows(connection, number)
    own = {row["id"]: row["version_id"] for row in reversed(rows)}
    for version in order[:-1]:
        there = sorted((row for row in rows if row["version_id"] == version), key=lambda row: row["ordinal"])
        alone = {unit for unit, last in own.items() if last == version}
        yield documents.read_version(connection, version, there), alone


def misnamed(connection: Connection, number: int) -> list[str]:
    """Return the units of a document whose edition is not one that their words can have."""
    query = (
        select(_unit.c.id, _unit.c.edition, _unit.c.start, _unit.c.end, _version.c.text)
        .join(_version, _version.c.id == _unit.c.version_id)
        .where(_unit.c.document_id == number, _unit.c.edition.is_not(None))
    )
    digests = select(_version.c.text_sha256).where(_version.c.document_id == number)
    since = ["", *connection.execute(digests).scalars()]
    return [
        row.id
        for row in connection.execute(query)
        if row.edition
        not in (edition_of(row.text[row.start : row.end], doubtful_since=digest) for digest in since)
    ]


def add_text(
    connection: Connection,
    number: int,
    parse: Parse,
    provenance: Provenance,
    names: Mapping[str, UnitEdition],
    *,
    at: datetime,
) -> None:
    """Add a text that a document did not have before; it is a former one until the versions settle.

    `names` gives each unit of the parse its id and edition in the document.
    """
    version = connection.execute(
        insert(_version)
        .values(document_id=number, at=at, **version_values(parse, provenance))
        .returning(_version.c.id)
    ).scalar_one()
    ids = {parsed: named.id for parsed, named in names.items()}
    rows = [
        {
            **renamed(row, ids),
            "edition": names[row["id"]].edition,
            "document_id": number,
            "version_id": version,
        }
        for row in unit_values(parse, ())
    ]
    known = select(_unit.c.id).where(_unit.c.document_id == number)
    document_versions.add_rows(connection, rows, set(connection.execute(known).scalars()))


def link_twins(connection: Connection, number: int) -> None:
    """Link the clips and lines of every text that a document had, the present one last, to where theirs stand too."""
    rows = document_versions.unit_rows(connection, number)
    for version in document_versions.in_order(connection, number):
        there = sorted((row for row in rows if row["version_id"] == version), key=lambda row: row["ordinal"])
        parse = documents.read_version(connection, version, there).parse
        near_duplicates.relink(connection, [(number, *keyed) for keyed in twin_keys(parse)])


def link_unlinked(connection: Connection) -> None:
    """Link the units of documents that were added before twins were looked for."""
    for number in sorted(
        set(documents.document_numbers(connection)) - near_duplicates.linked_documents(connection)
    ):
        try:
            link_twins(connection, number)
        except (LookupError, TypeError, ValueError):
            # What is stored of it cannot be read, which `verify` tells.
            continue


def former_texts(connection: Connection, unit: str) -> dict[str | None, str]:
    """Return what a unit said in the versions before, by edition."""
    rows = connection.execute(
        select(_former.c.edition, _former.c.start, _former.c.end, _version.c.text)
        .join(_version, _version.c.id == _former.c.version_id)
        .where(_former.c.unit_id == unit)
        .order_by(_former.c.version_id)
    )
    return {row.edition: row.text[row.start : row.end] for row in rows}


def _texts(connection: Connection, number: int) -> dict[int, str]:
    query = select(_version.c.id, _version.c.text).where(_version.c.document_id == number)
    return {row.id: row.text for row in connection.execute(query)}
