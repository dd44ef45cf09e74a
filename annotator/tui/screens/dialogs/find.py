"""The search dialog: finds units by their text while one types, and loads more hits at the end of the list."""

from dataclasses import dataclass
from itertools import islice

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from annotator.codebook.model import Language
from annotator.store.values import UnitFilter
from annotator.tui.actions import action_name
from annotator.tui.dialog_keys import FIND_KEYS, bindings
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.pickers import Picker
from annotator.tui.text.graphemes import shape
from annotator.tui.text.highlights import Highlight, split_row
from annotator.tui.views.filter import filter_text
from annotator.workflow.browsing.filters import NO_FILTER, has_criteria
from annotator.workflow.browsing.search import Hit, count_searchable, excerpt, search_units
from annotator.workflow.errors import USER_ERRORS
from annotator.workflow.project import Project

_PAGE = 50


class Toggle(Static, can_focus=False):
    """A switch, `[x]` or `[ ]` before a label, that a click or `toggle` changes; it never takes the focus."""

    @dataclass
    class Changed(Message):
        """The switch was turned on or off."""

        switch: "Toggle"

    def __init__(self, label: str, *, is_on: bool, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label = label
        self.is_on = is_on

    def on_mount(self) -> None:
        """Show the initial state."""
        self._show()

    def on_click(self) -> None:
        """Change the switch."""
        self.toggle()

    def toggle(self) -> None:
        """Change the switch and post `Changed`."""
        self.is_on = not self.is_on
        self._show()
        self.post_message(self.Changed(self))

    def _show(self) -> None:
        self.update(Content(f"[{'x' if self.is_on else ' '}] {self._label}"))


class FindScreen(Picker[Hit]):
    """Returns the hit chosen. One search runs at a time, in a worker thread; the latest query is searched after it."""

    KEYS = FIND_KEYS
    BINDINGS = bindings(FIND_KEYS)

    def __init__(self, project: Project, within: UnitFilter, language: Language) -> None:
        super().__init__(action_name("find", language), say("find_hint", language))
        self._project, self._within, self._language = project, within, language
        self._query = ""
        # Counts the queries: a search whose number is not the latest is outdated.
        self._query_number = 0
        self._is_searching = False
        self._hits: list[Hit] = []
        self._has_all = True

    def compose_content(self) -> ComposeResult:
        """Lay out the input, the options of the search, and the list of hits."""
        toggles = [Toggle(f"F2 {say('find_kana', self._language)}", is_on=False, id="kana")]
        if has_criteria(self._within):
            text = f"F3 {filter_text(self._within, self._language)}"
            toggles.append(Toggle(text, is_on=True, id="narrow"))
        yield Input()
        yield Horizontal(*toggles, classes="dialog-options")
        yield OptionList(markup=False)

    def typed(self, text: str) -> None:
        """Search for the text, and give up on the query before."""
        self._query = text
        self._query_number += 1
        self._hits, self._has_all = [], not text
        if text:
            self._load_more()
        else:
            self.offer([])

    def action_switch(self, option: str) -> None:
        """Turn an option of the search on or off."""
        for toggle in self.query(f"#{option}").results(Toggle):
            toggle.toggle()

    def on_toggle_changed(self) -> None:
        """Search again with other options."""
        self.typed(self._query)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Load more when the last hit is reached."""
        if event.option_index == len(self._hits) - 1:
            self._load_more()

    @property
    def _filter(self) -> UnitFilter:
        return self._within if self._is_on("narrow") else NO_FILTER

    def _is_on(self, option: str) -> bool:
        return any(toggle.is_on for toggle in self.query(f"#{option}").results(Toggle))

    def _load_more(self) -> None:
        """Search for the next page of hits, unless a search runs: its end starts the next one."""
        if not self._is_searching and not self._has_all:
            self._is_searching = True
            self._search(self._query_number, self._query, self._hits[-1] if self._hits else None)

    @work(thread=True, exit_on_error=False)
    def _search(self, number: int, query: str, last: Hit | None) -> None:
        within, kana = self._filter, self._is_on("kana")
        found: list[Hit] = []
        problem, searched = None, 0
        try:
            more = search_units(
                self._project,
                query,
                unit_filter=within,
                kana=kana,
                after=last.unit if last else None,
                should_continue=lambda: number == self._query_number,
            )
            found = list(islice(more, _PAGE))
            if not found and last is None and number == self._query_number:
                searched = count_searchable(self._project, within)
        except USER_ERRORS as error:
            problem = str(error)
        if self.is_attached:
            self.app.call_from_thread(self._show_hits, number, found, searched, problem)

    def _show_hits(self, number: int, found: list[Hit], searched: int, problem: str | None) -> None:
        """Show a page of hits; where the query has changed meanwhile, search for the new one."""
        self._is_searching = False
        if number != self._query_number:
            self._load_more()
            return
        self._has_all = len(found) < _PAGE
        is_first_page = not self._hits
        self._hits += found
        self._values = list(self._hits)
        options = self.query_one(OptionList)
        if is_first_page:
            options.clear_options()
        options.add_options([Option(_row(hit)) for hit in found])
        if is_first_page and found:
            options.highlighted = 0
        self.say(problem or self._summary(searched))

    def _summary(self, searched: int) -> str:
        language, count = self._language, len(self._hits)
        if count:
            return say("find_some" if self._has_all else "find_more", language, count=count)
        how = say("find_how", language)
        if has_criteria(self._filter):
            how = f"{how}; {filter_text(self._filter, language)}"
        return say("find_none", language, count=searched, text=self._query, how=how)


def _row(hit: Hit) -> Content:
    """Return a hit's excerpt as it is drawn, with the matches highlighted."""
    shown = excerpt(hit)
    runs = split_row(shape(shown.text), 0, [Highlight(span, "found") for span in shown.spans])
    return Content.assemble(*((text, "bold underline" if styles else "") for text, styles in runs))
