"""The screen at every size of the terminal, and in terminals with wide ambiguous characters."""

import re
from collections.abc import Iterator
from random import Random

import pytest
from rich.cells import cell_len

from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.screens.notices import LEAST, SmallScreen
from annotator.tui.state.cursor import UnitPosition
from annotator.tui.text.graphemes import cell_width
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    labelling_screen,
    painted,
    pane,
    pane_text,
    place,
    press,
    rows,
)


async def test_a_smaller_terminal_keeps_the_unit(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", "down", "1")
        for size in ((80, 24), (60, 16), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert place(app) == (1, UnitPosition(1, 1))
            assert "2/3" in painted(pilot)
            assert "#北航路=冬の北航路(" in painted(pilot)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 16)])
async def test_every_key_of_a_label_is_in_sight(app: AnnotatorApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "right")
        shown = painted(pilot)
        for dimension in app.session.codebook.dimensions:
            for label in dimension.labels:
                assert re.search(rf"[ \[]{label.key} ({label.name.en}|{label.id[:2]})", shown)
        assert say("auto_on", "en") in shown


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 16)])
async def test_every_row_is_as_wide_as_the_terminal(app: AnnotatorApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "right")
        assert {cell_len(row) for row in rows(pilot)} == {size[0]}
        assert len(rows(pilot)) == size[1]


async def test_wide_terminals_have_the_panes_side_by_side(app: AnnotatorApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        assert pane(pilot, "clip").region.y == pane(pilot, "lines").region.y
        await pilot.resize_terminal(99, 30)
        await pilot.pause()
        assert pane(pilot, "clip").region.x == pane(pilot, "lines").region.x


async def test_no_row_is_wider_than_the_terminal_where_ambiguous_characters_are_wide(walk: Project) -> None:
    app = AnnotatorApp(walk, "ja", ambiguous=2)
    async with app.run_test(size=(60, 24)) as pilot:
        await press(pilot, "right", "2", "semicolon")
        assert any("…" in row for row in rows(pilot))
        assert all(cell_width(row.rstrip(), ambiguous_width=2) <= 60 for row in rows(pilot))


def sizes(count: int) -> Iterator[tuple[int, int]]:
    """Return sizes of terminals, the same each time."""
    random = Random(4)
    for _ in range(count):
        yield random.randint(LEAST.width, 220), random.randint(LEAST.height, 70)


async def test_every_size_keeps_the_place(app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", "semicolon", "semicolon")
        screen = labelling_screen(app)
        place = app.session.cursor.unit.id, app.session.cursor.opened
        for width, height in sizes(20):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert app.screen is screen
            assert (app.session.cursor.unit.id, app.session.cursor.opened) == place
            assert "漁業者「氷の割れる音を合図に船を出す」" in pane_text(screen.lines_pane), (width, height)
            assert "氷の割れる音を合図に船を出す" in pane_text(screen.clip_pane), (width, height)


async def test_a_terminal_that_is_too_small_says_so_until_it_grows(app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right")
        screen, unit = labelling_screen(app), app.session.cursor.unit.id
        for size in ((LEAST.width - 1, 24), (80, LEAST.height - 1), (1, 1)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert isinstance(app.screen, SmallScreen)
            # Nothing is answered unseen.
            await pilot.press("1", "down")
        await pilot.resize_terminal(*LEAST)
        await pilot.pause()
        assert app.screen is screen
        assert app.session.cursor.unit.id == unit
        assert not app.session.answers
        await pilot.press("1")
        assert app.session.answers


async def test_a_note_in_a_terminal_that_shrinks_is_still_being_written(app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("full_stop", *"half ")
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        await pilot.press(*"unseen")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.press(*"done", "escape")
        await pilot.pause()
        assert app.session.mark
        assert app.session.mark.note == "half done"


async def test_a_terminal_that_is_too_small_can_be_quit(app: AnnotatorApp) -> None:
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, SmallScreen)
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not app.is_running
