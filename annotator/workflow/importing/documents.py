"""Adds documents to a project, and the new texts of those that it has.

Files are read and parsed before the transaction that writes them begins. Within it, the documents of a batch are
classified by what the database holds then, and the decisions applied. A dry run does the same in one transaction that
is rolled back.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from annotator.codebook.model import Codebook
from annotator.corpus.model import Parse
from annotator.corpus.unit_ids import UnitKind
from annotator.formats.errors import FormatError
from annotator.formats.readers import reading
from annotator.formats.readers.inputs import (
    DEFAULT_OPTIONS,
    Document,
    RawDocument,
    ReadOptions,
    record_address,
)
from annotator.formats.readers.reading import find_raw_documents
from annotator.store import document_insert, documents
from annotator.store.values import NewDocument, Provenance
from annotator.workflow.importing.classify import classify
from annotator.workflow.importing.parsing import Input, ParsedDocument, Unchanged, parse_for_import
from annotator.workflow.importing.reimport import reimport
from annotator.workflow.importing.report import ContentSummary, ImportReport
from annotator.workflow.project import Project, record_change

# Documents that are written in one transaction.
_BATCH = 100
Transaction = Callable[[], AbstractContextManager[Connection]]


def check_paths(paths: Sequence[str]) -> None:
    """Raise FormatError for the first path that does not exist, before any project is made for it."""
    reading.check_paths(paths)


def add(
    project: Project,
    paths: Sequence[str],
    options: ReadOptions = DEFAULT_OPTIONS,
    *,
    dry_run: bool = False,
    all_locations: bool = False,
    progress: Callable[[ImportReport], None] | None = None,
    executor: Executor | None = None,
) -> ImportReport:
    """Add every document under `paths`; with `dry_run` only report what would be done.

    With `all_locations` the report holds every location of a diagnostic. Files are parsed by the executor, or else on
    all cores. Raises FormatError for a path that does not exist; what cannot be read later is in the report.
    """
    report = ImportReport(contents=ContentSummary(keep_all=all_locations))
    addresses = _Addresses(project.database.folder)
    found = find_raw_documents(paths, options)
    # The same bytes have the same text, unless the options override how they are read.
    items = found if options.overrides else _mark_unchanged(project, found, addresses)
    with (
        closing(parse_for_import(items, options, executor=executor)) as parsed,
        _transactions(project, dry_run=dry_run) as transaction,
    ):
        while batch := list(islice(parsed, _BATCH)):
            report.same += sum(isinstance(item, Unchanged) for item in batch)
            report.problems += [item for item in batch if isinstance(item, FormatError)]
            if readable := [item for item in batch if isinstance(item, ParsedDocument)]:
                with transaction() as connection:
                    _import(project, connection, readable, addresses, report)
            if progress:
                progress(report)
    return report


def queued_kinds(codebook: Codebook, parsed: Parse) -> tuple[UnitKind, ...]:
    """Return the kinds of a document's units that are queued."""
    present: set[UnitKind] = set()
    if parsed.clips:
        present.add("clip")
    if parsed.commentary:
        present.add("commentary")
    if any(line.quotations for line in parsed.commentary):
        present.add("quotation")
    return codebook.queued_kinds(present)


@contextmanager
def _transactions(project: Project, *, dry_run: bool) -> Iterator[Transaction]:
    """Give what begins a transaction: each one of its own, or for a dry run one for all, rolled back at the end."""
    if not dry_run:
        yield project.database.writing
        return
    try:
        with project.database.writing() as connection:
            yield lambda: nullcontext(connection)
            raise _RolledBack
    except _RolledBack:
        pass


class _RolledBack(Exception):
    """Ends a dry run's transaction without committing it."""


