"""Selected lines answered together, and the answers of another unit repeated."""

from dataclasses import replace

import pytest

from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.prompts import ConfirmScreen
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.state.cursor import UnitPosition
from annotator.workflow.browsing.statistics import status
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    answers,
    at,
    confidences,
    each_key,
    full,
    holds,
    painted,
    place,
    press,
    said,
)


def of_lines(app: AnnotatorApp) -> list[dict[str, tuple[str, str | None]]]:
    """Return what is stored for each line of the document in view."""
    return [answers(app, line.id) for line in app.session.cursor.view.document.parse.commentary]


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


async def test_a_repeat_is_undone_as_one(app: AnnotatorApp) -> None:
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


async def test_repeat_without_earlier_answers_says_so(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, '"')
        assert say("nothing_to_repeat", "en") in said(pilot)
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


# Selecting, and answering together


@each_key("select")
async def test_a_line_is_selected_and_deselected(app: AnnotatorApp, key: str) -> None:
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
async def test_an_unconfirmed_bulk_answer_changes_nothing(app: AnnotatorApp, walk: Project, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "%", "q", key)
        assert isinstance(app.screen, LabellingScreen)
        assert status(walk).events == 0
        assert len(app.session.selected_lines) == 3


async def test_choosing_no_changes_nothing(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "%", "q", "down", "enter")
        assert status(walk).events == 0


async def test_a_bulk_answer_is_undone_as_one(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "%", "q", "enter", "down", "down", "down", "backspace")
        assert of_lines(app) == [{}] * 5
        assert place(app) == (1, UnitPosition(1, 0))
        assert holds(app)


async def test_the_cursor_advances_when_all_selected_lines_are_done(app: AnnotatorApp) -> None:
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


async def test_the_repeated_line_may_be_one_of_the_selected(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "3", "w", "d", "%", '"', "enter")
        assert [len(one) for one in of_lines(app)] == [0, 3, 3, 3, 0]
        assert holds(app)


async def test_a_bulk_answer_that_cannot_be_saved_changes_nothing(
    app: AnnotatorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "%", "q")
        with monkeypatch.context() as broken:
            broken.setattr("annotator.workflow.labelling.outbox.annotate", full)
            await press(pilot, "enter")
        assert "NOT SAVED" in said(pilot)
        assert of_lines(app) == [{}] * 5


async def test_the_confirmation_takes_the_mouse(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]", "%", "q")
        await pilot.click(offset=at(pilot, say("bulk_yes", "en")))
        assert of_lines(app)[1] == {"fact_opinion": ("fact", None)}
