"""Adds documents to a project: what is there already, by content, is left as it is.

The same stored text under two addresses is one document. A document whose text has changed under a known address
is reported and its stored version stays as it is, with everything that was answered about it.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from annotator.codebook.model import Codebook
from annotator.corpus.identity import UnitKind
from annotator.corpus.model import Parse
from annotator.corpus.parse import parse
from annotator.corpus.source import SourceText, read_source
from annotator.formats import posts
from annotator.formats.errors import FormatError
from annotator.formats.posts import RawDocument
from annotator.store import documents
from annotator.store.values import ChangeKind, Origin
from annotator.workflow.changes import record_change
from annotator.workflow.project import Project

Standing = Literal["new", "same", "changed"]
# Documents whose texts are read and written in one transaction.
_BATCH = 50


class Added(NamedTuple):
    """What became of one document; `source` is as it was asked for."""

    source: str
    standing: Standing
    parse: Parse | None


@dataclass(slots=True)
class AddReport:
    """What an `add` did, or would do."""

    new: int = 0
    same: int = 0
    clips: int = 0
    commentary: int = 0
    quotations: int = 0
    changed: list[str] = field(default_factory=list)
    problems: list[FormatError] = field(default_factory=list)

    def count(self, added: Added) -> None:
        """Take one document into the report."""
        if added.standing == "changed":
            self.changed.append(added.source)
        elif added.standing == "same":
            self.same += 1
        else:
            self.new += 1
        if added.standing == "new" and added.parse:
            self.clips += len(added.parse.clips)
            self.commentary += len(added.parse.commentary)
            self.quotations += sum(len(line.quotations) for line in added.parse.commentary)


def check_paths(paths: Sequence[str]) -> None:
    """Raise FormatError for the first path that does not exist, before any project is made for it."""
    posts.check_paths(paths)


def add(
    project: Project,
    paths: Sequence[str],
    *,
    dry_run: bool = False,
    encoding: str | None = None,
    progress: Callable[[AddReport], None] | None = None,
) -> AddReport:
    """Add every document under `paths`; with `dry_run` only say what would be done.

    Raises FormatError for a path that does not exist; what cannot be read further on is in the report.
    """
    report = AddReport()
    found = posts.read_posts(paths)
    seen: set[str] = set()
    while batch := list(islice(found, _BATCH)):
        readable = []
        for item in batch:
            if isinstance(item, FormatError):
                report.problems.append(item)
            else:
                readable.append(item)
        for added in _add_batch(project, readable, encoding, seen, dry_run=dry_run):
            report.count(added)
        if progress:
            progress(report)
    return report


def _add_batch(
    project: Project,
    batch: Sequence[RawDocument],
    encoding: str | None,
    seen: set[str],
    *,
    dry_run: bool,
) -> Iterator[Added]:
    texts = [read_source(raw.raw, encoding=encoding) for raw in batch]
    sources = [(_address(project, raw, text), text) for raw, text in zip(batch, texts, strict=True)]
    with project.database.reading() as connection:
        standings = [_standing(connection, source, text) for source, text in sources]
    work: list[tuple[str, SourceText, Parse | None]] = []
    for raw, (source, text), standing in zip(batch, sources, standings, strict=True):
        if standing == "new" and text.text_sha256 in seen:
            yield Added(raw.source, "same", None)
            work.append((source, text, None))
        elif standing == "new":
            seen.add(text.text_sha256)
            parsed = parse(text.text).with_diagnostics(text.diagnostics)
            yield Added(raw.source, "new", parsed)
            work.append((source, text, parsed))
        else:
            yield Added(raw.source, standing, None)
            if standing == "same":
                work.append((source, text, None))
    if not dry_run:
        _store(project, work)


def _address(project: Project, raw: RawDocument, text: SourceText) -> str:
    """Return where a document was read from, the same from whichever folder it is named.

    A file's address begins at the database's folder, or at the root where the database is a server's. Standard
    input holds another document each time.
    """
    if raw.path is None:
        return f"stdin:{text.sha256[:12]}"
    file, folder = raw.path.resolve(), project.database.folder
    return posts.shown(file if folder is None else Path(os.path.relpath(file, folder)))


def _standing(connection: Connection, source: str, text: SourceText) -> Standing:
    known = documents.known_address(connection, source)
    number = documents.number_of_text(connection, text.text_sha256)
    if number is not None:
        return "same" if known is None or known[0] == number else "changed"
    return "new" if known is None else "changed"


def _store(project: Project, work: Sequence[tuple[str, SourceText, Parse | None]]) -> None:
    """Write a batch: new documents with their units, and new addresses of known ones."""
    if not work:
        return
    with project.database.reading() as connection:
        missing = [item for item in work if item[2] or documents.known_address(connection, item[0]) is None]
    if not missing:
        return
    with project.database.writing() as connection:
        for source, text, parsed in missing:
            origin = Origin(source, text.sha256, text.text_sha256, text.encoding, text.removed)
            number = documents.number_of_text(connection, text.text_sha256)
            if number is not None:
                if documents.known_address(connection, source) is None:
                    documents.add_address(connection, number, origin)
                    key = documents.key_of(connection, number)
                    _write_down(project, connection, "address", key, origin, project.now())
            elif parsed is not None:
                queued = queued_kinds(project.codebook, parsed)
                at = project.now()
                documents.add_document(connection, parsed, origin, queued_kinds=queued, at=at)
                _write_down(project, connection, "import", parsed.key, origin, at)


def _write_down(
    project: Project, connection: Connection, kind: ChangeKind, key: str, origin: Origin, at: datetime
) -> None:
    """Enter a reading of a document into the history."""
    after = {"source": origin.source, "sha256": origin.sha256, "text_sha256": origin.text_sha256}
    record_change(
        connection,
        kind,
        key,
        annotator=project.annotator,
        at=at,
        random=project.randomness(10),
        after=after,
    )


def queued_kinds(codebook: Codebook, parsed: Parse) -> tuple[UnitKind, ...]:
    """Return the kinds of a document's units that wait for answers."""
    held: set[UnitKind] = set()
    if parsed.clips:
        held.add("clip")
    if parsed.commentary:
        held.add("commentary")
    if any(line.quotations for line in parsed.commentary):
        held.add("quotation")
    return codebook.queued_kinds(held)
