"""The filter dialog: sets a filter criterion by criterion, counts the units that match, and saves filters by name."""

from collections.abc import Callable, Iterable, Iterator

from textual import work
from textual.widgets import Input

from annotator.codebook.model import Language
from annotator.store.values import UnitFilter
from annotator.tui.actions import action_name
from annotator.tui.dialog_keys import FILTER_KEYS, bindings
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.pickers import NO_VALUE, Picker, ValueScreen
from annotator.tui.text.graphemes import printable
from annotator.tui.views.filter import filter_text, value_options, value_text
from annotator.workflow.browsing import filters
from annotator.workflow.browsing.filters import (
    CRITERIA,
    NO_FILTER,
    FilteredUnits,
    criterion_text,
    has_criteria,
)
from annotator.workflow.errors import USER_ERRORS
from annotator.workflow.project import Project

# The values of the rows that are no criterion; that of a saved filter is followed by its name.
_APPLY, _CLEAR, _SAVE, _SAVED, _DELETE = "apply", "clear", "save", "saved:", "delete"
_FREE_CRITERIA = ("tag", "publisher", "since", "until")


class FilterScreen(Picker[str]):
    """Returns `APPLIED` with the matching units in `selection`, `CLEARED` for all units, or None for no change."""

    KEYS = FILTER_KEYS
    BINDINGS = bindings(FILTER_KEYS)
    APPLIED, CLEARED = "applied", "cleared"

    def __init__(self, project: Project, current: UnitFilter, language: Language) -> None:
        super().__init__(action_name("filter", language), say("filter_hint", language))
        self._project, self._language = project, language
        self._filter = current
        self._typed = ""
        self._problem: str | None = None
        self._saved: dict[str, UnitFilter] = {}
        # Whether the filter is to be applied as soon as its units are counted.
        self._is_applying = False
        self.selection: FilteredUnits | None = None

    def on_mount(self) -> None:
        """Start with the current filter."""
        self._report(self._load_saved)
        super().on_mount()
        self._change(self._filter)

    def typed(self, text: str) -> None:
        """Offer the rows that contain the text."""
        self._typed = text
        needle = text.casefold()
        rows = [(value, printable(shown)) for value, shown in self._rows() if needle in shown.casefold()]
        self.offer(rows, hint=self._problem)

    def choose(self, value: str) -> None:
        """Do what a row says; the dialog stays open until the filter is applied or cleared."""
        self._problem = None
        self.query_one(Input).value = ""
        if value == _APPLY:
            self._apply()
        elif value == _CLEAR:
            self._change(NO_FILTER)
        elif value == _SAVE:
            self._ask_name(say("filter_name", self._language), (), self._save, free=True)
        elif value == _DELETE:
            self._ask_name(say("filter_forget", self._language), self._saved, self._delete, free=False)
        elif value.startswith(_SAVED):
            self._change(self._saved[value.removeprefix(_SAVED)])
        else:
            self._ask_value(value)

    def _rows(self) -> Iterator[tuple[str, str]]:
        """Yield the rows: what applying does, the criteria, the saved filters, and what can be done with them."""
        language = self._language
        yield _APPLY, self._apply_row()
        for criterion in CRITERIA:
            value = criterion_text(self._filter, criterion)
            shown = say("filter_any", language) if value is None else value_text(criterion, value, language)
            yield criterion, f"  {say(f'by_{criterion}', language)}: {shown}"
        for name, saved in self._saved.items():
            yield _SAVED + name, f"  {name} = {filter_text(saved, language)}"
        if has_criteria(self._filter):
            yield _SAVE, f"  {say('filter_save', language)}"
            yield _CLEAR, f"  {say('filter_clear', language)}"
        if self._saved:
            yield _DELETE, f"  {say('filter_forget', language)}"

    def _apply_row(self) -> str:
        if not has_criteria(self._filter):
            return say("filter_all", self._language)
        if self.selection is None:
            return say("filter_counting", self._language)
        count, unanswered = self.selection.count, len(self.selection.queue)
        key = "filter_apply" if unanswered or not count else "filter_apply_done"
        return say(key, self._language, count=count, open=unanswered)

    def _change(self, changed: UnitFilter) -> None:
        """Take another filter, and count the units that match."""
        self._filter, self.selection, self._is_applying = changed, None, False
        self.typed(self._typed)
        if has_criteria(changed):
            self._count(changed)

    @work(thread=True, exit_on_error=False)
    def _count(self, counted: UnitFilter) -> None:
        """Select the units in a worker thread; give up once the filter has changed."""
        problem, selection = None, None
        try:
            selection = filters.apply_filter(
                self._project, counted, should_continue=lambda: counted is self._filter and self.is_attached
            )
        except USER_ERRORS as error:
            problem = str(error)
        if self.is_attached:
            self.app.call_from_thread(self._show_count, counted, selection, problem)

    def _show_count(self, counted: UnitFilter, selection: FilteredUnits | None, problem: str | None) -> None:
        if counted is not self._filter:
            return
        self.selection, self._problem = selection, problem
        if self._is_applying and selection is not None:
            self._apply()
        else:
            self.typed(self._typed)

    def _apply(self) -> None:
        """Close with the filter; wait while its units are counted, stay open where none matches."""
        if not has_criteria(self._filter):
            self.dismiss(self.CLEARED)
        elif self.selection is None:
            self._is_applying = True
        elif not self.selection.stops:
            self.say(say("filter_none", self._language))
        else:
            self.dismiss(self.APPLIED)

    def _ask_value(self, criterion: str) -> None:
        language = self._language

        def change(value: str | None) -> None:
            if value is not None:
                self._report(lambda: self._set_criterion(criterion, None if value == NO_VALUE else value))

        options: list[tuple[str, str]] = []
        self._report(lambda: options.extend(value_options(self._project, criterion, language)))
        hint = say("date_hint" if criterion in ("since", "until") else "value_hint", language)
        title, none = say(f"by_{criterion}", language), say("filter_any", language)
        free = criterion in _FREE_CRITERIA
        self.app.push_screen(ValueScreen(title, options, hint, none=none, free=free), change)

    def _set_criterion(self, criterion: str, value: str | None) -> None:
        self._change(filters.with_criterion(self._project.codebook, self._filter, criterion, value))

    def _ask_name(
        self, title: str, names: Iterable[str], use_name: Callable[[str], None], *, free: bool
    ) -> None:
        def use(name: str | None) -> None:
            if name:
                self._report(lambda: use_name(name))
                self._report(self._load_saved)
                self.typed(self._typed)

        options = [(name, printable(name)) for name in names]
        none, hint = say("filter_keep", self._language), say("value_hint", self._language)
        self.app.push_screen(ValueScreen(title, options, hint, none=none, free=free), use)

    def _load_saved(self) -> None:
        self._saved = filters.saved_filters(self._project)

    def _save(self, name: str) -> None:
        filters.save_filter(self._project, name, self._filter)

    def _delete(self, name: str) -> None:
        filters.delete_filter(self._project, name)

    def _report(self, step: Callable[[], None]) -> None:
        """Do something that may be refused, and say why it was."""
        try:
            step()
        except USER_ERRORS as error:
            self._problem = str(error)
            self.say(printable(self._problem))
