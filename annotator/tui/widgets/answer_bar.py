"""The dimensions with their labels and keys, the answers given, the target and the marks.

One row a dimension at every width: names where they fit, ids or their beginnings where they do not. What is
chosen stands in brackets, in round ones while it is not saved yet. They take no room of their own, so nothing
moves when an answer changes.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message

from annotator.tui.text.line_breaking import cell_width, pad, truncate
from annotator.tui.widgets.cached_rows import CachedRows

_LEAST_NAME_CELLS = 6
# The ruled row above the questions.
_RULE = ""


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """One label of a dimension: its key, name and short name, whether it is the answer, and whether that is saved."""

    dimension: str
    label: str
    key: str
    name: str
    short: str
    chosen: bool
    saved: bool = True

    @property
    def brackets(self) -> tuple[str, str]:
        """What stands around the label."""
        if not self.chosen:
            return " ", " "
        return ("[", "]") if self.saved else ("(", ")")


@dataclass(frozen=True, slots=True)
class Question:
    """One dimension; `reason` says why it is not asked here, else it is None."""

    name: str
    choices: tuple[LabelChoice, ...]
    reason: str | None


class _Row(NamedTuple):
    """The look of a question: its name filled up, its labels, what is around each; or why it is not asked."""

    name: str
    labels: tuple[str, ...]
    brackets: tuple[tuple[str, str], ...]
    reason: str | None


class AnswerBar(CachedRows):
    """The rows below the text."""

    class LabelClicked(Message):
        """A label was clicked."""

        def __init__(self, dimension: str, label: str) -> None:
            super().__init__()
            self.dimension = dimension
            self.label = label

    class TargetClicked(Message):
        """The row of the target was clicked."""

    def __init__(self, *, ambiguous: int = 1, id: str | None = None) -> None:  # noqa: A002
        super().__init__(ambiguous=ambiguous, id=id)
        self._questions: tuple[Question, ...] = ()
        self._below = ""
        self._rows: list[_Row] = []

    def show(self, questions: tuple[Question, ...], below: str) -> None:
        """Show the questions, and one row below them."""
        if len(questions) != len(self._questions):
            self.refresh(layout=True)
        self._questions, self._below = questions, below
        self._lay_out()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A rule, one row a question, and one below."""
        return len(self._questions) + 2

    def on_resize(self) -> None:
        """Choose anew the words that there is room for."""
        self._lay_out()

    def paint_row(self, look: Hashable) -> tuple[list[Segment], int]:
        """Paint the rule, a question, or the words below."""
        width = self.size.width
        if look == _RULE:
            return [Segment(" " * width, self.style_of("on $panel"))], width
        if not isinstance(look, _Row):
            words = self._cut(str(look), width)
            return [Segment(words, self.style_of(""))], self._cells(words)
        name_cells = self._cells(look.name)
        if look.reason is not None:
            words = look.name + self._cut(f" -- {look.reason}", width - name_cells)
            return [Segment(words, self.style_of("dim"))], self._cells(words)
        return self._labels(look), name_cells + _row_cells(look.labels, self.ambiguous)

    def on_click(self, event: events.Click) -> None:
        """Tell the screen which label was clicked, or that the row below was."""
        number = event.y - 1
        if number == len(self._rows):
            self.post_message(self.TargetClicked())
        if not 0 <= number < len(self._rows):
            return
        row, column = self._rows[number], self._cells(self._rows[number].name)
        for choice, words in zip(self._questions[number].choices, row.labels, strict=row.reason is None):
            end = column + self._cells(words) + 1
            if column <= event.x < end:
                self.post_message(self.LabelClicked(choice.dimension, choice.label))
            column = end

    def _lay_out(self) -> None:
        """Give every question its row at the present width."""
        labels = tuple(
            (question.name, tuple((choice.key, choice.name, choice.short) for choice in question.choices))
            for question in self._questions
        )
        laid = _laid_out(labels, self.size.width, self.ambiguous)
        self._rows = [
            _Row(name, words, tuple(choice.brackets for choice in question.choices), question.reason)
            if question.reason is None
            else _Row(name, (), (), question.reason)
            for question, (name, words) in zip(self._questions, laid, strict=True)
        ]
        self.show_rows([_RULE, *self._rows, self._below or " "])

    def _labels(self, row: _Row) -> list[Segment]:
        """Paint the labels; neighbours share the cell between them, since at most one of a row stands in brackets."""
        plain, chosen = self.style_of(""), self.style_of("bold $text-accent")
        segments, before = [Segment(row.name, self.style_of("$text-muted"))], Segment(" ", plain)
        for words, (left, right) in zip(row.labels, row.brackets, strict=True):
            is_chosen = left != " "
            segments.append(Segment(left, chosen) if is_chosen else before)
            segments.append(Segment(words, chosen if is_chosen else plain))
            before = Segment(right, chosen if is_chosen else plain)
        return [*segments, before]

    def _cells(self, words: str) -> int:
        return cell_width(words, ambiguous=self.ambiguous)

    def _cut(self, words: str, width: int) -> str:
        return truncate(words, width, ambiguous=self.ambiguous)


_Labels = tuple[tuple[str, str, str], ...]
"""Of each label its key, its name and its short name."""


@lru_cache(maxsize=64)
def _laid_out(
    questions: tuple[tuple[str, _Labels], ...], width: int, ambiguous: int
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the name of each question, all equally wide, and what stands for each of its labels."""
    rows = [_words(name, labels, width, ambiguous) for name, labels in questions]
    # A question that is not asked has a row all the same, so that nothing moves from unit to unit.
    widest = max((_row_cells(row, ambiguous) for row in rows), default=0)
    names = max((cell_width(name, ambiguous=ambiguous) + 1 for name, _ in questions), default=0)
    name_cells = max(_LEAST_NAME_CELLS, min(names, width - widest))
    return [
        (pad(name, name_cells, ambiguous=ambiguous), row)
        for (name, _), row in zip(questions, rows, strict=True)
    ]


def _words(name: str, labels: _Labels, width: int, ambiguous: int) -> tuple[str, ...]:
    """Return what stands for each label: its name, else its id, else as much of the id as there is room for."""
    names = tuple(f"{key} {words}" for key, words, _ in labels)
    if cell_width(name, ambiguous=ambiguous) + _row_cells(names, ambiguous) + 1 <= width:
        return names
    longest = max((cell_width(short, ambiguous=ambiguous) for _, _, short in labels), default=0)
    for cells in range(longest, 0, -1):
        ids = tuple(f"{key} {truncate(short, cells, ambiguous=ambiguous)}" for key, _, short in labels)
        if _LEAST_NAME_CELLS + _row_cells(ids, ambiguous) <= width:
            return ids
    return tuple(key for key, _, _ in labels)


def _row_cells(row: Sequence[str], ambiguous: int) -> int:
    """Return how much room the labels of a row take, with a cell beside each."""
    return sum(cell_width(words, ambiguous=ambiguous) + 1 for words in row) + 1
