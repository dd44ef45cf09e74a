"""A filter on the screen: the keys from unit to unit lead over what it selects, and say so at its ends."""

import pytest

from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.state.session import Session
from annotator.workflow.browsing import filters
from annotator.workflow.browsing.search import search_units
from annotator.workflow.project import Project
from annotator.workflow.values import UnitFilter
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


def unit_with(project: Project, words: str, kind: str = "commentary") -> str:
    """Return the id of the one unit of a kind that holds the words."""
    (found,) = [hit for hit in search_units(project, words) if hit.unit.kind == kind]
    return found.unit.id


@pytest.fixture
def flagged(walk: Project) -> Project:
    """The project with its flags."""
    for words in FLAGGED:
        flag(walk, unit_with(walk, words))
    return walk


@pytest.fixture
def led(flagged: Project, session: Session) -> Session:
    """A walk over what is flagged, at the first of it."""
    session.filter.apply(filters.apply_filter(flagged, UnitFilter(state="flagged")))
    assert session.navigation.first_open_match()
    return session


def test_lines_that_are_left_out_are_stepped_over(led: Session) -> None:
    walked = [place_of(led)]
    while led.navigation.move_line(1):
        walked.append(place_of(led))
    assert tuple(walked) == WAY
    while led.navigation.move_line(-1):
        walked.append(place_of(led))
    assert tuple(walked) == (*WAY, *WAY[-2::-1])


def test_clips_lead_to_the_first_unit_of_those_that_have_one(led: Session) -> None:
    walked = []
    while led.navigation.move_clip(1):
        walked.append(place_of(led))
    assert walked == [(1, 3, 0), (2, 0, 1)]
    while led.navigation.move_clip(-1):
        walked.append(place_of(led))
    assert walked[2:] == [(1, 3, 0), (1, 1, 0)]


def test_from_a_unit_that_is_left_out_the_next_one_is_nearest(flagged: Project, led: Session) -> None:
    assert led.navigation.go_to_unit(unit_with(flagged, "#北航路"))
    assert led.filter.excludes(led.cursor.unit)
    assert led.navigation.move_line(1)
    assert place_of(led) == (1, 1, 2)
    assert led.navigation.go_to_unit(unit_with(flagged, "灯台の明かり", "clip"))
    assert led.navigation.move_line(-1)
    assert place_of(led) == (1, 1, 2)


def test_a_clip_is_led_to_where_the_filter_asks_for_clips(walk: Project, session: Session) -> None:
    session.filter.apply(filters.apply_filter(walk, UnitFilter(kinds=("clip",))))
    walked = []
    while session.navigation.move_line(1):
        walked.append(place_of(session))
    assert walked == [(1, 1, None), (1, 2, None), (1, 3, None), (2, 0, None), (3, 0, None)]


def test_what_is_answered_can_be_looked_at_under_a_filter(walk: Project, session: Session) -> None:
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


def test_a_selection_of_lines_steps_over_what_is_left_out(led: Session) -> None:
    assert led.extend_selection(1)
    assert [line.tags[0].name for line in led.selected_lines] == ["冬の航路", "岬"]


def test_a_filter_that_was_put_aside_leads_again(led: Session) -> None:
    assert led.filter.toggle()
    assert led.filter.active is None
    assert led.navigation.move_line(1)
    assert place_of(led) == (1, 1, 1)
    assert led.filter.toggle()
    assert led.navigation.move_line(1)
    assert place_of(led) == (1, 1, 2)
    led.filter.apply(None)
    assert not led.filter.toggle()


# On the screen


async def test_the_end_of_a_filter_is_told_with_the_key_that_lifts_it(
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


async def test_without_a_filter_the_key_says_how_to_make_one(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f3")
        assert say("no_filter", "en", change="&") in said(pilot)


async def test_lines_that_are_left_out_have_no_brackets(app: AnnotatorApp, flagged: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.session.filter.apply(filters.apply_filter(flagged, UnitFilter(state="flagged")))
        await press(pilot, "enter")
        assert "[ ]! #岬" in painted(pilot)
        assert "[ ]  #北航路" not in painted(pilot)
        assert at(pilot, "#北航路")


async def test_all_lines_of_a_clip_are_those_that_the_filter_has(app: AnnotatorApp, flagged: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.session.filter.apply(filters.apply_filter(flagged, UnitFilter(state="flagged")))
        await press(pilot, "enter", "%")
        assert [line.tags[0].name for line in app.session.selected_lines] == ["冬の航路", "岬"]
