"""Clicks on labels, lines and panes."""

from annotator.tui.app import AnnotatorApp
from annotator.tui.state.cursor import UnitPosition
from annotator.workflow.browsing.statistics import status
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    answers,
    at,
    place,
    press,
)


async def test_a_click_on_a_label_answers(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click(offset=at(pilot, "2 against"))
        assert answers(app) == {"stance": ("against", "前置き")}


async def test_a_click_on_each_cell_of_a_label_answers_it(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        x, y = at(pilot, "w opinion")
        for column in (x, x + len("w opinion") - 1):
            await press(pilot, "q")
            await pilot.click(offset=(column, y))
            assert answers(app) == {"fact_opinion": ("opinion", None)}


async def test_a_click_beside_the_labels_answers_nothing(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        for words in ("Stance", "Target:"):
            await pilot.click(offset=at(pilot, words))
        assert status(walk).events == 0


async def test_a_click_on_a_closed_line_opens_it(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right")
        for words, line in (("#岬", 2), ("#北航路", 1), ("#冬の航路", 0)):
            await pilot.click(offset=at(pilot, words))
            await pilot.pause()
            assert place(app) == (1, UnitPosition(1, line))


async def test_a_click_on_the_clip_moves_nothing(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", "down")
        await pilot.click(offset=at(pilot, "港湾局のサーリ局長は"))
        await pilot.pause()
        assert place(app) == (1, UnitPosition(1, 1))
