"""The text pane: painting, scrolling, clicks and highlights."""

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown
from textual.pilot import Pilot

import annotator.tui
from annotator.corpus.span import Span
from annotator.tui.text.highlights import (
    DEFAULT_GUTTER_SYMBOL,
    GUTTER_SYMBOLS,
    HIGHLIGHT_STYLES,
    PARAGRAPH_STYLES,
    Highlight,
)
from annotator.tui.text.layout import Paragraph
from annotator.tui.widgets.text_pane import TextPane

SENTENCE = "ロシア外務省の報道官は「NATOの東方拡大は約束違反だ」と述べた。"


class PaneApp(App[None]):
    CSS_PATH = Path(annotator.tui.__file__).parent / "annotator.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.clicks: list[int] = []

    def compose(self) -> ComposeResult:
        yield TextPane(id="text")

    @property
    def pane(self) -> TextPane:
        return self.query_one(TextPane)

    def on_text_pane_clicked(self, message: TextPane.Clicked) -> None:
        assert message.control is self.pane
        self.clicks.append(message.position)


def copies(text: str, count: int) -> list[Paragraph]:
    return [Paragraph(text, "paragraph", number * (len(text) + 1)) for number in range(count)]


def painted(pane: TextPane) -> list[str]:
    return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


async def show(
    pilot: Pilot[None], paragraphs: list[Paragraph], highlights: list[Highlight] | None = None
) -> TextPane:
    assert isinstance(pilot.app, PaneApp)
    pilot.app.pane.show(paragraphs)
    pilot.app.pane.highlight(highlights or [])
    await pilot.pause()
    return pilot.app.pane


async def test_paragraphs_are_drawn_with_their_indent() -> None:
    async with PaneApp().run_test(size=(20, 6)) as pilot:
        text = [
            Paragraph("見出し\n", "headline", 0),
            Paragraph("", "gap", 4),
            Paragraph("漢字かな。", "list", 5, indent=4),
        ]
        pane = await show(pilot, text)
        assert painted(pane)[:4] == ["  見出し", "", "      漢字かな。", ""]
        assert {pane.render_line(y).cell_length for y in range(6)} == {20}
        assert pane.at_end


async def test_text_is_never_markup_and_never_acts_on_the_terminal() -> None:
    async with PaneApp().run_test(size=(40, 4)) as pilot:
        pane = await show(pilot, [Paragraph("[/b] [sic] [red]x[/] \x1b[31m\u202e", "paragraph", 0)])
        assert painted(pane)[0] == "  [/b] [sic] [red]x[/] ␛[31m␣"


async def test_rows_stay_short_on_a_wide_screen() -> None:
    async with PaneApp().run_test(size=(200, 4)) as pilot:
        pane = await show(pilot, copies("漢" * 100, 1))
        assert painted(pane)[0] == "  " + "漢" * 42


async def test_keys_scroll_by_rows_and_pages_to_the_end_and_back() -> None:
    async with PaneApp().run_test(size=(40, 10)) as pilot:
        pane = await show(pilot, copies("漢字", 30))
        pane.scroll_page(1)
        assert pane.first_position == 9 * 3
        pane.scroll_rows(2)
        assert pane.first_position == 11 * 3
        pane.scroll_page(1)
        assert pane.at_end
        pane.scroll_page(1)
        await pilot.pause()
        assert pane.first_position == 20 * 3
        assert pane.rows_above == 20
        pane.scroll_rows(-99)
        assert pane.first_position == 0
        assert not pane.at_end


