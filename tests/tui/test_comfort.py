"""What is remembered of the screen, the reminder to rest, terminals of any size, and leaving."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from textual.pilot import Pilot

from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.dialogs.statistics import StatisticsScreen
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.screens.notices import LEAST, SmallScreen
from annotator.tui.widgets.status_bar import StatusBar
from annotator.tui.widgets.text_pane import TextPane
from annotator.workflow.project import Project
from annotator.workflow.settings import Settings, SettingsFile


@pytest.fixture
def settings_path(tmp_path: Path) -> Path:
    """Where the person's settings stand."""
    return tmp_path / "config" / "settings.toml"


@pytest.fixture
def reopened(walk: Project, settings_path: Path) -> Callable[[], AnnotatorApp]:
    """Open the screen of the same person anew."""
    return lambda: AnnotatorApp(walk, "en", settings=SettingsFile(settings_path))


def row(app: AnnotatorApp, place: str) -> str:
    """Return what stands in the row at the top or the bottom."""
    (screen,) = (one for one in app.screen_stack if isinstance(one, LabellingScreen))
    return screen.query_one(f"#{place}", StatusBar).render_line(0).text


def labelling(app: AnnotatorApp) -> LabellingScreen:
    """Return the labelling screen, which has the keys."""
    assert isinstance(app.screen, LabellingScreen)
    return app.screen


def words(pane: TextPane) -> str:
    """Return what a pane shows, without its gutter and the ends of its rows."""
    rows = [strip.text for strip in pane.render_lines(pane.size.region)]
    return "".join(row[2:].strip() if row[:2].isascii() else row.strip() for row in rows)


# What is remembered


async def test_what_was_chosen_is_there_the_next_time(
    reopened: Callable[[], AnnotatorApp], settings_path: Path
) -> None:
    async with reopened().run_test() as pilot:
        await pilot.press("equals_sign", "backslash", "f4", "f8", "f2", "escape")
        await pilot.press("f9", *"contrast", "enter")
        await pilot.pause()
        assert pilot.app.theme == "high-contrast"
    assert SettingsFile(settings_path).values == Settings(
        theme="high-contrast", goes_on=False, unfolded=True, reminds_to_rest=False, shows_pace=True
    )
    app = reopened()
    async with app.run_test() as pilot:
        assert app.theme == "high-contrast"
        assert not app.session.auto_advance
        assert labelling(app).unfolded
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, StatisticsScreen)
        assert app.screen._pace is not None
        await pilot.press("f2", "escape", "equals_sign", "f4")
    kept = SettingsFile(settings_path).values
    assert (kept.goes_on, kept.reminds_to_rest, kept.shows_pace) == (True, True, False)


