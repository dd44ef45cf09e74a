"""Answers from a script: both kinds of lines, each taken whole or refused with its number."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.codebook.answer import AnswerError
from annotator.store import annotations, events
from annotator.workflow.exchange.export import export
from annotator.workflow.importing.documents import add
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.labelling.label_import import LineResult, import_answers, import_lines
from annotator.workflow.project import Project
from tests.annotating import answer, flag, note, skip


def take(project: Project, *lines: object) -> list[LineResult]:
    """Take lines, given as values or as bytes."""
    return list(
        import_lines(
            project, [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        )
    )


def fact(unit: str, **more: object) -> dict[str, object]:
    """Return an answer as one line has it."""
    return {"unit": unit, "dimension": "fact_opinion", "label": "fact", **more}


def given(project: Project) -> set[tuple[str | None, ...]]:
    """Return all current answers without what differs between databases."""
    with project.database.reading() as connection:
        return {
            (one.unit, one.annotator, one.dimension, one.holder, one.target, one.label, one.confidence)
            for one in annotations.read_answers(connection)
        }


def marks(project: Project) -> set[tuple[Any, ...]]:
    """Return all current marks without what differs between databases."""
    with project.database.reading() as connection:
        return {
            (one.unit, one.annotator, one.flagged, one.note, one.skipped)
            for one in annotations.read_marks(connection)
        }


def event_count(project: Project) -> int:
    """Return the length of the history."""
    with project.database.reading() as connection:
        return len(events.events_in_order(connection))


def test_a_line_with_an_answer_is_taken(project: Project, line: str) -> None:
    assert take(project, fact(line)) == [LineResult(1, 1, None)]
    assert given(project) == {(line, "aya", "fact_opinion", None, None, "fact", None)}


def test_target_annotator_and_confidence_are_taken(project: Project, line: str) -> None:
    record = {"unit": line, "dimension": "stance", "label": "against", "target": "CFE"}
    take(project, {**record, "annotator": "ben", "confidence": "low"})
    assert given(project) == {(line, "ben", "stance", "author", "CFE", "against", "low")}


def test_null_stands_for_what_is_not_said(project: Project, line: str) -> None:
    assert take(project, fact(line, target=None, annotator=None, confidence=None)) == [LineResult(1, 1, None)]
    assert given(project) == {(line, "aya", "fact_opinion", None, None, "fact", None)}


def test_the_same_line_again_is_no_event(project: Project, line: str) -> None:
    assert [one.events for one in take(project, fact(line), fact(line))] == [1, 0]


def test_blank_lines_are_passed_over_and_counted(project: Project, line: str) -> None:
    assert take(project, b"\n", b"  \r\n", fact(line)) == [LineResult(3, 1, None)]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{oh no\n", "not valid JSON"),
        (b"\xff\xfe\n", "not valid JSON"),
        (b"[1]\n", "object"),
        (b"null\n", "object"),
        ({"dimension": "fact_opinion", "label": "fact"}, "unit"),
        ({"unit": "f" * 20, "label": "fact"}, "dimension"),
        ({"unit": "f" * 20, "dimension": "fact_opinion", "label": 3}, "label"),
        ({"unit": "f" * 20, "dimension": "fact_opinion", "label": "fact"}, "no unit"),
        ({"id": "f" * 20, "annotations": [fact("")], "marks": []}, "no unit"),
        ({"id": "f" * 20, "annotations": "fact"}, "list of objects"),
        ({"id": "f" * 20, "annotations": [], "marks": [3]}, "list of objects"),
        ({"annotations": [fact("")]}, "unit"),
    ],
)
def test_a_line_that_is_refused_is_reported_and_the_rest_taken(
    project: Project, line: str, bad: object, reason: str
) -> None:
    first, second = take(project, bad, fact(line))
    assert (first.line, first.events) == (1, 0)
    assert first.error is not None
    assert reason in first.error
    assert second == LineResult(2, 1, None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"label": "favor"}, "unknown label"),
        ({"dimension": "mood"}, "unknown dimension"),
        ({"target": "航路"}, "takes no target"),
        ({"target": 3}, "target must be text"),
        ({"confidence": "sure"}, "unknown confidence"),
        ({"annotator": "../x"}, "annotator's name"),
        ({"annotator": 3}, "annotator must be text"),
    ],
)
def test_a_line_is_checked_as_the_screen_checks(
    project: Project, line: str, change: dict[str, object], reason: str
) -> None:
    (taken,) = take(project, {**fact(line), **change})
    assert taken.error is not None
    assert reason in taken.error
    assert event_count(project) == 0


def test_a_record_brings_answers_and_marks(project: Project, line: str) -> None:
    mark = {"annotator": "ben", "flagged": True, "note": "要確認", "skipped": None}
    record = {"id": line, "annotations": [fact("", annotator="ben")], "marks": [mark]}
    assert take(project, record) == [LineResult(1, 3, None)]
    assert given(project) == {(line, "ben", "fact_opinion", None, None, "fact", None)}
    assert marks(project) == {(line, "ben", True, "要確認", None)}


def test_a_record_again_changes_nothing(project: Project, line: str) -> None:
    mark = {"annotator": "ben", "flagged": True, "note": "要確認", "skipped": "broken"}
    record = {"id": line, "annotations": [fact("", annotator="ben")], "marks": [mark]}
    assert [taken.events for taken in take(project, record, record)] == [4, 0]


def test_a_record_that_is_refused_leaves_nothing(project: Project, line: str) -> None:
    bad = {**fact(""), "dimension": "source_reliability", "label": "Z"}
    (taken,) = take(project, {"id": line, "annotations": [fact(""), bad], "marks": []})
    assert taken.error is not None
    assert taken.events == event_count(project) == 0


def test_a_flag_is_true_or_false(project: Project, line: str) -> None:
    mark = {"annotator": "ben", "flagged": "no", "note": None, "skipped": None}
    (taken,) = take(project, {"id": line, "annotations": [], "marks": [mark]})
    assert taken.error is not None
    assert marks(project) == set()


@pytest.fixture
def labelled(
    project: Project, open_as: Callable[..., Project], lines: tuple[str, ...], quotation: str, clip: str
) -> Project:
    """A project with the work of two people in it."""
    ben = open_as("ben")
    for person, label in ((project, "favor"), (ben, "against")):
        answer(person, lines[0], dimension="stance", label=label, target="冬の航路", confidence="high")
        answer(person, quotation, dimension="stance", label="none", target="港")
        answer(person, clip, dimension="source_reliability", label="B")
    flag(project, lines[0])
    note(ben, lines[1], "二行\nの覚え書き")
    skip(ben, lines[2], "broken")
    return project


def copied(project: Project, fresh: Project, posts: Path, path: Path) -> list[LineResult]:
    """Export a project and take the dataset into a fresh one with the same documents."""
    add(fresh, [str(posts)])
    export(project, "jsonl", path)
    with path.open("rb") as file:
        return list(import_lines(fresh, file))


def test_a_dataset_taken_into_a_fresh_project_gives_the_same_answers(
    labelled: Project, open_as: Callable[..., Project], posts: Path, tmp_path: Path
) -> None:
    fresh = open_as("zoe", "fresh.db")
    taken = copied(labelled, fresh, posts, tmp_path / "out.jsonl")
    assert [one.error for one in taken] == [None] * 8
    assert given(fresh) == given(labelled)
    assert marks(fresh) == marks(labelled)


def test_another_holder_than_the_unit_has_is_refused(project: Project, quotation: str) -> None:
    words = {"unit": quotation, "dimension": "stance", "label": "favor", "target": "港", "holder": "組合"}
    (taken,) = import_lines(project, [json.dumps(words).encode()])
    assert taken.events == 0
    assert taken.error is not None
    assert "組合" in taken.error
    assert event_count(project) == 0


def test_a_record_with_a_refused_part_leaves_nothing(project: Project, line: str) -> None:
    answers = [
        {"dimension": "fact_opinion", "label": "fact"},
        {"dimension": "stance", "label": "favor", "target": "a\0b"},
    ]
    (taken,) = import_lines(project, [json.dumps({"id": line, "annotations": answers}).encode()])
    assert taken.error is not None
    assert event_count(project) == 0


def test_taking_a_dataset_back_changes_nothing(labelled: Project, tmp_path: Path) -> None:
    export(labelled, "jsonl", tmp_path / "out.jsonl")
    before = event_count(labelled)
    with (tmp_path / "out.jsonl").open("rb") as file:
        assert {(taken.events, taken.error) for taken in import_lines(labelled, file)} == {(0, None)}
    assert event_count(labelled) == before


def test_the_annotator_who_is_asked_for_keeps_her_own_work(labelled: Project, line: str) -> None:
    take(labelled, fact(line, annotator="cho"))
    assert unit_state(labelled, line).answer_to("fact_opinion") is None


def test_several_answers_are_taken_all_or_none(project: Project, line: str) -> None:
    with pytest.raises(AnswerError):
        import_answers(project, line, [("fact_opinion", "fact"), ("stance", "nope")], target="港")
    assert event_count(project) == 0
    assert import_answers(project, line, [("fact_opinion", "fact"), ("stance", "favor")], target="港") == [
        True,
        True,
    ]
    assert import_answers(project, line, [("fact_opinion", "fact")]) == [False]
