"""Keys that move: where each leads, and what the screen says at the ends."""

from textual import events

from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.state.cursor import UnitPosition
from annotator.workflow.project import Project
from tests.annotating import flag
from tests.tui.driving import (
    SIZE,
    answers,
    each_key,
    line_with,
    painted,
    pane,
    place,
    press,
    press_and_wait,
    rows,
    said,
)


@each_key("line_down")
async def test_next_line(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key, key)
        assert place(app) == (1, UnitPosition(1, 1))
        assert "2/3" in painted(pilot)


@each_key("line_up")
async def test_previous_line(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "down", "down", key)
        assert place(app) == (1, UnitPosition(1, 0))


@each_key("line_up")
async def test_the_first_line_says_so(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        assert say("first_clip", "en") in said(pilot)


@each_key("clip_next")
async def test_next_clip(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key, key)
        assert place(app) == (1, UnitPosition(2, None))
        assert "灯台の明かり 百年ぶりに消える" in painted(pilot)
        assert "clip 2/3" in rows(pilot)[0]


@each_key("clip_next")
async def test_the_last_clip_says_so(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *[key] * 6)
        assert place(app) == (3, UnitPosition(0, None))
        assert say("last_clip", "en") in said(pilot)


@each_key("clip_previous")
async def test_previous_clip(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", "right", key)
        assert place(app) == (1, UnitPosition(1, 0))


@each_key("scroll_down")
async def test_scroll_down(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=(60, 16)) as pilot:
        await press(pilot, "right", "tab")
        top = pane(pilot, "clip").first_position
        await press(pilot, key)
        after = pane(pilot, "clip").first_position
        assert top is not None
        assert after is not None
        assert after > top


@each_key("scroll_up")
async def test_scroll_up(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=(60, 16)) as pilot:
        await press(pilot, "right", "tab")
        clip = pane(pilot, "clip")
        top = clip.first_position
        await press(pilot, "pagedown")
        assert clip.first_position != top
        await press(pilot, key)
        assert clip.first_position == top


@each_key("next_open")
async def test_next_unanswered(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "down", "=", "1", "q", "a", "up", key)
        assert place(app) == (1, UnitPosition(1, 1))


@each_key("next_open")
async def test_where_all_is_answered_it_says_so(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *["1", "q", "a"] * 7, "q", "a", key)
        assert say("all_done", "en") in said(pilot)
        assert "8 of 8 done" in rows(pilot)[0]


@each_key("switch_unit")
async def test_the_clip_as_unit_and_back(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "down", "down", key)
        assert place(app) == (1, UnitPosition(1, None))
        await press(pilot, key)
        assert place(app) == (1, UnitPosition(1, 1))


@each_key("quotation_next")
async def test_quotations_are_opened_in_turn_with_what_differs(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, key)
        assert "quotes nobody" in said(pilot)
        await press(pilot, "right", "down")
        assert "line: 航路は" not in painted(pilot)
        await press(pilot, key)
        assert "clip: 航路は[三]月まで毎日開けておく" in painted(pilot)
        assert "line: 航路は[四]月まで毎日開けておく" in painted(pilot)
        await press(pilot, key, key)
        assert "line: 航路は" not in painted(pilot)


@each_key("switch_quotation")
async def test_a_quotation_as_unit_and_back(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", key, "2")
        line = app.session.cursor.line
        assert line is not None
        assert answers(app) == {"stance": ("against", "冬の航路")}
        assert answers(app, line.id) == {}
        assert place(app) == (1, UnitPosition(1, 0, 0))
        assert "About the quotation of サーリ局長" in painted(pilot)
        await press(pilot, key, "1")
        assert answers(app, line.id) == {"stance": ("favor", "冬の航路")}
        await press(pilot, "backspace", "backspace")
        assert place(app) == (1, UnitPosition(1, 0, 0))
        assert answers(app) == {}


@each_key("switch_unit")
async def test_lines_follow_a_clip_that_is_the_unit(app: AnnotatorApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right", key, "down")
        assert place(app) == (1, UnitPosition(1, 0))


async def test_the_next_flagged_unit(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press_and_wait(pilot, "$")
        assert say("no_flags", "en") in painted(pilot)
        for words in ("#岬", "#帆"):
            flag(walk, line_with(walk, words))
        await press_and_wait(pilot, "$")
        assert app.session.cursor.unit.id == line_with(walk, "#岬")
        await press_and_wait(pilot, "$")
        assert app.session.cursor.unit.id == line_with(walk, "#帆")
        app.post_message(events.Key("＄", "＄"))
        await press_and_wait(pilot)
        assert app.session.cursor.unit.id == line_with(walk, "#岬")
