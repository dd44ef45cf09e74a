"""Finds units by their text, as one types: a page of hits at a time, the next when the highlight reaches the end."""

from itertools import islice
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content, Span
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from annotator.codebook.model import Language
from annotator.tui.dialog_keys import FIND_KEYS
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.picker import Picker
from annotator.tui.text.graphemes import draw
from annotator.tui.views.filter import filter_text
from annotator.tui.widgets.toggle import Toggle
from annotator.workflow.browsing.filters import NO_FILTER, is_narrow
from annotator.workflow.browsing.search import Hit, count_searched, excerpt, hits
from annotator.workflow.errors import USER_ERRORS
from annotator.workflow.project import Project
from annotator.workflow.values import UnitFilter

_PAGE = 50


class FindScreen(Picker[Hit]):
    """Returns the hit chosen. One search runs at a time; what is typed meanwhile is sought after it."""

    KEYS = FIND_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "turn('kana')", show=False, priority=True),
        Binding("f3", "turn('narrow')", show=False, priority=True),
    ]

    def __init__(self, project: Project, wanted: UnitFilter, title: str, language: Language) -> None:
        super().__init__(title, say("find_hint", language))
        self._project, self._filter, self._language = project, wanted, language
        self._words = ""
        self._asked = 0
        self._is_looking = False
        self._hits: list[Hit] = []
        self._ended = True

    def between(self) -> ComposeResult:
        """Lay out what may be chosen about the search; the cursor stays in the line."""
        choices = [Toggle(f"F2 {say('find_kana', self._language)}", is_on=False, id="kana")]
        if is_narrow(self._filter):
            words = f"F3 {filter_text(self._filter, self._language)}"
            choices.append(Toggle(words, is_on=True, id="narrow"))
        yield Horizontal(*choices, classes="dialog-options")

    def typed(self, words: str) -> None:
        """Search for the words typed now, and give up on those before."""
        self._words = words
        self._asked += 1
        self._hits, self._ended = [], not words
        if words:
            self._go_on()
        else:
            self.offer([])

    def action_turn(self, choice: str) -> None:
        """Turn a choice round."""
        for one in self.query(f"#{choice}").results(Toggle):
            one.toggle()

    def on_toggle_changed(self) -> None:
        """Search anew."""
        self.typed(self._words)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Look for more when the last hit is reached."""
        if event.option_index == len(self._hits) - 1:
            self._go_on()

    @property
    def wanted(self) -> UnitFilter:
        """The filter of this search."""
        return self._filter if self._is_taken("narrow") else NO_FILTER

    def _is_taken(self, choice: str) -> bool:
        return any(one.is_on for one in self.query(f"#{choice}").results(Toggle))

    def _go_on(self) -> None:
        """Look for the next page of hits, unless a search runs: that one goes on with what is wanted by its end."""
        if not self._is_looking and not self._ended:
            self._is_looking = True
            self._look(self._asked, self._words, self._hits[-1] if self._hits else None)

    @work(thread=True, exit_on_error=False)
    def _look(self, asked: int, words: str, last: Hit | None) -> None:
        wanted, kana = self.wanted, self._is_taken("kana")
        found: list[Hit] = []
        problem, searched = None, 0
        try:
            after = last.place if last else None
            more = hits(
                self._project,
                words,
                wanted=wanted,
                kana=kana,
                after=after,
                going_on=lambda: asked == self._asked,
            )
            found = list(islice(more, _PAGE))
            if not found and last is None and asked == self._asked:
                searched = count_searched(self._project, wanted)
        except USER_ERRORS as error:
            problem = str(error)
        if self.is_attached:
            self.app.call_from_thread(self._show, asked, found, searched, problem)

    def _show(self, asked: int, found: list[Hit], searched: int, problem: str | None) -> None:
        """Show a page of hits, unless other words were typed meanwhile."""
        self._is_looking = False
        if asked != self._asked:
            self._go_on()
            return
        self._ended = len(found) < _PAGE
        first = not self._hits
        self._hits += found
        self._values = list(self._hits)
        listed = self.query_one(OptionList)
        if first:
            listed.clear_options()
        listed.add_options([Option(_row(hit)) for hit in found])
        if first and found:
            listed.highlighted = 0
        self.say(problem or self._summary(searched))

    def _summary(self, searched: int) -> str:
        language, count = self._language, len(self._hits)
        if count:
            return say("find_some" if self._ended else "find_more", language, count=count)
        how = say("find_how", language)
        if is_narrow(self.wanted):
            how = f"{how}; {filter_text(self.wanted, language)}"
        return say("find_none", language, count=searched, text=self._words, how=how)


def _row(hit: Hit) -> Content:
    """Return a hit's excerpt as it is drawn, with the words highlighted."""
    words = excerpt(hit)
    drawn = draw(words.text)
    spans = (drawn.whole(span) for span in words.spans)
    return Content(
        drawn.text,
        spans=[Span(drawn.offsets[span.start], drawn.offsets[span.end], "bold underline") for span in spans],
    )
