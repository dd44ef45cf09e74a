"""The screen with keys of a person's own file."""

import pytest
from textual.command import CommandPalette

from annotator.tui.keymap import parse_key_file
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.pages import HelpScreen
from annotator.tui.screens.labelling import LabellingScreen
from annotator.tui.screens.notices import SmallScreen
from annotator.workflow.browsing.statistics import status
from annotator.workflow.codebooks import DEFAULT_CODEBOOK, shipped_codebook
from annotator.workflow.errors import Refused
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    answers,
    marked,
    painted,
    press,
    said,
    with_keys,
)


async def test_the_palette_opens_by_its_custom_key(walk: Project) -> None:
    app = with_keys(walk, '[actions]\npalette = "ctrl+t"\n')
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, LabellingScreen)
        await press(pilot, "ctrl+t")
        await pilot.pause()
        assert isinstance(app.screen, CommandPalette)


async def test_the_default_key_of_the_palette_can_be_given_to_another_action(walk: Project) -> None:
    app = with_keys(walk, '[actions]\npalette = "f10"\nflag = "ctrl+p"\n')
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+p")
        assert isinstance(app.screen, LabellingScreen)
        assert app.session.mark is not None
        assert app.session.mark.flagged


async def test_a_dialog_closes_by_the_custom_key_that_opens_it(walk: Project) -> None:
    app = with_keys(walk, '[actions]\nstatistics = "f12"\nhelp = "f11"\ntheme = "f8"\n')
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f12", "f8")
        assert type(app.screen).__name__ == "StatisticsScreen"
        await press(pilot, "f11")
        await pilot.pause()
        assert "escape enter ctrl+q f12" in painted(pilot)
        assert "f1 f11" in painted(pilot)
        await press(pilot, "f11", "f12")
        await pilot.pause()
        assert isinstance(app.screen, LabellingScreen)


async def test_a_dialog_keeps_its_own_keys(walk: Project) -> None:
    app = with_keys(walk, '[actions]\nhelp = "f2"\n')
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f8", "f2")
        await pilot.pause()
        assert say("pace_none", "en") in painted(pilot)
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        await press(pilot, "escape", "escape", "f2")
        assert isinstance(app.screen, HelpScreen)


async def test_messages_name_the_custom_key_that_quits(walk: Project) -> None:
    app = with_keys(walk, '[actions]\nquit = "ctrl+x"\n')
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+c")
        assert say("how_to_quit", "en", leaving="Ctrl+X") in said(pilot)
        await pilot.resize_terminal(30, 10)
        await pilot.pause()
        assert isinstance(app.screen, SmallScreen)
        assert "Ctrl+X" in painted(pilot)
        await press(pilot, "ctrl+q")
        await pilot.pause()
        assert app.is_running
        await press(pilot, "ctrl+x")
        await pilot.pause()
        assert not app.is_running


def test_both_owners_of_a_key_are_named() -> None:
    codebook = shipped_codebook(DEFAULT_CODEBOOK)
    for text, owners in (
        ('[actions]\nflag = "."\n', ("flag", "note")),
        ('[actions]\nflag = "2"\n', ("flag", "stance/against")),
        ('[codebooks.core.stance]\nfavor = "2"\n', ("stance/favor", "stance/against")),
        ('[actions]\nflag = "ctrl+c"\n', ("flag", "interrupt")),
    ):
        with pytest.raises(Refused, match="belongs to") as refused:
            parse_key_file(text, codebook, origin="keys.toml")
        assert all(owner in str(refused.value) for owner in owners)


async def test_a_custom_key_acts_and_the_default_key_does_not(walk: Project) -> None:
    app = with_keys(walk, '[actions]\nflag = "f2"\n[codebooks.core.stance]\nfavor = "7"')
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "!", "1")
        assert status(walk).events == 0
        await press(pilot, "f2", "７")
        assert marked(app) == (True, None)
        assert answers(app) == {"stance": ("favor", "前置き")}
        assert "[7 in favour]" in painted(pilot)


async def test_two_actions_can_swap_keys(walk: Project) -> None:
    app = with_keys(walk, '[actions]\nflag = "."\nnote = "!"\nhelp = "f12"')
    async with app.run_test(size=(120, 60)) as pilot:
        assert "F12 help" in said(pilot)
        await press(pilot, "。", "!", "要", "escape")
        assert marked(app) == (True, "要")
        await press(pilot, "f12")
        assert isinstance(app.screen, HelpScreen)
        assert "f12" in painted(pilot)
