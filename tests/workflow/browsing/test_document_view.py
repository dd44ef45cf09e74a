"""The documents of a project as a list, and where one begins in each."""

from collections.abc import Callable

from annotator.workflow.browsing.document_view import document_count, list_documents
from annotator.workflow.browsing.queue import find_unit, starting_unit
from annotator.workflow.project import Project
from tests.annotating import skip


def test_documents_are_listed_page_by_page(project: Project) -> None:
    every = list_documents(project, start=0, count=10)
    assert len(every) == document_count(project) == 2
    assert list_documents(project, start=1, count=10) == every[1:]
    assert [row.queued for row in every] == [3, 1]
    assert every[0].headline
    assert every[0].source.endswith(".txt")


def test_progress_is_ones_own(
    project: Project, open_as: Callable[..., Project], lines: tuple[str, ...]
) -> None:
    skip(open_as("ben"), lines[0], "broken")
    skip(project, lines[1], "broken")
    skip(project, lines[2], "broken")
    assert [row.done for row in list_documents(project, start=0, count=10)] == [2, 0]


def test_one_begins_at_what_needs_an_answer(project: Project, lines: tuple[str, ...]) -> None:
    number = list_documents(project, start=0, count=1)[0].number
    assert starting_unit(project, number) == find_unit(project, lines[0])
    skip(project, lines[0], "broken")
    assert starting_unit(project, number) == find_unit(project, lines[1])


def test_a_document_that_is_done_begins_at_its_first_unit(
    project: Project, lines: tuple[str, ...], clip: str
) -> None:
    number = list_documents(project, start=0, count=1)[0].number
    for line in lines:
        skip(project, line, "broken")
    assert starting_unit(project, number) == find_unit(project, clip)


def test_a_document_that_is_not_there_has_no_beginning(project: Project) -> None:
    assert starting_unit(project, 99) is None
