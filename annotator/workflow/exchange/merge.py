"""Merges the histories of several copies of a project by event id, in the order of (at, id).

Merging is no event itself: the result depends only on the events and changes, not on who merged which file when, or how
often. All files are merged, or none.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.codebook.load import parse_codebook
from annotator.corpus.revisions.align import UnitEdition
from annotator.corpus.unit_ids import edition_of
from annotator.store import codebooks, document_merge, document_versions, documents
from annotator.store import events as history
from annotator.store.document_merge import MergedDocument, Translation
from annotator.store.values import AnchoredEvent, Change, Event
from annotator.workflow.errors import Refused
from annotator.workflow.exchange.merge_conflicts import Conflict, find_conflicts
from annotator.workflow.exchange.merge_sources import (
    UNKNOWN_EDITION,
    MergeSource,
    check_event,
    check_undone,
    labels_by_version,
    mark_part_id,
    open_source,
)
from annotator.workflow.importing.reimport import activate_last_version
from annotator.workflow.labelling.annotate import rebuild_projections
from annotator.workflow.labelling.replay import ReplayRules
from annotator.workflow.project import Project

_CHUNK = 500


class OrphanedEvent(NamedTuple):
    """An event on a unit that another version of the program found in a document, and this one does not."""

    event: str
    unit: str
    document: str


@dataclass(slots=True)
class MergeReport:
    """What a merge brought, the events that it left out, and the questions that one person answered twice."""

    events: int = 0
    known: int = 0
    documents: int = 0
    texts: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    left_out: list[OrphanedEvent] = field(default_factory=list)


def merge(project: Project, paths: Sequence[Path]) -> MergeReport:
    """Bring in the work of other copies: databases, histories and exports.

    Raises Refused, FormatError or StoreError for a file that cannot be merged; then nothing is changed.
    """
    report = MergeReport()
    with ExitStack() as stack:
        sources = [stack.enter_context(open_source(path)) for path in paths]
        with project.database.writing() as connection:
            for source in sources:
                _Merge(project, connection, source, report).run()
    return report


class _Merge:
    """The merge of one file; each step takes what the steps before it found."""

    def __init__(
        self, project: Project, connection: Connection, source: MergeSource, report: MergeReport
    ) -> None:
        self._project = project
        self._connection = connection
        self._source = source
        self._report = report
        # Documents by their key in the file, and units that have another id or edition here.
        self._merged: dict[str, MergedDocument] = {}
        self._translation: Translation = {}
        self._unit_ids: dict[str, str] = {}
        self._exists: dict[str, bool] = {}
        # Parts of marks that an export gives, of which the whole event is here or came before.
        self._known_parts: set[str] = set()
        self._added: set[str] = set()
        # What has to be rebuilt: the current version of documents, and the state of (unit, annotator).
        self._new_versions: set[int] = set()
        self._affected: set[tuple[str, str]] = set()

    def run(self) -> None:
        """Merge the file."""
        if self._source.database is not None:
            self._merge_codebooks(self._source.database)
            self._merge_documents(self._source.database)
        labels = labels_by_version(self._connection)
        undos: dict[str, Event] = {}
        while chunk := list(islice(self._source.entries, _CHUNK)):
            self._merge_changes([entry for entry in chunk if isinstance(entry, Change)])
            new = self._new_events([entry for entry in chunk if isinstance(entry, AnchoredEvent)])
            for event in new:
                check_event(event, labels, where=self._source.where)
            undos |= {event.undoes: event for event in new if event.kind in ("undo", "redo") and event.undoes}
            self._add_events(new)
        check_undone(self._connection, undos, where=self._source.where)
        self._activate()
        self._rebuild()

    # Codebooks and documents

    def _merge_codebooks(self, other: Connection) -> None:
        for name, version, text, at in codebooks.all_versions(other):
            known = codebooks.text_of(self._connection, name, version)
            if known is not None and known != text:
                raise Refused(
                    f"{self._source.where}: {name} {version} is known here with other words. "
                    "Agree on one codebook, and raise the version of the other."
                )
            codebooks.activate(self._connection, name, version, text, at=at)

    def _merge_documents(self, other: Connection) -> None:
        keys = document_merge.document_keys(other)
        for foreign in document_merge.read_foreign_documents(other):
            number = document_merge.find_counterpart(self._connection, foreign, keys)
            if number is None:
                merged = document_merge.insert_foreign(self._connection, foreign)
                self._report.documents += 1
            else:
                merged = document_merge.merge_foreign(self._connection, number, foreign)
                self._report.texts += merged.new_texts
            document_merge.add_addresses(self._connection, merged.number, foreign)
            self._merged[foreign.document["key"]] = merged
            changed = {theirs: ours for theirs, ours in merged.translation.items() if theirs != ours}
            self._translation |= changed
            self._unit_ids |= {theirs.id: ours.id for theirs, ours in changed.items() if theirs.id != ours.id}
            if merged.new_texts:
                self._new_versions.add(merged.number)

    # Changes

    def _merge_changes(self, changes: list[Change]) -> None:
        """Add the changes of codebooks, and of documents that are here."""
        known = history.known_changes(self._connection, [change.id for change in changes])
        unknown = (change for change in changes if change.id not in known)
        new = [ours for change in unknown if (ours := self._translate_change(change)) is not None]
        history.add_changes(self._connection, new)
        for change in new:
            if change.kind != "codebook":
                self._update_address(change)
        self._report.events += len(new)
        self._report.known += len(known)

    def _translate_change(self, change: Change) -> Change | None:
        """Return a change with the key that its document has here; None where its text is not here."""
        if change.kind == "codebook":
            return change
        merged = self._merged.get(change.subject)
        key = merged.key if merged else change.subject
        digest = str((change.after or {}).get("text_sha256"))
        # Two documents may have had the same text, so the key decides.
        number = documents.document_with_key(self._connection, key)
        if number is None or not documents.has_text(self._connection, number, digest):
            return None
        self._new_versions.add(number)
        return replace(change, subject=key)

    def _update_address(self, change: Change) -> None:
        """Let an address lead to the document that was read from it last."""
        source, sha256 = (change.after or {}).get("source"), (change.after or {}).get("sha256")
        last = history.last_reading(self._connection, str(source)) if source else None
        if last is not None and last.id == change.id:
            number = documents.document_with_key(self._connection, change.subject)
            assert number
            documents.set_address(self._connection, number, str(source), str(sha256))

    # Events

    def _new_events(self, anchored: list[AnchoredEvent]) -> list[Event]:
        """Return the events that are not here, and the whole ones of those that are here in part."""
        known = history.known_events(self._connection, [one.event.id for one in anchored])
        new: dict[str, Event] = {}
        for one in anchored:
            found, is_whole = known.get(one.event.id), bool(one.event.program_version)
            if (
                one.event.id in new
                or one.event.id in self._known_parts
                or (found and (found.is_whole or not is_whole))
            ):
                self._known_parts |= _part_ids(one.event)
                self._report.known += 1
                continue
            event = self._translate_event(one)
            if event is None:
                self._leave_out(one)
                continue
            if found:
                history.delete_partial_events(self._connection, [event.id, *_part_ids(event)])
                self._affected.add((found.unit, found.annotator))
            new[event.id] = event
        return list(new.values())

    def _add_events(self, events: list[Event]) -> None:
        for annotator in sorted({event.annotator for event in events}):
            history.ensure_annotator(self._connection, annotator)
        history.add_events(self._connection, events)
        self._added |= {event.id for event in events}
        self._affected |= {(event.unit, event.annotator) for event in events}
        self._report.events += len(events)

    def _translate_event(self, anchored: AnchoredEvent) -> Event | None:
        """Return an event with its unit and edition here; None where its document does not have the unit.

        Raises Refused where the document is not here.
        """
        event, anchor = anchored
        theirs = UnitEdition(event.unit, event.edition)
        unit, edition = self._translation.get(
            theirs, UnitEdition(self._unit_ids.get(event.unit, event.unit), event.edition)
        )
        if not self._is_here(unit):
            found = document_versions.unit_at_anchor(self._connection, anchor)
            if found is None:
                if documents.document_with_text(self._connection, anchor.text_sha256) is not None:
                    return None
                raise Refused(
                    f"{self._source.where}: event {event.id} is about a unit of a document that is not here "
                    f"({anchor.document}). Add its documents first, or merge the database."
                )
            unit, edition = found
        if not event.program_version and edition != UNKNOWN_EDITION:
            text, current = documents.text_of_unit(self._connection, unit)
            edition = current if edition_of(text) == event.edition else event.edition
        return replace(event, unit=unit, edition=edition)

    def _is_here(self, unit: str) -> bool:
        if unit not in self._exists:
            self._exists[unit] = documents.find_unit(self._connection, unit) is not None
        return self._exists[unit]

    def _leave_out(self, anchored: AnchoredEvent) -> None:
        orphan = OrphanedEvent(anchored.event.id, anchored.event.unit, anchored.anchor.document)
        if orphan not in self._report.left_out:
            self._report.left_out.append(orphan)

    # The result

    def _activate(self) -> None:
        """Make the last version of every document that changed the current one, and the last codebook active."""
        text = codebooks.active_text(self._connection)
        codebook = parse_codebook(text or "", origin=f"{self._source.where} (codebook)")
        for number in sorted(self._new_versions):
            self._affected |= activate_last_version(self._connection, number, codebook)
        if codebook != self._project.codebook:
            self._project = replace(self._project, codebook=codebook)
            documents.requeue_units(self._connection, codebook.queued_kinds)
            self._affected |= set(history.annotated_units(self._connection))

    def _rebuild(self) -> None:
        """Rebuild the answers, marks and progress that events affect, and report where one person answered twice."""
        rebuild_projections(self._project, self._connection, sorted(self._affected))
        for unit, annotator in sorted(self._affected):
            place = documents.find_unit(self._connection, unit)
            assert place
            events = history.events_of_unit(self._connection, unit, annotator)
            self._report.conflicts += [
                found
                for found in find_conflicts(events, ReplayRules.of(place, self._project.codebook))
                if {found.earlier_event, found.later_event} & self._added
            ]


def _part_ids(event: Event) -> set[str]:
    """Return the ids of the events that an export's mark is split into, beside its own."""
    return {mark_part_id(event.id, kind) for kind in ("note", "skip")} if event.dimension is None else set()
