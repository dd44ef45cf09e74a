"""Answers, confidence, undo and redo, from the key to the database and back to the screen."""

import pytest

from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.state.cursor import UnitPosition
from annotator.workflow.browsing.statistics import status
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    answers,
    confidences,
    each_key,
    holds,
    painted,
    place,
    press,
    rows,
    said,
)


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


async def test_the_chosen_label_is_in_brackets(app: AnnotatorApp) -> None:
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


async def test_the_last_required_answer_advances(app: AnnotatorApp, walk: Project) -> None:
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
async def test_auto_advance_can_be_turned_off_and_on(app: AnnotatorApp, key: str) -> None:
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


async def test_answering_a_question_that_is_not_asked_saves_nothing_and_says_why(
    app: AnnotatorApp, walk: Project
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", "tab", "1")
        assert "Stance is not asked here: a clip is a report" in said(pilot)
        assert status(walk).events == 0


async def test_a_question_that_is_not_asked_shows_why(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", "tab")
        assert "a report has no holder" in painted(pilot)
        assert "1 in favour" not in painted(pilot)


async def test_an_unused_key_says_so(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "z")
        assert say("no_key", "en", typed="z") in said(pilot)
        assert status(walk).events == 0


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


# Undo and redo


@each_key("undo")
async def test_undo(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", key)
        assert answers(app) == {}
        assert "[1 in favour]" not in painted(pilot)
        assert say("undone", "en", what="Stance") in said(pilot)
        assert holds(app)


@each_key("undo")
async def test_undo_returns_after_auto_advance(app: AnnotatorApp, key: str) -> None:
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
