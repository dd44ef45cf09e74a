"""Every dialog shows its keys in both languages, does what it shows, and fits the smallest terminal."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.screen import Screen
from textual.widgets import Input, OptionList, TextArea

from annotator.codebook.model import Language
from annotator.tui import actions, palette, screens
from annotator.tui.app import AnnotatorApp
from annotator.tui.dialog_keys import DialogKeys
from annotator.tui.keymap import Keymap
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.base import Dialog, TextDialog
from annotator.tui.screens.dialogs.lists import Listing
from annotator.tui.screens.dialogs.pages import HelpScreen, PageScreen
from annotator.tui.screens.dialogs.pickers import Picker
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.screens.notices import LEAST, EmptyScreen, SmallScreen
from annotator.workflow.browsing.filters import CRITERIA
from annotator.workflow.project import Project
from tests.annotating import flag
from tests.tui.driving import SIZE, painted, press

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


# Which dialog each action opens, as its class is called.
OPENS = {
    "find": "FindScreen",
    "jump": "JumpScreen",
    "filter": "FilterScreen",
    "target": "TargetScreen",
    "skip": "SkipScreen",
    "note": "NoteScreen",
    "theme": "ThemeScreen",
    "documents": "DocumentsScreen",
    "history": "HistoryScreen",
    "statistics": "StatisticsScreen",
    "palette": "CommandsScreen",
}


# What the rows of the tables stand for that are the widgets' own keys.
WIDGETS = (Input, OptionList, TextArea, CommandPalette)


def classes() -> list[type[Screen[object]]]:
    """Return every screen and dialog of the program that is shown as it is."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(module.name)
    importlib.import_module(palette.__name__)
    found: dict[type[Screen[object]], None] = {}
    wanted: list[type[Screen[object]]] = [Screen]
    while wanted:
        below = wanted.pop().__subclasses__()
        wanted += below
        found.update(dict.fromkeys(one for one in below if one.__module__.startswith("annotator.")))
    abstract = {Dialog, TextDialog, Picker, Listing, PageScreen}
    return [one for one in found if one not in abstract]


def dialogs() -> list[type[Screen[object]]]:
    """Return the classes that tell their keys by a table."""
    return [one for one in classes() if one not in (LabellingScreen, HelpScreen, EmptyScreen, SmallScreen)]


def bound(screen: type[Screen[object]]) -> set[str]:
    """Return the keys of a class's bindings, without those that the application gives."""
    keys: set[str] = set()
    for one in screen.__mro__:
        if one.__module__.startswith("annotator."):
            for binding in vars(one).get("BINDINGS", ()):
                assert isinstance(binding, Binding)
                if not binding.id:
                    keys.update(key.strip() for key in binding.key.split(","))
    return keys


def table(screen: type[Screen[object]]) -> DialogKeys:
    """Return a class's table."""
    keys: DialogKeys = getattr(screen, "KEYS", ())
    return keys


def listed_keys(screen: type[Screen[object]]) -> Iterator[str]:
    """Yield the keys of a class's table."""
    for row in table(screen):
        yield from row.keys


EVERY_DIALOG = pytest.mark.parametrize("screen", dialogs(), ids=lambda screen: screen.__name__)


def test_the_dialogs_that_actions_open_are_among_them() -> None:
    assert {*OPENS.values(), "ConfirmScreen", "ValueScreen"} == {one.__name__ for one in dialogs()}


@EVERY_DIALOG
def test_a_dialog_lists_its_keys_in_both_languages(screen: type[Screen[object]]) -> None:
    assert table(screen)
    for row in table(screen):
        assert JAPANESE.search(row.help.ja)
        assert not JAPANESE.search(row.help.en)


@EVERY_DIALOG
def test_a_dialog_lists_all_its_keys_and_no_others(screen: type[Screen[object]]) -> None:
    names = {key for key in listed_keys(screen) if not key.startswith("{")}
    assert bound(screen) <= names
    widgets: set[str] = set()
    for widget in WIDGETS:
        for key in (one.key for one in widget.BINDINGS if isinstance(one, Binding)):
            widgets.update(part.strip() for part in key.split(","))
    assert names <= bound(screen) | widgets | {"f1", "enter"}


