"""Statistics of the annotator's own work; her pace is shown on request."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from annotator.codebook.model import Language
from annotator.tui.dialog_keys import STATISTICS_KEYS
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.base import close_binding
from annotator.tui.screens.dialogs.page import PageScreen
from annotator.tui.text.layout import Paragraph
from annotator.tui.views.statistics import statistics_page
from annotator.workflow.browsing.statistics import Pace, pace, statistics
from annotator.workflow.project import Project


class StatisticsScreen(PageScreen):
    """Shows the counts, and the pace."""

    KEYS = STATISTICS_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [
        close_binding("statistics"),
        Binding("f2", "pace", show=False),
    ]

    def __init__(
        self,
        project: Project,
        title: str,
        language: Language,
        *,
        shows_pace: bool,
        on_toggle_pace: Callable[[bool], None],
    ) -> None:
        """Show the pace at once or not; `on_toggle_pace` is called when that changes."""
        super().__init__(title, say("statistics_hint", language))
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
        self.show_page()
