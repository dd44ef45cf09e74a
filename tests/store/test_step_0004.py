"""A database of the third schema becomes one of the fourth with all that is in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.workflow.browsing.document_view import view_document
from annotator.workflow.labelling.annotate import annotate, unit_state
from annotator.workflow.labelling.requests import AnswerRequest
from annotator.workflow.labelling.undo import undo
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project
from tests.annotating import answer
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
    wanted = [AnswerRequest(unit, "fact_opinion", "opinion") for unit in (first, second)]
    annotate(again, wanted)
    undo(again)
    given = unit_state(again, first).answer_to("fact_opinion")
    assert given is not None
    assert given.label == "fact"
    assert unit_state(again, second).answers == {}
    assert list(verify(again)) == []
