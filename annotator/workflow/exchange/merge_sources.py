"""What a file of another copy brings, as the values of this program: documents, changes and events.

An export tells only what stands. Its answers and marks become events of which the rest is not known: they have no
program version, and give way to the whole event where a history brings it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.corpus.unit_ids import edition_of
from annotator.formats.readers.project_lines import STANDARD_INPUT, read_lines, unreadable
from annotator.formats.records import AnnotationRecord, ExportRecord, HistoryRecord, MarkRecord
from annotator.store import event_log, snapshot_copy
from annotator.store.values import AnchoredEvent, Change, Details, Event, HistoryFilter, TextAnchor
from annotator.workflow.errors import Refused

# The edition of a stale answer in an export, which does not tell what it was about.
UNKNOWN_EDITION = "unknown"


class Incoming(NamedTuple):
    """The entries of a file, and the database that they come from, where it is one."""

    where: str
    entries: Iterator[AnchoredEvent | Change]
    database: Connection | None


@contextmanager
def opened(path: Path) -> Iterator[Incoming]:
    """Open a file of another copy: a SQLite database, a history or an export; `-` is standard input."""
    try:
        is_database = str(path) != STANDARD_INPUT and snapshot_copy.is_database(path)
    except OSError as error:
        raise unreadable(path, error) from error
    if not is_database:
        yield Incoming(str(path), _entries(path), None)
        return
    with snapshot_copy.opened_copy(path) as database, database.reading() as connection:
        yield Incoming(str(path), event_log.entries(connection, HistoryFilter()), connection)


def derived_id(event: str, kind: str) -> str:
    """Return the id of one part of a mark that an export tells under one event."""
    return sha256(f"{event}\n{kind}".encode()).hexdigest()[: len(event)]


def _entries(path: Path) -> Iterator[AnchoredEvent | Change]:
    for line in read_lines(path):
        if isinstance(line.record, ExportRecord):
            yield from _of_export(line.record)
        else:
            yield _of_history(line.record, f"{path}:{line.number}")


def _of_history(record: HistoryRecord, where: str) -> AnchoredEvent | Change:
    if record.kind == "import" or record.kind == "address" or record.kind == "codebook":
        if record.subject is None:
            raise Refused(f"{where}: a change needs its subject. Export the history anew.")
        return Change(
            record.id,
            _instant(record.at),
            record.annotator,
            record.kind,
            record.subject,
            record.before,
            record.after,
            record.program_version,
        )
    if record.unit is None or record.document is None or record.annotator is None:
        raise Refused(f"{where}: an event needs its unit, document and annotator. Export the history anew.")
    # Every field of an event has its name in the record.
    told = {field.name: getattr(record, field.name) for field in fields(Event)}
    event = Event(**{**told, "at": _instant(record.at), "codebook_version": record.codebook_version or ""})
    place = record.document
    return AnchoredEvent(event, TextAnchor(place.id, place.kind, place.text_sha256, place.start, place.end))


def _of_export(record: ExportRecord) -> Iterator[AnchoredEvent]:
    document = record.document
    place = TextAnchor(document.id, record.kind, document.text_sha256, document.start, document.end)
    edition = edition_of(record.text)
    for annotation in record.annotations:
        yield AnchoredEvent(_answer(record.id, annotation, edition), place)
    for mark in record.marks:
        for event in _marks(record, mark, edition):
            yield AnchoredEvent(event, place)


def _answer(unit: str, annotation: AnnotationRecord, edition: str) -> Event:
    return Event(
        id=annotation.event,
        at=_instant(annotation.at),
        annotator=annotation.annotator,
        kind="answer",
        unit=unit,
        dimension=annotation.dimension,
        before=None,
        after={
            "holder": annotation.holder,
            "target": annotation.target,
            "label": annotation.label,
            "confidence": annotation.confidence,
        },
        undoes=None,
        codebook_version=annotation.codebook_version,
        program_version="",
        edition=UNKNOWN_EDITION if annotation.stale else edition,
    )


def _marks(record: ExportRecord, mark: MarkRecord, edition: str) -> Iterator[Event]:
    """Yield an event for each part of a mark; the first has the id that the export tells, the others their own."""
    parts: list[tuple[str, Details]] = []
    if mark.flagged:
        parts.append(("flag", {"flagged": True}))
    if mark.note:
        parts.append(("note", {"note": mark.note}))
    if mark.skipped:
        parts.append(("skip", {"skipped": mark.skipped}))
    for number, (kind, after) in enumerate(parts):
        yield Event(
            id=derived_id(mark.event, kind) if number else mark.event,
            at=_instant(mark.at),
            annotator=mark.annotator,
            kind=kind,  # type: ignore[arg-type]
            unit=record.id,
            dimension=None,
            before=None,
            after=after,
            undoes=None,
            codebook_version=record.codebook.version,
            program_version="",
            edition=edition,
        )


def _instant(words: str) -> datetime:
    return datetime.fromisoformat(words).astimezone(UTC)
