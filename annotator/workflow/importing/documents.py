"""Adds documents to a project: what is there already, by content, is left as it is.

The same stored text under two addresses is one document, wherever its file moves. A document whose text has changed
under a known address takes the new text in; what was answered about the one before is kept.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.codebook.model import Codebook
from annotator.corpus.model import Parse
from annotator.corpus.near_duplicates import Keyed
from annotator.corpus.unit_ids import UnitKind
from annotator.formats.errors import FormatError
from annotator.formats.readers import files
from annotator.formats.readers.pieces import AS_FOUND, Choices, Document, Piece
from annotator.formats.readers.registry import find_pieces
from annotator.store import document_insert, documents
from annotator.store.values import ChangeKind, NewDocument, Provenance
from annotator.workflow.importing.addresses import Addresses, is_there
from annotator.workflow.importing.findings import Findings
from annotator.workflow.importing.parse_files import Known, ParsedDocument, Unread, read_all
from annotator.workflow.importing.reimport import foresee, take_in
from annotator.workflow.importing.report import Added, AddReport, Standing
from annotator.workflow.project import Project
from annotator.workflow.project_changes import record_change

# Documents whose texts are read and written in one transaction.
_BATCH = 100


class _Work(NamedTuple):
    """One document on its way into the project: where it was read from, and its parse where it has use, with keys."""

    provenance: Provenance
    parse: Parse | None
    twins: tuple[Keyed, ...] | None


def check_paths(paths: Sequence[str]) -> None:
    """Raise FormatError for the first path that does not exist, before any project is made for it."""
    files.check_paths(paths)


def add(
    project: Project,
    paths: Sequence[str],
    choices: Choices = AS_FOUND,
    *,
    dry_run: bool = False,
    all_places: bool = False,
    progress: Callable[[AddReport], None] | None = None,
) -> AddReport:
    """Add every document under `paths`; with `dry_run` only say what would be done.

    With `all_places` the report names every place that looked odd, not only the first few of each code.
    Raises FormatError for a path that does not exist; what cannot be read further on is in the report.
    """
    report = AddReport(found=Findings(keep_all=all_places))
    addresses = Addresses(project.database.folder)
    pieces = find_pieces(paths, choices)
    # The same bytes give the same text, unless somebody says that they are to be read otherwise.
    unread = pieces if choices.overrides else _unread(project, pieces, addresses)
    found = read_all(unread, choices)
    # The texts that the database does not know yet.
    seen: set[str] = set()
    while batch := list(islice(found, _BATCH)):
        readable = []
        for item in batch:
            if isinstance(item, FormatError):
                report.problems.append(item)
            elif isinstance(item, Known):
                report.count(Added(item.asked, "same", None))
            else:
                readable.append(item)
        for added in _add_batch(project, readable, addresses, seen, dry_run=dry_run):
            report.count(added)
        if not dry_run:
            # What was seen is stored.
            seen.clear()
        if progress:
            progress(report)
    return report


def _unread(
    project: Project, pieces: Iterator[Piece | FormatError], addresses: Addresses
) -> Iterator[Unread]:
    """Yield the pieces, and in place of those whose bytes were read before from there that they are known."""
    while batch := list(islice(pieces, _BATCH)):
        places = [_place(item, addresses) if isinstance(item, Piece) else None for item in batch]
        with project.database.reading() as connection:
            known = documents.known_addresses(connection, [place[0] for place in places if place])
        for item, place in zip(batch, places, strict=True):
            there = known.get(place[0]) if place else None
            if isinstance(item, Piece) and place and there and there.sha256 == place[1]:
                yield Known(item.where)
            else:
                yield item


def _place(piece: Piece, addresses: Addresses) -> tuple[str, str]:
    """Return a piece's address and the digest of its content."""
    sha256 = piece.sha256
    return addresses.of(piece, sha256), sha256


class _Standing(NamedTuple):
    """What a text is to the project, the document that it belongs to, and where that was read from before."""

    standing: Standing
    number: int | None = None
    before: str = ""


def _standing(project: Project, connection: Connection, provenance: Provenance) -> _Standing:
    """Tell what a text is to the project: its words count first, then the place that it was read from."""
    known = documents.known_address(connection, provenance.source)
    if known is not None and documents.has_text(connection, known[0], provenance.text_sha256):
        number, sha256 = known
        present = documents.present_text(connection, number) == provenance.text_sha256
        return _Standing("same" if present or sha256 == provenance.sha256 else "changed", number)
    number_of_text = documents.number_of_text(connection, provenance.text_sha256)
    if number_of_text is None:
        return _Standing("new") if known is None else _Standing("changed", known[0])
    sources = documents.sources_of(connection, number_of_text)
    if known is None and any(is_there(project.database.folder, one) for one in sources):
        return _Standing("same", number_of_text)
    return _Standing("moved", number_of_text, next(iter(sources), ""))


