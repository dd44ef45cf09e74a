"""The queue goes round, skips done units, and resumes where each annotator left off."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.workflow.browsing.document_view import adjacent_document, view_document
from annotator.workflow.browsing.queue import find_unit, next_open, resume_position, save_position
from annotator.workflow.browsing.statistics import queue_progress
from annotator.workflow.importing.documents import add
from annotator.workflow.labelling.undo import undo
from annotator.workflow.project import Project
from tests.annotating import answer, flag, note, skip


def following(project: Project, unit: str | None) -> str | None:
    """Return the id of the unit that comes after another."""
    place = next_open(project, find_unit(project, unit) if unit else None)
    return place.id if place else None


def finish(project: Project, *units: str) -> None:
    """Skip units, so that they are done."""
    for unit in units:
        skip(project, unit, "broken")


def test_the_queue_is_the_lines_and_then_the_clip_of_the_article(
    project: Project, lines: tuple[str, ...], article: str
) -> None:
    visited = [following(project, None)]
    while len(visited) < 5:
        visited.append(following(project, visited[-1]))
    assert visited == [*lines, article, lines[0]]


def test_done_units_are_skipped(project: Project, lines: tuple[str, ...], article: str) -> None:
    finish(project, lines[0], lines[2])
    assert following(project, None) == lines[1]
    assert following(project, lines[1]) == article


def test_the_queue_begins_again_at_the_end(project: Project, lines: tuple[str, ...], article: str) -> None:
    finish(project, lines[0])
    assert following(project, article) == lines[1]


def test_the_last_open_unit_follows_itself(project: Project, lines: tuple[str, ...], article: str) -> None:
    finish(project, *lines)
    assert following(project, article) == article


def test_an_open_unit_before_the_place_in_the_same_document_is_found(
    project: Project, lines: tuple[str, ...], article: str
) -> None:
    finish(project, lines[1], lines[2], article)
    assert following(project, lines[2]) == lines[0]


def test_nothing_follows_when_all_is_done(project: Project, lines: tuple[str, ...], article: str) -> None:
    finish(project, *lines, article)
    assert following(project, None) is None
    assert following(project, lines[1]) is None
    assert queue_progress(project) == (4, 4)


def test_undone_work_is_open_again(project: Project, lines: tuple[str, ...], article: str) -> None:
    finish(project, *lines, article)
    undo(project)
    assert following(project, None) == article
    assert queue_progress(project) == (3, 4)


def test_an_answer_to_a_unit_that_is_not_queued_counts_nothing(project: Project, clip: str) -> None:
    answer(project, clip, dimension="fact_opinion", label="fact")
    answer(project, clip, dimension="source_reliability", label="B")
    assert queue_progress(project) == (0, 4)


def test_each_annotator_has_her_own_queue(
    project: Project, open_as: Callable[..., Project], lines: tuple[str, ...]
) -> None:
    ben = open_as("ben")
    finish(ben, lines[0])
    assert [following(one, None) for one in (project, ben)] == [lines[0], lines[1]]
    assert [queue_progress(one).done for one in (project, ben)] == [0, 1]


def test_what_is_added_later_is_queued(
    project: Project, posts: Path, post_text: str, lines: tuple[str, ...], article: str
) -> None:
    finish(project, *lines, article)
    (posts / "3.txt").write_text(post_text.replace("灯台", "風車"), encoding="utf-8")
    add(project, [str(posts)])
    place = next_open(project, None)
    assert place is not None
    assert (place.document, place.kind) == (3, "commentary")
    assert queue_progress(project) == (4, 7)


def test_the_position_is_the_first_open_unit_at_first(project: Project, lines: tuple[str, ...]) -> None:
    finish(project, lines[0])
    place = resume_position(project)
    assert place is not None
    assert place.id == lines[1]


def test_the_position_is_saved_over_restarts(
    project: Project, open_as: Callable[..., Project], quotation: str
) -> None:
    save_position(project, quotation)
    project.close()
    place = resume_position(open_as("aya"))
    assert place is not None
    assert place.id == quotation


def test_the_position_is_ones_own(
    project: Project, open_as: Callable[..., Project], lines: tuple[str, ...]
) -> None:
    save_position(open_as("ben"), lines[2])
    place = resume_position(project)
    assert place is not None
    assert place.id == lines[0]


def test_saving_a_position_is_no_action(project: Project, line: str) -> None:
    save_position(project, line)
    assert undo(project) == []


def test_the_position_is_the_first_unit_when_all_is_done(
    project: Project, lines: tuple[str, ...], article: str
) -> None:
    finish(project, *lines, article)
    place = resume_position(project)
    assert place is not None
    assert place.id == lines[0]


def test_an_empty_project_has_no_position(open_as: Callable[..., Project]) -> None:
    project = open_as()
    assert resume_position(project) is None
    assert next_open(project, None) is None
    assert queue_progress(project) == (0, 0)


@pytest.mark.parametrize(("number", "step", "other"), [(1, 1, 2), (2, -1, 1), (1, -1, None), (2, 1, None)])
def test_documents_have_neighbours(project: Project, number: int, step: int, other: int | None) -> None:
    found = adjacent_document(project, view_document(project, number), step=step)
    assert (found and found.document.number) == other
    assert found is None or found == view_document(project, found.document.number)


def test_a_document_without_units_is_no_neighbour(open_as: Callable[..., Project], posts: Path) -> None:
    (posts / "1-zero.txt").touch()
    project = open_as()
    add(project, [str(posts)])
    found = adjacent_document(project, view_document(project, 1), step=1)
    assert found is not None
    assert found == view_document(project, found.document.number)
    assert Path(found.document.provenance.source).name == "2-article.txt"


def test_a_view_says_which_document_of_how_many(project: Project) -> None:
    seen = view_document(project, 2)
    assert (seen.number, seen.document_count) == (2, 2)


def test_a_view_shows_ones_own_answers_and_marks_only(
    project: Project, open_as: Callable[..., Project], lines: tuple[str, ...]
) -> None:
    ben = open_as("ben")
    answer(ben, lines[0], dimension="fact_opinion", label="opinion")
    flag(ben, lines[0])
    answer(project, lines[1], dimension="fact_opinion", label="fact")
    note(project, lines[1], "要確認")
    seen = view_document(project, 1)
    assert list(seen.answers) == list(seen.marks) == [lines[1]]
    assert {one.annotator for given in seen.answers.values() for one in given} == {"aya"}
