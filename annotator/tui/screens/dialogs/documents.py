"""The list of documents with the annotator's progress in each."""

from functools import lru_cache
from typing import ClassVar

from textual.binding import BindingType

from annotator.codebook.model import Language
from annotator.tui.dialog_keys import DOCUMENTS_KEYS
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.base import close_binding
from annotator.tui.screens.dialogs.listing import Listing
from annotator.tui.text.graphemes import pad
from annotator.tui.views.statistics import draw_bar
from annotator.workflow.browsing.document_view import DocumentSummary, document_count, list_documents
from annotator.workflow.project import Project

_PAGE = 100
_BAR_CELLS = 10
# The least width of a name, in cells.
_NAME_CELLS = 18


class DocumentsScreen(Listing):
    """Returns the row of the document chosen."""

    KEYS = DOCUMENTS_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [close_binding("documents")]

    def __init__(self, project: Project, title: str, language: Language, *, at: int) -> None:
        super().__init__(title, say("documents_hint", language), count=document_count(project), at=at)
        self._project = project
        self._read_page = lru_cache(maxsize=4)(self._documents_of_page)

    def document(self, number: int) -> DocumentSummary | None:
        """Return the document of a row; None where it is no longer there."""
        page, index = divmod(number, _PAGE)
        rows = self._read_page(page)
        return rows[index] if index < len(rows) else None

    def row(self, number: int, width: int) -> str:
        """Return a document's number, progress, name and first headline."""
        document = self.document(number)
        if document is None:
            return ""
        part = document.done / document.queued if document.queued else 1.0
        progress = f"{document.done}/{document.queued}"
        digits = len(str(self._count))
        # The name and the headline share what is left of the width.
        cells = max(_NAME_CELLS, min(2 * _NAME_CELLS, (width - digits - 24) // 2))
        name = pad(document.source.rpartition("/")[2], cells)
        return f"{number + 1:>{digits}} {draw_bar(part, _BAR_CELLS)} {progress:>9}  {name}  {document.headline or ''}"

    def _documents_of_page(self, page: int) -> list[DocumentSummary]:
        return list_documents(self._project, start=page * _PAGE, count=_PAGE)
