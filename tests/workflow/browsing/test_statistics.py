"""Counts of an annotator's own work."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from annotator.workflow.browsing.statistics import pace, pace_of, statistics
from annotator.workflow.labelling.undo import undo
from annotator.workflow.project import Project
from tests.annotating import answer

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def test_labels_are_counted_by_tag_and_publisher(project: Project, lines: tuple[str, ...]) -> None:
    for line in lines:
        answer(project, line, dimension="fact_opinion", label="fact")
    answer(project, lines[0], dimension="fact_opinion", label="opinion")
    found = statistics(project, zone=UTC)
    counted = found.labels["fact_opinion"]
    assert counted.total == {"fact": 2, "opinion": 1}
    assert sum(sum(labels.values()) for labels in counted.by_tag.values()) >= 3
    assert counted.by_publisher
    assert sum(found.by_day.values()) == 3
    assert found.labels["stance"].total == {}


def test_a_quotation_has_the_tags_of_its_line(project: Project, quotation: str) -> None:
    answer(project, quotation, dimension="fact_opinion", label="fact")
    assert list(statistics(project).labels["fact_opinion"].by_tag.values()) == [{"fact": 1}]


def test_a_clip_of_its_own_has_a_publisher(project: Project, clip: str) -> None:
    answer(project, clip, dimension="fact_opinion", label="fact")
    assert len(statistics(project).labels["fact_opinion"].by_publisher) == 1


def test_neither_others_answers_nor_what_was_taken_back_count(
    project: Project, open_as: Callable[..., Project], lines: tuple[str, ...]
) -> None:
    answer(open_as("ben"), lines[0], dimension="fact_opinion", label="fact")
    answer(project, lines[1], dimension="fact_opinion", label="fact")
    undo(project)
    found = statistics(project)
    assert found.by_day == {}
    assert found.labels["fact_opinion"].total == {}


def test_rests_are_no_work() -> None:
    seconds = (0, 10, 30, 4000, 4020)
    found = pace_of(NOON + timedelta(seconds=each) for each in seconds)
    assert (found.actions, found.worked, found.median_seconds) == (5, timedelta(seconds=50), 20)


def test_who_did_nothing_has_no_pace(project: Project) -> None:
    found = pace(project)
    assert (found.actions, found.median_seconds) == (0, None)


def test_one_act_has_no_pace() -> None:
    assert pace_of([NOON]).actions == 1


@given(st.lists(st.integers(0, 10_000), max_size=20))
def test_work_is_never_longer_than_the_time_from_first_to_last(seconds: list[int]) -> None:
    times = [NOON + timedelta(seconds=each) for each in sorted(seconds)]
    found = pace_of(times)
    assert found.actions == len(times)
    assert not times or found.worked <= times[-1] - times[0]
