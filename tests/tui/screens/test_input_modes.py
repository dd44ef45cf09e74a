"""Keys typed in a Japanese input mode do what the keys without it do."""

import pytest
from textual import events

from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.dialogs.find import FindScreen
from annotator.tui.screens.dialogs.pages import HelpScreen
from annotator.tui.screens.dialogs.pickers import TargetScreen
from annotator.tui.screens.dialogs.prompts import NoteScreen
from annotator.tui.state.cursor import UnitPosition
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    answers,
    marked,
    painted,
    place,
    press,
    press_and_wait,
)


@pytest.mark.parametrize(
    ("variant", "dimension"),
    [
        *(("１", "stance"), ("ぬ", "stance"), ("ﾇ", "stance")),
        *(("ｑ", "fact_opinion"), ("た", "fact_opinion"), ("Q", "fact_opinion"), ("Ｑ", "fact_opinion")),
        *(("ａ", "source_reliability"), ("ち", "source_reliability"), ("ﾁ", "source_reliability")),
    ],
)
async def test_a_variant_of_a_key_answers(app: AnnotatorApp, variant: str, dimension: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, variant)
        assert list(answers(app)) == [dimension]


@pytest.mark.parametrize(
    ("variant", "screen"),
    [
        *(("？", HelpScreen), ("。", NoteScreen), ("｡", NoteScreen), ("・", FindScreen)),
        *(("／", FindScreen), ("＊", TargetScreen), ("．", NoteScreen)),
    ],
)
async def test_a_variant_of_a_key_opens_the_dialog(
    app: AnnotatorApp, variant: str, screen: type[object]
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, variant)
        assert isinstance(app.screen, screen)


@pytest.mark.parametrize(
    ("variant", "position"),
    [("」", UnitPosition(1, 0)), ("「", UnitPosition(0, 0)), ("］", UnitPosition(1, 0))],
)
async def test_a_variant_of_a_key_moves(app: AnnotatorApp, variant: str, position: UnitPosition) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, variant)
        assert place(app) == (1, position)


async def test_a_variant_of_a_key_flags_once(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "！")
        assert marked(app) == (True, None)
        await press(pilot, "！")
        assert marked(app) == (False, None)


@pytest.mark.parametrize(
    ("key", "title"), [("＆", "絞り込み"), ("＠", "移動"), ("゛", "移動"), ("／", "検索")]
)
async def test_full_width_and_kana_keys_open_the_dialogs_in_japanese(
    walk: Project, key: str, title: str
) -> None:
    app = AnnotatorApp(walk, "ja")
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Key(key, key))
        await press_and_wait(pilot)
        assert title in painted(pilot)
