"""Takes in a text that a known document has by now: what of its units stays, what is stale, what is gone.

Nothing is lost: the text before is kept with the units that only it holds. Answers to a unit that is clearly the same
one stay with it, and are stale where its words, or its clip, are others; such a unit waits for another look.
"""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.corpus.model import Parse
from annotator.corpus.revisions.align import KnownUnit, UnitEdition, carry_ids
from annotator.store import annotations, document_versions, documents, events, progress, unit_versions
from annotator.store.unit_versions import Wording
from annotator.store.values import Provenance
from annotator.workflow.labelling.projections import recount
from annotator.workflow.project import Project
from annotator.workflow.project_changes import record_change


class Revision(NamedTuple):
    """What another text does to the units of a document, and to the answers that they have.

    `doubtful` units have the same words, and nobody can tell whether they are the same ones, or they stand under
    another clip. `stale` counts the answers that are about other words than the text has, `kept` those to units that
    are gone.
    """

    same: int
    changed: int
    doubtful: int
    new: int
    gone: int
    stale: int
    kept: int


def foresee(connection: Connection, number: int, parse: Parse, text_sha256: str) -> Revision:
    """Return what a text would do to a document."""
    known = unit_versions.known_units(connection, number)
    before = {unit.id: unit for unit in known if unit.current}
    after = _after(connection, number, known, parse, text_sha256)
    answers = annotations.answer_counts(connection, number)
    other = [unit for unit in before.keys() & after.keys() if after[unit].edition != before[unit].edition]
    changed = [unit for unit in other if after[unit].text != before[unit].text]
    gone = before.keys() - after.keys()
    return Revision(
        same=len(before.keys() & after.keys()) - len(other),
        changed=len(changed),
        doubtful=len(other) - len(changed),
        new=len(after.keys() - before.keys()),
        gone=len(gone),
        stale=sum(
            count
            for (unit, edition), count in answers.items()
            if unit in after and edition != after[unit].edition
        ),
        kept=sum(count for (unit, _), count in answers.items() if unit in gone),
    )


def take_in(
    project: Project, connection: Connection, number: int, parse: Parse, provenance: Provenance
) -> None:
    """Make a text the present one of a document, and bring everybody's answers and progress up to date."""
    # The import that is last in the history makes the present text, whatever the clock says.
    at = max(project.now(), document_versions.last_import_at(connection, number) + timedelta(microseconds=1))
    key = documents.key_of(connection, number)
    if not documents.has_text(connection, number, provenance.text_sha256):
        known = unit_versions.known_units(connection, number)
        names = _names(known, parse, key, provenance.text_sha256)
        unit_versions.add_text(connection, number, parse, provenance, names, at=at)
    record_change(
        connection,
        "import",
        key,
        annotator=project.annotator,
        at=at,
        random=project.randomness(10),
        before={"text_sha256": documents.present_text(connection, number)},
        after={
            "source": provenance.source,
            "sha256": provenance.sha256,
            "text_sha256": provenance.text_sha256,
        },
    )
    documents.set_address(connection, number, provenance.source, provenance.sha256)
    other = document_versions.settle(connection, number, project.codebook.queued_kinds)
    unit_versions.link_twins(connection, number)
    progress.forget_unqueued(connection, number)
    workers = events.workers_on(connection, number)
    recount(project, connection, [(unit, annotator) for unit, annotator in workers if unit in other])


def _after(
    connection: Connection, number: int, known: list[KnownUnit], parse: Parse, text_sha256: str
) -> dict[str, Wording]:
    """Return the units of a text that the document has, or would have."""
    stored = unit_versions.units_in(connection, number, text_sha256)
    if stored is not None:
        return stored
    names = _names(known, parse, documents.key_of(connection, number), text_sha256)
    return {
        names[unit.id].id: Wording(unit.text, names[unit.id].edition)
        for unit in unit_versions.units_read(parse)
    }


def _names(known: list[KnownUnit], parse: Parse, key: str, text_sha256: str) -> dict[str, UnitEdition]:
    return carry_ids(known, unit_versions.units_read(parse), key=key, text_sha256=text_sha256)
