"""The index of all units by pairs of characters and by facets: writing it.

SQLite has the index as an FTS5 table that keeps no texts, PostgreSQL as arrays of grams under a GIN index. Both
number units by document and ordinal, which is the order of the queue. The invariant: the index holds all grams and
facets of every unit of every document as it is. It may hold more, for example of an older text: it only proposes.
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
from annotator.store.facets import facets_of, tokens
from annotator.store.saved_filters import names_in, note_names
from annotator.store.tables import DocumentRow, UnitRow, VersionRow, table_of

_document, _version, _unit = (table_of(model) for model in (DocumentRow, VersionRow, UnitRow))
# A unit's number in the index: its document's above these bits, its ordinal in them.
ORDINAL_BITS = 32
FTS = table("search", column("rowid", BigInteger), column("grams"))
ARRAYS = table("search", column("place", BigInteger), column("grams", ARRAY(Text)))
IndexRow = dict[str, Any]
# How many grams of a unit are asked for to see whether the index holds it.
_ASKED = 3
_HELD = (
    select(FTS.c.rowid)
    .where(literal_column("search").op("MATCH")(bindparam("words")))
    .where(FTS.c.rowid == bindparam("place"))
)


def number_of(document: int, ordinal: int) -> int:
    """Return the number by which the index knows a unit."""
    return document << ORDINAL_BITS | ordinal


def document_of(number: int) -> int:
    """Return the document of a unit that the index knows by a number."""
    return number >> ORDINAL_BITS


def index_rows(
    dialect: str, document: int, words: str, document_tags: Sequence[str], units: Sequence[Mapping[str, Any]]
) -> Iterator[IndexRow]:
    """Yield what the index holds for a document: `words` is its text, `units` the columns of its units."""
    held = facets_of(units, document_tags)
    for unit in units:
        found = grams(words[unit["start"] : unit["end"]], alone=dialect != "sqlite")
        found.update(tokens(held[unit["id"]]))
        yield {
            "place": number_of(document, unit["ordinal"]),
            "grams": " ".join(found) if dialect == "sqlite" else list(found),
        }


def write_index(connection: Connection, rows: Sequence[IndexRow]) -> None:
    """Enter units into the index; what it held for them before may stay, and is decided when asked for."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        # Plain SQL: a statement of SQLAlchemy's would look every value over, for nothing.
        connection.exec_driver_sql(
            "INSERT INTO search(rowid, grams) VALUES (?, ?)", [(row["place"], row["grams"]) for row in rows]
        )
        return
    from sqlalchemy.dialects import postgresql

    upsert = postgresql.insert(ARRAYS)
    connection.execute(
        upsert.on_conflict_do_update(index_elements=["place"], set_={"grams": upsert.excluded.grams}), rows
    )


def index_again(connection: Connection, number: int) -> None:
    """Index a document from what is stored of it."""
    words, tags, units = _stored(connection, number)
    write_index(connection, list(index_rows(connection.dialect.name, number, words, tags, units)))
    note_names(connection, names_in(units, tags))


def unindexed(connection: Connection, number: int) -> list[str]:
    """Return the units of a document that the index does not hold by their words and facets.

    SQLite's index keeps no texts, so that it can only be asked; it is asked for a few grams of each unit.
    """
    words, tags, units = _stored(connection, number)
    ids = {number_of(number, unit["ordinal"]): str(unit["id"]) for unit in units}
    rows = list(index_rows(connection.dialect.name, number, words, tags, units))
    if connection.dialect.name == "sqlite":
        return [ids[row["place"]] for row in rows if not _is_held(connection, row)]
    query = select(ARRAYS.c.place, ARRAYS.c.grams).where(ARRAYS.c.place.in_(list(ids)))
    held = {place: set(found) for place, found in connection.execute(query)}
    return [ids[row["place"]] for row in rows if not held.get(row["place"], set()).issuperset(row["grams"])]


def _is_held(connection: Connection, row: IndexRow) -> bool:
    """Tell whether SQLite's index has some grams of a unit, taken evenly from all."""
    found = sorted(filter(None, row["grams"].split(" ")))
    asked = found[:: -(-len(found) // _ASKED)] if found else []
    words = " ".join('"' + gram.replace('"', '""') + '"' for gram in asked)
    return not words or bool(connection.execute(_HELD, {"place": row["place"], "words": words}).first())


def _stored(connection: Connection, number: int) -> tuple[str, Sequence[str], list[Mapping[str, Any]]]:
    """Return a document's text, its theme tags, and the columns of its units that the index is made of."""
    stored = connection.execute(
        select(_version.c.text, _version.c.document_tags)
        .join_from(_document, _version, _document.c.version_id == _version.c.id)
        .where(_document.c.id == number)
    ).first()
    if stored is None:
        return "", (), []
    columns = [
        _unit.c[name] for name in ("id", "ordinal", "kind", "start", "end", "clip_id", "parent_id", "data")
    ]
    units = connection.execute(
        select(*columns)
        .join_from(_document, _unit, _document.c.version_id == _unit.c.version_id)
        .where(_document.c.id == number)
        .order_by(_unit.c.ordinal)
    )
    return stored.text, stored.document_tags, [dict(unit) for unit in units.mappings()]


def index_all(connection: Connection) -> None:
    """Index every document anew, and nothing else."""
    forget_all(connection)
    for number in connection.execute(select(_document.c.id).order_by(_document.c.id)).scalars().all():
        index_again(connection, number)


def forget_all(connection: Connection) -> None:
    """Empty the index."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search(search) VALUES ('delete-all')"))
    else:
        connection.execute(text("TRUNCATE search"))
