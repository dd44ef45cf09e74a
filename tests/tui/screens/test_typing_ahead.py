"""Keys that come faster than the screen paints act in their order, each on its own unit or dialog."""

import pytest
from textual.widgets import Input, OptionList

from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.dialogs.find import FindScreen
from annotator.tui.screens.dialogs.pickers import TargetScreen
from annotator.tui.screens.dialogs.prompts import ConfirmScreen
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.state.cursor import UnitPosition
from annotator.workflow.browsing.statistics import status
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    answers,
    burst,
    marked,
    place,
    press,
)


async def test_typing_in_a_dialog_answers_nothing(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "/", "1", "q", "a", "!", "?")
        assert app.screen.query_one(Input).value == "1qa!?"
        assert status(walk).events == 0


@pytest.mark.parametrize("move", ["]", "\x1b[B", "\x1b[C", "」"])
async def test_a_move_acts_before_the_answer_typed_after_it(app: AnnotatorApp, move: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        first = app.session.cursor.unit.id
        await burst(pilot, f"{move}1")
        assert answers(app, first) == {}
        assert place(app) == (1, UnitPosition(1, 0))
        assert answers(app) == {"stance": ("favor", "冬の航路")}


async def test_a_flag_stays_on_the_unit_on_which_it_was_typed(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        first = app.session.cursor.unit.id
        await burst(pilot, "!1qa")
        assert marked(app) == (False, None)
        mark = unit_state(app.session.project, first).mark
        assert mark is not None
        assert mark.flagged


async def test_an_answer_acts_before_the_undo_typed_after_it(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await burst(pilot, "1\x7fq")
        assert answers(app) == {"fact_opinion": ("fact", None)}


async def test_text_after_the_note_key_goes_into_the_note(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await burst(pilot, ".1qa要確認のれる\r二")
        await press(pilot, "escape")
        assert marked(app) == (False, "1qa要確認のれる\n二")
        assert status(walk).events == 1


@pytest.mark.parametrize(("key", "screen"), [("/", FindScreen), ("*", TargetScreen)])
async def test_text_after_a_picker_key_goes_into_the_picker(
    app: AnnotatorApp, walk: Project, key: str, screen: type[object]
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await burst(pilot, f"{key}1qa")
        assert isinstance(app.screen, screen)
        assert app.screen.query_one(Input).value == "1qa"
        assert status(walk).events == 0


@pytest.mark.parametrize("end", ["\x13", "\x11"])
async def test_text_before_the_key_that_closes_a_note_is_in_it(app: AnnotatorApp, end: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await burst(pilot, f".要確認{end}")
        assert isinstance(app.screen, LabellingScreen)
        assert marked(app) == (False, "要確認")


async def test_text_before_the_choice_filters_the_offers(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await burst(pilot, "*軍事\r")
        await press(pilot, "1")
        assert answers(app) == {"stance": ("favor", "軍事支援")}


async def test_text_before_an_arrow_key_filters_the_offers(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *["right"] * 4)
        await burst(pilot, "*和平\x1b[B\r")
        await press(pilot, "1")
        # The likest offer stands first, the words themselves behind it.
        assert answers(app) == {"stance": ("favor", "和平")}


async def test_keys_after_a_confirmation_opens_stay_in_it(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await burst(pilot, "]%q")
        await press(pilot, "w", "a")
        assert isinstance(app.screen, ConfirmScreen)
        assert app.screen.query_one(OptionList).highlighted == 0
        assert status(walk).events == 0
