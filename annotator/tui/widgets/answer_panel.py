"""The dimensions with their labels and keys, the answers given, the target and the marks.

One row a dimension at every width: names where they fit, ids where they do not. What is chosen stands in brackets,
which take no room of their own, so nothing moves when an answer changes.
"""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from annotator.tui.typeset import cell_width, padded, shortened

_NAME_CELLS = 18


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
        grows = len(questions) != len(self._questions)
        self._questions, self._below = questions, below
        self.refresh(layout=grows)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row a question, and one below."""
        return len(self._questions) + 1

    def render(self) -> Content:
        """Paint all rows."""
        width = self.content_size.width
        name_cells = min(_NAME_CELLS, max((cell_width(one.name) for one in self._questions), default=0) + 1)
        self._places = []
        rows = [self._row(question, name_cells, width) for question in self._questions]
        rows.append(Content(self._below))
        return Content("\n").join(rows)

    def on_click(self, event: events.Click) -> None:
        """Tell the screen which label was clicked."""
        if event.y < len(self._places):
            for start, end, choice in self._places[event.y]:
                if start <= event.x < end:
                    self.post_message(self.Chosen(choice.dimension, choice.label))

    def _row(self, question: Question, name_cells: int, width: int) -> Content:
        name = padded(question.name, name_cells)
        self._places.append([])
        if question.reason is not None:
            return Content.styled(name + shortened(f"-- {question.reason}", width - name_cells), "dim")
        names = [f"{choice.key} {choice.name}" for choice in question.choices]
        if name_cells + sum(cell_width(words) + 2 for words in names) > width:
            names = [f"{choice.key} {choice.short}" for choice in question.choices]
        parts: list[Content] = [Content.styled(name, "$text-muted")]
        column = name_cells
        for choice, words in zip(question.choices, names, strict=True):
            cells = cell_width(words) + 2
            self._places[-1].append((column, column + cells, choice))
            column += cells
            parts.append(
                Content.styled(f"[{words}]", "bold $accent") if choice.chosen else Content(f" {words} ")
            )
        return Content("").join(parts)
