"""The labelling screen from the key to the database and back to the screen."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual._callback import invoke
from textual.command import CommandPalette, DiscoveryHit, Hit
from textual.widgets import Input, OptionList, TextArea

from annotator.tui.actions import ACTIONS
from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.palette import Commands
from annotator.tui.screens.dialogs.find import FindScreen
from annotator.tui.screens.dialogs.help import HelpScreen
from annotator.tui.screens.dialogs.note import NoteScreen
from annotator.tui.screens.dialogs.target import TargetScreen
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.screens.notices import EmptyScreen
from annotator.tui.state.unit_positions import UnitPosition
from annotator.tui.text.graphemes import cell_width
from annotator.tui.widgets.status_bar import StatusBar
from annotator.workflow.browsing import queue
from annotator.workflow.browsing.statistics import status
from annotator.workflow.codebooks import put_into_force
from annotator.workflow.importing.documents import add
from annotator.workflow.labelling import actions
from annotator.workflow.labelling.actions import unit_state
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    Screenful,
    answers,
    at,
    burst,
    each_key,
    first_unit,
    full,
    holds,
    marked,
    painted,
    pane,
    paste,
    place,
    press,
    rows,
    said,
    send,
    until,
)

# Moving


@each_key("line_down")
async def test_next_line(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key, key)
        assert place(app) == (1, UnitPosition(1, 1))
        assert "2/3" in painted(pilot)


@each_key("line_up")
async def test_previous_line(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "down", "down", key)
        assert place(app) == (1, UnitPosition(1, 0))


@each_key("line_up")
async def test_the_first_line_says_so(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        assert say("first_clip", "en") in said(pilot)


@each_key("clip_next")
async def test_next_clip(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key, key)
        assert place(app) == (1, UnitPosition(2, None))
        assert "灯台の明かり 百年ぶりに消える" in painted(pilot)
        assert "clip 2/3" in rows(pilot)[0]


@each_key("clip_next")
async def test_the_last_clip_says_so(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *[key] * 6)
        assert place(app) == (3, UnitPosition(0, None))
        assert say("last_clip", "en") in said(pilot)


@each_key("clip_previous")
async def test_previous_clip(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", "right", key)
        assert place(app) == (1, UnitPosition(1, 0))


@each_key("scroll_down")
async def test_scroll_down(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=(60, 16)) as pilot:
        await press(pilot, "right", "tab")
        top = pane(pilot, "clip").first_position
        await press(pilot, key)
        after = pane(pilot, "clip").first_position
        assert top is not None
        assert after is not None
        assert after > top


@each_key("scroll_up")
async def test_scroll_up(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=(60, 16)) as pilot:
        await press(pilot, "right", "tab")
        clip = pane(pilot, "clip")
        top = clip.first_position
        await press(pilot, "pagedown")
        assert clip.first_position != top
        await press(pilot, key)
        assert clip.first_position == top


@each_key("next_open")
async def test_next_unanswered(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "down", "=", "1", "q", "a", "up", key)
        assert place(app) == (1, UnitPosition(1, 1))


@each_key("next_open")
async def test_where_all_is_answered_it_says_so(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *["1", "q", "a"] * 7, "q", "a", key)
        assert say("all_done", "en") in said(pilot)
        assert "8 of 8 done" in rows(pilot)[0]


@each_key("switch_unit")
async def test_the_clip_as_unit_and_back(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "down", "down", key)
        assert place(app) == (1, UnitPosition(1, None))
        await press(pilot, key)
        assert place(app) == (1, UnitPosition(1, 1))


@each_key("quotation_next")
async def test_quotations_are_opened_in_turn_with_what_differs(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        assert "quotes nobody" in said(pilot)
        await press(pilot, "right", "down")
        assert "line: 航路は" not in painted(pilot)
        await press(pilot, key)
        assert "clip: 航路は[三]月まで毎日開けておく" in painted(pilot)
        assert "line: 航路は[四]月まで毎日開けておく" in painted(pilot)
        await press(pilot, key, key)
        assert "line: 航路は" not in painted(pilot)


@each_key("switch_quotation")
async def test_a_quotation_as_unit_and_back(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", key, "2")
        line = app.session.cursor.line
        assert line is not None
        assert answers(app) == {"stance": ("against", "冬の航路")}
        assert answers(app, line.id) == {}
        assert place(app) == (1, UnitPosition(1, 0, 0))
        assert "About the quotation of サーリ局長" in painted(pilot)
        await press(pilot, key, "1")
        assert answers(app, line.id) == {"stance": ("favor", "冬の航路")}
        await press(pilot, "backspace", "backspace")
        assert place(app) == (1, UnitPosition(1, 0, 0))
        assert answers(app) == {}


@each_key("switch_unit")
async def test_lines_follow_a_clip_that_is_the_unit(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", key, "down")
        assert place(app) == (1, UnitPosition(1, 0))


# Answering


@pytest.mark.parametrize(
    ("key", "dimension", "label"),
    [
        *(("1", "stance", "favor"), ("2", "stance", "against"), ("3", "stance", "neutral")),
        *(("4", "stance", "none"), ("5", "stance", "unsure")),
        *(("q", "fact_opinion", "fact"), ("w", "fact_opinion", "opinion"), ("e", "fact_opinion", "forecast")),
        *(("r", "fact_opinion", "directive"), ("t", "fact_opinion", "mixed")),
        *(("y", "fact_opinion", "nonclaim"), ("u", "fact_opinion", "unsure")),
        *(("a", "source_reliability", "A"), ("s", "source_reliability", "B")),
        *(("d", "source_reliability", "C"), ("f", "source_reliability", "D")),
        *(("g", "source_reliability", "E"), ("h", "source_reliability", "F")),
    ],
)
async def test_a_key_answers(app: AnnotatorApp, key: str, dimension: str, label: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        assert answers(app) == {dimension: (label, "前置き" if dimension == "stance" else None)}
        name = app.session.codebook.dimension(dimension).label(label).name.en
        assert say("saved", "en", what="").strip() in said(pilot)
        assert name in said(pilot)
        assert holds(app)


async def test_the_answer_stands_in_brackets(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        assert "[2 against]" not in painted(pilot)
        await press(pilot, "2")
        assert "[2 against]" in painted(pilot)
        await press(pilot, "1")
        assert "[2 against]" not in painted(pilot)
        assert "[1 in favour]" in painted(pilot)


async def test_the_same_answer_again_says_so(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "q", "q")
        assert say("unchanged", "en", what="").strip() in said(pilot)
        assert status(walk).events == 1


async def test_the_last_required_answer_goes_on(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        first = app.session.cursor.unit.id
        await press(pilot, "1", "q")
        assert app.session.cursor.unit.id == first
        await press(pilot, "a")
        assert place(app) == (1, UnitPosition(1, 0))
        assert "1 of 8 done" in rows(pilot)[0]
        assert set(answers(app, first)) == {"stance", "fact_opinion", "source_reliability"}
        assert status(walk).queue.done == 1


@each_key("auto")
async def test_going_on_can_be_switched_off_and_on(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        assert say("auto_off", "en") in painted(pilot)
        await press(pilot, "1", "q", "a")
        assert place(app) == (1, UnitPosition(0, 0))
        await press(pilot, key)
        assert say("auto_on", "en") in painted(pilot)


async def test_a_corrected_answer_stays(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "q", "a", "up", "2")
        assert place(app) == (1, UnitPosition(0, 0))


async def test_the_last_answer_of_all_says_so(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *["1", "q", "a"] * 7, "q", "a")
        assert say("all_done", "en") in said(pilot)
        assert place(app) == (3, UnitPosition(0, None))


async def test_what_is_not_asked_says_why_and_saves_nothing(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", "tab", "1")
        assert "Stance is not asked here: a clip is a report" in said(pilot)
        assert status(walk).events == 0


async def test_what_is_not_asked_is_told_before_any_key(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", "tab")
        assert "a report has no holder" in painted(pilot)
        assert "1 in favour" not in painted(pilot)


async def test_a_key_without_meaning_says_so(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "z")
        assert say("no_key", "en", typed="z") in said(pilot)
        assert status(walk).events == 0


@pytest.mark.parametrize(
    ("twin", "dimension"),
    [
        *(("１", "stance"), ("ぬ", "stance"), ("ﾇ", "stance")),
        *(("ｑ", "fact_opinion"), ("た", "fact_opinion"), ("Q", "fact_opinion"), ("Ｑ", "fact_opinion")),
        *(("ａ", "source_reliability"), ("ち", "source_reliability"), ("ﾁ", "source_reliability")),
    ],
)
async def test_a_twin_answers(app: AnnotatorApp, twin: str, dimension: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, twin)
        assert list(answers(app)) == [dimension]


@pytest.mark.parametrize(
    ("twin", "screen"),
    [
        *(("？", HelpScreen), ("。", NoteScreen), ("｡", NoteScreen), ("・", FindScreen)),
        *(("／", FindScreen), ("＊", TargetScreen), ("．", NoteScreen)),
    ],
)
async def test_a_twin_opens(app: AnnotatorApp, twin: str, screen: type[object]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, twin)
        assert isinstance(app.screen, screen)


@pytest.mark.parametrize(
    ("twin", "spot"), [("」", UnitPosition(1, 0)), ("「", UnitPosition(0, 0)), ("］", UnitPosition(1, 0))]
)
async def test_a_twin_moves(app: AnnotatorApp, twin: str, spot: UnitPosition) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, twin)
        assert place(app) == (1, spot)


async def test_a_twin_flags_once(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "！")
        assert marked(app) == (True, None)
        await press(pilot, "！")
        assert marked(app) == (False, None)


# Taking back


@each_key("undo")
async def test_undo(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", key)
        assert answers(app) == {}
        assert "[1 in favour]" not in painted(pilot)
        assert say("undone", "en", what="Stance") in said(pilot)
        assert holds(app)


@each_key("undo")
async def test_undo_returns_after_going_on_by_itself(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "q", "a")
        assert place(app) == (1, UnitPosition(1, 0))
        await press(pilot, key)
        assert place(app) == (1, UnitPosition(0, 0))
        assert set(answers(app)) == {"stance", "fact_opinion"}
        assert "0 of 8 done" in rows(pilot)[0]


@each_key("undo")
async def test_undo_with_nothing_done_says_so(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        assert say("nothing_to_undo", "en") in said(pilot)


@each_key("redo")
async def test_redo(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "backspace", key)
        assert answers(app) == {"stance": ("favor", "前置き")}
        assert say("redone", "en", what="Stance") in said(pilot)
        await press(pilot, key)
        assert say("nothing_to_redo", "en") in said(pilot)
        assert holds(app)


# Marks


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


@each_key("note")
async def test_note(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key, "要", "確", "認", "enter", "１", "q", "escape")
        assert marked(app) == (False, "要確認\n１q")
        assert answers(app) == {}
        assert "Note: 要確認" in painted(pilot)
        assert holds(app)


async def test_a_note_can_be_changed_and_taken_away(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, ".", "要", "escape", ".", "再", "escape")
        assert marked(app) == (False, "要再")
        await press(pilot, ".", "backspace", "backspace", "escape")
        assert marked(app) == (False, None)


async def test_a_note_left_as_it_was_is_no_event(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, ".", "escape")
        assert status(walk).events == 0


async def test_a_note_begins_with_what_is_written(app: AnnotatorApp) -> None:
    actions.note(app.session.project, first_unit(app), "一行目\n二行目")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, ".")
        assert app.screen.query_one(TextArea).text == "一行目\n二行目"


# Targets


@each_key("target")
async def test_a_target_on_offer_is_chosen(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key, "down", "enter", "1")
        assert answers(app) == {"stance": ("favor", "和平交渉")}
        assert "Target: 和平交渉" in painted(pilot)


async def test_a_target_is_found_by_its_words(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "*")
        await paste(pilot, "軍事")
        await press(pilot, "enter", "1")
        assert answers(app) == {"stance": ("favor", "軍事支援")}


async def test_a_target_of_one_s_own_words(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "*")
        await paste(pilot, "港湾使用料")
        await press(pilot, "enter", "1")
        assert answers(app) == {"stance": ("favor", "港湾使用料")}


async def test_words_that_hold_an_offer_are_one_s_own(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "*")
        await paste(pilot, "制裁緩和")
        await press(pilot, "enter", "1")
        assert answers(app) == {"stance": ("favor", "制裁緩和")}


async def test_escape_keeps_the_target(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "*")
        await paste(pilot, "港湾使用料")
        await press(pilot, "escape")
        assert isinstance(app.screen, LabellingScreen)
        assert app.session.target == "前置き"
        assert status(walk).events == 0


async def test_a_target_chosen_after_moves_the_answer(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "2", "*", "down", "enter")
        assert answers(app) == {"stance": ("against", "和平交渉")}
        assert holds(app)


async def test_a_click_chooses_a_target(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "*")
        await pilot.click(offset=at(pilot, "制裁"))
        await press(pilot, "1")
        assert answers(app) == {"stance": ("favor", "制裁")}


async def test_a_clip_takes_no_target(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", "tab", "*")
        assert isinstance(app.screen, LabellingScreen)
        assert "a report has no holder" in said(pilot)


UNTARGETED = """\
name = "plain"
version = "1.0.0"
title = { en = "Plain", ja = "平" }
rule = { en = "Read the line.", ja = "行を読む。" }
queue = ["commentary"]

