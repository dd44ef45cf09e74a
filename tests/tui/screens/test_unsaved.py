"""A database that cannot be written: the screen says so, keeps what was done, and saves it later."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection
from textual.widgets import TextArea

from annotator.store.errors import Unwritable
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.dialogs.prompts import NoteScreen
from annotator.tui.state.cursor import UnitPosition
from annotator.workflow.browsing import queue
from annotator.workflow.browsing.statistics import status
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.labelling.outbox import find_recovery_files, read_recovery_file
from annotator.workflow.labelling.requests import AnswerRequest, NoteRequest
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    Screenful,
    answers,
    full,
    labelling_screen,
    marked,
    painted,
    place,
    press,
    rows,
    said,
)


@pytest.fixture
def fill_disk(walk: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Let the database take nothing more, or take it again: `fill_disk(True)`."""
    writing = walk.database.writing

    @contextmanager
    def refuse(**_: object) -> Iterator[Connection]:
        raise Unwritable("the disk is full", where="x", advice="Free some space.")
        yield

    def switch(now: bool) -> None:
        monkeypatch.setattr(walk.database, "writing", refuse if now else writing)

    return switch


# Refused


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
        *(("outbox.annotate", _answer), ("outbox.annotate", _target), ("outbox.annotate", _flag)),
        *(("outbox.annotate", _note), ("undo.undo", _undo), ("undo.redo", _redo)),
    ],
)
async def test_an_action_that_is_not_saved_says_so_and_changes_nothing(
    app: AnnotatorApp,
    walk: Project,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    act: Callable[[Screenful], Awaitable[None]],
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "3", "w", "backspace")
        before, events_before = rows(pilot)[:-1], status(walk).events
        monkeypatch.setattr(f"annotator.workflow.labelling.{call}", full)
        await act(pilot)
        assert "NOT SAVED" in said(pilot)
        assert "the disk is full" in said(pilot)
        assert rows(pilot)[:-1] == before
        assert status(walk).events == events_before


async def test_an_answer_that_was_not_saved_can_be_given_again(
    app: AnnotatorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        with monkeypatch.context() as broken:
            broken.setattr("annotator.workflow.labelling.outbox.annotate", full)
            await press(pilot, "1")
            assert answers(app) == {}
        await press(pilot, "1")
        assert answers(app) == {"stance": ("favor", "前置き")}
        assert "NOT SAVED" not in said(pilot)


async def test_a_failed_last_answer_does_not_advance(
    app: AnnotatorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "q")
        monkeypatch.setattr("annotator.workflow.labelling.outbox.annotate", full)
        await press(pilot, "a")
        assert place(app) == (1, UnitPosition(0, 0))


async def test_a_place_that_cannot_be_stored_keeps_nobody_from_quitting(
    app: AnnotatorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        monkeypatch.setattr(queue, "save_position", full)
        await press(pilot, "ctrl+q")
        await pilot.pause()
        assert not app.is_running


async def test_a_note_that_was_not_saved_is_in_the_dialog_again(
    app: AnnotatorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        with monkeypatch.context() as broken:
            broken.setattr("annotator.workflow.labelling.outbox.annotate", full)
            await press(pilot, ".", "要", "確", "認", "escape")
            assert "NOT SAVED" in said(pilot)
        await press(pilot, ".")
        assert app.screen.query_one(TextArea).text == "要確認"
        await press(pilot, "escape")
        assert marked(app) == (False, "要確認")


# Pending


async def test_pending_answers_are_shown_and_saved_when_possible(
    app: AnnotatorApp, walk: Project, fill_disk: Callable[[bool], None]
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        fill_disk(True)
        await pilot.press("2", "w")
        assert "NOT SAVED (2 kept" in said(pilot)
        assert "KEPT, NOT YET SAVED: Stance, Fact" in painted(pilot)
        assert "(2 against)" in painted(pilot)
        assert "(w opinion)" in painted(pilot)
        assert "[*]  1/1" in painted(pilot)
        assert unit_state(walk, unit).answers == {}
        await pilot.press("down", "up")
        assert "NOT SAVED: 2 kept" in said(pilot)
        await labelling_screen(app).answers.save_pending()
        assert "the disk is full" in said(pilot)
        fill_disk(False)
        await labelling_screen(app).answers.save_pending()
        assert "saved after all: 2" in said(pilot)
        assert {one.label for one in app.session.answers} == {"against", "opinion"}
        assert "[2 against]" in painted(pilot)
        assert "[-]  1/1" in painted(pilot)
        assert "KEPT" not in painted(pilot)
        assert len(unit_state(walk, unit).answers) == 2
        await pilot.press("down")
        assert "NOT SAVED" not in said(pilot)


async def test_repeated_answers_are_pending_too(
    app: AnnotatorApp, walk: Project, fill_disk: Callable[[bool], None]
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "w", "down")
        unit = app.session.cursor.unit.id
        fill_disk(True)
        await pilot.press("quotation_mark")
        assert "NOT SAVED (1 kept" in said(pilot)
        await pilot.press("up")
        requests = [one for action in app.session.outbox.pending for one in action.requests]
        assert {one.label for one in requests if isinstance(one, AnswerRequest)} == {"against", "opinion"}
        fill_disk(False)
        await labelling_screen(app).answers.save_pending()
        assert "saved after all: 1" in said(pilot)
        given = unit_state(walk, unit).answers.values()
        assert {one.label for one in given} == {"against", "opinion"}


async def test_undo_drops_a_pending_action(app: AnnotatorApp, fill_disk: Callable[[bool], None]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        fill_disk(True)
        await pilot.press("2", "w", "!", "backspace")
        assert "taken back before it was saved" in said(pilot)
        assert "KEPT, NOT YET SAVED: Stance, Fact" in painted(pilot)
        await pilot.press("backspace")
        assert "(w opinion)" not in painted(pilot)
        fill_disk(False)
        await labelling_screen(app).answers.save_pending()
        assert [one.label for one in app.session.answers] == ["against"]


async def test_pending_actions_are_in_the_recovery_file_after_quitting(
    app: AnnotatorApp, walk: Project, fill_disk: Callable[[bool], None]
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        fill_disk(True)
        await pilot.press("2", "ctrl+q")
    (path,) = find_recovery_files(walk)
    assert app.session.outbox.path == path
    ((request,),) = (action.requests for action in read_recovery_file(path))
    assert isinstance(request, AnswerRequest)
    assert request.label == "against"


async def test_the_draft_of_a_note_is_in_the_recovery_file(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        await pilot.press(".", "x", "y")
        note = app.screen
        assert isinstance(note, NoteScreen)
        note.leave()
        (path,) = find_recovery_files(walk)
        (action,) = read_recovery_file(path)
        assert action.requests == (NoteRequest(unit, "xy"),)
        assert note.query_one(TextArea).text == "xy"
        await pilot.press("escape")
        assert find_recovery_files(walk) == []
