"""Storing documents that are parsed already, against a bare SQLAlchemy Core insert of the same rows, index included.

Batch by batch in turn, each into a database of its own with the same tables, in one process. The reference gets
its rows ready made, with their numbers. Then the shares of a whole import: reading, parsing, looking quotations up,
the keys of twins, storing, and the index of search. Only the first documents are read and parsed; what follows are
these under other names, so that a million units take minutes, and their shares are told as if all had been parsed.
"""

import gc
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, islice
from typing import Any, NamedTuple

from made import ADDED, arguments, endless_posts, opened, workplace
from sqlalchemy import Table, insert, select
from timing import report, say, say_machine

from annotator.corpus.model import Evidence, Parse
from annotator.corpus.near_duplicates import twin_keys
from annotator.corpus.parse import parse
from annotator.corpus.source import read_source
from annotator.store import document_insert
from annotator.store.rows import unit_columns, version_columns
from annotator.store.saved_filters import names_in
from annotator.store.search_index import index_rows, write_index
from annotator.store.tables import (
    AddressRow,
    DocumentRow,
    FacetNameRow,
    NearDuplicateKeyRow,
    NearDuplicateRow,
    UnitRow,
    VersionRow,
    table_of,
)
from annotator.store.values import NewDocument, Provenance
from annotator.workflow.importing.documents import queued_kinds
from annotator.workflow.project import Project

_BATCH = 200
# Batches that are read and parsed.
_PARSED = 5
_PREPARING = ("reading", "parsing", "evidence", "twins")
Rows = list[dict[str, Any]]


class Batch(NamedTuple):
    """Documents read and parsed, the rows that they come to, and the first of their numbers."""

    added: list[NewDocument]
    tables: list[tuple[Table, Rows]]
    grams: Rows
    first: int


