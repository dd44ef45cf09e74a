"""Search, filter and jump: dialogs that find units, and where they lead."""

import pytest
from textual.widgets import OptionList

from annotator.store.values import UnitFilter
from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.filter import FilterScreen
from annotator.tui.screens.dialogs.find import FindScreen, Toggle
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.state.cursor import UnitPosition
from annotator.tui.widgets.text_pane import TextPane
from annotator.workflow.browsing import filters
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    Screenful,
    each_key,
    line_with,
    painted,
    paste,
    place,
    press,
    press_and_wait,
)


def found_text(pilot: Screenful, name: str) -> list[str]:
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
    await press_and_wait(pilot, "enter")


# Search


@each_key("find")
async def test_find_goes_to_the_unit(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        await paste(pilot, "白い帆")
        assert say("find_some", "en", count=1) in painted(pilot)
        await press(pilot, "enter")
        assert place(app) == (2, UnitPosition(0, 1))
        assert "#帆(白い帆)" in painted(pilot)


async def test_find_is_folded(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "/")
        await paste(pilot, "［ＢＯＬＤ］")
        await press(pilot, "enter")
        assert place(app) == (2, UnitPosition(0, 0))


async def test_find_with_the_arrow_keys(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "/")
        await paste(pilot, "灯台")
        await press(pilot, "escape", "/")
        await paste(pilot, "市場")
        hits = app.screen.query_one(OptionList).option_count
        await press(pilot, "down", "enter")
        assert hits == 3
        assert place(app) == (1, UnitPosition(3, 0))


async def test_a_search_without_hits_says_so(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "/")
        await paste(pilot, "幽霊船")
        # Twelve units have words of their own: five clips and seven lines.
        assert say("find_none", "en", count=12, text="幽霊船", how=say("find_how", "en")) in painted(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, FindScreen)
        await press(pilot, "escape")
        assert place(app) == (1, UnitPosition(0, 0))


async def test_hits_are_highlighted(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "/", "守り人")
        prompt = app.screen.query_one(OptionList).get_option_at_index(0).prompt
        spans = getattr(prompt, "spans", ())
        assert [str(prompt)[span.start : span.end] for span in spans] == ["守り人"]


@pytest.mark.parametrize(
    ("words", "pane_name", "kind"),
    [("百年の明かりは", "lines", "commentary"), ("百年ぶりに", "clip", "clip")],
)
async def test_hits_are_highlighted_in_the_text_until_the_next_move(
    app: AnnotatorApp, words: str, pane_name: str, kind: str
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "/", words, "enter")
        if app.session.cursor.kind != kind:
            await press_and_wait(pilot, "/", words, "down", "enter")
        assert app.session.cursor.kind == kind
        assert found_text(pilot, pane_name) == [words]
        await press_and_wait(pilot, "q", "/", words, "escape")
        assert found_text(pilot, pane_name) == [words]
        await press_and_wait(pilot, "down")
        assert found_text(pilot, pane_name) == []


async def test_another_search_for_the_same_unit_highlights_its_own_hits(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "/", "守り人「", "enter", "/", "今夜かぎりで", "enter")
        assert found_text(pilot, "lines") == ["今夜かぎりで"]


async def test_hiragana_and_katakana_are_found_alike_when_turned_on(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "/", "べるか")
        assert options(pilot) == []
        await press_and_wait(pilot, "f2")
        assert [shown[:3] for shown in options(pilot)] == ["ベルカ"] * 2
        await pilot.click("#kana")
        await press_and_wait(pilot)
        assert options(pilot) == []


async def test_moving_down_loads_more_hits(app: AnnotatorApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.tui.screens.dialogs.find._PAGE", 2)
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "/", "の")
        assert len(options(pilot)) == 2
        await press_and_wait(pilot, "down")
        assert len(options(pilot)) == 4
        assert say("find_more", "en", count=4) in painted(pilot)


async def test_search_keeps_to_the_filter_unless_turned_off(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        app.session.filter.apply(filters.apply_filter(walk, UnitFilter(tag="市場")))
        await press_and_wait(pilot, "/", "港")
        assert not options(pilot)
        assert "tag: 市場" in painted(pilot)
        await press_and_wait(pilot, "f3")
        assert options(pilot)
        assert not app.screen.query_one("#narrow", Toggle).is_on
        await pilot.press("escape")


async def test_search_continues_while_keys_are_typed(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("/", *"灯台の明かり", "backspace", "backspace")
        await press_and_wait(pilot)
        assert isinstance(app.screen, FindScreen)
        assert any("灯台の明かり" in shown for shown in options(pilot))


async def test_markup_in_a_document_is_shown_as_text_in_the_hits(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "/", "太い旗")
        assert "[bold]太い旗[/bold]" in painted(pilot)


# Filters


async def test_navigation_keeps_to_the_units_that_match_the_filter(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "&")
        await choose(pilot, "tag")
        await press_and_wait(pilot, "市場", "enter")
        assert options(pilot)[0] == say("filter_apply", "en", count=1, open=1)
        await press_and_wait(pilot, "enter")
        assert app.session.cursor.unit.id == line_with(walk, "#市場")
        assert "tag: 市場 (1)" in painted(pilot)
        await press_and_wait(pilot, "enter")
        assert app.session.cursor.unit.id == line_with(walk, "#市場")


async def test_a_filter_is_set_and_cleared(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "&")
        await choose(pilot, "evidence")
        await choose(pilot, "not in any clip")
        await choose(pilot, "from")
        await press_and_wait(pilot, "2", "0", "2", "2", "enter")
        assert app.screen.query_one(OptionList).get_option_at_index(0).prompt
        await choose(pilot, "Walk")
        selection = app.session.filter.active
        assert selection is not None
        assert selection.unit_filter == UnitFilter(evidence="absent", since="2022")
        await press_and_wait(pilot, "&")
        await choose(pilot, say("filter_clear", "en"))
        await choose(pilot, say("filter_all", "en"))
        assert app.session.filter.active is None
        assert say("filter_cleared", "en") in painted(pilot)


async def test_a_tag_may_be_typed_with_its_sign(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "&")
        await choose(pilot, "tag")
        await press_and_wait(pilot, "＃", "市", "場")
        assert options(pilot)[0] == "市場"


async def test_a_filter_is_saved_chosen_again_and_deleted(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "&")
        await choose(pilot, "tag")
        await press_and_wait(pilot, "旗", "enter")
        await choose(pilot, say("filter_save", "en"))
        await press_and_wait(pilot, "赤い旗", "enter")
        saved = filters.saved_filters(walk)
        assert list(saved) == ["赤い旗"]
        await choose(pilot, say("filter_clear", "en"))
        await choose(pilot, "赤い旗 = ")
        await choose(pilot, "Walk")
        assert app.session.filter.active is not None
        assert app.session.filter.active.unit_filter == saved["赤い旗"]
        await press_and_wait(pilot, "&")
        await choose(pilot, say("filter_forget", "en"))
        await choose(pilot, "赤い旗")
        assert filters.saved_filters(walk) == {}


async def test_a_filter_without_matches_is_not_applied(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "&")
        await choose(pilot, "yours")
        await choose(pilot, "flagged")
        await choose(pilot, "Walk")
        assert isinstance(app.screen, FilterScreen)
        assert say("filter_none", "en") in painted(pilot)
        await pilot.press("escape")
        assert isinstance(app.screen, LabellingScreen)
        assert app.session.filter.active is None


async def test_an_invalid_date_is_refused(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "&")
        await choose(pilot, "from")
        await press_and_wait(pilot, "9", "enter")
        assert "'9' is no date" in painted(pilot)
        assert options(pilot)[0] == say("filter_all", "en")


async def test_answering_the_last_unit_of_a_filter_says_so(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        app.session.filter.apply(filters.apply_filter(walk, UnitFilter(tag="市場")))
        app.session.navigation.first_open_match()
        await press_and_wait(pilot, "4", "y", "h")
        assert say("filter_done", "en", change="&", lift="F3") in painted(pilot)


# Jumps


async def test_a_number_goes_to_a_unit_or_a_document(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "@", "5")
        assert options(pilot)[0] == say("jump_unit", "en", number=5)
        await press_and_wait(pilot, "enter")
        assert (app.session.cursor.view.number, app.session.cursor.position) == (1, UnitPosition(3, 0))
        await press_and_wait(pilot, "@", "2")
        await choose(pilot, "document 2")
        assert app.session.cursor.view.number == 2


async def test_part_of_a_file_name_goes_to_a_document(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "@", *"page", "enter")
        assert app.session.cursor.view.number == 3
