"""Near duplicates: the other places of a clip or line with the same or nearly the same text.

Of another place an annotator sees whether she is done there, and nothing of other annotators.
"""

from collections.abc import Iterator

from annotator.store import near_duplicates
from annotator.store.near_duplicates import NearDuplicate
from annotator.workflow.project import Project

__all__ = ["NearDuplicate", "near_duplicate_groups", "near_duplicates_of"]


def near_duplicates_of(project: Project, unit_id: str, *, limit: int) -> list[NearDuplicate]:
    """Return the near duplicates of a unit: those behind it in the queue, then those before it."""
    with project.database.reading() as connection:
        return near_duplicates.near_duplicates_of(
            connection, unit_id, annotator=project.annotator, limit=limit
        )


def near_duplicate_groups(project: Project) -> Iterator[tuple[str, str]]:
    """Yield each clip and line with the id of its group; a split dataset keeps a group in one part."""
    with project.database.reading() as connection:
        yield from near_duplicates.group_ids(connection)
