"""Storing documents that are parsed already, against a bare SQLAlchemy Core insert of the same rows, index included.

Batch by batch in turn, each into a database of its own with the same tables, in one process. The reference gets
its rows ready made, with their numbers. Then the shares of a whole import: reading, parsing, looking quotations up,
storing, and the index of search.
"""

import gc
import resource
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from made import ADDED, arguments, endless_posts, opened, workplace
from sqlalchemy import Table, insert
from timing import report, say, say_machine

from annotator.corpus.model import Parse
from annotator.corpus.parse import parse
from annotator.corpus.source import read_source
from annotator.store import storing
from annotator.store.filters import names_in
from annotator.store.mapping import unit_values, version_values
from annotator.store.search import index_rows, write_index
from annotator.store.tables import Address, Document, FacetName, Unit, Version, table_of
from annotator.store.values import NewDocument, Origin
from annotator.workflow.adding import queued_kinds
from annotator.workflow.project import Project

_BATCH = 200
Rows = list[dict[str, Any]]


class Batch(NamedTuple):
    """Documents read and parsed, and the rows that they come to."""

    added: list[NewDocument]
    tables: list[tuple[Table, Rows]]
    grams: Rows


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
    vars(storing).update(
        index_rows=spent.timed("index", lambda *values: list(index_rows(*values))),
        write_index=spent.timed("index", write_index),
    )
    ours: list[float] = []
    bare: list[float] = []
    memory: list[int] = []
    stored = 0
    with workplace(options) as folder:
        paths = [folder / name for name in ("ours.db", "bare.db")]
        for path in paths:
            path.unlink(missing_ok=True)
        with opened(paths[0]) as project, opened(paths[1]) as other:
            for batch in _batches(project, spent):
                gc.collect()
                ours.append(_seconds(_store, project, batch))
                bare.append(_seconds(_insert, other, batch))
                memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
                stored += sum(len(rows) for table, rows in batch.tables if table.name == "unit")
                if stored >= options.units:
                    break
        size = paths[0].stat().st_size / paths[1].stat().st_size
    say(f"{stored:,} units in {len(ours)} batches; the file is {size:.2f} times that of the reference")
    report("storing", ours, bare, 3.0)
    say(f"storing in all: {sum(ours) / sum(bare):.2f} times the reference")
    spent["storing"] = sum(ours) - spent["index"]
    whole = sum(spent.values())
    for what in ("reading", "parsing", "evidence", "storing", "index"):
        say(f"  {spent[what] / whole:6.1%}  {what}")
    tenth = memory[len(memory) // 10]
    say(f"peak memory after all batches against after a tenth of them: {memory[-1] / tenth:.3f} times")


def _batches(project: Project, spent: Spent) -> Iterator[Batch]:
    """Yield batches of documents, read and parsed in time that is counted."""
    read = spent.timed("reading", lambda text: read_source(text.encode()))
    first = 1
    names: set[tuple[str, str]] = set()
    found = endless_posts()
    while True:
        added = []
        for name, text in islice(found, _BATCH):
            source = read(text)
            parsed = _parsed(source.text, spent)
            origin = Origin(name, source.sha256, source.text_sha256, source.encoding, source.removed)
            added.append(NewDocument(parsed, origin, queued_kinds(project.codebook, parsed), ADDED))
        tables, index = _rows(project, added, first, names)
        yield Batch(added, tables, index)
        first += len(added)


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
    rows: dict[type, Rows] = {Document: [], Version: [], Address: [], Unit: [], FacetName: []}
    index: Rows = []
    for number, new in enumerate(added, first):
        units = list(unit_values(new.parse, new.queued_kinds))
        queued = sum(unit["queued"] for unit in units)
        rows[Document].append({"id": number, "key": new.parse.key, "version_id": number, "queued": queued})
        rows[Version].append(
            {"id": number, "document_id": number, "at": ADDED, **version_values(new.parse, new.origin)}
        )
        origin = new.origin
        rows[Address].append({"source": origin.source, "document_id": number, "sha256": origin.sha256})
        rows[Unit] += [unit | {"document_id": number, "version_id": number} for unit in units]
        dialect = project.database.engine.dialect.name
        index += index_rows(dialect, number, new.parse.text, new.parse.document_tags, units)
        names = set(names_in(units, new.parse.document_tags)) - known
        known |= names
        rows[FacetName] += [{"facet": facet, "name": name} for facet, name in sorted(names)]
    return [(table_of(model), each) for model, each in rows.items() if each], index


def _seconds(act: Callable[[Project, Batch], None], project: Project, batch: Batch) -> float:
    start = time.perf_counter()
    act(project, batch)
    return time.perf_counter() - start


def _store(project: Project, batch: Batch) -> None:
    with project.database.writing() as connection:
        storing.add_documents(connection, batch.added)


def _insert(project: Project, batch: Batch) -> None:
    with project.database.writing() as connection:
        for table, rows in batch.tables:
            connection.execute(insert(table), rows)
        write_index(connection, batch.grams)


if __name__ == "__main__":
    main()
