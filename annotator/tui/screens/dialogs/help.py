"""Shows a list of keys with what each does."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from annotator.codebook.model import Codebook, Language
from annotator.corpus.span import Span
from annotator.tui.actions import ACTIONS
from annotator.tui.dialog_keys import binding_id
from annotator.tui.keymap import Keymap
from annotator.tui.screens.dialogs.page import PageScreen
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.layout import Paragraph

# Cells between the keys and their explanation, and the widest column of keys.
_BETWEEN = 2
_MOST_CELLS = 26


class HelpScreen(PageScreen):
    """Shows rows of keys and explanations; a row without keys is a heading. The hint row names its own keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "close", id=binding_id("help"), priority=True, show=False)
    ]

    def __init__(self, title: str, rows: Sequence[tuple[str, str]], hint: str) -> None:
        super().__init__(title, hint)
        self._rows = rows

    def parts(self) -> list[Paragraph]:
        """Return a paragraph for each row; an explanation of several rows stays beside the keys."""
        longest = max((len(keys) for keys, _ in self._rows), default=0)
        cells = min(longest + _BETWEEN, _MOST_CELLS)
        return [_row(keys, text, cells) if keys else _heading(text) for keys, text in self._rows]


def _row(keys: str, text: str, cells: int) -> Paragraph:
    highlights = (Highlight(Span(0, len(keys)), "unit"),)
    row = f"{keys:{cells - _BETWEEN}}{' ' * _BETWEEN}{text}"
    return Paragraph(row, "paragraph", indent=cells, first_indent=-cells, highlights=highlights)


def _heading(text: str) -> Paragraph:
    return Paragraph(text, "heading")


def help_rows(codebook: Codebook, keymap: Keymap, language: Language) -> list[tuple[str, str]]:
    """Return the keys of all actions with what they do, and the labels of each question with their keys."""
    rows = [(" ".join(keymap.keys_of(action.id)), action.help.get(language)) for action in ACTIONS]
    for dimension in codebook.dimensions:
        rows += [("", ""), ("", f"{dimension.name.get(language)}: {dimension.question.get(language)}")]
        rows += [
            (label.key, f"{label.name.get(language)} - {label.definition.get(language)}")
            for label in dimension.labels
        ]
    return rows
