"""The counts of a project."""

from collections.abc import Callable

from annotator.workflow.browsing.statistics import status
from annotator.workflow.project import Project
from tests.annotating import answer, flag, note, skip


def test_units_and_documents_are_counted(project: Project) -> None:
    found = status(project)
    assert found.documents == 2
    assert found.units == {"clip": 3, "commentary": 3, "quotation": 2}
    assert found.queue == (0, 4)


def test_the_codebook_and_the_annotator_are_named(project: Project) -> None:
    assert (status(project).codebook, status(project).annotator) == ("core 1.0.0", "aya")


def test_every_label_is_counted_even_where_nobody_gave_it(project: Project, lines: tuple[str, ...]) -> None:
    for line in lines[:2]:
        answer(project, line, dimension="fact_opinion", label="fact")
    labels = status(project).labels
    assert list(labels) == ["stance", "fact_opinion", "source_reliability"]
    assert labels["fact_opinion"]["fact"] == 2
    assert sum(labels["fact_opinion"].values()) == 2
    assert set(labels["source_reliability"].values()) == {0}


def test_labels_are_ones_own_and_progress_is_everybodys(
    project: Project, open_as: Callable[..., Project], lines: tuple[str, ...]
) -> None:
    ben = open_as("ben")
    answer(ben, lines[0], dimension="fact_opinion", label="fact")
    skip(ben, lines[1], "broken")
    flag(project, lines[0])
    found = status(project)
    assert found.labels["fact_opinion"]["fact"] == 0
    assert found.progress == {"aya": 0, "ben": 1}
    assert found.events == 1


def test_marks_are_counted(project: Project, lines: tuple[str, ...]) -> None:
    flag(project, lines[0])
    flag(project, lines[1])
    note(project, lines[1], "要確認")
    skip(project, lines[2], "broken")
    assert status(project).marks == {"flagged": 2, "noted": 1, "skipped": 1}
    assert status(project).queue == (1, 4)


def test_an_empty_project_counts_nothing(open_as: Callable[..., Project]) -> None:
    found = status(open_as())
    assert (found.documents, found.units, found.progress, found.events) == (0, {}, {}, 0)
