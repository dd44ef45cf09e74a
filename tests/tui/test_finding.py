"""Search, filters and jumps on the screen, from the key to the database and back."""

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import OptionList

from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.filter import FilterScreen
from annotator.tui.screens.dialogs.find import FindScreen
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.state.unit_positions import UnitPosition
from annotator.tui.widgets.text_pane import TextPane
from annotator.tui.widgets.toggle import Toggle
from annotator.workflow.browsing import filters
from annotator.workflow.browsing.search import search_units
from annotator.workflow.labelling.actions import flag
from annotator.workflow.project import Project
from annotator.workflow.values import UnitFilter

Screenful = Pilot[None]


async def typed(pilot: Screenful, *keys: str) -> None:
    """Press keys, one after the other, and wait for what works on them."""
    for key in keys:
        await pilot.press(*([key] if key.isascii() else key))
        await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def painted(pilot: Screenful) -> str:
    """Return what stands on the terminal."""
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


def marked(pilot: Screenful, name: str) -> list[str]:
    """Return what a pane sets off as found."""
    pane = pilot.app.screen.query_one(f"#{name}", TextPane)
    text = pilot.app.session.cursor.view.document.parse.text  # type: ignore[attr-defined]
    return [one.span.of(text) for one in pane.highlights if one.style == "found"]


def options(pilot: Screenful) -> list[str]:
    """Return the rows of the dialog's list."""
    listed = pilot.app.screen.query_one(OptionList)
    return [str(listed.get_option_at_index(row).prompt) for row in range(listed.option_count)]


async def choose(pilot: Screenful, words: str) -> None:
    """Choose the row of a dialog that begins with the words."""
    row = next(number for number, shown in enumerate(options(pilot)) if shown.strip().startswith(words))
    pilot.app.screen.query_one(OptionList).highlighted = row
    await typed(pilot, "enter")


def line_with(project: Project, words: str) -> str:
    """Return the id of the one line that holds the words."""
    (found,) = search_units(project, words, unit_filter=UnitFilter(kinds=("commentary",)))
    return found.unit.id


# Search


async def test_hits_are_highlighted(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "/", "守り人")
        prompt = app.screen.query_one(OptionList).get_option_at_index(0).prompt
        spans = getattr(prompt, "spans", ())
        assert [str(prompt)[span.start : span.end] for span in spans] == ["守り人"]


@pytest.mark.parametrize(
    ("words", "pane_name", "kind"),
    [("百年の明かりは", "lines", "commentary"), ("百年ぶりに", "clip", "clip")],
)
async def test_what_was_found_is_marked_in_the_text_until_the_next_move(
    app: AnnotatorApp, words: str, pane_name: str, kind: str
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "/", words, "enter")
        if app.session.cursor.kind != kind:
            await typed(pilot, "/", words, "down", "enter")
        assert app.session.cursor.kind == kind
        assert marked(pilot, pane_name) == [words]
        await typed(pilot, "q", "/", words, "escape")
        assert marked(pilot, pane_name) == [words]
        await typed(pilot, "down")
        assert marked(pilot, pane_name) == []


async def test_going_to_the_same_unit_by_other_words_marks_those(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "/", "守り人「", "enter", "/", "今夜かぎりで", "enter")
        assert marked(pilot, "lines") == ["今夜かぎりで"]


async def test_kana_of_either_kind_are_found_where_chosen(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "/", "べるか")
        assert options(pilot) == []
        await typed(pilot, "f2")
        assert [shown[:3] for shown in options(pilot)] == ["ベルカ"] * 2
        await pilot.click("#kana")
        await typed(pilot)
        assert options(pilot) == []


async def test_going_down_brings_more_hits(app: AnnotatorApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.tui.screens.dialogs.find._PAGE", 2)
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "/", "の")
        assert len(options(pilot)) == 2
        await typed(pilot, "down")
        assert len(options(pilot)) == 4
        assert say("find_more", "en", count=4) in painted(pilot)


