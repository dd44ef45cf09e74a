"""The target of a stance: chosen, typed, moved and removed in the picker."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.pickers import TargetScreen
from annotator.tui.screens.labelling import LabellingScreen
from annotator.workflow.browsing.statistics import status
from annotator.workflow.codebooks import activate_codebook
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    answers,
    at,
    each_key,
    holds,
    painted,
    paste,
    press,
    said,
)


def several_targets(project: Project, limit: int = 2) -> Project:
    """Return the project with a codebook that allows several targets a unit."""
    return replace(project, codebook=project.codebook.model_copy(update={"max_targets": limit}))


@each_key("target")
async def test_a_target_on_offer_is_chosen(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key, "down", "enter", "1")
        assert answers(app) == {"stance": ("favor", "和平交渉")}
        assert "Target: 和平交渉" in painted(pilot)


async def test_a_target_is_found_by_its_text(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "*")
        await paste(pilot, "軍事")
        await press(pilot, "enter", "1")
        assert answers(app) == {"stance": ("favor", "軍事支援")}


async def test_a_target_can_be_typed(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "*")
        await paste(pilot, "港湾使用料")
        await press(pilot, "enter", "1")
        assert answers(app) == {"stance": ("favor", "港湾使用料")}


async def test_typed_text_that_contains_an_offer_is_the_target(app: AnnotatorApp) -> None:
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


async def test_a_clip_has_no_target_picker(app: AnnotatorApp) -> None:
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
    activate_codebook(walk, file)
    app = AnnotatorApp(open_as("aya"), "en")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "*")
        assert isinstance(app.screen, LabellingScreen)
        assert say("no_targets", "en") in said(pilot)
        assert "Target" not in painted(pilot)


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


async def test_one_target_too_many_is_refused_with_advice(walk: Project) -> None:
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
async def test_a_target_is_removed(walk: Project, limit: int) -> None:
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
