"""Imports another text of a known document: its units keep their ids, and its answers stay.

Nothing is lost: former texts are kept, with the units that only they contain. Answers stay with a unit that clearly is
the same one; they are stale where its text or its clip is another, and the unit is queued again.
"""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.codebook.model import Codebook
from annotator.corpus.model import Parse
from annotator.corpus.revisions.align import KnownUnit, carry_ids
from annotator.store import annotations, document_versions, documents, events, queue
from annotator.store.values import Provenance
from annotator.workflow.labelling.annotate import rebuild_projections
from annotator.workflow.project import Project, record_change


class Revision(NamedTuple):
    """What another text does to the units of a document, and to their answers.

    `doubtful` units have the same text, but may be others, or are under another clip. `stale` counts the answers given
    to another edition than the current one, `kept` those to units that are gone.
    """

    same: int
    changed: int
    doubtful: int
    new: int
    gone: int
    stale: int
    kept: int


def reimport(
    project: Project, connection: Connection, number: int, parse: Parse, provenance: Provenance
) -> Revision:
    """Make a text the current one of a document, and update everybody's answers and progress."""
    # The last import of the history has the current text, whatever the clock says.
    at = max(project.now(), document_versions.last_import_at(connection, number) + timedelta(microseconds=1))
    key = documents.key_of(connection, number)
    before = document_versions.known_units(connection, number)
    answers = annotations.answer_counts(connection, number)
    if not documents.has_text(connection, number, provenance.text_sha256):
        units = document_versions.parsed_units(parse)
        carried = carry_ids(before, units, key=key, text_sha256=provenance.text_sha256)
        document_versions.add_version(connection, number, parse, provenance, carried, at=at)
    record_change(
        project,
        connection,
        "import",
        key,
        at=at,
        before={"text_sha256": documents.current_text(connection, number)},
        after=provenance.as_details(),
    )
    documents.set_address(connection, number, provenance.source, provenance.sha256)
    rebuild_projections(project, connection, activate_last_version(connection, number, project.codebook))
    return _compare(before, document_versions.known_units(connection, number), answers)


def activate_last_version(connection: Connection, number: int, codebook: Codebook) -> set[tuple[str, str]]:
    """Make the version imported last the current one, with all that depends on it but the answers.

    Return the (unit, annotator) pairs whose answers and progress have to be rebuilt.
    """
    affected = document_versions.activate_last(connection, number, codebook.queued_kinds)
    document_versions.link_near_duplicates(connection, number)
    queue.forget_unqueued(connection, number)
    workers = events.annotated_units(connection, number)
    return {(unit, annotator) for unit, annotator in workers if unit in affected}


def _compare(
    before: list[KnownUnit], after: list[KnownUnit], answers: dict[tuple[str, str | None], int]
) -> Revision:
    """Compare the units of a document before and after, given the number of answers by unit and edition."""
    old = {unit.id: unit for unit in before if unit.current}
    new = {unit.id: unit for unit in after if unit.current}
    other = [unit for unit in old.keys() & new.keys() if new[unit].edition != old[unit].edition]
    changed = sum(new[unit].text != old[unit].text for unit in other)
    gone = old.keys() - new.keys()
    return Revision(
        same=len(old.keys() & new.keys()) - len(other),
        changed=changed,
        doubtful=len(other) - changed,
        new=len(new.keys() - old.keys()),
        gone=len(gone),
        stale=sum(
            count
            for (unit, edition), count in answers.items()
            if unit in new and edition != new[unit].edition
        ),
        kept=sum(count for (unit, _), count in answers.items() if unit in gone),
    )
