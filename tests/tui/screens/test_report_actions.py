"""The lists and reports: documents, history, statistics, keys, commands."""

from collections.abc import Callable
from inspect import isawaitable

import pytest
from textual.command import CommandPalette, DiscoveryHit, Hit
from textual.widgets import OptionList

from annotator.tui.actions import ACTIONS
from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.palette import Commands
from annotator.tui.screens.dialogs.lists import DocumentsScreen, HistoryScreen
from annotator.tui.screens.dialogs.pages import HelpScreen, StatisticsScreen
from annotator.tui.screens.labelling import LabellingScreen
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.project import Project
from tests.annotating import answer, flag
from tests.tui.driving import (
    SIZE,
    answers,
    at,
    each_key,
    marked,
    painted,
    press,
    send,
    until,
)


async def test_documents_are_listed_with_the_annotator_s_own_progress(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        line = app.session.cursor.unit.id
        for dimension, label in (("stance", "none"), ("fact_opinion", "fact"), ("source_reliability", "A")):
            target = "港" if dimension == "stance" else None
            answer(app.session.project, line, dimension=dimension, label=label, target=target)
        await pilot.press("f6")
        await pilot.pause()
        assert isinstance(app.screen, DocumentsScreen)
        text = painted(pilot)
    assert "1-route.txt" in text
    assert "2-flags.txt" in text
    assert "1/5" in text
    assert "0/2" in text


async def test_the_chosen_document_opens_at_its_first_open_unit(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f6")
        await pilot.pause()
        await pilot.press("down", "down", "up", "enter")
        await pilot.pause()
        assert isinstance(app.screen, LabellingScreen)
        assert app.session.cursor.view.document.provenance.source.endswith("2-flags.txt")
        assert app.session.cursor.line is not None


async def test_a_list_stops_at_both_ends_and_can_be_closed(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        before = app.session.cursor.unit.id
        await pilot.press("f6")
        await pilot.pause()
        await pilot.press("up", "pageup", "end", "pagedown", "down", "home", "escape")
        await pilot.pause()
        assert isinstance(app.screen, LabellingScreen)
        assert app.session.cursor.unit.id == before


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_click_highlights_a_row_and_another_chooses_it(
    app: AnnotatorApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press("f6")
        await pilot.pause()
        await pilot.click("DocumentsScreen TextPane", offset=(10, 2))
        await pilot.pause()
        assert isinstance(app.screen, DocumentsScreen)
        await pilot.click("DocumentsScreen TextPane", offset=(10, 2))
        await pilot.pause()
        assert isinstance(app.screen, LabellingScreen)
        assert app.session.cursor.view.document.provenance.source.endswith("3-page.txt")


async def test_an_earlier_answer_is_restored_from_the_history(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        project, unit = app.session.project, app.session.cursor.unit.id
        answer(project, unit, dimension="fact_opinion", label="fact")
        answer(project, unit, dimension="fact_opinion", label="opinion")
        await pilot.press("f7")
        await pilot.pause()
        assert isinstance(app.screen, HistoryScreen)
        assert "fact → opinion" in painted(pilot)
        await pilot.press("home", "enter")
        await pilot.pause()
        assert [each.label for each in unit_state(project, unit).answers.values()] == ["fact"]
        assert [each.label for each in app.session.answers] == ["fact"]


async def test_an_undo_is_shown_and_cannot_be_restored(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        flag(app.session.project, app.session.cursor.unit.id)
        await pilot.press("backspace", "f7")
        await pilot.pause()
        assert say("history_undone", "en") in painted(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, HistoryScreen)
        assert say("history_not_restorable", "en") in painted(pilot)


async def test_a_unit_without_a_history_says_so(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f7")
        await pilot.pause()
        assert isinstance(app.screen, LabellingScreen)
        assert say("history_none", "en") in painted(pilot)


async def test_nobody_elses_events_are_shown(app: AnnotatorApp, open_as: Callable[..., Project]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        answer(open_as("ben"), app.session.cursor.unit.id, dimension="fact_opinion", label="forecast")
        await pilot.press("f7")
        await pilot.pause()
        assert isinstance(app.screen, LabellingScreen)
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, StatisticsScreen)
        assert say("statistics_none", "en") in painted(pilot)
        assert "⣿" not in painted(pilot)


async def test_the_pace_is_shown_on_demand_only(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f8")
        await pilot.pause()
        assert say("pace", "en") not in painted(pilot).splitlines()[3]
        await pilot.press("f2")
        await pilot.pause()
        assert say("pace_none", "en") in painted(pilot)
        await pilot.press("f2", "down", "pagedown", "escape")
        await pilot.pause()
        assert isinstance(app.screen, LabellingScreen)


# Keys and commands


@each_key("help")
async def test_help_lists_every_action_and_label(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        assert isinstance(app.screen, HelpScreen)
        listed = "\n".join(paragraph.text for paragraph in app.screen.parts())
        for action in ACTIONS:
            assert f"{' '.join(action.keys):16}{action.help.en}" in listed
        for dimension in app.session.codebook.dimensions:
            assert dimension.question.en in listed
            for label in dimension.labels:
                assert f"{label.key:16}{label.name.en} - {label.definition.en}" in listed


@pytest.mark.parametrize("key", ["escape", "?", "ctrl+q"])
async def test_help_closes(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "?", key)
        assert isinstance(app.screen, LabellingScreen)


@each_key("palette")
async def test_the_palette_runs_an_action(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        assert isinstance(app.screen, CommandPalette)
        await until(pilot, lambda: bool(app.screen.query_one(OptionList).option_count))
        await send(pilot, "\x1b[200~take the flag away\x1b[201~")
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count == 1)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, LabellingScreen))
        await pilot.pause()
        assert marked(app) == (True, None)


async def test_the_palette_lists_every_action_and_label(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE):
        hits = [hit async for hit in Commands(app.screen).discover()]
        listed = {hit.text: hit.help for hit in hits if isinstance(hit, DiscoveryHit)}
        for action in ACTIONS:
            assert listed[f"{action.name.en}  ({' '.join(action.keys)})"] == action.help.en
        labels = [
            (dimension, label) for dimension in app.session.codebook.dimensions for label in dimension.labels
        ]
        for dimension, label in labels:
            assert listed[f"{dimension.name.en}: {label.name.en}  ({label.key})"] == label.definition.en
        assert len(hits) == len(ACTIONS) + len(labels)


async def test_the_palette_answers(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        hits = [hit async for hit in Commands(app.screen).search("Stance: against")]
        assert isinstance(hits[0], Hit)
        running = hits[0].command()
        assert isawaitable(running)
        await running
        await pilot.pause()
        assert answers(app) == {"stance": ("against", "前置き")}


async def test_a_click_on_the_hint_shows_all_keys(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click(offset=at(pilot, "? help"))
        assert isinstance(app.screen, HelpScreen)


async def test_the_palette_is_in_the_language_of_the_screen(walk: Project) -> None:
    from textual.command import CommandInput, CommandList

    app = AnnotatorApp(walk, "ja")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert app.screen.query_one(CommandInput).placeholder == "コマンドを検索"
        await pilot.press(*"zzzz")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        listed = app.screen.query_one(CommandList)
        assert "該当するコマンドはありません。" in str(listed.get_option_at_index(0).prompt)
        # A second press opens no second palette.
        await pilot.press("ctrl+p")
        assert len(app.screen_stack) == 3
