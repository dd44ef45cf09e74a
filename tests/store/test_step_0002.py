"""A database of the first schema becomes one of the second with all that is in it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.store import schema
from annotator.store.engines.open import open_database
from annotator.store.values import Change
from annotator.workflow.browsing.document_view import view_document
from annotator.workflow.exchange.history import entries
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project
from tests.annotating import answer
from tests.store.older import old_copy

pytestmark = pytest.mark.sqlite


def upgraded(path: Path) -> None:
    """Bring a database to the present schema."""
    database = open_database(str(path))
    schema.migrate(database)
    database.close()


def test_answers_survive_and_the_past_is_written_down(
    project: Project, open_as: Callable[..., Project], tmp_path: Path
) -> None:
    line = view_document(project, 1).document.parse.commentary[0].id
    answer(project, line, dimension="fact_opinion", label="fact")
    project.close()
    old_copy(tmp_path / "annotator.db", tmp_path / "old.db", "0001")
    again = open_as("aya", "old.db")
    given = unit_state(again, line).answer_to("fact_opinion")
    assert given is not None
    assert (given.label, given.stale) == ("fact", False)
    told = [entry for entry in entries(again) if isinstance(entry, Change)]
    assert [(change.kind, change.annotator) for change in told] == [
        ("codebook", None),
        ("import", None),
        ("import", None),
    ]
    assert list(verify(again)) == []


def test_two_copies_write_down_the_same_past(project: Project, tmp_path: Path) -> None:
    project.close()
    first, second = tmp_path / "old.db", tmp_path / "copy.db"
    old_copy(tmp_path / "annotator.db", first, "0001")
    second.write_bytes(first.read_bytes())
    upgraded(first)
    upgraded(second)
    told = [
        sqlite3.connect(path).execute("SELECT * FROM change ORDER BY id").fetchall()
        for path in (first, second)
    ]
    assert told[0] == told[1] != []