[dimensions.tone]
name = { en = "Tone", ja = "調子" }
scale = "nominal"
units = ["clip", "commentary", "quotation"]
required = true
question = { en = "Which?", ja = "どれか。" }
guideline = { en = "Read.", ja = "読む。" }

[dimensions.tone.labels.calm]
key = "1"
name = { en = "calm", ja = "静か" }
definition = { en = "Calm.", ja = "静か。" }
example = "#橋(よい)"
counterexample = "#橋(悪い)"
"""


async def test_a_codebook_without_targets_has_no_picker(
    walk: Project, open_as: Callable[..., Project], tmp_path: Path
) -> None:
    file = tmp_path / "plain.toml"
    file.write_text(UNTARGETED, encoding="utf-8")
    put_into_force(walk, file)
    app = AnnotatorApp(open_as("aya"), "en")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "*")
        assert isinstance(app.screen, LabellingScreen)
        assert say("no_targets", "en") in said(pilot)
        assert "Target" not in painted(pilot)


# Finding


@each_key("find")
async def test_find_leads_to_the_unit(app: AnnotatorApp, key: str) -> None:
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


async def test_what_is_nowhere_says_so(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "/")
        await paste(pilot, "幽霊船")
        # Twelve units have words of their own: five clips and seven lines.
        assert say("find_none", "en", count=12, text="幽霊船", how=say("find_how", "en")) in painted(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, FindScreen)
        await press(pilot, "escape")
        assert place(app) == (1, UnitPosition(0, 0))


# Looking


@each_key("unfold")
async def test_unfold(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right")
        assert "k0417.hatenadiary.com" not in painted(pilot)
        await press(pilot, key)
        assert "k0417.hatenadiary.com" in painted(pilot)
        await press(pilot, key)
        assert "k0417.hatenadiary.com" not in painted(pilot)


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
        await invoke(hits[0].command)
        await pilot.pause()
        assert answers(app) == {"stance": ("against", "前置き")}


# Leaving


@each_key("quit")
async def test_leaving_keeps_the_place(app: AnnotatorApp, walk: Project, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", key)
        await pilot.pause()
    found = queue.resume_position(walk)
    assert found is not None
    assert found.id == app.session.cursor.unit.id
    assert app.return_code == 0


@each_key("quit")
async def test_leaving_a_note_keeps_its_words(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, ".", "要", key)
        await pilot.pause()
    assert marked(app) == (False, "要")


@each_key("quit")
@pytest.mark.parametrize("opener", ["*", "/"])
async def test_leaving_a_picker_chooses_nothing(app: AnnotatorApp, opener: str, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, opener, "あ", key)
        assert isinstance(app.screen, LabellingScreen)
        assert place(app) == (1, UnitPosition(0, 0))
        assert app.session.target == "前置き"


async def test_the_next_screen_begins_there(app: AnnotatorApp, open_as: Callable[..., Project]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", "down", "ctrl+q")
    later = AnnotatorApp(open_as("aya"), "en")
    async with later.run_test(size=SIZE):
        assert place(later) == (1, UnitPosition(1, 1))


async def test_an_empty_project_says_how_documents_come_in(open_as: Callable[..., Project]) -> None:
    app = AnnotatorApp(open_as("aya"), "ja")
    async with app.run_test(size=SIZE) as pilot:
        assert isinstance(app.screen, EmptyScreen)
        assert "annotator add PATH" in painted(pilot)


@pytest.mark.parametrize("key", ["escape", "q", "ctrl+q"])
async def test_an_empty_project_can_be_left(open_as: Callable[..., Project], key: str) -> None:
    app = AnnotatorApp(open_as("aya"), "en")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        await pilot.pause()
        assert not app.is_running


# Mouse


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


# The terminal


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


# What documents and others must not do


async def test_words_of_a_document_are_no_markup(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *["right"] * 4)
        shown = painted(pilot)
        assert place(app) == (2, UnitPosition(0, 0))
        assert "[red]赤い帆[/red] と [/b] の旗" in shown
        assert "本文にも [/b] と [link=x]ここ[/link] があります。" in shown
        assert "#旗[/b](印・[red]赤い札「[bold]太い旗[/bold]を掲げる」)" in shown
        assert "Target: 旗[/b]" in shown


async def test_words_of_a_document_are_no_markup_in_what_is_found(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "/")
        await paste(pilot, "[/b]")
        assert "と [/b] の旗" in painted(pilot)
        assert "#旗[/b](印・[red]赤い札「[bold]太い旗[/bold]を掲げる」)" in painted(pilot)


async def test_words_of_a_document_are_no_markup_in_what_is_offered(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *["right"] * 4, "*")
        assert "旗[/b]" in rows(pilot)[at(pilot, "和平交渉")[1] - 1]


async def test_words_of_an_annotator_are_no_markup(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "*")
        await paste(pilot, "[/b] [red]")
        await press(pilot, "enter", "1", ".")
        await paste(pilot, "[/b] [x]")
        await press(pilot, "escape")
        assert "Target: [/b] [red]" in painted(pilot)
        assert "Note: [/b] [x]" in painted(pilot)


async def test_another_s_answers_are_never_shown(open_as: Callable[..., Project], walk: Project) -> None:
    empty = open_as("ben", "apart.db")
    add(empty, ["walk"])
    aya = AnnotatorApp(walk, "en")
    async with aya.run_test(size=SIZE) as pilot:
        for _ in range(7):
            await press(pilot, "!", ".", "秘", "escape", "2", "w", "f")
        await press(pilot, "w", "f")
    shown = []
    for project in (empty, open_as("ben")):
        async with AnnotatorApp(project, "en").run_test(size=SIZE) as pilot:
            seen = [painted(pilot)]
            for _ in range(8):
                await press(pilot, "down")
                seen.append(painted(pilot))
            await press(pilot, *["left"] * 5, "tab")
            seen.append(painted(pilot))
            await press(pilot, "/")
            await paste(pilot, "航路")
            seen.append(painted(pilot))
            shown.append(seen)
    assert shown[0] == shown[1]
    assert "秘" not in "".join(shown[1])


# What cannot be saved


async def _answer(pilot: Screenful) -> None:
    await press(pilot, "1")


async def _flag(pilot: Screenful) -> None:
    await press(pilot, "!")


async def _note(pilot: Screenful) -> None:
    await press(pilot, ".", "要", "escape")


async def _undo(pilot: Screenful) -> None:
    await press(pilot, "backspace")


async def _redo(pilot: Screenful) -> None:
    await press(pilot, "ctrl+y")


async def _target(pilot: Screenful) -> None:
    await press(pilot, "*", "down", "enter")


@pytest.mark.parametrize(
    ("call", "act"),
    [
        *(("answer", _answer), ("answer", _target), ("flag", _flag)),
        *(("note", _note), ("undo", _undo), ("redo", _redo)),
    ],
)
async def test_what_is_not_saved_says_so_and_changes_nothing(
    app: AnnotatorApp,
    walk: Project,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    act: Callable[[Screenful], Awaitable[None]],
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "3", "w", "backspace")
        before, events_before = rows(pilot)[:-1], status(walk).events
        monkeypatch.setattr(actions, call, full)
        await act(pilot)
        assert "NOT SAVED" in said(pilot)
        assert "the disk is full" in said(pilot)
        assert rows(pilot)[:-1] == before
        assert status(walk).events == events_before


async def test_what_was_not_saved_can_be_tried_again(
    app: AnnotatorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        with monkeypatch.context() as broken:
            broken.setattr(actions, "answer", full)
            await press(pilot, "1")
            assert answers(app) == {}
        await press(pilot, "1")
        assert answers(app) == {"stance": ("favor", "前置き")}
        assert "NOT SAVED" not in said(pilot)


async def test_a_failed_last_answer_does_not_go_on(
    app: AnnotatorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "q")
        monkeypatch.setattr(actions, "answer", full)
        await press(pilot, "a")
        assert place(app) == (1, UnitPosition(0, 0))


async def test_a_place_that_cannot_be_kept_keeps_nobody(
    app: AnnotatorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        monkeypatch.setattr(queue, "remember", full)
        await press(pilot, "ctrl+q")
        await pilot.pause()
        assert not app.is_running


async def test_typing_in_a_dialog_answers_nothing(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "/", "1", "q", "a", "!", "?")
        assert app.screen.query_one(Input).value == "1qa!?"
        assert status(walk).events == 0


async def test_no_row_is_wider_than_the_terminal_where_ambiguous_characters_are_wide(walk: Project) -> None:
    app = AnnotatorApp(walk, "ja", ambiguous=2)
    async with app.run_test(size=(60, 24)) as pilot:
        await press(pilot, "right", "2", "semicolon")
        assert any("…" in row for row in rows(pilot))
        assert all(cell_width(row.rstrip(), ambiguous_width=2) <= 60 for row in rows(pilot))


async def test_the_screen_is_japanese_where_asked(walk: Project) -> None:
    app = AnnotatorApp(walk, "ja")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "2")
        assert "[2 反対]" in painted(pilot)
        assert "保存しました: 立場 = 反対" in said(pilot)
        bar = app.screen.query_one("#top", StatusBar)
        assert "8 件中 0 件完了" in bar.render_line(0).text


async def test_a_key_of_nobody_does_nothing(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f5")
        assert status(walk).events == 0


# Keys that come faster than the screen paints


@pytest.mark.parametrize("move", ["]", "\x1b[B", "\x1b[C", "」"])
async def test_a_move_comes_before_the_answer_behind_it(app: AnnotatorApp, move: str) -> None:
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


async def test_an_answer_comes_before_the_undo_behind_it(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await burst(pilot, "1\x7fq")
        assert answers(app) == {"fact_opinion": ("fact", None)}


async def test_words_behind_the_note_key_are_the_note_s(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await burst(pilot, ".1qa要確認のれる\r二")
        await press(pilot, "escape")
        assert marked(app) == (False, "1qa要確認のれる\n二")
        assert status(walk).events == 1


@pytest.mark.parametrize(("key", "screen"), [("/", FindScreen), ("*", TargetScreen)])
async def test_words_behind_a_picker_s_key_are_the_picker_s(
    app: AnnotatorApp, walk: Project, key: str, screen: type[object]
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await burst(pilot, f"{key}1qa")
        assert isinstance(app.screen, screen)
        assert app.screen.query_one(Input).value == "1qa"
        assert status(walk).events == 0


@pytest.mark.parametrize("end", ["\x13", "\x11"])
async def test_words_before_the_end_of_a_note_are_in_it(app: AnnotatorApp, end: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await burst(pilot, f".要確認{end}")
        assert isinstance(app.screen, LabellingScreen)
        assert marked(app) == (False, "要確認")


async def test_words_before_the_choice_count(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await burst(pilot, "*軍事\r")
        await press(pilot, "1")
        assert answers(app) == {"stance": ("favor", "軍事支援")}


async def test_words_before_an_arrow_key_count(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *["right"] * 4)
        await burst(pilot, "*和平\x1b[B\r")
        await press(pilot, "1")
        # The likest offer stands first, the words themselves behind it.
        assert answers(app) == {"stance": ("favor", "和平")}


async def test_a_note_that_was_not_saved_is_there_to_try_again(
    app: AnnotatorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        with monkeypatch.context() as broken:
            broken.setattr(actions, "note", full)
            await press(pilot, ".", "要", "確", "認", "escape")
            assert "NOT SAVED" in said(pilot)
        await press(pilot, ".")
        assert app.screen.query_one(TextArea).text == "要確認"
        await press(pilot, "escape")
        assert marked(app) == (False, "要確認")
