"""Finds units by their text, as one types."""

from collections.abc import Callable

from textual import work

from annotator.tui.screens.picker import Picker
from annotator.workflow.errors import USER_ERRORS

# Finds units: the words, and whether they are still wanted; returns each unit's id and what to show of it.
Search = Callable[[str, Callable[[], bool]], list[tuple[str, str]]]


class FindScreen(Picker[str]):
    """Returns the id of the unit chosen."""

    def __init__(self, title: str, hint: str, search: Search, summary: Callable[[str, int], str]) -> None:
        super().__init__(title, hint)
        self._search, self._summary = search, summary
        self._asked = 0

    def typed(self, words: str) -> None:
        """Search for the words typed now, and give up on those before."""
        self._asked += 1
        if words:
            self._find(words, self._asked)
        else:
            self.offer([])

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _find(self, words: str, asked: int) -> None:
        try:
            hits = self._search(words, lambda: asked == self._asked and self.is_attached)
        except USER_ERRORS as error:
            self.app.call_from_thread(self.offer, [], hint=str(error))
            return
        if asked == self._asked and self.is_attached:
            self.app.call_from_thread(self.offer, hits, hint=self._summary(words, len(hits)))
