"""The answer bar: it fits every width, nothing moves when an answer changes, and a click posts its label."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

import annotator.tui
from annotator.tui.text.graphemes import cell_width
from annotator.tui.widgets.answer_bar import AnswerBar, LabelChoice, Question


def question(name: str, labels: list[str], *, reason: str | None = None) -> Question:
    """Return a question whose labels have the keys 1, 2, 3 …"""
    choices = tuple(
        LabelChoice(name, label[:4], str(number), label, chosen=False)
        for number, label in enumerate(labels, 1)
    )
    return Question(name, choices, reason)


QUESTIONS = (
    question("Stance", ["in favour", "against", "neutral"]),
    question("出典の信頼度", ["完全に信頼できる", "信頼できない"]),
    question("Relevance", ["relevant", "off topic"], reason="only asked about clips"),
)


class AnswerBarApp(App[None]):
    CSS_PATH = Path(annotator.tui.__file__).parent / "annotator.tcss"

    def __init__(self, questions: tuple[Question, ...] = QUESTIONS) -> None:
        super().__init__()
        self.questions = questions
        self.clicks: list[str] = []

    def compose(self) -> ComposeResult:
        yield AnswerBar(id="answers")

    def on_mount(self) -> None:
        self.bar.show(self.questions, "target: 海峡")

    @property
    def bar(self) -> AnswerBar:
        return self.query_one(AnswerBar)

    @property
    def rows(self) -> list[str]:
        return [self.bar.render_line(y).text for y in range(self.bar.size.height)]

    def on_answer_bar_label_clicked(self, event: AnswerBar.LabelClicked) -> None:
        self.clicks.append(event.label)

    def on_answer_bar_target_clicked(self) -> None:
        self.clicks.append("target")


def answered(question: Question, number: int, *, saved: bool) -> Question:
    """Return a question with one of its labels chosen."""
    choices = list(question.choices)
    choices[number] = replace(choices[number], chosen=True, saved=saved)
    return replace(question, choices=tuple(choices))


@pytest.mark.parametrize("width", [14, 30, 47, 80, 200])
async def test_one_row_per_question_at_every_width(width: int) -> None:
    app = AnswerBarApp()
    async with app.run_test(size=(width, 10)) as pilot:
        await pilot.pause()
        assert len(app.rows) == 1 + len(QUESTIONS) + 1
        assert {cell_width(row) for row in app.rows} == {width}
        for row, asked in zip(app.rows[1:3], QUESTIONS[:2], strict=True):
            assert all(choice.key in row for choice in asked.choices)


async def test_names_are_shown_where_they_fit_and_short_names_where_they_do_not() -> None:
    app = AnswerBarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        assert "1 in favour 2 against 3 neutral" in app.rows[1]
        assert app.rows[3].rstrip() == "Relevance     -- only asked about clips"
        await pilot.resize_terminal(30, 10)
        await pilot.pause()
        assert app.rows[1].rstrip() == "Stance  1 in f 2 agai 3 neut"


@pytest.mark.parametrize(("saved", "brackets"), [(True, "[2 against]"), (False, "(2 against)")])
async def test_the_chosen_label_is_in_brackets_and_nothing_moves(saved: bool, brackets: str) -> None:
    app = AnswerBarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        before = app.rows[1]
        app.bar.show((answered(QUESTIONS[0], 1, saved=saved), *QUESTIONS[1:]), "target: 海峡")
        await pilot.pause()
        assert brackets in app.rows[1]
        assert app.rows[1].translate(str.maketrans("[]()", "    ")) == before


async def test_a_click_posts_the_label_or_the_target() -> None:
    app = AnswerBarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        for y, text in ((1, "2 against"), (2, "完全"), (1, "3 neutral")):
            row = app.rows[y]
            await pilot.click(AnswerBar, offset=(cell_width(row[: row.index(text)]), y))
        await pilot.click(AnswerBar, offset=(30, 3))
        await pilot.click(AnswerBar, offset=(3, 4))
        assert app.clicks == ["agai", "完全に信", "neut", "target"]
