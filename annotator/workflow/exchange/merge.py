"""Unites the histories of several copies of a project, by event id, in the order of (at, id).

Merging is itself no event: what comes of it depends on the acts alone, not on who merged which file when or how often.
All files are taken in, or none.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.codebook.load import parse_codebook
from annotator.corpus.unit_ids import edition_of
from annotator.store import (
    codebooks,
    document_merge,
    document_versions,
    documents,
    event_log,
    progress,
    unit_versions,
)
from annotator.store import events as history
from annotator.store.document_merge import Called, United
from annotator.store.values import AnchoredEvent, Change, Event
from annotator.workflow.errors import Refused
from annotator.workflow.exchange.merge_conflicts import Conflict, conflicts
from annotator.workflow.exchange.merge_sources import UNKNOWN_EDITION, Incoming, derived_id, opened
from annotator.workflow.exchange.merge_validation import Admission
from annotator.workflow.labelling.projections import recount
from annotator.workflow.labelling.replay import terms_of
from annotator.workflow.project import Project

_CHUNK = 500


class LeftOut(NamedTuple):
    """An event about a unit that another version of the program found in a document, and this one does not."""

    event: str
    unit: str
    document: str


@dataclass(slots=True)
class MergeReport:
    """What a merge brought, what it had to leave out, and where one person had answered twice."""

    events: int = 0
    known: int = 0
    documents: int = 0
    texts: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def merge(project: Project, paths: Sequence[Path]) -> MergeReport:
    """Bring in the work of other copies: databases, histories and exports.

    Raises Refused, FormatError or StoreError for a file that cannot be taken in; then nothing is changed.
    """
    report = MergeReport()
    with ExitStack() as stack:
        files = [stack.enter_context(opened(path)) for path in paths]
        with project.database.writing() as connection:
            for incoming in files:
                _Merge(project, connection, incoming, report).run()
    return report


class _Merge:
    """One file on its way into the project."""

    def __init__(
        self, project: Project, connection: Connection, incoming: Incoming, report: MergeReport
    ) -> None:
        self._project = project
        self._connection = connection
        self._incoming = incoming
        self._report = report
        self._united: dict[str, United] = {}
        # What the file calls otherwise than this project: units with their editions, and units alone.
        self._names: dict[Called, Called] = {}
        self._ids: dict[str, str] = {}
        self._places: dict[str, bool] = {}
        self._parts_known: set[str] = set()
        self._added: set[str] = set()
        self._touched: set[tuple[str, str]] = set()
        self._moved: set[int] = set()

    def run(self) -> None:
        """Take the file in."""
        if self._incoming.database is not None:
            self._take_codebooks(self._incoming.database)
            self._take_documents(self._incoming.database)
        admission = Admission(self._connection, self._incoming.where)
        while chunk := list(islice(self._incoming.entries, _CHUNK)):
            self._take_changes([entry for entry in chunk if isinstance(entry, Change)])
            self._take_events([entry for entry in chunk if isinstance(entry, AnchoredEvent)], admission)
        admission.check_undone()
        self._settle()
        self._count()

    # Documents and codebooks

    def _take_codebooks(self, other: Connection) -> None:
        for name, version, text, at in codebooks.all_of_them(other):
            known = codebooks.text_of(self._connection, name, version)
            if known is not None and known != text:
                raise Refused(
                    f"{self._incoming.where}: {name} {version} is known here with other words. "
                    "Agree on one codebook, and raise the version of the other."
                )
            codebooks.know(self._connection, name, version, text, at=at)

    def _take_documents(self, other: Connection) -> None:
        apart = document_merge.keys(other)
        for copied in document_merge.copies(other):
            number = document_merge.find(self._connection, copied, apart)
            if number is None:
                united = document_merge.add(self._connection, copied)
                self._report.documents += 1
            else:
                united = document_merge.unite(self._connection, number, copied)
                self._report.texts += united.texts
            document_merge.add_addresses(self._connection, united.number, copied)
            self._united[copied.document["key"]] = united
            renamed = {theirs: ours for theirs, ours in united.names.items() if theirs != ours}
            self._names |= renamed
            self._ids |= {theirs[0]: ours[0] for theirs, ours in renamed.items() if theirs[0] != ours[0]}
            if united.texts:
                self._moved.add(united.number)

    def _take_changes(self, changes: list[Change]) -> None:
        """Take in what was done to documents and codebooks that are here."""
        known = event_log.known_changes(self._connection, [change.id for change in changes])
        new = []
        for change in changes:
            if change.id in known:
                continue
            if change.kind == "codebook":
                new.append(change)
                continue
            united = self._united.get(change.subject)
            key = united.key if united else change.subject
            digest = str((change.after or {}).get("text_sha256"))
            # Two documents may once have had the same text: the key tells which of them this is about.
            number = documents.number_of_key(self._connection, key)
            if number is None or not documents.has_text(self._connection, number, digest):
                continue
            new.append(replace(change, subject=key))
            self._moved.add(number)
        event_log.add_changes(self._connection, new)
        for change in new:
            if change.kind != "codebook":
                self._take_address(change)
        self._report.events += len(new)
        self._report.known += len(known)

    def _take_address(self, change: Change) -> None:
        """Let a source lead to the document that was read from it last."""
        source, sha256 = (change.after or {}).get("source"), (change.after or {}).get("sha256")
        last = event_log.last_reading(self._connection, str(source)) if source else None
        if last is not None and last.id == change.id:
            number = documents.number_of_key(self._connection, change.subject)
            assert number
            documents.set_address(self._connection, number, str(source), str(sha256))

    # Events

    def _take_events(self, recorded: list[AnchoredEvent], admission: Admission) -> None:
        """Take in the events that are not here, and the whole of those that were known in part."""
        known = event_log.known_events(self._connection, [one.event.id for one in recorded])
        new: dict[str, Event] = {}
        for one in recorded:
            head, whole = known.get(one.event.id), bool(one.event.program_version)
            if (
                one.event.id in new
                or one.event.id in self._parts_known
                or (head and (head.whole or not whole))
            ):
                self._parts_known |= _parts(one.event)
                self._report.known += 1
                continue
            event = self._translated(one)
            if event is None:
                self._leave_out(one)
                continue
            admission.check(event)
            if head:
                event_log.forget_events(self._connection, [event.id, *_parts(event)])
                self._touched.add((head.unit, head.annotator))
            new[event.id] = event
            self._touched.add((event.unit, event.annotator))
        for annotator in sorted({event.annotator for event in new.values()}):
            history.ensure_annotator(self._connection, annotator)
        event_log.add_events(self._connection, new.values())
        self._added |= new.keys()
        self._report.events += len(new)

    def _translated(self, recorded: AnchoredEvent) -> Event | None:
        """Return an event as it is called here; None where its unit is not found in its document.

        Raises Refused where the document is not here.
        """
        event, anchor = recorded
        unit, edition = self._names.get(
            (event.unit, event.edition), (self._ids.get(event.unit, event.unit), event.edition)
        )
        if not self._is_here(unit):
            found = document_versions.unit_at(self._connection, anchor)
            if found is None and documents.number_of_text(self._connection, anchor.text_sha256) is not None:
                return None
            if found is None:
                raise Refused(
                    f"{self._incoming.where}: event {event.id} is about a unit of a document that is not here "
                    f"({anchor.document}). Add its documents first, or merge the database."
                )
            unit, edition = found
        if not event.program_version and edition != UNKNOWN_EDITION:
            text, present = documents.text_of_unit(self._connection, unit)
            edition = present if edition_of(text) == event.edition else event.edition
        return replace(event, unit=unit, edition=edition)

    def _leave_out(self, recorded: AnchoredEvent) -> None:
        left = LeftOut(recorded.event.id, recorded.event.unit, recorded.anchor.document)
        if left not in self._report.left_out:
            self._report.left_out.append(left)

    def _is_here(self, unit: str) -> bool:
        if unit not in self._places:
            self._places[unit] = documents.find_unit(self._connection, unit) is not None
        return self._places[unit]

    # What it comes to

    def _settle(self) -> None:
        """Let every document that came or grew have its last text, and the last codebook be in force."""
        text = codebooks.current(self._connection)
        codebook = parse_codebook(text or "", origin=f"{self._incoming.where} (codebook)")
        for number in sorted(self._moved):
            other = document_versions.settle(self._connection, number, codebook.queued_kinds)
            unit_versions.link_twins(self._connection, number)
            progress.forget_unqueued(self._connection, number)
            workers = history.workers_on(self._connection, number)
            self._touched |= {(unit, annotator) for unit, annotator in workers if unit in other}
        if codebook != self._project.codebook:
            self._project = replace(self._project, codebook=codebook)
            documents.queue_anew(self._connection, codebook.queued_kinds)
            self._touched |= set(history.workers_on(self._connection))

    def _count(self) -> None:
        """Write what the united history comes to, and list where one person had answered twice."""
        recount(self._project, self._connection, sorted(self._touched))
        for unit, annotator in sorted(self._touched):
            place = documents.find_unit(self._connection, unit)
            assert place
            events = history.events_of_unit(self._connection, unit, annotator)
            self._report.conflicts += [
                found
                for found in conflicts(events, terms_of(place, self._project.codebook))
                if {found.earlier_event, found.later_event} & self._added
            ]


def _parts(event: Event) -> set[str]:
    """Return the ids that an export gives to the other parts of a mark."""
    return {derived_id(event.id, kind) for kind in ("note", "skip")} if event.dimension is None else set()
