"""Several answers as one act: all or none, taken back and restored as one."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from annotator.codebook.answer import AnswerError
from annotator.store import events
from annotator.workflow.labelling.annotate import annotate, last_answers, unit_state
from annotator.workflow.labelling.requests import AnswerRequest
from annotator.workflow.labelling.undo import redo, undo
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project
from tests.annotating import answer, withdraw


def given(project: Project, unit: str) -> dict[str, str]:
    """Return the labels of a unit by dimension."""
    return {one.dimension: one.label for one in unit_state(project, unit).answers.values()}


def event_kinds(project: Project) -> list[str]:
    """Return what kinds of event the history holds."""
    with project.database.reading() as connection:
        return [event.kind for event in events.events_in_order(connection)]


@pytest.fixture
def wanted(lines: tuple[str, ...]) -> list[AnswerRequest]:
    """Two answers on each of the lines."""
    return [
        one
        for unit in lines
        for one in (
            AnswerRequest(unit, "stance", "none", "航路"),
            AnswerRequest(unit, "fact_opinion", "fact"),
        )
    ]


def test_all_are_given(project: Project, lines: tuple[str, ...], wanted: list[AnswerRequest]) -> None:
    outcomes = annotate(project, wanted)
    assert [one.place.id for one in outcomes] == [one.unit for one in wanted]
    assert all(given(project, line) == {"stance": "none", "fact_opinion": "fact"} for line in lines)
    assert not list(verify(project))


def test_one_that_is_refused_keeps_back_all(project: Project, wanted: list[AnswerRequest]) -> None:
    with pytest.raises(AnswerError):
        annotate(project, [*wanted, AnswerRequest(wanted[0].unit, "stance", "perhaps", "航路")])
    assert event_kinds(project) == []


def test_they_are_taken_back_as_one(
    project: Project, lines: tuple[str, ...], wanted: list[AnswerRequest]
) -> None:
    answer(project, lines[0], dimension="fact_opinion", label="opinion")
    annotate(project, wanted)
    outcomes = undo(project)
    assert outcomes[0].place.id == lines[0]
    assert [given(project, line) for line in lines] == [{"fact_opinion": "opinion"}, {}, {}]
    assert event_kinds(project) == ["answer"] * 7 + ["undo"] * 6
    assert not list(verify(project))


def test_they_are_restored_as_one(
    project: Project, lines: tuple[str, ...], wanted: list[AnswerRequest]
) -> None:
    annotate(project, wanted)
    undo(project)
    assert redo(project)
    assert redo(project) == []
    assert all(given(project, line) == {"stance": "none", "fact_opinion": "fact"} for line in lines)
    assert not list(verify(project))


def test_they_are_taken_back_as_one_after_a_restart(
    project: Project, open_as: Callable[..., Project], lines: tuple[str, ...], wanted: list[AnswerRequest]
) -> None:
    annotate(project, wanted)
    undo(open_as("aya"))
    assert all(given(project, line) == {} for line in lines)


def test_another_s_act_is_not_taken_back(
    project: Project, open_as: Callable[..., Project], wanted: list[AnswerRequest]
) -> None:
    annotate(open_as("ben"), wanted)
    assert undo(project) == []


def test_the_answers_given_last_are_found(project: Project, lines: tuple[str, ...]) -> None:
    assert last_answers(project, besides=[lines[1]]) == []
    answer(project, lines[0], dimension="fact_opinion", label="fact")
    answer(project, lines[1], dimension="fact_opinion", label="opinion")
    assert [one.label for one in last_answers(project, besides=[lines[1]])] == ["fact"]
    assert [one.label for one in last_answers(project, besides=[lines[2]])] == ["opinion"]


def test_answers_that_were_taken_back_are_not_the_last(project: Project, lines: tuple[str, ...]) -> None:
    answer(project, lines[0], dimension="fact_opinion", label="fact")
    answer(project, lines[1], dimension="fact_opinion", label="opinion")
    undo(project)
    assert [one.label for one in last_answers(project, besides=[lines[2]])] == ["fact"]


def test_an_undone_slip_and_a_changed_answer_differ(project: Project, lines: tuple[str, ...]) -> None:
    answer(project, lines[0], dimension="fact_opinion", label="fact")
    undo(project)
    answer(project, lines[0], dimension="fact_opinion", label="opinion")
    answer(project, lines[0], dimension="fact_opinion", label="mixed")
    with project.database.reading() as connection:
        slip, taken_back, first, changed = events.events_in_order(connection)
    assert (taken_back.kind, taken_back.undoes) == ("undo", slip.id)
    assert (first.kind, first.before) == ("answer", None)
    assert changed.kind == "answer"
    assert changed.before is not None
    assert changed.before["label"] == "opinion"


def test_the_answer_towards_one_target_is_withdrawn(project: Project, lines: tuple[str, ...]) -> None:
    several = replaced_limit(project, 2)
    for target in ("航路", "港"):
        answer(several, lines[0], dimension="stance", label="favor", target=target)
    withdraw(several, lines[0], dimension="stance", target="航路")
    (left,) = unit_state(several, lines[0]).answers.values()
    assert left.target == "港"
    assert withdraw(several, lines[0], dimension="stance", target="航路").event is None
    undo(several)
    assert {one.target for one in unit_state(several, lines[0]).answers.values()} == {"航路", "港"}
    assert not list(verify(several))


def replaced_limit(project: Project, limit: int) -> Project:
    """Return the project with a codebook that allows so many targets a unit."""
    return replace(project, codebook=project.codebook.model_copy(update={"max_targets": limit}))
