"""A filter narrows the navigation to the units that match, and the screen says so at its ends."""

import pytest

from annotator.store.values import UnitFilter
from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.state.session import Session
from annotator.workflow.browsing import filters
from annotator.workflow.browsing.search import search_units
from annotator.workflow.project import Project
from tests.annotating import flag
from tests.tui.driving import SIZE, at, painted, press, said

Place = tuple[int, int, int | None]
# What is flagged, in the order of the texts: two lines of a clip with another between them, one of a later clip, one
# of the next document. Document, group, line.
FLAGGED: dict[str, Place] = {"#冬の航路": (1, 1, 0), "#岬": (1, 1, 2), "#市場": (1, 3, 0), "#帆": (2, 0, 1)}
WAY = tuple(FLAGGED.values())


def place_of(session: Session) -> Place:
    """Return the number of the document, the group in it and the line."""
    return session.cursor.view.number, session.cursor.position.group, session.cursor.position.line


def unit_with(project: Project, text: str, kind: str = "commentary") -> str:
    """Return the id of the one unit of a kind that contains a text."""
    (found,) = [hit for hit in search_units(project, text) if hit.unit.kind == kind]
    return found.unit.id


@pytest.fixture
def flagged(walk: Project) -> Project:
    """The project with its flags."""
    for words in FLAGGED:
        flag(walk, unit_with(walk, words))
    return walk


@pytest.fixture
def filtered(flagged: Project, session: Session) -> Session:
    """A session with a filter for flagged units, at the first of them."""
    session.filter.apply(filters.apply_filter(flagged, UnitFilter(state="flagged")))
    assert session.navigation.first_open_match()
    return session


def test_excluded_lines_are_stepped_over(filtered: Session) -> None:
    visited = [place_of(filtered)]
    while filtered.navigation.move_line(1):
        visited.append(place_of(filtered))
    assert tuple(visited) == WAY
    while filtered.navigation.move_line(-1):
        visited.append(place_of(filtered))
    assert tuple(visited) == (*WAY, *WAY[-2::-1])


def test_clip_moves_go_to_the_first_matching_unit_of_a_clip(filtered: Session) -> None:
    visited = []
    while filtered.navigation.move_clip(1):
        visited.append(place_of(filtered))
    assert visited == [(1, 3, 0), (2, 0, 1)]
    while filtered.navigation.move_clip(-1):
        visited.append(place_of(filtered))
    assert visited[2:] == [(1, 3, 0), (1, 1, 0)]


def test_from_an_excluded_unit_a_move_goes_to_the_nearest_match(flagged: Project, filtered: Session) -> None:
    assert filtered.navigation.go_to_unit(unit_with(flagged, "#北航路"))
    assert filtered.filter.excludes(filtered.cursor.unit)
    assert filtered.navigation.move_line(1)
    assert place_of(filtered) == (1, 1, 2)
    assert filtered.navigation.go_to_unit(unit_with(flagged, "灯台の明かり", "clip"))
    assert filtered.navigation.move_line(-1)
    assert place_of(filtered) == (1, 1, 2)


def test_a_filter_for_clips_stops_at_clips(walk: Project, session: Session) -> None:
    session.filter.apply(filters.apply_filter(walk, UnitFilter(kinds=("clip",))))
    visited = []
    while session.navigation.move_line(1):
        visited.append(place_of(session))
    assert visited == [(1, 1, None), (1, 2, None), (1, 3, None), (2, 0, None), (3, 0, None)]


def test_a_filter_without_open_units_goes_to_its_first_match(walk: Project, session: Session) -> None:
    only = UnitFilter(tag="市場")
    assert session.navigation.go_to_unit(unit_with(walk, "#市場"))
    for dimension in session.codebook.asked_of("commentary"):
        session.answer(dimension, dimension.labels[0].id)
    assert session.navigation.move_clip(-1)
    selection = filters.apply_filter(walk, only)
    session.filter.apply(selection)
    assert selection is not None
    assert len(selection.queue) == 0
    assert not session.navigation.first_open_match()
    assert place_of(session) == (1, 3, 0)


def test_extending_a_selection_steps_over_excluded_lines(filtered: Session) -> None:
    assert filtered.extend_selection(1)
    assert [line.tags[0].name for line in filtered.selected_lines] == ["冬の航路", "岬"]


def test_a_suspended_filter_is_resumed(filtered: Session) -> None:
    assert filtered.filter.toggle()
    assert filtered.filter.active is None
    assert filtered.navigation.move_line(1)
    assert place_of(filtered) == (1, 1, 1)
    assert filtered.filter.toggle()
    assert filtered.navigation.move_line(1)
    assert place_of(filtered) == (1, 1, 2)
    filtered.filter.apply(None)
    assert not filtered.filter.toggle()


# On the screen


async def test_the_end_of_a_filter_names_the_key_that_turns_it_off(
    app: AnnotatorApp, flagged: Project
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.session.filter.apply(filters.apply_filter(flagged, UnitFilter(state="flagged")))
        await press(pilot, "enter", "down", "down", "down")
        assert place_of(app.session) == WAY[-1]
        for key in ("down", "]"):
            await press(pilot, key)
            assert say("filter_end", "en", lift="F3") in said(pilot)
            assert place_of(app.session) == WAY[-1]
        await press(pilot, "f3", "down")
        assert place_of(app.session) == (3, 0, None)
        await press(pilot, "f3")
        assert say("filter_excludes", "en") in painted(pilot)
        await press(pilot, "up")
        assert place_of(app.session) == WAY[-1]
        assert say("filter_excludes", "en") not in painted(pilot)


async def test_toggling_without_a_filter_says_how_to_set_one(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f3")
        assert say("no_filter", "en", change="&") in said(pilot)


async def test_excluded_lines_have_no_brackets(app: AnnotatorApp, flagged: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.session.filter.apply(filters.apply_filter(flagged, UnitFilter(state="flagged")))
        await press(pilot, "enter")
        assert "[ ]! #岬" in painted(pilot)
        assert "[ ]  #北航路" not in painted(pilot)
        assert at(pilot, "#北航路")


async def test_selecting_a_clip_selects_its_matching_lines(app: AnnotatorApp, flagged: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.session.filter.apply(filters.apply_filter(flagged, UnitFilter(state="flagged")))
        await press(pilot, "enter", "%")
        assert [line.tags[0].name for line in app.session.selected_lines] == ["冬の航路", "岬"]
