"""Counts the annotator's own work; her pace is shown when she asks for it."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from annotator.codebook.model import Language
from annotator.tui.dialog_keys import STATISTICS_KEYS
from annotator.tui.screens.dialog import Dialog, closed_by
from annotator.tui.statistics import statistics_page
from annotator.tui.widgets.text_pane import TextPane
from annotator.tui.words import say
from annotator.workflow.project import Project
from annotator.workflow.statistics import Pace, pace, statistics


class StatisticsScreen(Dialog[None]):
    """Shows what the work comes to so far; the arrow keys scroll."""

    KEYS = STATISTICS_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,ctrl+q", "close", show=False),
        closed_by("statistics"),
        Binding("f2", "pace", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(
        self,
        project: Project,
        title: str,
        language: Language,
        *,
        shows_pace: bool,
        turned: Callable[[bool], None],
    ) -> None:
        """Show the pace at once or not; `turned` is told when that changes."""
        super().__init__()
        self._project, self._title = project, title
        self._language: Language = language
        self._found = statistics(project)
        self._turned = turned
        self._pace: Pace | None = pace(project) if shows_pace else None

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog dialog-large"):
            yield Static(Content(self._title), classes="dialog-title")
            yield TextPane(max_measure=200, gutter=False)
            yield self.hint_row(say("statistics_hint", self._language))

    def on_mount(self) -> None:
        """Show the counts."""
        self.call_after_refresh(self._show)

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the counts out anew."""
        self.call_after_refresh(self._show)

    def action_pace(self) -> None:
        """Show the pace, or hide it."""
        self._pace = pace(self._project) if self._pace is None else None
        self._turned(self._pace is not None)
        self._show()

    def action_scroll(self, rows: int) -> None:
        """Scroll by rows."""
        self.query_one(TextPane).scroll_rows(rows)

    def action_page(self, direction: int) -> None:
        """Scroll by a screenful."""
        self.query_one(TextPane).scroll_page(direction)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)

    def _show(self) -> None:
        page = statistics_page(self._found, self._pace, self._project.codebook, self._language)
        self.query_one(TextPane).show(page)
