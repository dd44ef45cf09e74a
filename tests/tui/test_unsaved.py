"""A database that takes nothing: the screen says so, keeps what was done, and saves it when it can."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection
from textual.widgets import TextArea

from annotator.store.errors import Unwritable
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.dialogs.note import NoteScreen
from annotator.tui.screens.labelling import LabellingScreen
from annotator.workflow.labelling.actions import unit_state
from annotator.workflow.labelling.outbox import left_behind, read_acts
from annotator.workflow.project import Project

SIZE = (160, 40)


@pytest.fixture
def full(walk: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Let the database take nothing more, or take it again: `full(True)`."""
    writing = walk.database.writing

    @contextmanager
    def refuse(**_: object) -> Iterator[Connection]:
        raise Unwritable("the disk is full", where="x", advice="Free some space.")
        yield

    def switch(now: bool) -> None:
        monkeypatch.setattr(walk.database, "writing", refuse if now else writing)

    return switch


def said(app: AnnotatorApp) -> str:
    """Return what the bottom row says."""
    return app.screen._compositor.render_strips()[-1].text


def shown(app: AnnotatorApp) -> str:
    """Return what stands on the terminal."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def screen_of(app: AnnotatorApp) -> LabellingScreen:
    """Return the labelling screen."""
    assert isinstance(app.screen, LabellingScreen)
    return app.screen


async def test_what_is_kept_is_told_and_saved_when_it_can_be(
    app: AnnotatorApp, walk: Project, full: Callable[[bool], None]
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        unit = app.session.cursor.unit.id
        full(True)
        await pilot.press("2", "w")
        assert "NOT SAVED (2 kept" in said(app)
        assert "KEPT, NOT YET SAVED: Stance, Fact" in shown(app)
        assert "(2 against)" in shown(app)
        assert "(w opinion)" in shown(app)
        assert "[*]  1/1" in shown(app)
        assert unit_state(walk, unit).answers == {}
        await pilot.press("down", "up")
        assert "NOT SAVED: 2 kept" in said(app)
        await screen_of(app).answers.save_pending()
        assert "the disk is full" in said(app)
        full(False)
        await screen_of(app).answers.save_pending()
        assert "saved after all: 2" in said(app)
        assert {one.label for one in app.session.answers} == {"against", "opinion"}
        assert "[2 against]" in shown(app)
        assert "[-]  1/1" in shown(app)
        assert "KEPT" not in shown(app)
        assert len(unit_state(walk, unit).answers) == 2
        await pilot.press("down")
        assert "NOT SAVED" not in said(app)


async def test_labels_that_are_repeated_are_kept_too(
    app: AnnotatorApp, walk: Project, full: Callable[[bool], None]
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "w", "down")
        unit = app.session.cursor.unit.id
        full(True)
        await pilot.press("quotation_mark")
        assert "NOT SAVED (1 kept" in said(app)
        await pilot.press("up")
        assert {part.words for act in app.session.outbox.acts for part in act.parts} == {
            "against",
            "opinion",
        }
        full(False)
        await screen_of(app).answers.save_pending()
        assert "saved after all: 1" in said(app)
        given = unit_state(walk, unit).answers.values()
        assert {one.label for one in given} == {"against", "opinion"}


async def test_backspace_drops_what_is_not_saved(app: AnnotatorApp, full: Callable[[bool], None]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        full(True)
        await pilot.press("2", "w", "!", "backspace")
        assert "taken back before it was saved" in said(app)
        assert "KEPT, NOT YET SAVED: Stance, Fact" in shown(app)
        await pilot.press("backspace")
        assert "(w opinion)" not in shown(app)
        full(False)
        await screen_of(app).answers.save_pending()
        assert [one.label for one in app.session.answers] == ["against"]


async def test_what_is_not_saved_on_leaving_is_in_a_file(
    app: AnnotatorApp, walk: Project, full: Callable[[bool], None]
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        full(True)
        await pilot.press("2", "ctrl+q")
    (path,) = left_behind(walk)
    assert app.session.outbox.path == path
    assert [act.words for act in read_acts(path)] == ["against"]


async def test_a_note_that_is_being_written_is_in_a_file(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(".", "x", "y")
        note = app.screen
        assert isinstance(note, NoteScreen)
        note.leave()
        (path,) = left_behind(walk)
        assert [act.words for act in read_acts(path)] == ["xy"]
        assert note.query_one(TextArea).text == "xy"
        await pilot.press("escape")
        assert left_behind(walk) == []


async def test_a_copy_of_the_day_is_made_beside_the_project(walk: Project, tmp_path: Path) -> None:
    app = AnnotatorApp(walk, "en", copies=True)
    async with app.run_test(size=SIZE):
        app.run_worker(app.make_daily_copy, thread=True)
        await app.workers.wait_for_complete()
    assert [path.name for path in (tmp_path / "annotator.db-copies").iterdir()] == ["2026-01-02.db"]
