"""Quitting stores the place and the note; the next session starts there."""

from collections.abc import Callable

import pytest

from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.screens.notices import EmptyScreen
from annotator.tui.state.cursor import UnitPosition
from annotator.workflow.browsing import queue
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    bar,
    each_key,
    marked,
    painted,
    place,
    press,
)


@each_key("quit")
async def test_quitting_stores_the_place(app: AnnotatorApp, walk: Project, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", key)
        await pilot.pause()
    found = queue.resume_position(walk)
    assert found is not None
    assert found.id == app.session.cursor.unit.id
    assert app.return_code == 0


@each_key("quit")
async def test_quitting_a_note_saves_its_text(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, ".", "要", key)
        await pilot.pause()
    assert marked(app) == (False, "要")


@each_key("quit")
@pytest.mark.parametrize("opener", ["*", "/"])
async def test_quitting_a_picker_chooses_nothing(app: AnnotatorApp, opener: str, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, opener, "あ", key)
        assert isinstance(app.screen, LabellingScreen)
        assert place(app) == (1, UnitPosition(0, 0))
        assert app.session.target == "前置き"


async def test_the_next_session_starts_there(app: AnnotatorApp, open_as: Callable[..., Project]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", "down", "ctrl+q")
    later = AnnotatorApp(open_as("aya"), "en")
    async with later.run_test(size=SIZE):
        assert place(later) == (1, UnitPosition(1, 1))


async def test_an_empty_project_says_how_to_add_documents(open_as: Callable[..., Project]) -> None:
    app = AnnotatorApp(open_as("aya"), "ja")
    async with app.run_test(size=SIZE) as pilot:
        assert isinstance(app.screen, EmptyScreen)
        assert "annotator add PATH" in painted(pilot)


@pytest.mark.parametrize("key", ["escape", "q", "ctrl+q"])
async def test_an_empty_project_can_be_quit(open_as: Callable[..., Project], key: str) -> None:
    app = AnnotatorApp(open_as("aya"), "en")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        await pilot.pause()
        assert not app.is_running


async def test_control_c_says_which_key_quits(walk: Project) -> None:
    app = AnnotatorApp(walk, "ja")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+c")
        assert "Ctrl+Q で終了します" in bar(app, "bottom")
        assert not app.screen.query("Toast")