async def test_the_wheel_and_the_scroll_bar_scroll_the_text() -> None:
    async with PaneApp().run_test(size=(40, 10)) as pilot:
        pane = await show(pilot, copies("漢字", 300))
        pane.post_message(MouseScrollDown(pane, 5, 5, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert pane.first_position == 3 * 3
        await pilot.click(pane, offset=(39, 9))
        await pilot.pause()
        assert pane.first_position == (3 + 9) * 3
        await pilot.mouse_down(pane, offset=(39, 0))
        await pilot.hover(pane, offset=(39, 5))
        assert pane.rows_above == round(5 * 290 / 9)
        await pilot.hover(pane, offset=(39, 9))
        assert pane.at_end
        await pilot.mouse_up(pane, offset=(39, 9))
        await pilot.hover(pane, offset=(39, 2))
        assert pane.at_end
        await pilot.click(pane, offset=(39, 0))
        assert pane.first_position == (290 - 9) * 3


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_every_highlight_differs_without_colour(theme: str) -> None:
    async with PaneApp().run_test(size=(60, 10)) as pilot:
        pilot.app.theme = theme
        highlights = [
            Highlight(Span(number * 3, number * 3 + 1), style)
            for number, style in enumerate(HIGHLIGHT_STYLES)
        ]
        pane = await show(pilot, copies("漢字", len(HIGHLIGHT_STYLES)), highlights)
        looks = set()
        for y, name in enumerate(HIGHLIGHT_STYLES):
            symbol, _, marked, plain, *_ = pane.render_line(y)
            assert (symbol.text, marked.text, plain.text) == (GUTTER_SYMBOLS[name], "漢", "字")
            style = marked.style
            assert style is not None
            looks.add((style.bold, style.italic, style.underline, style.underline2, style.reverse))
            assert marked.style != plain.style
        assert len(looks) == len(HIGHLIGHT_STYLES)


def test_every_style_has_a_rule_in_the_stylesheet() -> None:
    rules = PaneApp.CSS_PATH.read_text(encoding="utf-8")
    assert [
        style for style in (*PARAGRAPH_STYLES, *HIGHLIGHT_STYLES) if f".text-pane--{style}" not in rules
    ] == []


async def test_of_overlapping_highlights_the_last_wins() -> None:
    async with PaneApp().run_test(size=(60, 4)) as pilot:
        highlights = [
            Highlight(Span(0, 4), "verbatim"),
            Highlight(Span(2, 3), "current"),
            Highlight(Span(90, 99), "recast"),
        ]
        pane = await show(pilot, copies("漢字かな文", 1), highlights)
        tick, _, first, second, third, rest, *_ = pane.render_line(0)
        assert [segment.text for segment in (tick, first, second, third, rest)] == [
            ">",
            "漢字",
            "か",
            "な",
            "文",
        ]
        assert second.style is not None
        assert (second.style.reverse, second.style.underline) == (True, True)
        assert first.style == third.style


async def test_an_unknown_style_is_still_painted() -> None:
    async with PaneApp().run_test(size=(60, 4)) as pilot:
        pane = await show(pilot, [Paragraph("漢字", "novel", 0)], [Highlight(Span(1, 2), "novel")])
        assert painted(pane)[0] == f"{DEFAULT_GUTTER_SYMBOL} 漢字"
        marked = list(pane.render_line(0))[3].style
        assert marked is not None
        assert marked.underline


async def test_only_the_row_of_a_highlight_has_a_gutter_symbol() -> None:
    async with PaneApp().run_test(size=(12, 6)) as pilot:
        pane = await show(pilot, copies("漢字漢字漢字漢字", 1), [Highlight(Span(6, 7), "altered")])
        assert [line[:1] for line in painted(pane)[:2]] == [" ", "!"]


async def test_reveal_scrolls_only_when_it_must() -> None:
    async with PaneApp().run_test(size=(40, 10)) as pilot:
        pane = await show(pilot, copies("漢字", 300))
        pane.reveal(Span(9 * 3, 9 * 3 + 2))
        assert pane.first_position == 0
        pane.reveal(Span(200 * 3, 200 * 3 + 2))
        assert pane.first_position == 191 * 3
        assert painted(pane)[9] == "  漢字"


async def test_reveal_before_the_first_layout_is_kept() -> None:
    class Early(PaneApp):
        def compose(self) -> ComposeResult:
            pane = TextPane()
            pane.show(copies("漢字", 300))
            pane.reveal(Span(300, 302))
            yield pane

    app = Early()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert app.pane.first_position == 91 * 3


async def test_a_new_size_keeps_the_first_visible_code_point() -> None:
    async with PaneApp().run_test(size=(80, 20)) as pilot:
        pane = await show(pilot, copies(SENTENCE * 9, 40))
        pane.scroll_rows(77)
        await pilot.pause()
        place = pane.first_position
        assert place
        for size in ((40, 12), (120, 30), (24, 8), (80, 20)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert pane.first_position == place
        assert pane.rows_above > 0


async def test_a_click_gives_the_position_in_the_document() -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 6)) as pilot:
        text = [
            Paragraph("漢❤\ufe0f字", "list", 100, indent=2),
            Paragraph("間", "gap"),
            Paragraph("", "meta", 200),
        ]
        await show(pilot, text)
        for x in (0, 4, 5, 6, 7, 8, 30):
            await pilot.click(TextPane, offset=(x, 0))
        await pilot.click(TextPane, offset=(3, 1))
        await pilot.click(TextPane, offset=(3, 2))
        await pilot.click(TextPane, offset=(3, 4))
        assert app.clicks == [100, 100, 100, 101, 103, 103, 103, 200]


async def test_another_page_keeps_the_position_if_asked_to() -> None:
    async with PaneApp().run_test(size=(40, 10)) as pilot:
        pane = await show(pilot, copies("漢字", 100))
        pane.scroll_rows(40)
        pane.show(copies("漢字", 80), keep_position=True)
        assert pane.first_position == 120
        pane.show(copies("漢字", 80))
        assert pane.first_position == 0
