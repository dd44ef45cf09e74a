"""Checks the promises about stored data on a database, and names each break with what to do.

Every text of a document is sound by itself and one of them gave the document its key; addresses lead to documents;
search finds every unit; the current answers and marks follow from the history; what is counted as done is done.

A text is sound where its blocks partition it, its units are named by what the document was when it was first read,
every span lies in the text, every quotation in its brackets and its outer one, and evidence shows what it says.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterator
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.corpus.model import Commentary, Parse, Quotation
from annotator.corpus.near_duplicates import near_duplicate_keys
from annotator.corpus.source import text_digest
from annotator.corpus.span import Span
from annotator.corpus.unit_ids import UnitIdGenerator, UnitKind, document_key
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
from annotator.workflow.project import Project

_RESTORE = "Restore the newest backup, or send the database to whoever keeps the program."
_INDEX_AGAIN = "Copy the project with `annotator copy`: the copy has a new index, and all else as it is."
_OPENING, _CLOSING = ("「", "『"), ("」", "』")
# What a quotation without a closing bracket ends before.
_BORDERS = (")", "）", "・")


class Break(NamedTuple):
    """A promise that does not hold: where, what, and what to do."""

    where: str
    what: str
    advice: str


def verify(project: Project, *, progress: Callable[[], None] = lambda: None) -> Iterator[Break]:
    """Yield every break of the project's promises; `progress` is called once a document."""
    with project.database.reading() as connection:
        for number in documents.document_numbers(connection):
            progress()
            try:
                document = documents.read_document(connection, number)
            except documents.DocumentNotFound:
                yield Break(f"document number {number}", "its text is not there", _RESTORE)
                continue
            except (KeyError, TypeError, ValueError):
                yield Break(
                    f"document number {number}", "what is stored of its units cannot be read", _RESTORE
                )
                continue
            yield from _document_breaks(document)
            yield from _text_breaks(connection, number, document)
            for unit in near_duplicates.units_in_wrong_group(connection, near_duplicate_keys(document.parse)):
                yield Break(f"unit {unit}", "it is not linked to where its text stands too", _RESTORE)
            unfound = search_index.unindexed(connection, number)
            unfound += facets.units_with_wrong_facets(connection, number)
            for unit in dict.fromkeys(unfound):
                yield Break(f"unit {unit}", "search does not find it by all of its words", _INDEX_AGAIN)
        for source in integrity.orphaned_addresses(connection):
            yield Break(f"address {source}", "it leads to no document", _RESTORE)
        for unit in integrity.orphaned_quotations(connection):
            yield Break(f"unit {unit}", "the quotation stands in no line", _RESTORE)
        done = yield from _history_breaks(project, connection)
        yield from _queue_breaks(connection, done)


def _text_breaks(connection: Connection, number: int, current: StoredDocument) -> Iterator[Break]:
    """Yield where a document's versions are not what was read, or its units are not in the last one."""
    keys = {document_key(text_digest(current.parse.text))}
    for former, _ in document_versions.former_documents(connection, number):
        yield from _document_breaks(former)
        keys.add(document_key(text_digest(former.parse.text)))
    if current.parse.key not in keys:
        yield Break(f"document {current.parse.key}", "its key is that of none of its texts", _RESTORE)
    for unit in integrity.wrong_editions(connection, number):
        yield Break(f"unit {unit}", "its edition is not one of its words", _RESTORE)
    for misplaced in integrity.misplaced_units(connection, number):
        where = f"document number {number}" if misplaced is None else f"unit {misplaced}"
        yield Break(where, "it does not stand in the text that was read last", _RESTORE)


def _history_breaks(project: Project, connection: Connection) -> Generator[Break, None, set[tuple[str, str]]]:
    """Yield where the current state does not follow from the history; return who is done with which unit."""
    stored_answers = defaultdict(set)
    for answered in annotations.read_answers(connection):
        stored_answers[answered.unit, answered.annotator].add(answered)
    stored_marks = {(mark.unit, mark.annotator): mark for mark in annotations.read_marks(connection)}
    done: set[tuple[str, str]] = set()
    in_order = history.events_in_order(connection)
    for event_id in sorted(undone_events(in_order) ^ history.undone_ids(connection)):
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
        state = replay(group, ReplayRules.of(place, project.codebook))
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
    queued = integrity.queued_units(connection)
    done = {(annotator, unit) for annotator, unit in done if unit in queued}
    for annotator, unit in sorted(done ^ queue.all_done(connection)):
        said = "done and is open" if (annotator, unit) not in done else "open and is done"
        yield Break(f"unit {unit}, annotator {annotator}", f"it is counted as {said}", _RESTORE)
    counted = Counter((annotator, queued[unit]) for annotator, unit in done)
    noted = Counter(queue.all_progress(connection))
    for annotator, number in sorted(key for key in counted | noted if counted[key] != noted[key]):
        yield Break(
            f"document number {number}, annotator {annotator}", "what is done is counted wrongly", _RESTORE
        )
    lengths = Counter(queued.values())
    for number, length in integrity.queue_lengths(connection).items():
        if lengths[number] != length:
            yield Break(f"document number {number}", "its units in the queue are counted wrongly", _RESTORE)


def _document_breaks(document: StoredDocument) -> Iterator[Break]:
    """Yield where one text of a document is not sound by itself."""
    parse, where = document.parse, f"document {document.parse.key}"
    if text_digest(parse.text) != document.provenance.text_sha256:
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
    if document_key(text_digest(parse.text)) == parse.key:
        yield from _identity_breaks(parse)


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
        yield from _nesting_breaks(line)
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
    """Yield the evidence that is in no clip of the document, or does not show the quotation's text."""
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


def _identity_breaks(parse: Parse) -> Iterator[Break]:
    """Yield the units of the text that gave the document its key whose ids are not what they say."""
    names = UnitIdGenerator(parse.key)
    for unit, kind, text in _units(parse):
        if names.next_id(kind, text) != unit:
            yield Break(f"unit {unit}", "its id is not that of its kind, its words and its place", _RESTORE)


def _units(parse: Parse) -> Iterator[tuple[str, UnitKind, str]]:
    for clip in parse.clips:
        yield clip.id, "clip", clip.span.of(parse.text)
    for line in parse.commentary:
        yield line.id, "commentary", line.span.of(parse.text)
        for quotation in line.quotations:
            yield quotation.id, "quotation", quotation.text


def _nesting_breaks(line: Commentary) -> Iterator[Break]:
    """Yield the quotations of a line that are not inside their parent, one level deeper."""
    known: dict[str, Quotation] = {}
    for quotation in line.quotations:
        outer = known.get(quotation.parent or "")
        if quotation.parent is None:
            sound = quotation.depth == 0
        else:
            sound = (
                outer is not None
                and quotation.depth == outer.depth + 1
                and _holds(Span(outer.start, outer.end), Span(quotation.start, quotation.end))
            )
        if not sound:
            yield Break(
                f"unit {quotation.id}", "it does not stand inside the quotation that it names", _RESTORE
            )
        known[quotation.id] = quotation
