"""The questions of the codebook below the text: their labels with keys, and the answers given.

One row per question at every width: names where they fit, ids or their beginnings where they do not. The chosen
label is in brackets, round ones until it is saved. Brackets take no cells of their own, so nothing moves when an
answer changes.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, cast

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message

from annotator.tui.text.graphemes import cell_width, pad, truncate
from annotator.tui.widgets.cached_rows import CachedRows

_MIN_NAME_CELLS = 6


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """One label of a question, by the ids of both, with its key and name; whether it is the answer and is saved."""

    dimension: str
    label: str
    key: str
    name: str
    chosen: bool
    saved: bool = True

    @property
    def brackets(self) -> tuple[str, str]:
        """The characters before and behind the label."""
        if not self.chosen:
            return " ", " "
        return ("[", "]") if self.saved else ("(", ")")


@dataclass(frozen=True, slots=True)
class Question:
    """One dimension; `reason` says why it is not asked about this unit, None if it is."""

    name: str
    choices: tuple[LabelChoice, ...]
    reason: str | None


class _QuestionRow(NamedTuple):
    """A question at the current width: its padded name, its labels with their brackets, or why it is not asked."""

    name: str
    labels: tuple[str, ...]
    brackets: tuple[tuple[str, str], ...]
    reason: str | None


class AnswerBar(CachedRows):
    """A ruled row, the questions, and a row of details below them."""

    @dataclass
    class LabelClicked(Message):
        """A label was clicked."""

        dimension: str
        label: str

    class TargetClicked(Message):
        """The row of details, which shows the target, was clicked."""

    def __init__(self, *, ambiguous_width: int = 1, id: str | None = None) -> None:  # noqa: A002
        super().__init__(ambiguous_width=ambiguous_width, id=id)
        self._questions: tuple[Question, ...] = ()
        self._details = ""
        self._question_rows: list[_QuestionRow] = []

    def show(self, questions: tuple[Question, ...], details: str) -> None:
        """Show the questions, and the details in one row below them."""
        if len(questions) != len(self._questions):
            self.refresh(layout=True)
        self._questions, self._details = questions, details
        self._lay_out()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows."""
        return len(self._questions) + 2

    def on_resize(self) -> None:
        """Fit the labels to the new width."""
        self._lay_out()

    def paint_row(self, row: Hashable) -> list[Segment]:
        """Paint the rule (an empty row), the details (a string) or a question."""
        width, plain = self.size.width, self.parse_style("")
        if not row:
            return [Segment(" " * width, self.parse_style("on $panel"))]
        if isinstance(row, str):
            return [Segment(truncate(row, width, ambiguous_width=self.ambiguous_width), plain)]
        row = cast(_QuestionRow, row)
        if row.reason is not None:
            room = width - self._cells(row.name)
            reason = truncate(f" -- {row.reason}", room, ambiguous_width=self.ambiguous_width)
            return [Segment(row.name + reason, self.parse_style("dim"))]
        return self._paint_labels(row)

    def on_click(self, event: events.Click) -> None:
        """Post the label that was clicked, or that the details were."""
        number = event.y - 1
        if number == len(self._question_rows):
            self.post_message(self.TargetClicked())
        if not 0 <= number < len(self._question_rows):
            return
        row = self._question_rows[number]
        column = self._cells(row.name)
        for choice, label in zip(self._questions[number].choices, row.labels, strict=row.reason is None):
            end = column + self._cells(label) + 1
            if column <= event.x < end:
                self.post_message(self.LabelClicked(choice.dimension, choice.label))
            column = end

    def _lay_out(self) -> None:
        """Make the rows for the current width."""
        texts = tuple(
            (question.name, tuple((choice.key, choice.name, choice.label) for choice in question.choices))
            for question in self._questions
        )
        self._question_rows = []
        fitted = _fit_questions(texts, self.size.width, self.ambiguous_width)
        for question, (name, labels) in zip(self._questions, fitted, strict=True):
            brackets = tuple(choice.brackets for choice in question.choices)
            asked = question.reason is None
            row = _QuestionRow(name, labels if asked else (), brackets if asked else (), question.reason)
            self._question_rows.append(row)
        self.show_rows(["", *self._question_rows, self._details or " "])

    def _paint_labels(self, row: _QuestionRow) -> list[Segment]:
        """Paint the labels. Neighbours share the cell between them, since one of a row at most is chosen."""
        plain, chosen = self.parse_style(""), self.parse_style("bold $text-accent")
        segments, between = [Segment(row.name, self.parse_style("$text-muted"))], Segment(" ", plain)
        for label, (left, right) in zip(row.labels, row.brackets, strict=True):
            style = chosen if left != " " else plain
            segments += [between if left == " " else Segment(left, style), Segment(label, style)]
            between = Segment(right, style)
        return [*segments, between]

    def _cells(self, text: str) -> int:
        return cell_width(text, ambiguous_width=self.ambiguous_width)


_LabelTexts = tuple[tuple[str, str, str], ...]
"""The key, the name and the id of each label."""


@lru_cache(maxsize=64)
def _fit_questions(
    questions: tuple[tuple[str, _LabelTexts], ...], width: int, ambiguous_width: int
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the name of each question, padded to one width, and the text of each of its labels.

    Questions that are not asked have their room too, so that nothing moves from unit to unit.
    """
    rows = [_fit_labels(name, labels, width, ambiguous_width) for name, labels in questions]
    widest = max((_row_cells(row, ambiguous_width) for row in rows), default=0)
    names = max((cell_width(name, ambiguous_width=ambiguous_width) + 1 for name, _ in questions), default=0)
    name_cells = max(_MIN_NAME_CELLS, min(names, width - widest))
    padded = [pad(name, name_cells, ambiguous_width=ambiguous_width) for name, _ in questions]
    return list(zip(padded, rows, strict=True))


def _fit_labels(name: str, labels: _LabelTexts, width: int, ambiguous_width: int) -> tuple[str, ...]:
    """Return the text of each label: its name, else as much of its id as fits, else its key alone."""
    names = tuple(f"{key} {label}" for key, label, _ in labels)
    if cell_width(name, ambiguous_width=ambiguous_width) + _row_cells(names, ambiguous_width) + 1 <= width:
        return names
    longest = max((cell_width(id_, ambiguous_width=ambiguous_width) for _, _, id_ in labels), default=0)
    for cells in range(longest, 0, -1):
        shown = tuple(
            f"{key} {truncate(id_, cells, ambiguous_width=ambiguous_width)}" for key, _, id_ in labels
        )
        if _MIN_NAME_CELLS + _row_cells(shown, ambiguous_width) <= width:
            return shown
    return tuple(key for key, _, _ in labels)


def _row_cells(labels: Sequence[str], ambiguous_width: int) -> int:
    """Return the cells of the labels of a row, with a bracket's cell between them and at both ends."""
    return sum(cell_width(label, ambiguous_width=ambiguous_width) + 1 for label in labels) + 1
