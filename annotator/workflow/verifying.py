"""Checks the promises about stored data on a database, and names each break with what to do.

Blocks partition their text; every unit's span lies in its text and every evidence shows what it says; the current
answers and marks are what the history comes to; what is counted as done is done.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterator
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.corpus.model import Parse, Quotation
from annotator.corpus.source import text_digest
from annotator.corpus.span import Span
from annotator.corpus.twins import twin_keys
from annotator.store import documents, history, lineage, twins, versions
from annotator.store.values import StoredDocument
from annotator.workflow.project import Project
from annotator.workflow.record import is_done
from annotator.workflow.replay import replay, taken_back, terms_of


class Break(NamedTuple):
    """A promise that does not hold: where, what, and what to do."""

    where: str
    what: str
    advice: str


_OPENING, _CLOSING = ("「", "『"), ("」", "』")
# What a quotation without a closing bracket ends before.
_BORDERS = (")", "）", "・")
_RESTORE = "Restore the newest backup, or send the database to whoever keeps the program."


def verify(project: Project, *, progress: Callable[[], None] = lambda: None) -> Iterator[Break]:
    """Yield every break of the project's promises; `progress` is called once a document."""
    with project.database.reading() as connection:
        for number in documents.document_numbers(connection):
            progress()
            try:
                document = documents.read_document(connection, number)
            except documents.NoDocument:
                yield Break(f"document number {number}", "its text is not there", _RESTORE)
                continue
            except (KeyError, TypeError, ValueError):
                yield Break(
                    f"document number {number}", "what is stored of its units cannot be read", _RESTORE
                )
                continue
            yield from _document_breaks(document)
            yield from _text_breaks(connection, number)
            for unit in twins.misplaced(connection, twin_keys(document.parse)):
                yield Break(f"unit {unit}", "it is not linked to where its text stands too", _RESTORE)
        for unit in documents.strays(connection):
            yield Break(f"unit {unit}", "the quotation stands in no line", _RESTORE)
        done = yield from _history_breaks(project, connection)
        yield from _queue_breaks(connection, done)


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
    yield from _span_breaks(parse)
    yield from _evidence_breaks(parse)


def _text_breaks(connection: Connection, number: int) -> Iterator[Break]:
    """Yield where the texts of a document are not what was read, or its units do not stand in their last one."""
    for former, _ in lineage.former_documents(connection, number):
        yield from _document_breaks(former)
    for misnamed in lineage.misnamed(connection, number):
        yield Break(f"unit {misnamed}", "its edition is not one of its words", _RESTORE)
    for unit in versions.misplaced(connection, number):
        where = f"document number {number}" if unit is None else f"unit {unit}"
        yield Break(where, "it does not stand in the text that was read last", _RESTORE)


def _span_breaks(parse: Parse) -> Iterator[Break]:
    """Yield the spans that lie outside what they are a part of."""
    whole = Span(0, len(parse.text))
    clips = {clip.id for clip in parse.clips}
    for clip in parse.clips:
        if not _holds(whole, clip.span) or clip.span.start == clip.span.end:
            yield Break(f"unit {clip.id}", "its span lies outside its text", _RESTORE)
        parts = clip.body_spans if clip.headline_span is None else (clip.headline_span, *clip.body_spans)
        if not all(_holds(clip.span, part) for part in parts):
            yield Break(f"unit {clip.id}", "its headline or body lies outside the clip", _RESTORE)
    for line in parse.commentary:
        where = f"unit {line.id}"
        if not _holds(whole, line.span) or line.span.start == line.span.end:
            yield Break(where, "its span lies outside its text", _RESTORE)
        if parse.text.count("\n", 0, line.span.start) + 1 != line.line:
            yield Break(where, "the number of its line is not where it stands", _RESTORE)
        if line.clip is not None and line.clip not in clips:
            yield Break(where, "it stands under a clip that is not there", _RESTORE)
        if not all(_holds(line.span, Span(part.start, part.end)) for part in line.segments):
            yield Break(where, "a part of it lies outside the line", _RESTORE)
        for quotation in line.quotations:
            if not _holds(line.span, Span(quotation.start, quotation.end)):
                yield Break(f"unit {quotation.id}", "the quotation lies outside its line", _RESTORE)
            elif not _in_brackets(parse.text, line.span, quotation):
                yield Break(
                    f"unit {quotation.id}", "the quotation does not stand between its brackets", _RESTORE
                )


