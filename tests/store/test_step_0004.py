"""A database of the third schema becomes one of the fourth with all that is in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.workflow.browsing.document_view import view_document
from annotator.workflow.labelling.actions import (
    Wanted,
    answer,
    answer_together,
    undo,
    unit_state,
)
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project
from tests.store.older import old_copy

pytestmark = pytest.mark.sqlite


def test_answers_survive_and_acts_have_room(
    project: Project, open_as: Callable[..., Project], tmp_path: Path
) -> None:
    first, second, _ = (line.id for line in view_document(project, 1).document.parse.commentary)
    answer(project, first, dimension="fact_opinion", label="fact")
    project.close()
    old_copy(tmp_path / "annotator.db", tmp_path / "old.db", "0003")
    again = open_as("aya", "old.db")
    wanted = [Wanted(unit, "fact_opinion", "opinion") for unit in (first, second)]
    answer_together(again, wanted)
    undo(again)
    given = unit_state(again, first).answer_to("fact_opinion")
    assert given is not None
    assert given.label == "fact"
    assert unit_state(again, second).answers == {}
    assert list(verify(again)) == []
