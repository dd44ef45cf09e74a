"""The text index: which units have which pairs of characters.

SQLite has it as an FTS5 table that keeps no texts, PostgreSQL as arrays under a GIN index. The invariant: the index
has every unit of each document's current version under all grams of its text. It may have more, of earlier texts:
it proposes units, and their texts decide.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    Text,
    bindparam,
    column,
    literal_column,
    select,
    table,
    text,
)

from annotator.corpus.search_bigrams import grams
from annotator.store.documents import current_units
from annotator.store.rows import RowValues
from annotator.store.tables import DocumentRow, VersionRow, table_of

_document, _version = table_of(DocumentRow), table_of(VersionRow)
# The index numbers units in queue order: the document above these bits, the ordinal in them.
ORDINAL_BITS = 32
FTS = table("search", column("rowid", BigInteger), column("grams"))
ARRAYS = table("search", column("place", BigInteger), column("grams", ARRAY(Text)))
IndexRow = dict[str, Any]
# Grams of a unit that `unindexed` looks up in SQLite's index.
_SAMPLED = 3
_HAS_GRAMS = (
    select(FTS.c.rowid)
    .where(literal_column("search").op("MATCH")(bindparam("grams")))
    .where(FTS.c.rowid == bindparam("number"))
)


def queue_number(document: int, ordinal: int) -> int:
    """Return the number of a unit, by which units are in queue order."""
    return document << ORDINAL_BITS | ordinal


def document_of(number: int) -> int:
    """Return the document of the unit with a queue number."""
    return number >> ORDINAL_BITS


def ordinal_of(number: int) -> int:
    """Return the ordinal of the unit with a queue number."""
    return number & ((1 << ORDINAL_BITS) - 1)


def index_rows(
    dialect: str, document: int, document_text: str, units: Sequence[Mapping[str, Any]]
) -> Iterator[IndexRow]:
    """Yield the rows of the index for a document, from its text and the columns of its units."""
    is_sqlite = dialect == "sqlite"
    for unit in units:
        found = grams(document_text[unit["start"] : unit["end"]], single=not is_sqlite)
        yield {
            "place": queue_number(document, unit["ordinal"]),
            "grams": " ".join(found) if is_sqlite else list(found),
        }


def write_index(connection: Connection, rows: Sequence[IndexRow]) -> None:
    """Add units to the index; what SQLite's has of their earlier texts stays."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        # Plain SQL: SQLAlchemy would process every value, for nothing.
        connection.exec_driver_sql(
            "INSERT INTO search(rowid, grams) VALUES (?, ?)", [(row["place"], row["grams"]) for row in rows]
        )
        return
    from sqlalchemy.dialects import postgresql

    upsert = postgresql.insert(ARRAYS)
    connection.execute(
        upsert.on_conflict_do_update(index_elements=["place"], set_={"grams": upsert.excluded.grams}), rows
    )


def index_document(connection: Connection, document: int) -> None:
    """Index the current version of a document."""
    document_text, units = _text_and_units(connection, document)
    write_index(connection, list(index_rows(connection.dialect.name, document, document_text, units)))


def rebuild_index(connection: Connection) -> None:
    """Index every document anew, and nothing else."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search(search) VALUES ('delete-all')"))
    else:
        connection.execute(text("TRUNCATE search"))
    for document in connection.execute(select(_document.c.id).order_by(_document.c.id)).scalars().all():
        index_document(connection, document)


def unindexed(connection: Connection, document: int) -> list[str]:
    """Return the units of a document that the index does not have under their grams.

    SQLite's index keeps no texts, so it is asked for a few grams of each unit.
    """
    document_text, units = _text_and_units(connection, document)
    ids = {queue_number(document, unit["ordinal"]): str(unit["id"]) for unit in units}
    rows = list(index_rows(connection.dialect.name, document, document_text, units))
    if connection.dialect.name == "sqlite":
        return [ids[row["place"]] for row in rows if not _has_sampled_grams(connection, row)]
    query = select(ARRAYS.c.place, ARRAYS.c.grams).where(ARRAYS.c.place.in_(list(ids)))
    stored = {number: set(found) for number, found in connection.execute(query)}
    return [ids[row["place"]] for row in rows if not stored.get(row["place"], set()).issuperset(row["grams"])]


def quoted(gram: str) -> str:
    """Return a gram as FTS5 reads it."""
    return '"' + gram.replace('"', '""') + '"'


def _has_sampled_grams(connection: Connection, row: IndexRow) -> bool:
    """Tell whether SQLite's index has a unit under some of its grams, taken evenly from all."""
    found = sorted(filter(None, row["grams"].split(" ")))
    if not found:
        return True
    sampled = " ".join(map(quoted, found[:: -(-len(found) // _SAMPLED)]))
    return connection.execute(_HAS_GRAMS, {"number": row["place"], "grams": sampled}).first() is not None


def _text_and_units(connection: Connection, document: int) -> tuple[str, list[RowValues]]:
    text_of_document = connection.execute(
        select(_version.c.text)
        .join_from(_document, _version, _document.c.version_id == _version.c.id)
        .where(_document.c.id == document)
    ).scalar()
    return text_of_document or "", current_units(connection, document, ("id", "ordinal", "start", "end"))
