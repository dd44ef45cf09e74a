"""Drives the screen in tests: sends keys as a terminal does, and reads the terminal and the database.

The private driver, key parser and compositor of Textual are used in this module alone, as nothing public sends the
bytes of a terminal or reads the painted rows.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual._xterm_parser import XTermParser
from textual.pilot import Pilot

from annotator.store.values import UnitFilter
from annotator.tui.actions import ACTIONS
from annotator.tui.app import AnnotatorApp
from annotator.tui.keymap import parse_key_file
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.state.cursor import UnitPosition
from annotator.tui.widgets.status_bar import StatusBar
from annotator.tui.widgets.text_pane import TextPane
from annotator.workflow.browsing import queue
from annotator.workflow.browsing.search import search_units
from annotator.workflow.errors import StoreError
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project

SIZE = (120, 40)
Screenful = Pilot[None]


async def press(pilot: Screenful, *keys: str) -> None:
    """Press named keys, and type characters as a terminal sends them."""
    for key in keys:
        if len(key) > 1:
            await pilot.press(key)
        else:
            await send(pilot, key)


async def send(pilot: Screenful, sequence: str) -> None:
    """Send what a terminal would."""
    driver = pilot.app._driver
    assert driver is not None
    for event in XTermParser().feed(sequence):
        event.set_sender(pilot.app)
        driver.send_message(event)
        await pilot.pause()


async def paste(pilot: Screenful, text: str) -> None:
    """Paste a text, and wait for the workers that it starts."""
    await send(pilot, f"\x1b[200~{text}\x1b[201~")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def rows(pilot: Screenful) -> list[str]:
    """Return what is on the terminal, row by row."""
    return [strip.text for strip in pilot.app.screen._compositor.render_strips()]


def painted(pilot: Screenful) -> str:
    """Return what is on the terminal."""
    return "\n".join(rows(pilot))


def said(pilot: Screenful) -> str:
    """Return the bottom row."""
    return rows(pilot)[-1]


async def until(pilot: Screenful, seen: Callable[[], bool]) -> None:
    """Wait until something is seen, for so many turns of the loop."""
    for _ in range(1000):
        if seen():
            return
        await pilot.pause()
    raise AssertionError("this was never seen")


def keys_of(action: str) -> tuple[str, ...]:
    """Return the keys of an action."""
    return next(one.keys for one in ACTIONS if one.id == action)


def each_key(action: str) -> pytest.MarkDecorator:
    """Run a test with each key of an action."""
    return pytest.mark.parametrize("key", keys_of(action))


def answers(app: AnnotatorApp, unit: str | None = None) -> dict[str, tuple[str, str | None]]:
    """Return what is stored for a unit, else for the one in view: label and target by dimension."""
    state = unit_state(app.session.project, unit or app.session.cursor.unit.id)
    return {one.dimension: (one.label, one.target) for one in state.answers.values()}


def marked(app: AnnotatorApp) -> tuple[bool, str | None]:
    """Return the stored flag and note of the unit in view."""
    mark = unit_state(app.session.project, app.session.cursor.unit.id).mark
    return (mark.flagged, mark.note) if mark else (False, None)


def first_unit(app: AnnotatorApp) -> str:
    """Return the id of the unit at which the screen begins."""
    found = queue.resume_position(app.session.project)
    assert found is not None
    return found.id


def holds(app: AnnotatorApp) -> bool:
    """Tell whether `verify` finds no problem in the database."""
    return not list(verify(app.session.project))


def place(app: AnnotatorApp) -> tuple[int, UnitPosition]:
    """Return the document and the place in it."""
    return app.session.cursor.view.number, app.session.cursor.position


def pane(pilot: Screenful, name: str) -> TextPane:
    """Return a pane of text."""
    return pilot.app.screen.query_one(f"#{name}", TextPane)


def at(pilot: Screenful, text: str) -> tuple[int, int]:
    """Return the column and row of the terminal where a text begins."""
    for y, row in enumerate(rows(pilot)):
        if text in row:
            return cell_len(row[: row.index(text)]), y
    raise AssertionError(f"{text!r} is not on the screen")


def full(*_: object, **__: object) -> None:
    """Fail as a full disk does."""
    raise StoreError("the disk is full; nothing was written", where="x.db", advice="Free some space.")


async def burst(pilot: Screenful, sequence: str) -> None:
    """Send keys all at once, as a slow line delivers them."""
    driver = pilot.app._driver
    assert driver is not None
    for event in XTermParser().feed(sequence):
        event.set_sender(pilot.app)
        driver.send_message(event)
    for _ in range(20):
        await pilot.pause()


async def press_and_wait(pilot: Screenful, *keys: str) -> None:
    """Press keys, one after the other, and wait for the workers that they start."""
    for key in keys:
        await pilot.press(*([key] if key.isascii() else key))
        await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def line_with(project: Project, text: str) -> str:
    """Return the id of the one line that contains a text."""
    (found,) = search_units(project, text, unit_filter=UnitFilter(kinds=("commentary",)))
    return found.unit.id


def labelling_screen(app: AnnotatorApp) -> LabellingScreen:
    """Return the labelling screen, which may be covered by others."""
    (screen,) = (one for one in app.screen_stack if isinstance(one, LabellingScreen))
    return screen


def bar(app: AnnotatorApp, place: str) -> str:
    """Return the text of the bar at the top or the bottom."""
    return labelling_screen(app).query_one(f"#{place}", StatusBar).render_line(0).text


def pane_text(pane: TextPane) -> str:
    """Return what a pane shows, without its gutter and the ends of its rows."""
    rows = [strip.text for strip in pane.render_lines(pane.size.region)]
    return "".join(row[2:].strip() if row[:2].isascii() else row.strip() for row in rows)


def confidences(app: AnnotatorApp, unit: str) -> dict[str, str | None]:
    """Return the stored confidence of each answer to a unit."""
    state = unit_state(app.session.project, unit)
    return {one.dimension: one.confidence for one in state.answers.values()}


def with_keys(project: Project, text: str) -> AnnotatorApp:
    """Return the screen with the keys of a key file."""
    keymap, codebook = parse_key_file(text, project.codebook, origin="keys.toml")
    return AnnotatorApp(replace(project, codebook=codebook), "en", keymap=keymap)
