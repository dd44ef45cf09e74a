"""The text pane as a reader meets it."""

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown
from textual.pilot import Pilot

import annotator.tui
from annotator.corpus.span import Span
from annotator.tui.text.roles import DEFAULT_GUTTER_SYMBOL
from annotator.tui.text.sections import SECTION
from annotator.tui.widgets.text_pane import (
    GUTTER_SYMBOLS,
    HIGHLIGHT_STYLES,
    PARAGRAPH_STYLES,
    Highlight,
    Paragraph,
    TextPane,
)

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


def told(text: str, count: int) -> list[Paragraph]:
    return [Paragraph(text, number * (len(text) + 1), "paragraph") for number in range(count)]


def painted(pane: TextPane) -> list[str]:
    return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


async def show(
    pilot: Pilot[None], paragraphs: list[Paragraph], marks: list[Highlight] | None = None
) -> TextPane:
    assert isinstance(pilot.app, PaneApp)
    pilot.app.pane.show(paragraphs)
    pilot.app.pane.mark(marks or [])
    await pilot.pause()
    return pilot.app.pane


async def test_paragraphs_are_drawn_with_their_indent() -> None:
    async with PaneApp().run_test(size=(20, 6)) as pilot:
        text = [
            Paragraph("見出し\n", 0, "headline"),
            Paragraph("", 4, "gap"),
            Paragraph("漢字かな。", 5, "list", indent=4),
        ]
        pane = await show(pilot, text)
        assert painted(pane)[:4] == ["  見出し", "", "      漢字かな。", ""]
        assert {pane.render_line(y).cell_length for y in range(6)} == {20}
        assert pane.at_end


async def test_text_is_never_markup_and_never_acts_on_the_terminal() -> None:
    async with PaneApp().run_test(size=(40, 4)) as pilot:
        pane = await show(pilot, [Paragraph("[/b] [sic] [red]x[/] \x1b[31m\u202e", 0, "paragraph")])
        assert painted(pane)[0] == "  [/b] [sic] [red]x[/] ␛[31m␣"


async def test_the_measure_stays_comfortable_on_a_wide_screen() -> None:
    async with PaneApp().run_test(size=(200, 4)) as pilot:
        pane = await show(pilot, told("漢" * 100, 1))
        assert painted(pane)[0] == "  " + "漢" * 42


async def test_keys_scroll_by_rows_and_pages_to_the_end_and_back() -> None:
    async with PaneApp().run_test(size=(40, 10)) as pilot:
        pane = await show(pilot, told("漢字", 30))
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
        pane = await show(pilot, told("漢字", 300))
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
async def test_every_mark_is_told_apart_without_colour(theme: str) -> None:
    async with PaneApp().run_test(size=(60, 10)) as pilot:
        pilot.app.theme = theme
        marks = [
            Highlight(Span(number * 3, number * 3 + 1), role) for number, role in enumerate(HIGHLIGHT_STYLES)
        ]
        pane = await show(pilot, told("漢字", len(HIGHLIGHT_STYLES)), marks)
        looks = set()
        for y, role in enumerate(HIGHLIGHT_STYLES):
            tick, _, marked, plain, *_ = pane.render_line(y)
            assert (tick.text, marked.text, plain.text) == (GUTTER_SYMBOLS[role], "漢", "字")
            style = marked.style
            assert style is not None
            looks.add((style.bold, style.italic, style.underline, style.underline2, style.reverse))
            assert marked.style != plain.style
        assert len(looks) == len(HIGHLIGHT_STYLES)


def test_every_role_has_a_rule_in_the_stylesheet() -> None:
    rules = PaneApp.CSS_PATH.read_text(encoding="utf-8")
    assert [
        role for role in (*PARAGRAPH_STYLES, *HIGHLIGHT_STYLES) if f".text-pane--{role}" not in rules
    ] == []


