"""Shows all keys, each beside what it does."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from annotator.corpus.span import Span
from annotator.tui.dialog_keys import binding_id
from annotator.tui.screens.dialogs.page import PageScreen
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.sections import NOT_OF_THE_DOCUMENT, Paragraph

# Cells between keys and what they do, and the most that keys may push it to the right.
_BETWEEN = 2
_MOST_CELLS = 26


class HelpScreen(PageScreen):
    """Shows rows of keys and words, and headings, which have no keys; its last row names its own keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "close", id=binding_id("help"), priority=True, show=False)
    ]

    def __init__(self, title: str, rows: Sequence[tuple[str, str]], hint: str) -> None:
        super().__init__(title, hint)
        self._rows = rows

    def parts(self) -> list[Paragraph]:
        """Return a paragraph for each row; where its words take several rows, they stay beside the keys."""
        longest = max((len(keys) for keys, _ in self._rows), default=0)
        cells = min(longest + _BETWEEN, _MOST_CELLS)
        return [_row(keys, words, cells) if keys else _heading(words) for keys, words in self._rows]


def _row(keys: str, words: str, cells: int) -> Paragraph:
    marks = (Highlight(Span(0, len(keys)), "unit"),)
    text = f"{keys:{cells - _BETWEEN}}{' ' * _BETWEEN}{words}"
    return Paragraph(text, NOT_OF_THE_DOCUMENT, "paragraph", indent=cells, first=-cells, marks=marks)


def _heading(words: str) -> Paragraph:
    return Paragraph(words, NOT_OF_THE_DOCUMENT, "heading")
