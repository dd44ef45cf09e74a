"""Adds documents to a project: what is there already, by content, is left as it is.

The same stored text under two addresses is one document, wherever its file moves. A document whose text has changed
under a known address takes the new text in; what was answered about the one before is kept.
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
from annotator.workflow.reimport import Revision, foresee, take_in

Standing = Literal["new", "same", "moved", "changed"]
# Documents whose texts are read and written in one transaction.
_BATCH = 50


class Moved(NamedTuple):
    """A known text in another file, and where it was read from before."""

    source: str
    before: str


class Changed(NamedTuple):
    """A known document with another text, and what that does to its units."""

    source: str
    revision: Revision


class Added(NamedTuple):
    """What became of one document; `source` is as it was asked for."""

    source: str
    standing: Standing
    parse: Parse | None = None
    before: str = ""
    revision: Revision | None = None


class _Work(NamedTuple):
    """One document on its way into the project: where it was read from, its text, and its parse where it has use."""

    source: str
    text: SourceText
    parse: Parse | None

    @property
    def origin(self) -> Origin:
        """Where the text was read from, as the store takes it."""
        text = self.text
        return Origin(self.source, text.sha256, text.text_sha256, text.encoding, text.removed)


@dataclass(slots=True)
class AddReport:
    """What an `add` did, or would do."""

    new: int = 0
    same: int = 0
    clips: int = 0
    commentary: int = 0
    quotations: int = 0
    moved: list[Moved] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    problems: list[FormatError] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many documents could be read."""
        return self.new + self.same + len(self.moved) + len(self.changed)

    def count(self, added: Added) -> None:
        """Take one document into the report."""
        if added.standing == "changed":
            assert added.revision
            self.changed.append(Changed(added.source, added.revision))
        elif added.standing == "moved":
            self.moved.append(Moved(added.source, added.before))
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
    works: list[_Work] = []
    with project.database.reading() as connection:
        for raw, text in zip(batch, texts, strict=True):
            source = _address(project, raw, text)
            known = _standing(project, connection, source, text)
            if known.standing in ("new", "changed") and text.text_sha256 in seen:
                known = _Standing("same")
            parsed = None
            if known.standing in ("new", "changed"):
                seen.add(text.text_sha256)
                parsed = parse(text.text).with_diagnostics(text.diagnostics)
            revision = None
            if parsed is not None and known.number is not None:
                revision = foresee(connection, known.number, parsed, text.text_sha256)
            yield Added(raw.source, known.standing, parsed, known.before, revision)
            works.append(_Work(source, text, parsed))
    if not dry_run:
        _store(project, works)


def _address(project: Project, raw: RawDocument, text: SourceText) -> str:
    """Return where a document was read from, the same from whichever folder it is named.

    A file's address begins at the database's folder, or at the root where the database is a server's. Standard
    input holds another document each time.
    """
    if raw.path is None:
        return f"stdin:{text.sha256[:12]}"
    file, folder = raw.path.resolve(), project.database.folder
    return posts.shown(file if folder is None else Path(os.path.relpath(file, folder)))


class _Standing(NamedTuple):
    """What a text is to the project, the document that it belongs to, and where that was read from before."""

    standing: Standing
    number: int | None = None
    before: str = ""


def _standing(project: Project, connection: Connection, source: str, text: SourceText) -> _Standing:
    """Tell what a text is to the project: its words count first, then the place that it was read from."""
    known = documents.known_address(connection, source)
    if known is not None and documents.has_text(connection, known[0], text.text_sha256):
        number, sha256 = known
        present = documents.present_text(connection, number) == text.text_sha256
        return _Standing("same" if present or sha256 == text.sha256 else "changed", number)
    number_of_text = documents.number_of_text(connection, text.text_sha256)
    if number_of_text is None:
        return _Standing("new") if known is None else _Standing("changed", known[0])
    sources = documents.sources_of(connection, number_of_text)
    if known is None and any(_is_there(project, one) for one in sources):
        return _Standing("same", number_of_text)
    return _Standing("moved", number_of_text, next(iter(sources), ""))


def _is_there(project: Project, source: str) -> bool:
    """Tell whether a file still stands where a document was read from."""
    folder = project.database.folder
    return (Path(source) if folder is None else folder / source).exists()


def _store(project: Project, works: Sequence[_Work]) -> None:
    """Write a batch: new documents, new texts and new addresses of known ones."""
    with project.database.reading() as connection:
        news = [work for work in works if not _is_known(connection, work)]
    if not news:
        return
    with project.database.writing() as connection:
        for work in news:
            if not _is_known(connection, work):
                _store_one(project, connection, work)


def _is_known(connection: Connection, work: _Work) -> bool:
    """Tell whether all of a document is there: its text, and these bytes at this address."""
    known = documents.known_address(connection, work.source)
    if known is None or not documents.has_text(connection, known[0], work.text.text_sha256):
        return False
    return known[1] == work.text.sha256


def _store_one(project: Project, connection: Connection, work: _Work) -> None:
    known = _standing(project, connection, work.source, work.text)
    if known.standing == "new" and work.parse is not None:
        queued, at = queued_kinds(project.codebook, work.parse), project.now()
        documents.add_document(connection, work.parse, work.origin, queued_kinds=queued, at=at)
        _write_down(project, connection, "import", work.parse.key, work.origin, at)
    elif known.standing == "changed" and known.number is not None and work.parse is not None:
        take_in(project, connection, known.number, work.parse, work.origin)
    elif known.number is not None:
        documents.set_address(connection, known.number, work.source, work.text.sha256)
        key = documents.key_of(connection, known.number)
        _write_down(project, connection, "address", key, work.origin, project.now())


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
