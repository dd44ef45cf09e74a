"""A unit to write about."""

import pytest
from sqlalchemy import text

from annotator.workflow.project import Project


@pytest.fixture
def line(project: Project) -> str:
    """The id of the post's first commentary line."""
    query = text("SELECT id FROM unit WHERE kind = 'commentary' ORDER BY document_id, ordinal LIMIT 1")
    with project.database.reading() as connection:
        return str(connection.execute(query).scalar_one())
