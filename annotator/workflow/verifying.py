"""Checks the promises about stored data on a database, and names each break with what to do.

Blocks partition their text; every unit's span lies in its text and every evidence shows what it says; the current
answers and marks are what the history comes to; what is counted as done is done.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.corpus.source import text_digest
from annotator.store import documents, history
from annotator.store.values import StoredDocument
from annotator.workflow.project import Project
from annotator.workflow.record import is_done
from annotator.workflow.replay import replay


class Break(NamedTuple):
    """A promise that does not hold: where, what, and what to do."""

    where: str
    what: str
    advice: str


_RESTORE = "Restore the newest backup, or send the database to whoever keeps the program."


def verify(project: Project) -> Iterator[Break]:
    """Yield every break of the project's promises."""
    with project.database.reading() as connection:
        for document in documents.read_documents(connection):
            yield from _document_breaks(document)
        yield from _history_breaks(project, connection)


def _document_breaks(document: StoredDocument) -> Iterator[Break]:
    parse, where = document.parse, f"document {document.parse.key}"
    if text_digest(parse.text) != document.origin.text_sha256:
        yield Break(where, "the stored text is not the one that was read", _RESTORE)
    position = 0
    for block in parse.blocks:
        if block.start != position or block.end < block.start:
            yield Break(where, f"the blocks leave a gap or overlap at {position}", _RESTORE)
            break
        position = block.end
    else:
        if position != len(parse.text):
            yield Break(where, "the blocks end before the text does", _RESTORE)
    spans = [(clip.id, clip.span) for clip in parse.clips] + [
        (line.id, line.span) for line in parse.commentary
    ]
    for unit, span in spans:
        if not 0 <= span.start < span.end <= len(parse.text):
            yield Break(f"unit {unit}", "its span lies outside its text", _RESTORE)
    for line in parse.commentary:
        for quotation in line.quotations:
            inside = line.span.start <= quotation.start <= quotation.end <= line.span.end
            if not inside:
                yield Break(f"unit {quotation.id}", "the quotation lies outside its line", _RESTORE)


def _history_breaks(project: Project, connection: Connection) -> Iterator[Break]:
    stored_answers = defaultdict(set)
    for answered in history.all_answers(connection):
        stored_answers[answered.unit, answered.annotator].add(answered)
    stored_marks = {(mark.unit, mark.annotator): mark for mark in history.all_marks(connection)}
    done = history.all_done(connection)
    events = sorted(history.events_in_order(connection), key=lambda event: (event.unit, event.annotator))
    known = {event.id for event in events}
    for event in events:
        if event.undoes is not None and event.undoes not in known:
            yield Break(
                f"event {event.id}", f"it undoes {event.undoes}, which is not in the history", _RESTORE
            )
    for (unit, annotator), group in groupby(events, key=lambda event: (event.unit, event.annotator)):
        state = replay(group)
        where = f"unit {unit}, annotator {annotator}"
        if stored_answers.pop((unit, annotator), set()) != set(state.answers.values()):
            yield Break(where, "the answers shown are not what the history comes to", _RESTORE)
        if stored_marks.pop((unit, annotator), None) != state.mark:
            yield Break(where, "the mark shown is not what the history comes to", _RESTORE)
        place = documents.find_unit(connection, unit)
        if place is None:
            yield Break(where, "the history speaks of a unit that is not there", _RESTORE)
        elif (annotator, unit) in done and not is_done(project.codebook, place.kind, state):
            yield Break(where, "it is counted as done and is not", _RESTORE)
    for unit, annotator in (*stored_answers, *stored_marks):
        yield Break(f"unit {unit}, annotator {annotator}", "it has answers without a history", _RESTORE)
