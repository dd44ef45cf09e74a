"""Reads and validates what another copy brings: a database, a history or an export, as events and changes.

Every event must be as this program writes it, under a codebook that is known here. An export contains only current
answers and marks. They become partial events, without a program version, which are replaced by the whole event when a
history brings it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection

from annotator.codebook.load import parse_codebook
from annotator.corpus.source import CONTROL_CHARACTERS
from annotator.corpus.unit_ids import edition_of
from annotator.formats.errors import unreadable
from annotator.formats.readers.inputs import STANDARD_INPUT
from annotator.formats.records import AnnotationRecord, ExportRecord, HistoryRecord, MarkRecord
from annotator.formats.schemas import read_records
from annotator.store import codebooks, events, snapshot_copy
from annotator.store.values import AnchoredEvent, Change, Details, Event, EventKind, HistoryFilter, TextAnchor
from annotator.workflow.errors import Refused
from annotator.workflow.project import checked_name

Entry = TypeVar("Entry", Event, Change)
# The edition of a stale answer in an export, which does not contain the text that it was given to.
UNKNOWN_EDITION = "unknown"
_CHUNK = 500
_MARK_FIELDS = {"flag": "flagged", "note": "note", "skip": "skipped"}
# The labels of each dimension, by codebook version.
Labels = Mapping[str, Mapping[str, set[str]]]


class MergeSource(NamedTuple):
    """The events and changes of a file in their order, and its connection where it is a database."""

    where: str
    entries: Iterator[AnchoredEvent | Change]
    database: Connection | None


@contextmanager
def open_source(path: Path) -> Iterator[MergeSource]:
    """Open a file of another copy: a SQLite database, a history or an export; `-` is standard input."""
    try:
        is_database = str(path) != STANDARD_INPUT and snapshot_copy.is_database(path)
    except OSError as error:
        raise unreadable(str(path), error) from error
    if not is_database:
        yield MergeSource(str(path), _file_entries(path), None)
        return
    with snapshot_copy.open_copy(path) as database, database.reading() as connection:
        yield MergeSource(str(path), events.entries(connection, HistoryFilter()), connection)


def mark_part_id(event: str, kind: str) -> str:
    """Return the id of the event for one part of a mark, which an export gives as one event."""
    return sha256(f"{event}\n{kind}".encode()).hexdigest()[: len(event)]


def _file_entries(path: Path) -> Iterator[AnchoredEvent | Change]:
    for line in read_records(path):
        if isinstance(line.record, ExportRecord):
            yield from _export_events(line.record)
        else:
            yield _history_entry(line.record, f"{path}:{line.number}")


def _history_entry(record: HistoryRecord, where: str) -> AnchoredEvent | Change:
    if record.kind == "import" or record.kind == "address" or record.kind == "codebook":
        if record.subject is None:
            raise Refused(f"{where}: a change needs its subject. Export the history anew.")
        return _from_record(Change, record)
    if record.unit is None or record.document is None or record.annotator is None:
        raise Refused(f"{where}: an event needs its unit, document and annotator. Export the history anew.")
    event = replace(_from_record(Event, record), codebook_version=record.codebook_version or "")
    place = record.document
    return AnchoredEvent(event, TextAnchor(place.id, place.kind, place.text_sha256, place.start, place.end))


def _from_record(kind: type[Entry], record: HistoryRecord) -> Entry:
    """Return an event or a change; its fields are fields of the record, under the same names."""
    values = {field.name: getattr(record, field.name) for field in fields(kind)}
    return kind(**{**values, "at": _utc(record.at)})


def _export_events(record: ExportRecord) -> Iterator[AnchoredEvent]:
    document = record.document
    anchor = TextAnchor(document.id, record.kind, document.text_sha256, document.start, document.end)
    edition = edition_of(record.text)
    for annotation in record.annotations:
        yield AnchoredEvent(_answer_event(record.id, annotation, edition), anchor)
    for mark in record.marks:
        for event in _mark_events(record, mark, edition):
            yield AnchoredEvent(event, anchor)


def _answer_event(unit: str, annotation: AnnotationRecord, edition: str) -> Event:
    return Event(
        id=annotation.event,
        at=_utc(annotation.at),
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


def _mark_events(record: ExportRecord, mark: MarkRecord, edition: str) -> Iterator[Event]:
    """Yield an event for each part of a mark: the first with the exported id, the others with ids of their own."""
    parts: list[tuple[EventKind, Details]] = []
    if mark.flagged:
        parts.append(("flag", {"flagged": True}))
    if mark.note:
        parts.append(("note", {"note": mark.note}))
    if mark.skipped:
        parts.append(("skip", {"skipped": mark.skipped}))
    for number, (kind, after) in enumerate(parts):
        yield Event(
            id=mark_part_id(mark.event, kind) if number else mark.event,
            at=_utc(mark.at),
            annotator=mark.annotator,
            kind=kind,
            unit=record.id,
            dimension=None,
            before=None,
            after=after,
            undoes=None,
            codebook_version=record.codebook.version,
            program_version="",
            edition=edition,
        )


def _utc(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(UTC)


# Validation


def labels_by_version(connection: Connection) -> Labels:
    """Return the labels of each dimension, by the version of each codebook that is known here."""
    labels: dict[str, dict[str, set[str]]] = {}
    for name, version, text, _ in codebooks.all_versions(connection):
        dimensions = labels.setdefault(version, {})
        for dimension in parse_codebook(text, origin=name).dimensions:
            dimensions.setdefault(dimension.id, set()).update(label.id for label in dimension.labels)
    return labels


def check_event(event: Event, labels: Labels, *, where: str) -> None:
    """Raise Refused for an event that no program of this kind writes; `where` names its file."""
    checked_name(event.annotator)
    dimensions = labels.get(event.codebook_version)
    if dimensions is None:
        raise _refusal(
            where, event, f"it was given under a codebook that is not here ({event.codebook_version})"
        )
    values = [value for details in (event.before, event.after) for value in (details or {}).values()]
    if any(isinstance(value, str) and CONTROL_CHARACTERS.search(value) for value in values):
        raise _refusal(where, event, "it holds a sign that is no text")
    after = event.after or {}
    match event.kind:
        case "answer":
            is_valid = after.get("label") in dimensions.get(event.dimension or "", ())
        case "withdraw":
            is_valid = event.dimension in dimensions
        case "flag" | "note" | "skip":
            is_valid = list(after) == [_MARK_FIELDS[event.kind]] and event.dimension is None
        case _:
            is_valid = event.undoes is not None
    if not is_valid:
        raise _refusal(where, event, "it is no answer or mark that its codebook allows")


def check_undone(connection: Connection, undos: Mapping[str, Event], *, where: str) -> None:
    """Raise Refused where an undo or redo, by the event that it names, concerns no event here, or another's."""
    remaining = iter(undos.items())
    while chunk := dict(islice(remaining, _CHUNK)):
        known = events.known_events(connection, chunk)
        for undone, event in chunk.items():
            found = known.get(undone)
            if found is None or (found.unit, found.annotator) != (event.unit, event.annotator):
                raise _refusal(where, event, f"it takes back {undone}, which is not with it")


def _refusal(where: str, event: Event, reason: str) -> Refused:
    return Refused(
        f"{where}: event {event.id} cannot be taken in: {reason}. "
        "Export the whole history anew, or merge the database."
    )
