"""Picks a place by its number or by the name of its file."""

from collections.abc import Iterator

from annotator.codebook.model import Language
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.picker import Picker
from annotator.tui.text.graphemes import printable
from annotator.workflow.browsing import queue
from annotator.workflow.errors import USER_ERRORS
from annotator.workflow.project import Project

_NAMED = 100


class JumpScreen(Picker[str]):
    """Returns the id of a unit; the number of a unit counts in the queue, that of a document among all."""

    def __init__(self, project: Project, title: str, language: Language) -> None:
        super().__init__(title, say("jump_hint", language))
        self._project, self._language = project, language

    def typed(self, words: str) -> None:
        """Offer the unit and the document of the number typed, and the documents whose files are named so."""
        try:
            self.offer(list(self._places(words)))
        except USER_ERRORS as error:
            self.offer([], hint=str(error))

    def _places(self, words: str) -> Iterator[tuple[str, str]]:
        if words.isdecimal() and len(words) < 10:
            number = int(words)
            unit = queue.queued_unit(self._project, number)
            if unit is not None:
                yield unit.id, say("jump_unit", self._language, number=number)
            first = queue.first_of_document(self._project, number)
            if first is not None:
                yield first.id, say("jump_document", self._language, number=number)
        for place, source in queue.documents_named(self._project, words, limit=_NAMED):
            yield place.id, printable(source)
