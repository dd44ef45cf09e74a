"""Twins: where else a clip or line stands, with the same words or nearly the same.

An annotator sees of another place whether she is done there, and nothing of anybody else.
"""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.store import documents, history, twins
from annotator.store.values import UnitPlace
from annotator.workflow.project import Project


class Twin(NamedTuple):
    """Another place of a unit: whether its words are the same there, the document, and whether she is done."""

    place: UnitPlace
    source: str
    same: bool
    done: bool


def twins_of(project: Project, unit: str, *, limit: int) -> list[Twin]:
    """Return other places of a unit: those behind it in the queue, then those before it."""
    with project.database.reading() as connection:
        here = documents.find_unit(connection, unit)
        if here is None:
            return []
        found = []
        for other, same in twins.linked(connection, here, limit=limit):
            place = documents.find_unit(connection, other)
            assert place
            source = documents.first_source(connection, place.document)
            done = history.is_done(connection, project.annotator, place)
            found.append(Twin(place, source, same, done))
        return found


def groups(project: Project) -> Iterator[tuple[str, str]]:
    """Yield each clip and line with the number of its group: units of one group belong into one part of a split."""
    with project.database.reading() as connection:
        yield from twins.groups(connection)
