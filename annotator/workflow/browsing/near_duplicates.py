"""Twins: where else a clip or line stands, with the same words or nearly the same.

An annotator sees of another place whether she is done there, and nothing of anybody else.
"""

from collections.abc import Iterator

from annotator.store import near_duplicates
from annotator.store.near_duplicates import Linked as Twin
from annotator.workflow.project import Project

__all__ = ["Twin", "groups", "twins_of"]


def twins_of(project: Project, unit: str, *, limit: int) -> list[Twin]:
    """Return other places of a unit: those behind it in the queue, then those before it."""
    with project.database.reading() as connection:
        return near_duplicates.linked(connection, unit, annotator=project.annotator, limit=limit)


def groups(project: Project) -> Iterator[tuple[str, str]]:
    """Yield each clip and line with the number of its group: units of one group belong into one part of a split."""
    with project.database.reading() as connection:
        yield from near_duplicates.groups(connection)