class Spent(dict[str, float]):
    """Seconds by what they went to."""

    def timed(self, what: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """Return an act that counts its time."""

        def run(*arguments: Any) -> Any:
            start = time.perf_counter()
            result = act(*arguments)
            self[what] = self.get(what, 0.0) + time.perf_counter() - start
            return result

        return run


def main() -> None:
    """Store batches in turn until there are enough units."""
    options = arguments(__doc__ or "", units=1_000_000).parse_args()
    say_machine()
    spent = Spent()
    # What is built and written for the index while documents are stored is counted apart.
    vars(document_insert).update(
        index_rows=spent.timed("index", lambda *values: list(index_rows(*values))),
        write_index=spent.timed("index", write_index),
    )
    ours: list[float] = []
    bare: list[float] = []
    memory: list[int] = []
    stored = parsed = 0
    keys: set[int] = set()
    with workplace(options) as folder:
        paths = [folder / name for name in ("ours.db", "bare.db")]
        for path in paths:
            path.unlink(missing_ok=True)
        with opened(paths[0]) as project, opened(paths[1]) as other:
            for batch in _batches(project, spent):
                gc.collect()
                ours.append(_seconds(_store, project, batch))
                batch.tables.extend(_twins(project, batch, keys))
                bare.append(_seconds(_insert, other, batch))
                memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
                stored += sum(len(rows) for table, rows in batch.tables if table.name == "unit")
                if len(ours) <= _PARSED:
                    parsed = stored
                if stored >= options.units:
                    break
        size = paths[0].stat().st_size / paths[1].stat().st_size
    say(f"{stored:,} units in {len(ours)} batches; the file is {size:.2f} times that of the reference")
    report("storing", ours, bare, 3.0)
    say(f"storing in all: {sum(ours) / sum(bare):.2f} times the reference")
    spent["storing"] = sum(ours) - spent["index"]
    for what in _PREPARING:
        spent[what] *= stored / parsed
    whole = sum(spent.values())
    for what in (*_PREPARING, "storing", "index"):
        say(f"  {spent[what] / whole:6.1%}  {what}")
    tenth = memory[len(memory) // 10]
    say(f"peak memory after all batches against after a tenth of them: {memory[-1] / tenth:.3f} times")


def _batches(project: Project, spent: Spent) -> Iterator[Batch]:
    """Yield batches of documents, the first of them read and parsed in time that is counted."""
    first = 1
    names: set[tuple[str, str]] = set()
    posts = endless_posts()
    parsed = [[_read(project, *post, spent) for post in islice(posts, _BATCH)] for _ in range(_PARSED)]
    for copy in count():
        for batch in parsed:
            added = [_under_another_name(new, copy) for new in batch] if copy else batch
            tables, index = _rows(project, added, first, names)
            yield Batch(added, tables, index, first)
            first += len(added)


def _read(project: Project, name: str, text: str, spent: Spent) -> NewDocument:
    """Read and parse a document, and make the keys of its twins."""
    source = spent.timed("reading", lambda: read_source(text.encode()))()
    parsed = _parsed(source.text, spent)
    provenance = Provenance(name, source.sha256, source.text_sha256, source.encoding, source.removed)
    keys = spent.timed("twins", lambda: tuple(twin_keys(parsed)))()
    return NewDocument(parsed, provenance, queued_kinds(project.codebook, parsed), ADDED, keys)


def _under_another_name(new: NewDocument, copy: int) -> NewDocument:
    """Return a document with another key, address, and ids of its units."""

    def name(old: str) -> str:
        return f"{copy:06x}{old[6:]}"

    def name_of(old: str | None) -> str | None:
        return None if old is None else name(old)

    def evidence(old: Evidence | None) -> Evidence | None:
        return None if old is None else old._replace(clip=name_of(old.clip))

    parsed = new.parse
    lines = tuple(
        line._replace(
            id=name(line.id),
            clip=name_of(line.clip),
            quotations=tuple(
                one._replace(id=name(one.id), parent=name_of(one.parent), evidence=evidence(one.evidence))
                for one in line.quotations
            ),
        )
        for line in parsed.commentary
    )
    again = replace(
        parsed,
        key=name(parsed.key),
        clips=tuple(clip._replace(id=name(clip.id)) for clip in parsed.clips),
        commentary=lines,
    )
    return new._replace(
        parse=again,
        provenance=new.provenance._replace(source=f"{copy}-{new.provenance.source}"),
        near_duplicate_keys=tuple((name(unit), keys) for unit, keys in new.near_duplicate_keys or ()),
    )


def _twins(project: Project, batch: Batch, known: set[int]) -> list[tuple[Table, Rows]]:
    """Return the rows that link the units of a batch, as they were stored, with the keys that are not `known` yet."""
    twin, key = table_of(NearDuplicateRow), table_of(NearDuplicateKeyRow)
    mine = twin.c.document_id >= batch.first
    new = {
        number for one in batch.added for _, keys in one.near_duplicate_keys or () for number in keys.shared
    } - known
    known |= new
    with project.database.reading() as connection:
        links = [dict(row) for row in connection.execute(select(twin).where(mine)).mappings()]
    return [
        (table, rows)
        for table, rows in ((key, [{"key": one, "group_id": one} for one in sorted(new)]), (twin, links))
        if rows
    ]


def _parsed(text: str, spent: Spent) -> Parse:
    """Parse a text; what evidence takes is the difference of a parse with it and one without."""
    start = time.perf_counter()
    parse(text, evidence=False)
    middle = time.perf_counter()
    parsed = parse(text)
    seconds = middle - start
    spent["parsing"] = spent.get("parsing", 0.0) + seconds
    spent["evidence"] = spent.get("evidence", 0.0) + time.perf_counter() - middle - seconds
    return parsed


def _rows(
    project: Project, added: list[NewDocument], first: int, known: set[tuple[str, str]]
) -> tuple[list[tuple[Table, Rows]], Rows]:
    """Return the rows of a batch by table, and those of the index, as they end up in the database."""
    rows: dict[type, Rows] = {DocumentRow: [], VersionRow: [], AddressRow: [], UnitRow: [], FacetNameRow: []}
    index: Rows = []
    for number, new in enumerate(added, first):
        units = list(unit_columns(new.parse, new.queued_kinds))
        queued = sum(unit["queued"] for unit in units)
        rows[DocumentRow].append({"id": number, "key": new.parse.key, "version_id": number, "queued": queued})
        rows[VersionRow].append(
            {"id": number, "document_id": number, "at": ADDED, **version_columns(new.parse, new.provenance)}
        )
        provenance = new.provenance
        rows[AddressRow].append(
            {"source": provenance.source, "document_id": number, "sha256": provenance.sha256}
        )
        rows[UnitRow] += [unit | {"document_id": number, "version_id": number} for unit in units]
        dialect = project.database.engine.dialect.name
        index += index_rows(dialect, number, new.parse.text, new.parse.document_tags, units)
        names = set(names_in(units, new.parse.document_tags)) - known
        known |= names
        rows[FacetNameRow] += [{"facet": facet, "name": name} for facet, name in sorted(names)]
    return [(table_of(model), each) for model, each in rows.items() if each], index


def _seconds(act: Callable[[Project, Batch], None], project: Project, batch: Batch) -> float:
    start = time.perf_counter()
    act(project, batch)
    return time.perf_counter() - start


def _store(project: Project, batch: Batch) -> None:
    with project.database.writing() as connection:
        document_insert.insert_documents(connection, batch.added)


def _insert(project: Project, batch: Batch) -> None:
    with project.database.writing() as connection:
        for table, rows in batch.tables:
            connection.execute(insert(table), rows)
        write_index(connection, batch.grams)


if __name__ == "__main__":
    main()