class _Batch:
    """What the database knows of the addresses and texts of a few documents, asked for at once."""

    def __init__(self, connection: Connection, provenances: Sequence[Provenance]) -> None:
        self._addresses = documents.known_addresses(
            connection, [provenance.source for provenance in provenances]
        )
        self._texts = documents.numbers_of_texts(
            connection, [provenance.text_sha256 for provenance in provenances]
        )

    def is_unknown(self, provenance: Provenance) -> bool:
        """Tell whether neither a document's address nor its text is known."""
        return provenance.source not in self._addresses and provenance.text_sha256 not in self._texts


def _add_batch(
    project: Project, batch: Sequence[ParsedDocument], addresses: Addresses, seen: set[str], *, dry_run: bool
) -> Iterator[Added]:
    provenances = [_origin(read.document, addresses) for read in batch]
    works: list[_Work] = []
    with project.database.reading() as connection:
        stored = _Batch(connection, provenances)
        for (document, parsed, keyed), provenance in zip(batch, provenances, strict=True):
            new = stored.is_unknown(provenance)
            known = _Standing("new") if new else _standing(project, connection, provenance)
            if known.standing in ("new", "changed") and provenance.text_sha256 in seen:
                known = _Standing("same")
            useful = known.standing in ("new", "changed")
            revision = None
            if useful:
                seen.add(provenance.text_sha256)
                if known.number is not None:
                    revision = foresee(connection, known.number, parsed, provenance.text_sha256)
            yield Added(document.where, known.standing, parsed if useful else None, known.before, revision)
            works.append(_Work(provenance, parsed if useful else None, keyed))
    if not dry_run:
        _store(project, works)


def _origin(document: Document, addresses: Addresses) -> Provenance:
    text = document.text
    source = addresses.of(document, text.sha256)
    return Provenance(source, text.sha256, text.text_sha256, text.encoding, text.removed, *document.described)


def _store(project: Project, works: Sequence[_Work]) -> None:
    """Write a batch: new documents, new texts and new addresses of known ones."""
    with project.database.reading() as connection:
        stored = _Batch(connection, [work.provenance for work in works])
        works = [
            work
            for work in works
            if stored.is_unknown(work.provenance) or not _is_known(connection, work.provenance)
        ]
    if not works:
        return
    with project.database.writing() as connection:
        # Others may have written since.
        stored = _Batch(connection, [work.provenance for work in works])
        new: dict[str, NewDocument] = {}
        for provenance, parsed, keyed in works:
            if parsed is not None and provenance.source not in new and stored.is_unknown(provenance):
                queued = queued_kinds(project.codebook, parsed)
                new[provenance.source] = NewDocument(parsed, provenance, queued, project.now(), keyed)
        document_insert.add_documents(connection, list(new.values()))
        for one in new.values():
            _write_down(project, connection, "import", one.parse.key, one.provenance, one.at)
        for work in works:
            if work.provenance.source not in new or new[work.provenance.source].provenance != work.provenance:
                _store_one(project, connection, work)


def _is_known(connection: Connection, provenance: Provenance) -> bool:
    """Tell whether all of a document is there: its text, and these bytes at this address."""
    known = documents.known_address(connection, provenance.source)
    if known is None or not documents.has_text(connection, known[0], provenance.text_sha256):
        return False
    return known[1] == provenance.sha256


def _store_one(project: Project, connection: Connection, work: _Work) -> None:
    provenance, parsed, _ = work
    if _is_known(connection, provenance):
        return
    known = _standing(project, connection, provenance)
    if known.standing == "new" and parsed is not None:
        queued, at = queued_kinds(project.codebook, parsed), project.now()
        document_insert.add_document(connection, parsed, provenance, queued_kinds=queued, at=at)
        _write_down(project, connection, "import", parsed.key, provenance, at)
    elif known.standing == "changed" and known.number is not None and parsed is not None:
        take_in(project, connection, known.number, parsed, provenance)
    elif known.number is not None:
        documents.set_address(connection, known.number, provenance.source, provenance.sha256)
        key = documents.key_of(connection, known.number)
        _write_down(project, connection, "address", key, provenance, project.now())


def _write_down(
    project: Project, connection: Connection, kind: ChangeKind, key: str, provenance: Provenance, at: datetime
) -> None:
    """Enter a reading of a document into the history."""
    after = {"source": provenance.source, "sha256": provenance.sha256, "text_sha256": provenance.text_sha256}
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
