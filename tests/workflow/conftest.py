"""Units of the composed post and the article, by what they are."""

import pytest
from sqlalchemy import text

from annotator.workflow.project import Project


def ids_of(project: Project, kind: str) -> tuple[str, ...]:
    """Return the ids of the units of one kind, in the order of the text."""
    query = text("SELECT id FROM unit WHERE kind = :kind ORDER BY document_id, start")
    with project.database.reading() as connection:
        return tuple(connection.execute(query, {"kind": kind}).scalars())


@pytest.fixture
def lines(project: Project) -> tuple[str, ...]:
    """The ids of the three commentary lines."""
    return ids_of(project, "commentary")


@pytest.fixture
def line(lines: tuple[str, ...]) -> str:
    """The id of the first commentary line."""
    return lines[0]


@pytest.fixture
def quotation(project: Project) -> str:
    """The id of the first quotation, whose speaker is サーリ局長."""
    return ids_of(project, "quotation")[0]


@pytest.fixture
def clip(project: Project) -> str:
    """The id of the post's first clip."""
    return ids_of(project, "clip")[0]


@pytest.fixture
def article(project: Project) -> str:
    """The id of the article's clip, which is queued."""
    return ids_of(project, "clip")[-1]