async def test_a_theme_that_was_not_chosen_stays(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f9", *"nothing like it", "enter", "escape")
        assert app.theme == "textual-dark"
        assert labelling(app)


async def test_a_theme_that_is_gone_is_the_default(reopened: Callable[[], AnnotatorApp]) -> None:
    app = reopened()
    app.settings.choose(theme="of an older release")
    app = reopened()
    async with app.run_test():
        assert app.theme == "textual-dark"


async def test_a_damaged_file_is_told_of_and_keys_work(
    reopened: Callable[[], AnnotatorApp], settings_path: Path
) -> None:
    settings_path.parent.mkdir()
    settings_path.write_text("theme = ", "utf-8")
    app = reopened()
    async with app.run_test(size=(200, 30)) as pilot:
        await pilot.pause()
        assert "cannot be read" in row(app, "bottom")
        await pilot.press("equals_sign")
        assert not app.session.auto_advance
        assert "Not kept for the next time" in row(app, "bottom")
        await pilot.press("right", "1")
        assert "saved" in row(app, "bottom")
    assert settings_path.read_text("utf-8") == "theme = "


# A rest


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that the test moves."""
    time = [1000.0]
    monkeypatch.setattr("annotator.tui.app.monotonic", lambda: time[0])
    return time


async def work(pilot: Pilot[None], clock: list[float], *, minutes: int) -> None:
    """Press a key that does nothing once a minute."""
    for _ in range(minutes):
        clock[0] += 60
        await pilot.press("equals_sign")


async def test_a_reminder_stands_in_the_row_below_until_there_was_a_rest(
    app: AnnotatorApp, ticking: list[float]
) -> None:
    async with app.run_test() as pilot:
        await work(pilot, ticking, minutes=50)
        assert "rest" not in row(app, "bottom")
        await work(pilot, ticking, minutes=1)
        assert "50 min of work: time for a rest" in row(app, "bottom")
        # It takes no key, and leaves the row to what was done.
        ticking[0] += 60
        await pilot.press("right", "1")
        assert "saved: Stance" in row(app, "bottom")
        assert "51 min of work" in row(app, "bottom")
        ticking[0] += 300
        await pilot.press("equals_sign")
        assert "rest" not in row(app, "bottom")


async def test_the_reminder_can_be_switched_off(app: AnnotatorApp, ticking: list[float]) -> None:
    async with app.run_test() as pilot:
        await work(pilot, ticking, minutes=52)
        await pilot.press("f4")
        assert "does not remind you" in row(app, "bottom")
        await work(pilot, ticking, minutes=10)
        assert "min of work" not in row(app, "bottom")


# Sizes


def sizes(count: int) -> Iterator[tuple[int, int]]:
    """Return sizes of terminals, the same each time."""
    random = Random(4)
    for _ in range(count):
        yield random.randint(LEAST.width, 220), random.randint(LEAST.height, 70)


async def test_every_size_keeps_the_place(app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", "semicolon", "semicolon")
        screen = labelling(app)
        place = app.session.cursor.unit.id, app.session.cursor.opened
        for width, height in sizes(20):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert app.screen is screen
            assert (app.session.cursor.unit.id, app.session.cursor.opened) == place
            assert "漁業者「氷の割れる音を合図に船を出す」" in words(screen.lines_pane), (width, height)
            assert "氷の割れる音を合図に船を出す" in words(screen.clip_pane), (width, height)


async def test_a_terminal_that_is_too_small_says_so_and_comes_back(app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right")
        screen, unit = labelling(app), app.session.cursor.unit.id
        for size in ((LEAST.width - 1, 24), (80, LEAST.height - 1), (1, 1)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert isinstance(app.screen, SmallScreen)
            # Nothing is answered unseen.
            await pilot.press("1", "down")
        await pilot.resize_terminal(*LEAST)
        await pilot.pause()
        assert app.screen is screen
        assert app.session.cursor.unit.id == unit
        assert not app.session.answers
        await pilot.press("1")
        assert app.session.answers


async def test_a_note_in_a_terminal_that_shrinks_is_still_being_written(app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("full_stop", *"half ")
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        await pilot.press(*"unseen")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.press(*"done", "escape")
        await pilot.pause()
        assert app.session.mark
        assert app.session.mark.note == "half done"


async def test_one_can_leave_a_terminal_that_is_too_small(app: AnnotatorApp) -> None:
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, SmallScreen)
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert app._exit


# Words that Textual would say in English


async def test_control_c_says_how_one_leaves(walk: Project) -> None:
    app = AnnotatorApp(walk, "ja")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+c")
        assert "Ctrl+Q で終了します" in row(app, "bottom")
        assert not app._notifications


async def test_the_palette_speaks_the_language_of_the_screen(walk: Project) -> None:
    from textual.command import CommandInput, CommandList

    app = AnnotatorApp(walk, "ja")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert app.screen.query_one(CommandInput).placeholder == "コマンドを検索"
        await pilot.press(*"zzzz")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        listed = app.screen.query_one(CommandList)
        assert "該当するコマンドはありません。" in str(listed.get_option_at_index(0).prompt)
        # A second press opens no second palette.
        await pilot.press("ctrl+p")
        assert len(app.screen_stack) == 3