def _mark_unchanged(
    project: Project, found: Iterator[RawDocument | FormatError], addresses: "_Addresses"
) -> Iterator[Input]:
    """Yield the documents found, those as unchanged whose bytes were the last to be imported from their address."""
    while batch := list(islice(found, _BATCH)):
        digests = [item.sha256 if isinstance(item, RawDocument) else "" for item in batch]
        sources = [
            addresses.of(item, sha256) if isinstance(item, RawDocument) else ""
            for item, sha256 in zip(batch, digests, strict=True)
        ]
        with project.database.reading() as connection:
            imported = documents.address_digests(connection, sources)
        for item, source, sha256 in zip(batch, sources, digests, strict=True):
            if isinstance(item, RawDocument) and imported.get(source) == sha256:
                yield Unchanged(item.where)
            else:
                yield item


def _import(
    project: Project,
    connection: Connection,
    batch: Sequence[ParsedDocument],
    addresses: "_Addresses",
    report: ImportReport,
) -> None:
    """Classify a batch of documents by what the database holds, and write what the decisions say."""
    records = [_provenance(parsed.document, addresses) for parsed in batch]
    known = documents.known_documents(
        connection, [record.source for record in records], [record.text_sha256 for record in records]
    )
    decisions = classify(records, known, partial(documents.addresses_of, connection), addresses.exists)
    decided = list(zip(batch, records, decisions, strict=True))
    numbers = {document.key: document.number for document in known}
    new = [
        _new_document(project, parsed, record)
        for parsed, record, decision in decided
        if decision.kind == "new"
    ]
    numbers |= _insert(project, connection, new)
    for parsed, record, decision in decided:
        number, revision = numbers[decision.document], None
        if decision.kind == "changed":
            revision = reimport(project, connection, number, parsed.parse, record)
        elif decision.at_new_address:
            documents.set_address(connection, number, record.source, record.sha256)
            at, after = project.now(), record.as_details()
            record_change(project, connection, "address", decision.document, at=at, after=after)
        report.add(parsed.document.where, decision, parsed.parse, revision)


def _insert(project: Project, connection: Connection, new: Sequence[NewDocument]) -> dict[str, int]:
    """Insert new documents, and return their numbers by key."""
    numbers = {}
    for document, number in zip(new, document_insert.insert_documents(connection, new), strict=True):
        key, after = document.parse.key, document.provenance.as_details()
        numbers[key] = number
        record_change(project, connection, "import", key, at=document.at, after=after)
    return numbers


def _provenance(document: Document, addresses: "_Addresses") -> Provenance:
    text = document.text
    source = addresses.of(document, text.sha256)
    return Provenance(source, text.sha256, text.text_sha256, text.encoding, text.removed, *document.metadata)


def _new_document(project: Project, parsed: ParsedDocument, provenance: Provenance) -> NewDocument:
    queued = queued_kinds(project.codebook, parsed.parse)
    return NewDocument(parsed.parse, provenance, queued, project.now(), parsed.near_duplicate_keys)


class _Addresses:
    """Gives a file or record one address, whichever folder it is named from.

    A file's address is relative to the folder of the database, or absolute where the database is on a server. Standard
    input is another document each time.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._prefixes: dict[Path, str] = {}

    def of(self, item: RawDocument | Document, sha256: str) -> str:
        """Return the address of a document whose content has this digest."""
        path = item.file.path
        return f"stdin:{sha256[:12]}" if path is None else record_address(self._of_file(path), item.part)

    def exists(self, address: str) -> bool:
        """Tell whether there is a file at an address, or the file that contained the record."""
        parts = address.split("#")
        candidates = ("#".join(parts[:length]) for length in range(len(parts), 0, -1))
        folder = self._folder or Path()
        return any((folder / file).exists() for file in candidates if file)

    def _of_file(self, path: Path) -> str:
        if path.name in ("", "..") or path.is_symlink():
            path = path.resolve()
        # Resolved once for all files of a folder.
        parent = path.parent
        if parent not in self._prefixes:
            self._prefixes[parent] = self._prefix(parent.resolve())
        return self._prefixes[parent] + reading.display_path(path.name)

    def _prefix(self, folder: Path) -> str:
        relative = folder if self._folder is None else os.path.relpath(folder, self._folder)
        shown = reading.display_path(Path(relative))
        return "" if shown == "." else f"{shown.rstrip('/')}/"