async def test_of_marks_that_overlap_the_later_wins() -> None:
    async with PaneApp().run_test(size=(60, 4)) as pilot:
        marks = [
            Highlight(Span(0, 4), "verbatim"),
            Highlight(Span(2, 3), "current"),
            Highlight(Span(90, 99), "recast"),
        ]
        pane = await show(pilot, told("漢字かな文", 1), marks)
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


async def test_a_role_without_a_style_of_its_own_is_still_drawn() -> None:
    async with PaneApp().run_test(size=(60, 4)) as pilot:
        pane = await show(pilot, [Paragraph("漢字", 0, "novel")], [Highlight(Span(1, 2), "novel")])
        assert painted(pane)[0] == f"{DEFAULT_GUTTER_SYMBOL} 漢字"
        marked = list(pane.render_line(0))[3].style
        assert marked is not None
        assert marked.underline


async def test_a_mark_on_a_row_further_down_leaves_no_tick_above() -> None:
    async with PaneApp().run_test(size=(12, 6)) as pilot:
        pane = await show(pilot, told("漢字漢字漢字漢字", 1), [Highlight(Span(6, 7), "altered")])
        assert [line[:1] for line in painted(pane)[:2]] == [" ", "!"]


async def test_reveal_scrolls_only_when_it_must() -> None:
    async with PaneApp().run_test(size=(40, 10)) as pilot:
        pane = await show(pilot, told("漢字", 300))
        pane.reveal(Span(9 * 3, 9 * 3 + 2))
        assert pane.first_position == 0
        pane.reveal(Span(200 * 3, 200 * 3 + 2))
        assert pane.first_position == 191 * 3
        assert painted(pane)[9] == "  漢字"


async def test_reveal_before_the_first_layout_is_kept() -> None:
    class Early(PaneApp):
        def compose(self) -> ComposeResult:
            pane = TextPane()
            pane.show(told("漢字", 300))
            pane.reveal(Span(300, 302))
            yield pane

    app = Early()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert app.pane.first_position == 91 * 3


async def test_a_new_size_keeps_the_first_visible_code_point() -> None:
    async with PaneApp().run_test(size=(80, 20)) as pilot:
        pane = await show(pilot, told(SENTENCE * 9, 40))
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
            Paragraph("漢❤\ufe0f字", 100, "list", indent=2),
            Paragraph("間", -1, "gap"),
            Paragraph("", 200, "meta"),
        ]
        await show(pilot, text)
        for x in (0, 4, 5, 6, 7, 8, 30):
            await pilot.click(TextPane, offset=(x, 0))
        await pilot.click(TextPane, offset=(3, 1))
        await pilot.click(TextPane, offset=(3, 2))
        await pilot.click(TextPane, offset=(3, 4))
        assert app.clicks == [100, 100, 100, 101, 103, 103, 103, 200]


async def test_the_view_follows_the_same_position_in_other_paragraphs() -> None:
    async with PaneApp().run_test(size=(40, 10)) as pilot:
        pane = await show(pilot, told("漢字", 100))
        pane.scroll_rows(40)
        pane.show(told("漢字", 80), keep_place=True)
        assert pane.first_position == 120
        pane.show(told("漢字", 80))
        assert pane.first_position == 0


async def test_a_long_paragraph_costs_what_is_seen() -> None:
    async with PaneApp().run_test(size=(90, 40)) as pilot:
        pane = await show(pilot, [Paragraph(SENTENCE * 52_000, 0, "paragraph")])
        pane.reveal(Span(1_000_000, 1_000_003))
        pane.scroll_page(1)
        await pilot.pause()
        assert pane.rows_wrapped <= 4 * SECTION // 30


async def test_many_paragraphs_cost_what_is_seen() -> None:
    async with PaneApp().run_test(size=(90, 40)) as pilot:
        pane = await show(pilot, told(SENTENCE, 100_000))
        pane.reveal(Span(1_000_000, 1_000_003))
        pane.scroll_page(1)
        await pilot.pause()
        assert pane.rows_wrapped <= 5 * 40