async def test_search_stays_within_the_filter_until_it_is_told_otherwise(
    app: AnnotatorApp, walk: Project
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        app.session.filter.apply(filters.apply_filter(walk, UnitFilter(tag="市場")))
        await typed(pilot, "/", "港")
        assert not options(pilot)
        assert "tag: 市場" in painted(pilot)
        await typed(pilot, "f3")
        assert options(pilot)
        assert not app.screen.query_one("#narrow", Toggle).is_on
        await pilot.press("escape")


async def test_search_goes_on_while_keys_come(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("/", *"灯台の明かり", "backspace", "backspace")
        await typed(pilot)
        assert isinstance(app.screen, FindScreen)
        assert any("灯台の明かり" in shown for shown in options(pilot))


async def test_what_a_document_says_is_no_markup_in_the_hits(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "/", "太い旗")
        assert "[bold]太い旗[/bold]" in painted(pilot)


# Filters


async def test_the_queue_leads_over_what_a_filter_selects(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "&")
        await choose(pilot, "tag")
        await typed(pilot, "市場", "enter")
        assert options(pilot)[0] == say("filter_apply", "en", count=1, open=1)
        await typed(pilot, "enter")
        assert app.session.cursor.unit.id == line_with(walk, "#市場")
        assert "tag: 市場 (1)" in painted(pilot)
        await typed(pilot, "enter")
        assert app.session.cursor.unit.id == line_with(walk, "#市場")


async def test_a_filter_is_put_together_and_taken_away(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "&")
        await choose(pilot, "evidence")
        await choose(pilot, "not in any clip")
        await choose(pilot, "from")
        await typed(pilot, "2", "0", "2", "2", "enter")
        assert app.screen.query_one(OptionList).get_option_at_index(0).prompt
        await choose(pilot, "Walk")
        selection = app.session.filter.active
        assert selection is not None
        assert selection.unit_filter == UnitFilter(evidence="absent", since="2022")
        await typed(pilot, "&")
        await choose(pilot, say("filter_clear", "en"))
        await choose(pilot, say("filter_all", "en"))
        assert app.session.filter.active is None
        assert say("filter_cleared", "en") in painted(pilot)


async def test_a_tag_may_be_typed_as_it_stands_in_a_line(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "&")
        await choose(pilot, "tag")
        await typed(pilot, "＃", "市", "場")
        assert options(pilot)[0] == "市場"


async def test_a_filter_is_saved_chosen_again_and_deleted(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "&")
        await choose(pilot, "tag")
        await typed(pilot, "旗", "enter")
        await choose(pilot, say("filter_save", "en"))
        await typed(pilot, "赤い旗", "enter")
        saved = filters.saved_filters(walk)
        assert list(saved) == ["赤い旗"]
        await choose(pilot, say("filter_clear", "en"))
        await choose(pilot, "赤い旗 = ")
        await choose(pilot, "Walk")
        assert app.session.filter.active is not None
        assert app.session.filter.active.unit_filter == saved["赤い旗"]
        await typed(pilot, "&")
        await choose(pilot, say("filter_forget", "en"))
        await choose(pilot, "赤い旗")
        assert filters.saved_filters(walk) == {}


async def test_a_filter_that_nothing_fits_is_not_applied(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "&")
        await choose(pilot, "yours")
        await choose(pilot, "flagged")
        await choose(pilot, "Walk")
        assert isinstance(app.screen, FilterScreen)
        assert say("filter_none", "en") in painted(pilot)
        await pilot.press("escape")
        assert isinstance(app.screen, LabellingScreen)
        assert app.session.filter.active is None


async def test_a_date_that_is_none_is_refused_and_said(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "&")
        await choose(pilot, "from")
        await typed(pilot, "9", "enter")
        assert "'9' is no date" in painted(pilot)
        assert options(pilot)[0] == say("filter_all", "en")


async def test_answering_the_last_of_a_filter_says_so(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        app.session.filter.apply(filters.apply_filter(walk, UnitFilter(tag="市場")))
        app.session.navigation.first_open_match()
        await typed(pilot, "4", "y", "h")
        assert say("filter_done", "en", change="&", lift="F3") in painted(pilot)


# Jumps


async def test_a_number_leads_to_a_unit_or_a_document(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "@", "5")
        assert options(pilot)[0] == say("jump_unit", "en", number=5)
        await typed(pilot, "enter")
        assert (app.session.cursor.view.number, app.session.cursor.position) == (1, UnitPosition(3, 0))
        await typed(pilot, "@", "2")
        await choose(pilot, "document 2")
        assert app.session.cursor.view.number == 2


async def test_part_of_a_name_leads_to_a_document(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "@", *"page", "enter")
        assert app.session.cursor.view.number == 3


async def test_the_next_flagged_unit(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "$")
        assert say("no_flags", "en") in painted(pilot)
        for words in ("#岬", "#帆"):
            flag(walk, line_with(walk, words))
        await typed(pilot, "$")
        assert app.session.cursor.unit.id == line_with(walk, "#岬")
        await typed(pilot, "$")
        assert app.session.cursor.unit.id == line_with(walk, "#帆")
        app.post_message(events.Key("＄", "＄"))
        await typed(pilot)
        assert app.session.cursor.unit.id == line_with(walk, "#岬")


@pytest.mark.parametrize(
    ("key", "title"), [("＆", "絞り込み"), ("＠", "移動"), ("゛", "移動"), ("／", "検索")]
)
async def test_full_width_and_kana_keys_open_the_dialogs_in_japanese(
    walk: Project, key: str, title: str
) -> None:
    app = AnnotatorApp(walk, "ja")
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Key(key, key))
        await typed(pilot)
        assert title in painted(pilot)
