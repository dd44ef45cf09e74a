"""Flags, notes and skips, from the key to the database and back to the screen."""

from textual.widgets import TextArea

from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import SKIP_REASONS, say
from annotator.tui.screens.dialogs.pickers import SkipScreen
from annotator.tui.state.cursor import UnitPosition
from annotator.workflow.browsing.statistics import status
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.project import Project
from tests.annotating import note
from tests.tui.driving import (
    SIZE,
    answers,
    at,
    each_key,
    first_unit,
    holds,
    marked,
    painted,
    paste,
    place,
    press,
    send,
)


def skipped(app: AnnotatorApp, unit: str) -> str | None:
    """Return why a unit is skipped."""
    mark = unit_state(app.session.project, unit).mark
    return mark.skipped if mark else None


# Flags


@each_key("flag")
async def test_flag(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        assert marked(app) == (True, None)
        assert f"! {say('flagged', 'en')}" in painted(pilot)
        await press(pilot, key)
        assert marked(app) == (False, None)
        assert f"! {say('flagged', 'en')}" not in painted(pilot)
        assert holds(app)


# Notes


@each_key("note")
async def test_note(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key, "要", "確", "認", "enter", "１", "q", "escape")
        assert marked(app) == (False, "要確認\n１q")
        assert answers(app) == {}
        assert "Note: 要確認" in painted(pilot)
        assert holds(app)


async def test_a_note_can_be_changed_and_deleted(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, ".", "要", "escape", ".", "再", "escape")
        assert marked(app) == (False, "要再")
        await press(pilot, ".", "backspace", "backspace", "escape")
        assert marked(app) == (False, None)


async def test_an_unchanged_note_is_no_event(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, ".", "escape")
        assert status(walk).events == 0


async def test_the_note_dialog_starts_with_the_saved_note(app: AnnotatorApp) -> None:
    note(app.session.project, first_unit(app), "一行目\n二行目")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, ".")
        assert app.screen.query_one(TextArea).text == "一行目\n二行目"


async def test_committed_text_of_an_input_method_goes_into_the_note(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, ".")
        # A terminal sends what was composed at once, when it is committed.
        await send(pilot, "日本語の変換")
        await send(pilot, "１ぬ！。")
        assert app.screen.query_one(TextArea).text == "日本語の変換１ぬ！。"
        await press(pilot, "escape")
        assert marked(app) == (False, "日本語の変換１ぬ！。")
        assert status(walk).events == 1


async def test_a_click_on_the_hint_closes_the_note(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, ".", "要")
        await pilot.click(offset=at(pilot, say("note_hint", "en")))
        assert marked(app) == (False, "要")


# Skips


@each_key("skip")
async def test_skip_with_a_reason_on_offer(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        await press(pilot, key)
        assert isinstance(app.screen, SkipScreen)
        await press(pilot, "down", "enter")
        assert skipped(app, unit) == say(SKIP_REASONS[1], "en")
        assert place(app) == (1, UnitPosition(1, 0))
        assert holds(app)


async def test_skip_with_a_typed_reason(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        await press(pilot, "ね")
        await paste(pilot, "原文と照合できない")
        await press(pilot, "enter", "up")
        assert skipped(app, unit) == "原文と照合できない"
        assert say("is_skipped", "en", reason="原文と照合できない") in painted(pilot)


async def test_a_unit_is_unskipped(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        await press(pilot, "=", ",", "enter")
        assert skipped(app, unit)
        await press(pilot, ",", "enter")
        assert skipped(app, unit) is None
        await press(pilot, "backspace")
        assert skipped(app, unit)
        assert holds(app)


async def test_closing_the_skip_dialog_skips_nothing(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, ",", "x", "escape")
        assert status(walk).events == 0
