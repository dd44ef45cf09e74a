"""The history of a project by time and id, as entries and as the records that copies exchange."""

from collections.abc import Iterator

from annotator.formats.records import SCHEMA_VERSION, HistoryRecord, UnitLocation, instant
from annotator.formats.writers import jsonl
from annotator.store import documents, events
from annotator.store.values import AnchoredEvent, Change, Event, HistoryFilter
from annotator.workflow.errors import Refused
from annotator.workflow.project import Project

__all__ = ["HistoryFilter", "entries", "history_lines", "history_records"]

EVERYTHING = HistoryFilter()


def entries(project: Project, selection: HistoryFilter = EVERYTHING) -> Iterator[Event | Change]:
    """Yield events and changes by (at, id); raises Refused for an unknown unit."""
    for entry in _entries(project, selection):
        yield entry.event if isinstance(entry, AnchoredEvent) else entry


def history_records(project: Project, selection: HistoryFilter = EVERYTHING) -> Iterator[HistoryRecord]:
    """Yield events and changes as records, the form in which copies of a project exchange them."""
    return map(_history_record, _entries(project, selection))


def history_lines(project: Project, selection: HistoryFilter = EVERYTHING) -> Iterator[bytes]:
    """Yield events and changes as lines of JSON."""
    return map(jsonl.encode, history_records(project, selection))


def _entries(project: Project, selection: HistoryFilter) -> Iterator[AnchoredEvent | Change]:
    with project.database.reading() as connection:
        if selection.unit is not None and documents.find_unit(connection, selection.unit) is None:
            raise Refused(
                f"no unit has the id {selection.unit!r}. Ids stand in the `id` of each exported record."
            )
        yield from events.entries(connection, selection)


def _history_record(entry: AnchoredEvent | Change) -> HistoryRecord:
    if isinstance(entry, Change):
        return _change_record(entry)
    event, place = entry
    return HistoryRecord(
        id=event.id,
        at=instant(event.at),
        annotator=event.annotator,
        kind=event.kind,
        unit=event.unit,
        document=UnitLocation(*place),
        subject=None,
        dimension=event.dimension,
        before=event.before,
        after=event.after,
        undoes=event.undoes,
        act=event.act,
        edition=event.edition,
        codebook_version=event.codebook_version,
        program_version=event.program_version,
        schema_version=SCHEMA_VERSION,
    )


def _change_record(change: Change) -> HistoryRecord:
    return HistoryRecord(
        id=change.id,
        at=instant(change.at),
        annotator=change.annotator,
        kind=change.kind,
        unit=None,
        document=None,
        subject=change.subject,
        dimension=None,
        before=change.before,
        after=change.after,
        undoes=None,
        act=None,
        edition=None,
        codebook_version=None,
        program_version=change.program_version,
        schema_version=SCHEMA_VERSION,
    )
