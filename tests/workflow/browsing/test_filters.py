"""A filter finds the units that match it, the queue goes round those that are open, and filters are saved by name."""

from collections.abc import Callable

import pytest

from annotator.store.values import UnitFilter
from annotator.workflow.browsing import filters, queue
from annotator.workflow.browsing.filters import (
    NO_FILTER,
    FilteredUnits,
    apply_filter,
    next_filtered,
    with_criterion,
)
from annotator.workflow.browsing.queue import find_unit
from annotator.workflow.errors import Refused
from annotator.workflow.project import Project
from tests.annotating import flag, skip


def applied(project: Project, **criteria: object) -> FilteredUnits:
    """Return the units that a filter finds."""
    filtered = apply_filter(project, UnitFilter(**criteria))  # type: ignore[arg-type]
    assert filtered is not None
    return filtered


def after(project: Project, filtered: FilteredUnits, unit: str | None) -> str | None:
    """Return the id of the next unit in the queue of a filter."""
    place = next_filtered(project, filtered, find_unit(project, unit) if unit else None)
    return place.id if place else None


def test_the_queue_goes_round_the_units_that_match(project: Project, lines: tuple[str, ...]) -> None:
    filtered = applied(project, tag="冬の航路")
    assert filtered.count == 2
    assert after(project, filtered, None) == lines[0]
    assert after(project, filtered, lines[0]) == lines[1]
    assert after(project, filtered, lines[2]) == lines[0]


def test_done_units_are_skipped(project: Project, lines: tuple[str, ...]) -> None:
    skip(project, lines[0], "broken")
    filtered = applied(project, evidence="absent", tag="冬の航路")
    assert (filtered.count, len(filtered.queue)) == (1, 1)
    filtered = applied(project, tag="冬の航路")
    assert (filtered.count, len(filtered.queue)) == (2, 1)
    skip(project, lines[1], "broken")
    assert after(project, filtered, None) is None


def test_the_queue_of_a_state_goes_through_done_units_too(project: Project, lines: tuple[str, ...]) -> None:
    skip(project, lines[0], "broken")
    skip(project, lines[2], "broken")
    filtered = applied(project, state="skipped")
    assert after(project, filtered, lines[0]) == lines[2]
    assert after(project, filtered, lines[2]) == lines[0]


def test_filtered_units_tell_which_are_in_the_queue(
    project: Project, lines: tuple[str, ...], clip: str
) -> None:
    filtered = applied(project, tag="冬の航路")
    held = {unit: place for unit in (*lines, clip) if (place := find_unit(project, unit))}
    assert [unit for unit, place in held.items() if filtered.in_queue(place)] == [lines[0], lines[1]]


def test_a_filter_can_be_cancelled(project: Project) -> None:
    assert apply_filter(project, UnitFilter(tag="冬の航路"), should_continue=lambda: False) is None


def test_quotations_are_included_only_where_they_may_be_queued(project: Project) -> None:
    assert filters.with_default_kinds(project.codebook, NO_FILTER).kinds == ("clip", "commentary")


def test_filters_are_saved_by_name_for_each_annotator(
    project: Project, open_as: Callable[..., Project]
) -> None:
    unit_filter = UnitFilter(tag="冬", since="2022-01", kinds=("clip",), label=("stance", "against"))
    assert filters.save_filter(project, "  冬のもの ", unit_filter) == "冬のもの"
    filters.save_filter(project, "別", UnitFilter(state="flagged"))
    assert filters.saved_filters(project) == {"冬のもの": unit_filter, "別": UnitFilter(state="flagged")}
    filters.save_filter(project, "別", UnitFilter(state="skipped"))
    assert filters.load_filter(project, "別") == UnitFilter(state="skipped")
    assert filters.saved_filters(open_as("ben")) == {}
    filters.delete_filter(project, "別")
    assert list(filters.saved_filters(project)) == ["冬のもの"]
    for act in (filters.delete_filter, filters.load_filter):
        with pytest.raises(Refused, match="'別'"):
            act(project, "別")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "長" * 61, "\x1b[2J"])
def test_a_bad_name_for_a_filter_is_refused(project: Project, name: str) -> None:
    with pytest.raises(Refused):
        filters.save_filter(project, name, NO_FILTER)


def test_criteria_are_set_and_cleared_as_text(project: Project) -> None:
    book = project.codebook
    unit_filter = with_criterion(book, NO_FILTER, "tag", " #冬 ")
    unit_filter = with_criterion(book, unit_filter, "label", "stance=against")
    unit_filter = with_criterion(book, unit_filter, "kinds", "clip, commentary")
    assert unit_filter == UnitFilter(tag="冬", label=("stance", "against"), kinds=("clip", "commentary"))
    texts = {one: filters.criterion_text(unit_filter, one) for one in filters.CRITERIA}
    assert {one: value for one, value in texts.items() if value} == {
        "kinds": "clip,commentary",
        "tag": "冬",
        "label": "stance=against",
    }
    for criterion in ("tag", "label", "kinds"):
        unit_filter = with_criterion(book, unit_filter, criterion, None)
    assert unit_filter == NO_FILTER
    assert not filters.has_criteria(unit_filter)


def test_suggested_names_are_as_written(project: Project) -> None:
    assert filters.suggested_names(project, "tag") == ["shiomi_news", "冬の航路", "北の海", "北航路", "灯台"]
    assert filters.suggested_names(project, "publisher") == ["shiomi_news", "潮見放送ニュース"]


# Jumping


def test_units_are_numbered_in_the_queue(project: Project, lines: tuple[str, ...], article: str) -> None:
    found = [queue.nth_queued_unit(project, number) for number in range(7)]
    assert [place.id if place else None for place in found] == [None, *lines, article, None, None]


def test_documents_are_numbered_and_named(project: Project, clip: str, article: str) -> None:
    firsts = [queue.first_of_nth_document(project, number) for number in range(4)]
    assert [place.id if place else None for place in firsts] == [None, clip, article, None]
    named = queue.find_documents(project, "ARTICLE", limit=5)
    assert [(place.id, source.rpartition("/")[2]) for place, source in named] == [(article, "2-article.txt")]
    assert len(queue.find_documents(project, "", limit=5)) == 2
    assert len(queue.find_documents(project, "", limit=1)) == 1
    assert not queue.find_documents(project, "%", limit=5)


def test_the_next_flagged_unit_after_the_last_is_the_first(
    project: Project, open_as: Callable[..., Project], lines: tuple[str, ...]
) -> None:
    assert queue.next_flagged(project, None) is None
    flag(project, lines[1])
    flag(open_as("ben"), lines[2])
    for start in (
        None,
        find_unit(project, lines[0]),
        find_unit(project, lines[1]),
        find_unit(project, lines[2]),
    ):
        place = queue.next_flagged(project, start)
        assert place is not None
        assert place.id == lines[1]
