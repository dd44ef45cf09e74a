"""Several answers at once, repeating, confidence, skipping, drafts and keys of one's own: from the key to the disk."""

from dataclasses import replace

import pytest
from textual.widgets import OptionList, TextArea

from annotator.tui.app import AnnotatorApp
from annotator.tui.keymap import parse_key_file
from annotator.tui.messages import SKIP_REASONS, say
from annotator.tui.screens.dialogs.confirm import ConfirmScreen
from annotator.tui.screens.dialogs.help import HelpScreen
from annotator.tui.screens.dialogs.picker import SkipScreen
from annotator.tui.screens.dialogs.target import TargetScreen
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.state.unit_positions import UnitPosition
from annotator.workflow.browsing.statistics import status
from annotator.workflow.labelling.actions import unit_state
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    answers,
    at,
    burst,
    each_key,
    full,
    holds,
    marked,
    painted,
    paste,
    place,
    press,
    said,
    send,
)


def of_lines(app: AnnotatorApp) -> list[dict[str, tuple[str, str | None]]]:
    """Return what is stored for each line of the document in view."""
    return [answers(app, line.id) for line in app.session.cursor.view.document.parse.commentary]


def confidences(app: AnnotatorApp, unit: str) -> dict[str, str | None]:
    """Return the stored confidence of each answer to a unit."""
    state = unit_state(app.session.project, unit)
    return {one.dimension: one.confidence for one in state.answers.values()}


def skipped(app: AnnotatorApp, unit: str) -> str | None:
    """Return why a unit is skipped."""
    mark = unit_state(app.session.project, unit).mark
    return mark.skipped if mark else None


def several_targets(project: Project, limit: int = 2) -> Project:
    """Return the project with a codebook that allows several targets a unit."""
    return replace(project, codebook=project.codebook.model_copy(update={"max_targets": limit}))


# Confidence


