"""The history: who did what when, told in one order, and earlier work put back into force.

Putting back is itself an act: a new event, of the annotator who does it, on her own work only.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from annotator.formats.records import SCHEMA_VERSION, HistoryRecord, UnitLocation, instant
from annotator.formats.writers import jsonl
from annotator.store import documents, event_log, events
from annotator.store.values import AnchoredEvent, Change, Event, HistoryFilter
from annotator.workflow.errors import Refused
from annotator.workflow.labelling.annotate import Sitting
from annotator.workflow.labelling.record import Outcome
from annotator.workflow.labelling.replay import replay, taken_back, terms_of
from annotator.workflow.project import Project

__all__ = ["HistoryFilter", "entries", "history_lines", "history_records", "restore"]

EVERYTHING = HistoryFilter()
_MARKS = ("flag", "note", "skip")


def entries(project: Project, wanted: HistoryFilter = EVERYTHING) -> Iterator[Event | Change]:
    """Yield what was done, by (at, id); raises Refused for a unit that is not there."""
    for entry in _entries(project, wanted):
        yield entry.event if isinstance(entry, AnchoredEvent) else entry


def history_records(project: Project, wanted: HistoryFilter = EVERYTHING) -> Iterator[HistoryRecord]:
    """Yield the events and changes as records, the form in which copies of a project exchange them."""
    return map(_history_record, _entries(project, wanted))


def history_lines(project: Project, wanted: HistoryFilter = EVERYTHING) -> Iterator[bytes]:
    """Yield the events and changes as lines of JSON."""
    return jsonl.lines(history_records(project, wanted))


def restore(project: Project, wanted: HistoryFilter) -> list[Outcome]:
    """Put the annotator's own acts of a unit, a period, or one event back into force, all or none.

    Of a period it is what stood of them at its end. What stands already is no new event and is left out. Raises
    Refused where nothing is selected, or another's event; AnswerError where the codebook has no such answer any more.
    """
    if wanted == EVERYTHING or wanted.annotator not in (None, project.annotator):
        raise Refused("only your own work can be put back: name an event, a unit or a period of it.")
    with project.database.writing() as connection:
        own = HistoryFilter(wanted.unit, project.annotator, wanted.since, wanted.until, wanted.event)
        selected = [one.event for one in event_log.entries(connection, own) if isinstance(one, AnchoredEvent)]
        if not selected:
            raise Refused("nothing of yours is selected. See `annotator history`.")
        sitting = Sitting(project, connection)
        if wanted.event is not None:
            return _new([_put_back(sitting, selected[0])])
        units = dict.fromkeys(event.unit for event in selected)
        return _new(
            [
                _put_back(sitting, event)
                for unit in units
                for event in _standing(project, connection, unit, selected)
            ]
        )


def _standing(project: Project, connection: Connection, unit: str, selected: list[Event]) -> Iterator[Event]:
    """Yield those of the selected events on a unit whose answer or mark stood after the last of them, in order."""
    chosen = {event.id: event for event in selected if event.unit == unit}
    last = list(chosen.values())[-1]
    past = [
        event
        for event in events.events_of_unit(connection, unit, project.annotator)
        if (event.at, event.id) <= (last.at, last.id)
    ]
    place = documents.find_unit(connection, unit)
    assert place
    state = replay(past, terms_of(place, project.codebook))
    standing = {answer.event for answer in state.answers.values()}
    undone = taken_back(past)
    marks = {event.kind: event.id for event in past if event.kind in _MARKS and event.id not in undone}
    for event in chosen.values():
        if event.id in standing or event.id == marks.get(event.kind):
            yield event


def _put_back(sitting: Sitting, event: Event) -> Outcome:
    """Do again what an event did."""
    after: dict[str, Any] = dict(event.after or {})
    match event.kind:
        case "answer":
            assert event.dimension
            return sitting.answer(
                event.unit,
                dimension=event.dimension,
                label=after["label"],
                target=after.get("target"),
                confidence=after.get("confidence"),
            )
        case "flag":
            return sitting.flag(event.unit, flagged=after["flagged"])
        case "note":
            return sitting.note(event.unit, after["note"] or "")
        case "skip":
            return sitting.skip(event.unit, after["skipped"])
    raise Refused(
        f"event {event.id} is a {event.kind}; only answers, flags, notes and skips can be put back."
    )


def _new(outcomes: list[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.event is not None]


def _entries(project: Project, wanted: HistoryFilter) -> Iterator[AnchoredEvent | Change]:
    with project.database.reading() as connection:
        if wanted.unit is not None and documents.find_unit(connection, wanted.unit) is None:
            raise Refused(
                f"no unit has the id {wanted.unit!r}. Ids stand in the `id` of each exported record."
            )
        yield from event_log.entries(connection, wanted)


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
