"""Preferences: folding, auto-advance, theme and break reminder, stored for the next session."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.pages import StatisticsScreen
from annotator.workflow.project import Project
from annotator.workflow.settings import Settings, SettingsFile
from tests.tui.driving import (
    SIZE,
    bar,
    each_key,
    labelling_screen,
    painted,
    press,
)


@pytest.fixture
def settings_path(tmp_path: Path) -> Path:
    """Where the person's settings stand."""
    return tmp_path / "config" / "settings.toml"


@pytest.fixture
def reopened(walk: Project, settings_path: Path) -> Callable[[], AnnotatorApp]:
    """Open the screen of the same person anew."""
    return lambda: AnnotatorApp(walk, "en", settings=SettingsFile(settings_path))


@each_key("unfold")
async def test_unfold(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right")
        assert "k0417.hatenadiary.com" not in painted(pilot)
        await press(pilot, key)
        assert "k0417.hatenadiary.com" in painted(pilot)
        await press(pilot, key)
        assert "k0417.hatenadiary.com" not in painted(pilot)


# Stored settings


async def test_preferences_are_stored_for_the_next_session(
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
        assert labelling_screen(app).unfolded
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, StatisticsScreen)
        assert say("pace_none", "en") in painted(pilot)
        await pilot.press("f2", "escape", "equals_sign", "f4")
    kept = SettingsFile(settings_path).values
    assert (kept.goes_on, kept.reminds_to_rest, kept.shows_pace) == (True, True, False)


async def test_closing_the_theme_dialog_keeps_the_theme(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f9", *"nothing like it", "enter", "escape")
        assert app.theme == "textual-dark"
        assert labelling_screen(app)


async def test_an_unknown_theme_falls_back_to_the_default(reopened: Callable[[], AnnotatorApp]) -> None:
    app = reopened()
    app.settings.choose(theme="of an older release")
    app = reopened()
    async with app.run_test():
        assert app.theme == "textual-dark"


async def test_a_damaged_settings_file_is_reported_and_keys_work(
    reopened: Callable[[], AnnotatorApp], settings_path: Path
) -> None:
    settings_path.parent.mkdir()
    settings_path.write_text("theme = ", "utf-8")
    app = reopened()
    async with app.run_test(size=(200, 30)) as pilot:
        await pilot.pause()
        assert "cannot be read" in bar(app, "bottom")
        await pilot.press("equals_sign")
        assert not app.session.auto_advance
        assert "Not kept for the next time" in bar(app, "bottom")
        await pilot.press("right", "1")
        assert "saved" in bar(app, "bottom")
    assert settings_path.read_text("utf-8") == "theme = "


# The break reminder


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


async def test_the_reminder_is_shown_until_there_was_a_break(app: AnnotatorApp, ticking: list[float]) -> None:
    async with app.run_test() as pilot:
        await work(pilot, ticking, minutes=50)
        assert "rest" not in bar(app, "bottom")
        await work(pilot, ticking, minutes=1)
        assert "50 min of work: time for a rest" in bar(app, "bottom")
        # It takes no key, and leaves the row to what was done.
        ticking[0] += 60
        await pilot.press("right", "1")
        assert "saved: Stance" in bar(app, "bottom")
        assert "51 min of work" in bar(app, "bottom")
        ticking[0] += 300
        await pilot.press("equals_sign")
        assert "rest" not in bar(app, "bottom")


async def test_the_reminder_can_be_switched_off(app: AnnotatorApp, ticking: list[float]) -> None:
    async with app.run_test() as pilot:
        await work(pilot, ticking, minutes=52)
        await pilot.press("f4")
        assert "does not remind you" in bar(app, "bottom")
        await work(pilot, ticking, minutes=10)
        assert "min of work" not in bar(app, "bottom")
