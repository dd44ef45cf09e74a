"""Checks the promises about stored data on a database, and names each break with what to do.

Every text of a document is sound by itself (see `document_checks`) and one of them gave the document its key; addresses
lead to documents; search finds every unit; the current answers and marks follow from the history; what is
counted as done is done.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterator
from itertools import groupby

from sqlalchemy import Connection

from annotator.corpus.near_duplicates import near_duplicate_keys
from annotator.corpus.source import text_digest
from annotator.corpus.unit_ids import document_key
from annotator.store import (
    annotations,
    document_versions,
    documents,
    facets,
    integrity,
    near_duplicates,
    queue,
    search_index,
)
from annotator.store import events as history
from annotator.store.values import StoredDocument
from annotator.workflow.labelling.replay import ReplayRules, is_done, replay, undone_events
from annotator.workflow.maintenance.document_checks import RESTORE, Break, check_document
from annotator.workflow.project import Project

__all__ = ["Break", "verify"]

_INDEX_AGAIN = "Copy the project with `annotator copy`: the copy has a new index, and all else as it is."


def verify(project: Project, *, progress: Callable[[], None] = lambda: None) -> Iterator[Break]:
    """Yield every break of the project's promises; `progress` is called once a document."""
    with project.database.reading() as connection:
        for number in documents.document_numbers(connection):
            progress()
            try:
                document = documents.read_document(connection, number)
            except documents.DocumentNotFound:
                yield Break(f"document number {number}", "its text is not there", RESTORE)
                continue
            except (KeyError, TypeError, ValueError):
                yield Break(
                    f"document number {number}", "what is stored of its units cannot be read", RESTORE
                )
                continue
            yield from check_document(document)
            yield from _text_breaks(connection, number, document)
            for unit in near_duplicates.units_in_wrong_group(connection, near_duplicate_keys(document.parse)):
                yield Break(f"unit {unit}", "it is not linked to where its text stands too", RESTORE)
            unfound = search_index.unindexed(connection, number)
            unfound += facets.units_with_wrong_facets(connection, number)
            for unit in dict.fromkeys(unfound):
                yield Break(f"unit {unit}", "search does not find it by all of its words", _INDEX_AGAIN)
        for source in integrity.orphaned_addresses(connection):
            yield Break(f"address {source}", "it leads to no document", RESTORE)
        for unit in integrity.orphaned_quotations(connection):
            yield Break(f"unit {unit}", "the quotation stands in no line", RESTORE)
        done = yield from _history_breaks(project, connection)
        yield from _queue_breaks(connection, done)


def _text_breaks(connection: Connection, number: int, current: StoredDocument) -> Iterator[Break]:
    """Yield where a document's versions are not what was read, or its units are not in the last one."""
    keys = {document_key(text_digest(current.parse.text))}
    for former, _ in document_versions.former_documents(connection, number):
        yield from check_document(former)
        keys.add(document_key(text_digest(former.parse.text)))
    if current.parse.key not in keys:
        yield Break(f"document {current.parse.key}", "its key is that of none of its texts", RESTORE)
    for unit in integrity.wrong_editions(connection, number):
        yield Break(f"unit {unit}", "its edition is not one of its words", RESTORE)
    for misplaced in integrity.misplaced_units(connection, number):
        where = f"document number {number}" if misplaced is None else f"unit {misplaced}"
        yield Break(where, "it does not stand in the text that was read last", RESTORE)


def _history_breaks(project: Project, connection: Connection) -> Generator[Break, None, set[tuple[str, str]]]:
    """Yield where the current state does not follow from the history; return who is done with which unit."""
    stored_answers = defaultdict(set)
    for answered in annotations.all_answers(connection):
        stored_answers[answered.unit, answered.annotator].add(answered)
    stored_marks = {(mark.unit, mark.annotator): mark for mark in annotations.all_marks(connection)}
    done: set[tuple[str, str]] = set()
    in_order = history.events_in_order(connection)
    for event_id in sorted(undone_events(in_order) ^ history.undone_ids(connection)):
        yield Break(f"event {event_id}", "whether it is taken back is not what the history says", RESTORE)
    events = sorted(in_order, key=lambda event: (event.unit, event.annotator))
    known = {event.id for event in events}
    for event in events:
        if event.undoes is not None and event.undoes not in known:
            yield Break(
                f"event {event.id}", f"it undoes {event.undoes}, which is not in the history", RESTORE
            )
    for (unit, annotator), group in groupby(events, key=lambda event: (event.unit, event.annotator)):
        place = documents.find_unit(connection, unit)
        where = f"unit {unit}, annotator {annotator}"
        if place is None:
            yield Break(where, "the history speaks of a unit that is not there", RESTORE)
            continue
        state = replay(group, ReplayRules.of(place, project.codebook))
        if stored_answers.pop((unit, annotator), set()) != set(state.answers.values()):
            yield Break(where, "the answers shown are not what the history comes to", RESTORE)
        if stored_marks.pop((unit, annotator), None) != state.mark:
            yield Break(where, "the mark shown is not what the history comes to", RESTORE)
        if is_done(project.codebook, place.kind, state):
            done.add((annotator, unit))
    for unit, annotator in (*stored_answers, *stored_marks):
        yield Break(f"unit {unit}, annotator {annotator}", "it has answers without a history", RESTORE)
    return done


def _queue_breaks(connection: Connection, done: set[tuple[str, str]]) -> Iterator[Break]:
    """Yield where the queue does not wait for what is open, or counts it wrongly."""
    queued = integrity.queued_units(connection)
    done = {(annotator, unit) for annotator, unit in done if unit in queued}
    for annotator, unit in sorted(done ^ queue.all_done(connection)):
        said = "done and is open" if (annotator, unit) not in done else "open and is done"
        yield Break(f"unit {unit}, annotator {annotator}", f"it is counted as {said}", RESTORE)
    counted = Counter((annotator, queued[unit]) for annotator, unit in done)
    noted = Counter(queue.all_progress(connection))
    for annotator, number in sorted(key for key in counted | noted if counted[key] != noted[key]):
        yield Break(
            f"document number {number}, annotator {annotator}", "what is done is counted wrongly", RESTORE
        )
    lengths = Counter(queued.values())
    for number, length in integrity.queue_lengths(connection).items():
        if lengths[number] != length:
            yield Break(f"document number {number}", "its units in the queue are counted wrongly", RESTORE)
