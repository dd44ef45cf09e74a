"""Puts a filter together, criterion by criterion, and says how many units fit it."""

from collections.abc import Callable, Iterator

from textual import work
from textual.widgets import Input

from annotator.codebook.model import Language
from annotator.tui.dialog_keys import FILTER_KEYS
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.filter_value import ANY, ValueScreen
from annotator.tui.screens.dialogs.picker import Picker
from annotator.tui.text.graphemes import printable
from annotator.tui.views.filter import filter_text, value_options, value_text
from annotator.workflow.browsing import filters
from annotator.workflow.browsing.filters import CRITERIA, NO_FILTER, Selection, criterion_words, is_narrow
from annotator.workflow.errors import USER_ERRORS
from annotator.workflow.project import Project
from annotator.workflow.values import UnitFilter

_APPLY, _CLEAR, _SAVE, _SAVED, _FORGET = "apply", "clear", "save", "saved:", "forget"
_FREE = ("tag", "publisher", "since", "until")


class FilterScreen(Picker[str]):
    """Returns `APPLIED` where the filter in `selection` is to be walked, `CLEARED` where all units are, else None."""

    KEYS = FILTER_KEYS
    APPLIED, CLEARED = "applied", "cleared"

    def __init__(self, project: Project, wanted: UnitFilter, title: str, language: Language) -> None:
        super().__init__(title, say("filter_hint", language))
        self._project, self._language = project, language
        self._wanted = wanted
        self._typed = ""
        self._problem: str | None = None
        self._saved: dict[str, UnitFilter] = {}
        self._applying = False
        self.selection: Selection | None = None

    def on_mount(self) -> None:
        """Begin with the filter as it is."""
        self._read(self._load)
        super().on_mount()
        self._change(self._wanted)

    def typed(self, words: str) -> None:
        """Offer the rows that hold the words."""
        self._typed = words
        needle = words.casefold()
        rows = [(value, printable(shown)) for value, shown in self._rows() if needle in shown.casefold()]
        self.offer(rows, hint=self._problem)

    def choose(self, value: str) -> None:
        """Do what a row says; the dialog stays until the filter is applied or all units are wanted."""
        self._problem = None
        self.query_one(Input).value = ""
        if value == _APPLY:
            self._apply()
        elif value == _CLEAR:
            self._change(NO_FILTER)
        elif value == _SAVE:
            self._ask_name(say("filter_name", self._language), (), self._save, free=True)
        elif value == _FORGET:
            self._ask_name(say("filter_forget", self._language), self._saved, self._forget, free=False)
        elif value.startswith(_SAVED):
            self._change(self._saved[value.removeprefix(_SAVED)])
        else:
            self._ask_value(value)

    def _rows(self) -> Iterator[tuple[str, str]]:
        language = self._language
        if not is_narrow(self._wanted):
            yield _APPLY, say("filter_all", language)
        elif self.selection is None:
            yield _APPLY, say("filter_counting", language)
        else:
            needing = len(self.selection.numbers)
            words = "filter_apply" if needing or not self.selection.count else "filter_apply_done"
            yield _APPLY, say(words, language, count=self.selection.count, open=needing)
        for criterion in CRITERIA:
            value = criterion_words(self._wanted, criterion)
            shown = say("filter_any", language) if value is None else value_text(criterion, value, language)
            yield criterion, f"  {say(f'by_{criterion}', language)}: {shown}"
        for name, wanted in self._saved.items():
            yield _SAVED + name, f"  {name} = {filter_text(wanted, language)}"
        if is_narrow(self._wanted):
            yield _SAVE, f"  {say('filter_save', language)}"
            yield _CLEAR, f"  {say('filter_clear', language)}"
        if self._saved:
            yield _FORGET, f"  {say('filter_forget', language)}"

    def _change(self, wanted: UnitFilter) -> None:
        """Take another filter, and count what fits it."""
        self._wanted, self.selection, self._applying = wanted, None, False
        self.typed(self._typed)
        if is_narrow(wanted):
            self._count(wanted)

    @work(thread=True, exit_on_error=False)
    def _count(self, wanted: UnitFilter) -> None:
        problem, selection = None, None
        try:
            selection = filters.select(
                self._project, wanted, going_on=lambda: wanted is self._wanted and self.is_attached
            )
        except USER_ERRORS as error:
            problem = str(error)
        if self.is_attached:
            self.app.call_from_thread(self._counted, wanted, selection, problem)

    def _counted(self, wanted: UnitFilter, selection: Selection | None, problem: str | None) -> None:
        if wanted is not self._wanted:
            return
        self.selection, self._problem = selection, problem
        if self._applying and selection is not None:
            self._apply()
        else:
            self.typed(self._typed)

    def _apply(self) -> None:
        """Walk the units that fit; wait for them where they are still counted, stay where there are none."""
        if not is_narrow(self._wanted):
            self.dismiss(self.CLEARED)
        elif self.selection is None:
            self._applying = True
        elif not self.selection.stops:
            self.say(say("filter_none", self._language))
        else:
            self.dismiss(self.APPLIED)

    def _ask_value(self, criterion: str) -> None:
        language = self._language

        def take(value: str | None) -> None:
            if value is not None:
                self._read(
                    lambda: self._change(
                        filters.with_criterion(
                            self._project.codebook, self._wanted, criterion, None if value == ANY else value
                        )
                    )
                )

        offered: list[tuple[str, str]] = []
        self._read(lambda: offered.extend(value_options(self._project, criterion, language)))
        is_date = criterion in ("since", "until")
        hint = say("date_hint" if is_date else "value_hint", language)
        title, anything = say(f"by_{criterion}", language), say("filter_any", language)
        free = criterion in _FREE
        self.app.push_screen(ValueScreen(title, offered, hint, anything=anything, free=free), take)

    def _ask_name(
        self,
        title: str,
        known: "dict[str, UnitFilter] | tuple[()]",
        act: Callable[[str], None],
        *,
        free: bool,
    ) -> None:
        def take(name: str | None) -> None:
            if name:
                self._read(lambda: act(name))
                self._read(self._load)
                self.typed(self._typed)

        offered = [(name, printable(name)) for name in known]
        nothing = say("filter_keep", self._language)
        hint = say("value_hint", self._language)
        self.app.push_screen(ValueScreen(title, offered, hint, anything=nothing, free=free), take)

    def _load(self) -> None:
        self._saved = filters.saved(self._project)

    def _save(self, name: str) -> None:
        filters.save(self._project, name, self._wanted)

    def _forget(self, name: str) -> None:
        filters.forget(self._project, name)

    def _read(self, act: Callable[[], None]) -> None:
        """Do something that may be refused, and say so where it is."""
        try:
            act()
        except USER_ERRORS as error:
            self._problem = str(error)
            self.say(printable(self._problem))
