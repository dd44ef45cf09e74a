"""Pages to read, which the arrow keys scroll: the statistics of the annotator's own work, and the keys."""

from collections.abc import Callable, Sequence

from annotator.codebook.model import Codebook, Language
from annotator.corpus.span import Span
from annotator.tui.actions import ACTIONS, action_name
from annotator.tui.dialog_keys import HELP_KEYS, STATISTICS_KEYS, bindings
from annotator.tui.keymap import Keymap
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.base import TextDialog
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.layout import Paragraph, Part
from annotator.tui.views.statistics import statistics_page
from annotator.tui.widgets.text_pane import TextPane
from annotator.workflow.browsing.statistics import Pace, pace, statistics
from annotator.workflow.project import Project


class PageScreen(TextDialog[None]):
    """Shows the paragraphs that each page makes in `parts`."""

    def parts(self) -> Sequence[Part]:
        """Return the content of the page."""
        raise NotImplementedError

    def show_text(self) -> None:
        """Show the page from its top."""
        self.query_one(TextPane).show(self.parts())

    def action_scroll(self, rows: int) -> None:
        """Scroll by rows."""
        self.query_one(TextPane).scroll_rows(rows)

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self.query_one(TextPane).scroll_page(direction)


class StatisticsScreen(PageScreen):
    """Shows the counts of the annotator's own answers, and her pace on request."""

    KEYS = STATISTICS_KEYS
    BINDINGS = bindings(STATISTICS_KEYS)

    def __init__(
        self,
        project: Project,
        language: Language,
        *,
        shows_pace: bool,
        on_toggle_pace: Callable[[bool], None],
    ) -> None:
        """Show the pace at once or not; `on_toggle_pace` is called when that changes."""
        super().__init__(action_name("statistics", language), say("statistics_hint", language))
        self._project = project
        self._language: Language = language
        self._statistics = statistics(project)
        self._on_toggle_pace = on_toggle_pace
        self._pace: Pace | None = pace(project) if shows_pace else None

    def parts(self) -> list[Paragraph]:
        """Return the counts."""
        return statistics_page(self._statistics, self._pace, self._project.codebook, self._language)

    def action_pace(self) -> None:
        """Show the pace, or hide it."""
        self._pace = pace(self._project) if self._pace is None else None
        self._on_toggle_pace(self._pace is not None)
        self.show_text()


# Cells between the keys and their explanation, and the widest column of keys.
_BETWEEN = 2
_MOST_CELLS = 26


class HelpScreen(PageScreen):
    """Shows rows of keys and explanations; a row without keys is a heading. The hint row names its own keys."""

    BINDINGS = bindings(HELP_KEYS)

    def __init__(self, rows: Sequence[tuple[str, str]], language: Language) -> None:
        super().__init__(say("help_title", language), say("help_close", language))
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
