"""The dimensions with their labels and keys, the answers given, the target and the marks.

One row a dimension at every width: names where they fit, ids or their beginnings where they do not. What is
chosen stands in brackets, which take no room of their own, so nothing moves when an answer changes.
"""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from annotator.tui.typeset import cell_width, padded, shortened

_LEAST_NAME_CELLS = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """One label of a dimension: its key, name and short name, and whether it is the answer."""

    dimension: str
    label: str
    key: str
    name: str
    short: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One dimension; `reason` says why it is not asked here, else it is None."""

    name: str
    choices: tuple[Choice, ...]
    reason: str | None


class AnswerPanel(Widget, can_focus=False):
    """The rows below the text."""

    class Chosen(Message):
        """A label was clicked."""

        def __init__(self, dimension: str, label: str) -> None:
            super().__init__()
            self.dimension = dimension
            self.label = label

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._questions: tuple[Question, ...] = ()
        self._below = ""
        self._places: list[list[tuple[int, int, Choice]]] = []

    def show(self, questions: tuple[Question, ...], below: str) -> None:
        """Show the questions, and one row below them."""
        if (questions, below) == (self._questions, self._below):
            return
        grows = len(questions) != len(self._questions)
        self._questions, self._below = questions, below
        self.refresh(layout=grows)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row a question, and one below."""
        return len(self._questions) + 1

    def render(self) -> Content:
        """Paint all rows."""
        width = self.content_size.width
        rows = [self._words(question, width) for question in self._questions]
        # Neighbours share the cell between them, since at most one label of a row stands in brackets.
        widest = max((_cells(row) for row in rows), default=0)
        names = max((cell_width(question.name) + 1 for question in self._questions), default=0)
        name_cells = max(_LEAST_NAME_CELLS, min(names, width - widest))
        self._places = []
        painted = [
            self._row(question, words, name_cells, width)
            for question, words in zip(self._questions, rows, strict=True)
        ]
        return Content("\n").join([*painted, Content(shortened(self._below, width))])

    def on_click(self, event: events.Click) -> None:
        """Tell the screen which label was clicked."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self._places):
            for start, end, choice in self._places[offset.y]:
                if start <= offset.x < end:
                    self.post_message(self.Chosen(choice.dimension, choice.label))

    def _words(self, question: Question, width: int) -> list[str]:
        """Return what stands for each label: its name, else its id, else as much of the id as there is room for."""
        names = [f"{choice.key} {choice.name}" for choice in question.choices]
        if cell_width(question.name) + _cells(names) + 1 <= width:
            return names
        longest = max(cell_width(choice.short) for choice in question.choices)
        for cells in range(longest, 0, -1):
            ids = [f"{choice.key} {shortened(choice.short, cells)}" for choice in question.choices]
            if _LEAST_NAME_CELLS + _cells(ids) <= width:
                return ids
        return [choice.key for choice in question.choices]

    def _row(self, question: Question, words: list[str], name_cells: int, width: int) -> Content:
        name = padded(question.name, name_cells)
        self._places.append([])
        if question.reason is not None:
            return Content.styled(name + shortened(f" -- {question.reason}", width - name_cells), "dim")
        parts = [Content.styled(name, "$text-muted"), Content(" ")]
        column = name_cells
        for choice, shown in zip(question.choices, words, strict=True):
            cells = cell_width(shown) + 1
            self._places[-1].append((column, column + cells, choice))
            column += cells
            if choice.chosen:
                parts[-1] = Content.styled("[", "bold $accent")
                parts += (Content.styled(shown, "bold $accent"), Content.styled("]", "bold $accent"))
            else:
                parts += (Content(shown), Content(" "))
        return Content("").join(parts)


def _cells(row: list[str]) -> int:
    """Return how much room the labels of a row take, with a cell beside each."""
    return sum(cell_width(words) + 1 for words in row) + 1
