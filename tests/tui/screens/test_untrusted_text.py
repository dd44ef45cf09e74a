"""Text of documents and annotators is never markup, and nobody else's answers are shown."""

from collections.abc import Callable

from annotator.tui.app import AnnotatorApp
from annotator.tui.state.cursor import UnitPosition
from annotator.workflow.importing.documents import add
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    at,
    painted,
    paste,
    place,
    press,
    rows,
)


async def test_text_of_a_document_is_no_markup(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *["right"] * 4)
        shown = painted(pilot)
        assert place(app) == (2, UnitPosition(0, 0))
        assert "[red]赤い帆[/red] と [/b] の旗" in shown
        assert "本文にも [/b] と [link=x]ここ[/link] があります。" in shown
        assert "#旗[/b](印・[red]赤い札「[bold]太い旗[/bold]を掲げる」)" in shown
        assert "Target: 旗[/b]" in shown


async def test_text_of_a_document_is_no_markup_in_the_hits(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "/")
        await paste(pilot, "[/b]")
        assert "と [/b] の旗" in painted(pilot)
        assert "#旗[/b](印・[red]赤い札「[bold]太い旗[/bold]を掲げる」)" in painted(pilot)


async def test_text_of_a_document_is_no_markup_in_the_offers(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *["right"] * 4, "*")
        assert "旗[/b]" in rows(pilot)[at(pilot, "和平交渉")[1] - 1]


async def test_text_of_an_annotator_is_no_markup(app: AnnotatorApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "*")
        await paste(pilot, "[/b] [red]")
        await press(pilot, "enter", "1", ".")
        await paste(pilot, "[/b] [x]")
        await press(pilot, "escape")
        assert "Target: [/b] [red]" in painted(pilot)
        assert "Note: [/b] [x]" in painted(pilot)


async def test_another_s_answers_are_never_shown(open_as: Callable[..., Project], walk: Project) -> None:
    empty = open_as("ben", "apart.db")
    add(empty, ["walk"])
    aya = AnnotatorApp(walk, "en")
    async with aya.run_test(size=SIZE) as pilot:
        for _ in range(7):
            await press(pilot, "!", ".", "秘", "escape", "2", "w", "f")
        await press(pilot, "w", "f")
    shown = []
    for project in (empty, open_as("ben")):
        async with AnnotatorApp(project, "en").run_test(size=SIZE) as pilot:
            seen = [painted(pilot)]
            for _ in range(8):
                await press(pilot, "down")
                seen.append(painted(pilot))
            await press(pilot, *["left"] * 5, "tab")
            seen.append(painted(pilot))
            await press(pilot, "/")
            await paste(pilot, "航路")
            seen.append(painted(pilot))
            shown.append(seen)
    assert shown[0] == shown[1]
    assert "秘" not in "".join(shown[1])
