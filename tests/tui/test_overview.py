"""The lists of documents and of what was done on a unit, and the statistics: from the key to the database and back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.documents import DocumentsScreen
from annotator.tui.screens.dialogs.history import HistoryScreen
from annotator.tui.screens.dialogs.statistics import StatisticsScreen
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.views.statistics import draw_bar, statistics_page
from annotator.workflow.browsing.statistics import LabelCounts, Pace, Statistics
from annotator.workflow.codebooks import DEFAULT_CODEBOOK, shipped
from annotator.workflow.labelling.actions import answer, flag, unit_state
from annotator.workflow.project import Project

SIZE = (120, 40)
Screenful = Pilot[None]


def shown(pilot: Screenful) -> str:
    """Return what stands on the terminal."""
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


async def test_documents_are_listed_with_ones_own_progress(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        line = app.session.cursor.unit.id
        for dimension, label in (("stance", "none"), ("fact_opinion", "fact"), ("source_reliability", "A")):
            target = "港" if dimension == "stance" else None
            answer(app.session.project, line, dimension=dimension, label=label, target=target)
        await pilot.press("f6")
        await pilot.pause()
        assert isinstance(app.screen, DocumentsScreen)
        text = shown(pilot)
    assert "1-route.txt" in text
    assert "2-flags.txt" in text
    assert "1/5" in text
    assert "0/2" in text


async def test_the_chosen_document_is_entered_where_it_needs_an_answer(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f6")
        await pilot.pause()
        await pilot.press("down", "down", "up", "enter")
        await pilot.pause()
        assert isinstance(app.screen, LabellingScreen)
        assert app.session.cursor.view.document.provenance.source.endswith("2-flags.txt")
        assert app.session.cursor.line is not None


async def test_a_list_ends_at_both_ends_and_can_be_left(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        before = app.session.cursor.unit.id
        await pilot.press("f6")
        await pilot.pause()
        await pilot.press("up", "pageup", "end", "pagedown", "down", "home", "escape")
        await pilot.pause()
        assert isinstance(app.screen, LabellingScreen)
        assert app.session.cursor.unit.id == before


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_click_marks_a_row_and_another_chooses_it(app: AnnotatorApp, size: tuple[int, int]) -> None:
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


async def test_an_earlier_answer_is_put_back_from_the_history(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        project, unit = app.session.project, app.session.cursor.unit.id
        answer(project, unit, dimension="fact_opinion", label="fact")
        answer(project, unit, dimension="fact_opinion", label="opinion")
        await pilot.press("f7")
        await pilot.pause()
        assert isinstance(app.screen, HistoryScreen)
        assert "fact → opinion" in shown(pilot)
        await pilot.press("home", "enter")
        await pilot.pause()
        assert [each.label for each in unit_state(project, unit).answers.values()] == ["fact"]
        assert [each.label for each in app.session.answers] == ["fact"]


async def test_an_undo_is_shown_and_cannot_be_put_back(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        flag(app.session.project, app.session.cursor.unit.id)
        await pilot.press("backspace", "f7")
        await pilot.pause()
        assert say("history_undone", "en") in shown(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, HistoryScreen)
        assert say("history_not_restorable", "en") in shown(pilot)


async def test_a_unit_without_a_history_says_so(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f7")
        await pilot.pause()
        assert isinstance(app.screen, LabellingScreen)
        assert say("history_none", "en") in shown(pilot)


async def test_nobody_elses_acts_are_shown(app: AnnotatorApp, open_as: Callable[..., Project]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        answer(open_as("ben"), app.session.cursor.unit.id, dimension="fact_opinion", label="forecast")
        await pilot.press("f7")
        await pilot.pause()
        assert isinstance(app.screen, LabellingScreen)
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, StatisticsScreen)
        assert say("statistics_none", "en") in shown(pilot)
        assert "⣿" not in shown(pilot)


async def test_the_pace_is_shown_on_demand_only(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f8")
        await pilot.pause()
        assert say("pace", "en") not in shown(pilot).splitlines()[3]
        await pilot.press("f2")
        await pilot.pause()
        assert say("pace_none", "en") in shown(pilot)
        await pilot.press("f2", "down", "pagedown", "escape")
        await pilot.pause()
        assert isinstance(app.screen, LabellingScreen)


def test_a_page_of_statistics_holds_every_count() -> None:
    codebook = shipped(DEFAULT_CODEBOOK)
    labels = LabelCounts()
    labels.total["fact"] = 3
    labels.by_tag["港[/b]"] = labels.by_publisher["潮見放送"] = labels.total
    found = Statistics({"fact_opinion": labels}, {date(2026, 1, 31): 3})
    pace = Pace(5, timedelta(minutes=75), 12.5)
    words = [row.text for row in statistics_page(found, pace, codebook, "ja")]
    assert any("港[/b]" in row and "3" in row for row in words)
    assert any(row.startswith("2026-01-31") and row.endswith("3") for row in words)
    assert any("1 時間 15 分" in row and "12.5 秒" in row for row in words)
    assert any("潮見放送" in row for row in words)


def test_only_the_largest_groups_are_shown_and_the_others_counted() -> None:
    labels = LabelCounts()
    for number in range(20):
        labels.by_tag[f"港{number}"] = type(labels.total)({"fact": number + 1})
    found = Statistics({"fact_opinion": labels}, {})
    words = [row.text for row in statistics_page(found, None, shipped(DEFAULT_CODEBOOK), "en")]
    assert any("港19" in row for row in words)
    assert not any("港1 " in row for row in words)
    assert say("statistics_others", "en", count=5) in words


@given(st.floats(0, 1), st.integers(1, 60))
def test_a_bar_has_its_length_and_grows(part: float, cells: int) -> None:
    assert len(draw_bar(part, cells)) == cells
    assert draw_bar(part, cells).count("⣿") <= draw_bar(1, cells).count("⣿") == cells
    assert (draw_bar(part, cells).strip("⠀") == "") == (part == 0)