@EVERY_DIALOG
def test_the_actions_in_a_table_are_those_bound_in_the_dialog(screen: type[Screen[object]]) -> None:
    named = {key.strip("{}") for key in listed_keys(screen) if key.startswith("{")}
    taken = {
        binding.id.removeprefix("dialog.")
        for one in screen.__mro__
        for binding in vars(one).get("BINDINGS", ())
        if isinstance(binding, Binding) and binding.id
    }
    assert named == taken
    assert named <= {action.id for action in actions.ACTIONS}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("action", OPENS)
async def test_the_help_key_shows_a_dialog_s_keys(walk: Project, action: str, language: Language) -> None:
    app = AnnotatorApp(walk, language)
    async with app.run_test(size=SIZE) as pilot:
        flag(walk, app.session.cursor.unit.id)
        await press(pilot, app.session.keymap.keys_of(action)[0])
        await pilot.pause()
        dialog = app.screen
        assert type(dialog).__name__ == OPENS[action]
        await press(pilot, "f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        shown = painted(pilot)
        for row in table(type(dialog)):
            assert row.help.get(language) in shown
        await press(pilot, "f1")
        assert app.screen is dialog


@pytest.mark.parametrize("action", ["documents", "history", "statistics"])
async def test_where_nothing_is_typed_the_question_mark_shows_them_too(
    app: AnnotatorApp, walk: Project, action: str
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        flag(walk, app.session.cursor.unit.id)
        await press(pilot, app.session.keymap.keys_of(action)[0], "?")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert "f1 ?" in painted(pilot)


async def test_a_dialog_is_closed_by_the_key_that_opened_it(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        flag(walk, app.session.cursor.unit.id)
        for action in ("documents", "history", "statistics", "help"):
            key = app.session.keymap.keys_of(action)[-1]
            await press(pilot, key)
            await pilot.pause()
            assert not isinstance(app.screen, LabellingScreen)
            await press(pilot, key)
            await pilot.pause()
            assert isinstance(app.screen, LabellingScreen)


async def test_a_click_on_the_key_in_the_last_row_shows_the_keys(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f6")
        await pilot.pause()
        hint = say("documents_hint", "en")
        await pilot.click(".dialog-hint", offset=(len(hint) + 4, 0))
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)


def test_the_screens_without_a_table_name_their_key() -> None:
    assert Keymap().named("quit") in say("too_small", "en", columns=1, rows=1, leaving=Keymap().named("quit"))
    for key in ("help_close", "empty"):
        assert "Esc" in say(key, "en")
        assert "Esc" in say(key, "ja")
    closed: list[type[Screen[None]]] = [HelpScreen, EmptyScreen]
    for screen in closed:
        keys = [one.key for one in screen.BINDINGS if isinstance(one, Binding)]
        assert any("escape" in key.split(",") for key in keys)


@pytest.mark.parametrize("ambiguous", [1, 2])
async def test_a_dialog_uses_the_rows_of_a_small_terminal_and_no_frame_but_its_own(
    walk: Project, ambiguous: int
) -> None:
    app = AnnotatorApp(walk, "ja", ambiguous=ambiguous)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "&")
        await pilot.pause()
        shown = painted(pilot)
        assert shown.count(say("filter_any", "ja")) == len(CRITERIA)
        assert not re.search(r"[▔▁▊▎▌▐]", shown)
        assert bool(re.search(r"[╭─╮│╰╯]", shown)) == (ambiguous == 1)


@pytest.mark.parametrize("action", OPENS)
async def test_a_dialog_fits_the_smallest_terminal(app: AnnotatorApp, walk: Project, action: str) -> None:
    async with app.run_test(size=LEAST) as pilot:
        flag(walk, app.session.cursor.unit.id)
        await press(pilot, app.session.keymap.keys_of(action)[0])
        await pilot.pause()
        for box in app.screen.query(".dialog"):
            assert app.screen.region.contains_region(box.region)


@pytest.mark.parametrize(("opener", "shown"), [(".", "New line"), ("*", "Take what is highlighted")])
async def test_f1_shows_the_keys_of_the_dialog(app: AnnotatorApp, opener: str, shown: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, opener, "f1")
        assert isinstance(app.screen, HelpScreen)
        assert shown in painted(pilot)
        await press(pilot, "escape")
        assert not isinstance(app.screen, HelpScreen | LabellingScreen)
