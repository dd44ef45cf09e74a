"""Lists of any length to choose from: the documents, and the history of a unit. Only the visible rows are made."""

from collections.abc import Sequence
from datetime import tzinfo
from functools import lru_cache

from annotator.codebook.model import Codebook, Language
from annotator.corpus.span import Span
from annotator.store.values import Details, DocumentSummary, Event
from annotator.tui.actions import action_name
from annotator.tui.dialog_keys import DOCUMENTS_KEYS, HISTORY_KEYS, bindings
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.base import TextDialog
from annotator.tui.text.graphemes import pad, truncate
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.layout import LazyRows, Paragraph
from annotator.tui.views.statistics import draw_bar
from annotator.tui.widgets.text_pane import TextPane
from annotator.workflow.browsing.document_view import document_count, list_documents
from annotator.workflow.labelling.replay import undone_events
from annotator.workflow.project import Project


class Listing(TextDialog[int | None]):
    """Returns the index of the row chosen, or None; each list makes its rows in `row`."""

    HAS_GUTTER = True

    def __init__(self, title: str, hint: str, *, count: int, at: int = 0) -> None:
        super().__init__(title, hint)
        self._count, self._at = count, at

    def row(self, number: int, width: int) -> str:
        """Return the text of a row; it is cut at the width."""
        raise NotImplementedError

    def show_text(self) -> None:
        """Show the rows around the highlighted one."""
        self.action_move(0)

    def action_move(self, step: int) -> None:
        """Move the highlight."""
        self._at = max(0, min(self._at + step, self._count - 1))
        pane = self.query_one(TextPane)
        pane.show([LazyRows(self._count, self._build_row)], reveal=(self._at, self._at), keep_position=True)

    def action_page(self, direction: int) -> None:
        """Move the highlight by a page."""
        self.action_move(direction * max(1, self.query_one(TextPane).size.height - 1))

    def action_choose(self) -> None:
        """Choose the highlighted row."""
        if self._count:
            self.dismiss(self._at)

    def on_text_pane_clicked(self, event: TextPane.Clicked) -> None:
        """Highlight the row that was clicked; choose it where it is highlighted already."""
        if event.position == self._at:
            self.action_choose()
        else:
            self.action_move(event.position - self._at)

    def _build_row(self, number: int, width: int) -> Paragraph:
        text = truncate(self.row(number, width), width)
        highlights = (Highlight(Span(0, len(text)), "current"),) if number == self._at else ()
        return Paragraph(text, "paragraph", click_position=number, highlights=highlights)


_PAGE = 100
_BAR_CELLS = 10
# The least width of a name, in cells.
_NAME_CELLS = 18


class DocumentsScreen(Listing):
    """Lists the documents with the annotator's progress in each; returns the row of the one chosen."""

    KEYS = DOCUMENTS_KEYS
    BINDINGS = bindings(DOCUMENTS_KEYS)

    def __init__(self, project: Project, language: Language, *, at: int) -> None:
        title, hint = action_name("documents", language), say("documents_hint", language)
        super().__init__(title, hint, count=document_count(project), at=at)
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


_RESTORABLE = ("answer", "flag", "note", "skip")


class HistoryScreen(Listing):
    """Lists the annotator's events on one unit in the order of time; returns the row of the one to restore."""

    KEYS = HISTORY_KEYS
    BINDINGS = bindings(HISTORY_KEYS)

    def __init__(
        self,
        events: Sequence[Event],
        codebook: Codebook,
        language: Language,
        *,
        zone: tzinfo | None = None,
    ) -> None:
        title, hint = action_name("history", language), say("history_hint", language)
        super().__init__(title, hint, count=len(events), at=len(events) - 1)
        self._events, self._codebook, self._language, self._zone = events, codebook, language, zone
        self._undone = undone_events(events)

    def row(self, number: int, width: int) -> str:
        """Return the time of an event, its kind, and the values before and after."""
        event, language = self._events[number], self._language
        at = event.at.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")
        kind = say(f"event_{event.kind}", language)
        if event.dimension is not None:
            kind = f"{kind}  {self._codebook.dimension_name(event.dimension, language)}"
        change = f"{self._value(event, event.before)} → {self._value(event, event.after)}"
        undone = f"  ({say('history_undone', language)})" if event.id in self._undone else ""
        return f"{at}  {kind}  {change}{undone}"

    def action_choose(self) -> None:
        """Choose the event, where it can be restored."""
        if self._events[self._at].kind in _RESTORABLE:
            super().action_choose()
        else:
            self.say(say("history_not_restorable", self._language))

    def _value(self, event: Event, details: Details | None) -> str:
        """Return one side of a change: the label's name with its target, or a mark's value."""
        if not details:
            return "-"
        label = details.get("label")
        if event.dimension is not None and isinstance(label, str):
            name = self._codebook.label_name(event.dimension, label, self._language)
            return f"{name} ({details['target']})" if details.get("target") else name
        values = (say("flagged", self._language) if value is True else value for value in details.values())
        return " ".join(str(value).replace("\n", " ") for value in values if value) or "-"