@pytest.mark.parametrize(
    ("keys", "level"),
    [
        (["-"], "low"),
        (["+"], "high"),
        (["-", "+"], "middle"),
        (["+", "-"], "middle"),
        (["－"], "low"),
        (["ー"], "low"),
        (["＋"], "high"),
        (["+", "+"], None),
        (["-", "-"], None),
    ],
)
async def test_the_next_answer_has_the_confidence(
    app: AnnotatorApp, keys: list[str], level: str | None
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        await press(pilot, *keys, "1", "q")
        assert confidences(app, unit) == {"stance": level, "fact_opinion": None}
        assert holds(app)


async def test_the_last_answer_too_has_its_confidence(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        await press(pilot, "1", "q", "-", "a")
        assert place(app) == (1, UnitPosition(1, 0))
        assert confidences(app, unit)["source_reliability"] == "low"


async def test_confidence_is_shown_before_and_after(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "-")
        assert say("confidence_next", "en", level="low") in said(pilot)
        assert say("confidence_next", "en", level="low") in painted(pilot).rsplit("\n", 1)[0]
        await press(pilot, "1")
        assert say("confidence_given", "en", levels="Stance low") in painted(pilot)


async def test_confidence_changes_with_the_same_label(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "-", "1")
        assert confidences(app, app.session.cursor.unit.id) == {"stance": "low"}
        await press(pilot, "backspace")
        assert confidences(app, app.session.cursor.unit.id) == {"stance": None}


async def test_confidence_waits_at_its_unit_only(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "-", "down", "1")
        assert confidences(app, app.session.cursor.unit.id) == {"stance": None}


# Skipping


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


async def test_skip_with_words_of_one_s_own(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        await press(pilot, "ね")
        await paste(pilot, "原文と照合できない")
        await press(pilot, "enter", "up")
        assert skipped(app, unit) == "原文と照合できない"
        assert say("is_skipped", "en", reason="原文と照合できない") in painted(pilot)


async def test_a_skip_is_taken_back(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        await press(pilot, "=", ",", "enter")
        assert skipped(app, unit)
        await press(pilot, ",", "enter")
        assert skipped(app, unit) is None
        await press(pilot, "backspace")
        assert skipped(app, unit)
        assert holds(app)


async def test_a_skip_that_is_closed_skips_nothing(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, ",", "x", "escape")
        assert status(walk).events == 0


# Repeating


@each_key("repeat")
async def test_repeat_gives_the_labels_of_the_line_before(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "2", "w", "-", "s")
        unit = app.session.cursor.unit.id
        await press(pilot, key)
        assert answers(app, unit) == {
            "stance": ("against", "冬の航路"),
            "fact_opinion": ("opinion", None),
            "source_reliability": ("B", None),
        }
        assert set(confidences(app, unit).values()) == {None}
        assert place(app) == (1, UnitPosition(1, 1))


async def test_a_repeat_is_taken_back_as_one(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "2", "w", "s")
        unit = app.session.cursor.unit.id
        await press(pilot, '"', "backspace")
        assert app.session.cursor.unit.id == unit
        assert answers(app) == {}
        assert "1 of 8 done" in painted(pilot)
        await press(pilot, "ctrl+y")
        assert len(answers(app, unit)) == 3
        assert "2 of 8 done" in painted(pilot)
        assert holds(app)


async def test_repeat_gives_what_is_asked_of_the_unit(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "2", "w", "]", "tab", '"')
        assert answers(app) == {"fact_opinion": ("opinion", None)}


async def test_where_nothing_was_answered_repeat_says_so(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, '"')
        assert say("nothing_to_repeat", "en") in said(pilot)
        assert status(walk).events == 0


# Selecting, and answering together


@each_key("select")
async def test_a_line_is_selected_and_left_out(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        assert say("selected", "en", count=1) in said(pilot)
        assert "> <" in painted(pilot)
        await press(pilot, key)
        assert app.session.selected_lines == []
        assert "> <" not in painted(pilot)


@each_key("select_clip")
async def test_all_lines_of_the_clip_are_selected(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", key)
        assert [line.id for line in app.session.selected_lines] == [
            line.id for line in app.session.cursor.group.lines
        ]
        await press(pilot, key)
        assert app.session.selected_lines == []


@each_key("select_down")
async def test_the_selection_grows_and_shrinks(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", key, key)
        assert place(app) == (1, UnitPosition(1, 2))
        assert len(app.session.selected_lines) == 3
        await press(pilot, "shift+up")
        assert place(app) == (1, UnitPosition(1, 1))
        assert len(app.session.selected_lines) == 2


@each_key("select_up")
async def test_a_selection_stays_in_its_document(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        assert say("selection_ends", "en") in said(pilot)
        await press(pilot, "#", *["right"] * 4)
        assert place(app)[0] == 2
        assert app.session.selected_lines == []


@each_key("unselect")
async def test_the_selection_is_dropped(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "%", key)
        assert app.session.selected_lines == []


async def test_a_clip_is_no_line_to_select(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "tab", "#")
        assert say("no_line_here", "en") in said(pilot)
        assert app.session.selected_lines == []


async def test_one_key_answers_all_selected_lines_once_confirmed(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "w", "%", "q")
        assert isinstance(app.screen, ConfirmScreen)
        assert say("bulk_count", "en", count=3) in painted(pilot)
        assert say("bulk_changes", "en", count=1) in painted(pilot)
        assert status(walk).events == 1
        await press(pilot, "enter")
        assert [one.get("fact_opinion") for one in of_lines(app)] == [
            None,
            ("fact", None),
            ("fact", None),
            ("fact", None),
            None,
        ]
        assert len(app.session.selected_lines) == 3
        assert holds(app)


async def test_each_line_keeps_its_own_target(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "%", "2", "enter")
        assert [one["stance"][1] for one in of_lines(app)[1:4]] == ["冬の航路", "北航路", "岬"]


@pytest.mark.parametrize("key", ["escape", "backspace", "ctrl+q"])
async def test_what_is_not_confirmed_changes_nothing(app: AnnotatorApp, walk: Project, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "%", "q", key)
        assert isinstance(app.screen, LabellingScreen)
        assert status(walk).events == 0
        assert len(app.session.selected_lines) == 3


async def test_no_is_no(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "%", "q", "down", "enter")
        assert status(walk).events == 0


async def test_answers_given_together_are_taken_back_as_one(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "%", "q", "enter", "down", "down", "down", "backspace")
        assert of_lines(app) == [{}] * 5
        assert place(app) == (1, UnitPosition(1, 0))
        assert holds(app)


async def test_when_all_selected_lines_are_done_the_next_comes(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "%", "1", "enter", "q", "enter", "a", "enter")
        assert "3 of 8 done" in painted(pilot)
        assert app.session.selected_lines == []
        assert place(app) == (1, UnitPosition(3, 0))


async def test_answers_are_repeated_for_all_selected_lines(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "3", "w", "d", "%", '"')
        assert isinstance(app.screen, ConfirmScreen)
        await press(pilot, "enter")
        assert [len(one) for one in of_lines(app)] == [3, 3, 3, 3, 0]
        await press(pilot, "backspace")
        assert [len(one) for one in of_lines(app)] == [3, 0, 0, 0, 0]


async def test_the_line_that_the_selected_ones_are_to_be_like_may_be_one_of_them(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "3", "w", "d", "%", '"', "enter")
        assert [len(one) for one in of_lines(app)] == [0, 3, 3, 3, 0]
        assert holds(app)


async def test_what_cannot_be_saved_together_leaves_all_as_it_was(
    app: AnnotatorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "%", "q")
        with monkeypatch.context() as broken:
            broken.setattr("annotator.workflow.labelling.actions.answer_together", full)
            await press(pilot, "enter")
        assert "NOT SAVED" in said(pilot)
        assert of_lines(app) == [{}] * 5


async def test_the_confirmation_takes_the_mouse(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "%", "q")
        await pilot.click(offset=at(pilot, say("bulk_yes", "en")))
        assert of_lines(app)[1] == {"fact_opinion": ("fact", None)}


# Several targets


async def test_a_second_target_has_an_answer_of_its_own(walk: Project) -> None:
    app = AnnotatorApp(several_targets(walk), "en")
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        await press(pilot, "1", "*")
        await paste(pilot, "港湾使用料")
        await press(pilot, "enter")
        assert "[1 in favour]" not in painted(pilot)
        await press(pilot, "2")
        state = unit_state(walk, unit)
        assert {(one.target, one.label) for one in state.answers.values()} == {
            ("前置き", "favor"),
            ("港湾使用料", "against"),
        }
        assert say("target_count", "en", number=2, limit=2) in painted(pilot)
        assert holds(app)


async def test_one_target_too_many_says_what_to_do(walk: Project) -> None:
    app = AnnotatorApp(several_targets(walk), "en")
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        for words in ("甲", "乙", "丙"):
            await press(pilot, "*")
            await paste(pilot, words)
            await press(pilot, "enter", "1")
        assert "Take one away first" in said(pilot)
        assert len(unit_state(walk, unit).answers) == 2


@pytest.mark.parametrize("limit", [1, 2])
async def test_a_target_is_taken_away(walk: Project, limit: int) -> None:
    app = AnnotatorApp(several_targets(walk, limit), "en")
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        for words in ("甲", "乙"):
            await press(pilot, "*")
            await paste(pilot, words)
            await press(pilot, "enter", "1")
        await press(pilot, "*")
        assert isinstance(app.screen, TargetScreen)
        assert "乙 = in favour" in painted(pilot)
        await pilot.click(offset=at(pilot, f"{say('remove_target', 'en')}: 乙"))
        left = [one.target for one in unit_state(walk, unit).answers.values()]
        assert left == ([] if limit == 1 else ["甲"])
        assert say("target_removed", "en", target="乙") in said(pilot)
        await press(pilot, "backspace")
        assert "乙" in [one.target for one in unit_state(walk, unit).answers.values()]
        assert holds(app)


async def test_a_target_chosen_again_shows_its_answer(walk: Project) -> None:
    app = AnnotatorApp(several_targets(walk), "en")
    async with app.run_test(size=SIZE) as pilot:
        for words, key in (("甲", "1"), ("乙", "2")):
            await press(pilot, "*")
            await paste(pilot, words)
            await press(pilot, "enter", key)
        assert "[2 against]" in painted(pilot)
        await press(pilot, "*")
        await paste(pilot, "甲")
        await press(pilot, "enter")
        assert "[1 in favour]" in painted(pilot)
        assert "[2 against]" not in painted(pilot)


async def test_the_row_of_the_target_takes_the_mouse(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click(offset=at(pilot, "Target: 前置き"))
        assert isinstance(app.screen, TargetScreen)


# Contradictions


async def test_answers_that_contradict_each_other_are_shown_and_keep_the_place(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        await press(pilot, "1", "y", "a")
        assert len(answers(app, unit)) == 3
        assert app.session.cursor.unit.id == unit
        assert "a line that claims nothing shows a stance" in said(pilot)
        await press(pilot, "4")
        assert "claims nothing" not in painted(pilot)


# Notes


async def test_what_an_input_method_commits_is_the_note_s(app: AnnotatorApp, walk: Project) -> None:
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


# Help where the focus is


@pytest.mark.parametrize(("opener", "shown"), [(".", "New line"), ("*", "Take what is highlighted")])
async def test_f1_shows_the_keys_of_the_dialog(app: AnnotatorApp, opener: str, shown: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, opener, "f1")
        assert isinstance(app.screen, HelpScreen)
        assert shown in painted(pilot)
        await press(pilot, "escape")
        assert not isinstance(app.screen, HelpScreen | LabellingScreen)


async def test_a_click_on_the_hint_shows_all_keys(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click(offset=at(pilot, "? help"))
        assert isinstance(app.screen, HelpScreen)


# Keys of one's own


def with_keys(project: Project, text: str) -> AnnotatorApp:
    """Return the screen with a file of keys."""
    keymap, codebook = parse_key_file(text, project.codebook, origin="keys.toml")
    return AnnotatorApp(replace(project, codebook=codebook), "en", keymap=keymap)


async def test_a_key_of_one_s_own_acts_and_the_old_one_does_not(walk: Project) -> None:
    app = with_keys(walk, '[actions]\nflag = "f2"\n[codebooks.core.stance]\nfavor = "7"')
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "!", "1")
        assert status(walk).events == 0
        await press(pilot, "f2", "７")
        assert marked(app) == (True, None)
        assert answers(app) == {"stance": ("favor", "前置き")}
        assert "[7 in favour]" in painted(pilot)


async def test_keys_can_change_places(walk: Project) -> None:
    app = with_keys(walk, '[actions]\nflag = "."\nnote = "!"\nhelp = "f12"')
    async with app.run_test(size=(120, 60)) as pilot:
        assert "F12 help" in said(pilot)
        await press(pilot, "。", "!", "要", "escape")
        assert marked(app) == (True, "要")
        await press(pilot, "f12")
        assert isinstance(app.screen, HelpScreen)
        assert "f12" in painted(pilot)


async def test_keys_in_a_burst_keep_to_the_dialog(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await burst(pilot, "]%q")
        await press(pilot, "w", "a")
        assert isinstance(app.screen, ConfirmScreen)
        assert app.screen.query_one(OptionList).highlighted == 0
        assert status(walk).events == 0


async def test_labels_of_another_codebook_are_shown_and_not_repeated(walk: Project) -> None:
    app = AnnotatorApp(walk, "en")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "-", "2", "w")
    stance, *others = walk.codebook.dimensions
    kept = tuple(label for label in stance.labels if label.id != "against")
    without = (stance.model_copy(update={"labels": kept}), *others[1:])
    app = AnnotatorApp(replace(walk, codebook=walk.codebook.model_copy(update={"dimensions": without})), "en")
    async with app.run_test(size=SIZE) as pilot:
        assert say("confidence_given", "en", levels="Stance low") in painted(pilot)
        await press(pilot, "*")
        assert "前置き = against" in painted(pilot)
        await press(pilot, "escape", "down", '"')
        assert say("nothing_to_repeat", "en") in said(pilot)