def _in_brackets(text: str, line: Span, quotation: Quotation) -> bool:
    """Tell whether a quotation reaches from its bracket to its bracket; the writer may have left out one of them."""
    before, after = text[line.start : quotation.start], text[quotation.end : line.end]
    closed = after.startswith(_CLOSING)
    if before.endswith(_OPENING):
        return closed or not after or after.startswith(_BORDERS)
    # Without an opening bracket the one before it has to be closed already.
    opened = max(before.rfind(sign) for sign in _OPENING)
    return closed and opened <= max(before.rfind(sign) for sign in _CLOSING)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start <= inner.end <= outer.end


def _evidence_breaks(parse: Parse) -> Iterator[Break]:
    """Yield the evidence that stands in no clip of the document, or does not show the words that it is for."""
    clips = {clip.id: clip.span for clip in parse.clips}
    for line in parse.commentary:
        for quotation in line.quotations:
            evidence = quotation.evidence
            if evidence is None or evidence.start is None or evidence.end is None:
                continue
            where = f"unit {quotation.id}"
            clip = clips.get(evidence.clip or "")
            if clip is None or not _holds(clip, Span(evidence.start, evidence.end)):
                yield Break(where, "its evidence lies outside its clip", _RESTORE)
            elif evidence.method == "exact" and parse.text[evidence.start : evidence.end] != quotation.text:
                yield Break(where, "its evidence shows other words", _RESTORE)


def _history_breaks(project: Project, connection: Connection) -> Generator[Break, None, set[tuple[str, str]]]:
    """Yield where the current tables are not what the history comes to; return who is done with which unit."""
    stored_answers = defaultdict(set)
    for answered in history.all_answers(connection):
        stored_answers[answered.unit, answered.annotator].add(answered)
    stored_marks = {(mark.unit, mark.annotator): mark for mark in history.all_marks(connection)}
    done: set[tuple[str, str]] = set()
    in_order = history.events_in_order(connection)
    for event_id in sorted(taken_back(in_order) ^ history.all_undone(connection)):
        yield Break(f"event {event_id}", "whether it is taken back is not what the history says", _RESTORE)
    events = sorted(in_order, key=lambda event: (event.unit, event.annotator))
    known = {event.id for event in events}
    for event in events:
        if event.undoes is not None and event.undoes not in known:
            yield Break(
                f"event {event.id}", f"it undoes {event.undoes}, which is not in the history", _RESTORE
            )
    for (unit, annotator), group in groupby(events, key=lambda event: (event.unit, event.annotator)):
        place = documents.find_unit(connection, unit)
        where = f"unit {unit}, annotator {annotator}"
        if place is None:
            yield Break(where, "the history speaks of a unit that is not there", _RESTORE)
            continue
        state = replay(group, terms_of(place, project.codebook))
        if stored_answers.pop((unit, annotator), set()) != set(state.answers.values()):
            yield Break(where, "the answers shown are not what the history comes to", _RESTORE)
        if stored_marks.pop((unit, annotator), None) != state.mark:
            yield Break(where, "the mark shown is not what the history comes to", _RESTORE)
        if is_done(project.codebook, place.kind, state):
            done.add((annotator, unit))
    for unit, annotator in (*stored_answers, *stored_marks):
        yield Break(f"unit {unit}, annotator {annotator}", "it has answers without a history", _RESTORE)
    return done


def _queue_breaks(connection: Connection, done: set[tuple[str, str]]) -> Iterator[Break]:
    """Yield where the queue does not wait for what is open, or counts it wrongly."""
    queued = documents.queued_units(connection)
    done = {(annotator, unit) for annotator, unit in done if unit in queued}
    for annotator, unit in sorted(done ^ history.all_done(connection)):
        said = "done and is open" if (annotator, unit) not in done else "open and is done"
        yield Break(f"unit {unit}, annotator {annotator}", f"it is counted as {said}", _RESTORE)
    counted = Counter((annotator, queued[unit]) for annotator, unit in done)
    noted = Counter(history.all_progress(connection))
    for annotator, number in sorted(key for key in counted | noted if counted[key] != noted[key]):
        yield Break(
            f"document number {number}, annotator {annotator}", "what is done is counted wrongly", _RESTORE
        )
    lengths = Counter(queued.values())
    for number, length in documents.queue_lengths(connection).items():
        if lengths[number] != length:
            yield Break(f"document number {number}", "its units in the queue are counted wrongly", _RESTORE)
