"""Picks a unit by its number in the queue, or a document by its number or file name."""

from collections.abc import Iterator

from annotator.codebook.model import Language
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.picker import Picker
from annotator.tui.text.graphemes import printable
from annotator.workflow.browsing import queue
from annotator.workflow.errors import USER_ERRORS
from annotator.workflow.project import Project

_MOST = 100


class JumpScreen(Picker[str]):
    """Returns the id of a unit: the one with the number, or the first of the document."""

    def __init__(self, project: Project, title: str, language: Language) -> None:
        super().__init__(title, say("jump_hint", language))
        self._project, self._language = project, language

    def typed(self, text: str) -> None:
        """Offer the unit and the document with this number, and the documents whose file names contain the text."""
        try:
            self.offer(list(self._matches(text)))
        except USER_ERRORS as error:
            self.offer([], hint=str(error))

    def _matches(self, text: str) -> Iterator[tuple[str, str]]:
        if text.isdecimal() and len(text) < 10:
            number = int(text)
            unit = queue.nth_queued_unit(self._project, number)
            if unit is not None:
                yield unit.id, say("jump_unit", self._language, number=number)
            first = queue.first_of_nth_document(self._project, number)
            if first is not None:
                yield first.id, say("jump_document", self._language, number=number)
        for place, source in queue.find_documents(self._project, text, limit=_MOST):
            yield place.id, printable(source)
