"""The labelling screen as it looks: bars, panes and questions, painted from the session."""

from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from annotator.codebook.model import Language
from annotator.tui import pages, panels
from annotator.tui.session import Session
from annotator.tui.widgets.answer_panel import AnswerPanel
from annotator.tui.widgets.bars import Bar
from annotator.tui.widgets.text_pane import TextPane
from annotator.tui.words import say

# Columns from which the panes stand side by side.
WIDE = 100


class PaintedScreen(Screen[None]):
    """Paints; what keys do is the subclass's."""

    def __init__(self, session: Session, language: Language) -> None:
        super().__init__()
        self.session = session
        self.language: Language = language
        self.unfolded = False
        self._shown_group: object = None

    def compose(self) -> ComposeResult:
        """Lay out the bars, the panes and the questions."""
        yield Bar(id="top")
        with Container(id="panes"):
            yield TextPane(id="clip", gutter=True)
            yield TextPane(id="lines", gutter=False)
        yield AnswerPanel(id="answers")
        yield Bar(id="bottom")

    def on_mount(self) -> None:
        """Show where the annotator left off."""
        self._arrange()
        self.paint()
        self.say(None)

    def on_resize(self) -> None:
        """Put the panes side by side where there is room."""
        self._arrange()
        self.call_after_refresh(self._show_lines)

    @property
    def clip_pane(self) -> TextPane:
        """The pane of the clip."""
        return self.query_one("#clip", TextPane)

    @property
    def lines_pane(self) -> TextPane:
        """The pane of the commentary lines."""
        return self.query_one("#lines", TextPane)

    def paint(self) -> None:
        """Show the place and what was answered there."""
        group = (self.session.view.document.number, self.session.spot.group)
        if group != self._shown_group:
            self.show_clip(keep_place=False)
            self._shown_group = group
        marks = pages.clip_marks(self.session)
        self.clip_pane.mark(marks)
        if marks:
            self.clip_pane.reveal(marks[0].span)
        self._show_lines()
        self.query_one("#top", Bar).show(*panels.top_words(self.session, self.language), style="bold")
        self.paint_answers()

    def paint_answers(self) -> None:
        """Show the questions and the row below them."""
        questions = panels.questions(self.session, self.language)
        self.query_one("#answers", AnswerPanel).show(questions, panels.row_below(self.session, self.language))

    def show_clip(self, *, keep_place: bool) -> None:
        """Show the clip from its top, or from where it is scrolled to."""
        page = pages.clip_page(self.session, self.language, unfolded=self.unfolded)
        self.clip_pane.show(page, keep_place=keep_place)

    def say(self, key: str | None, *, style: str = "", **values: object) -> None:
        """Say something in the bottom row, or nothing."""
        words = say(key, self.language, **values) if key else ""
        self.query_one("#bottom", Bar).show(words, say("hint", self.language), style=style)

    def _arrange(self) -> None:
        self.query_one("#panes").set_class(self.app.size.width >= WIDE, "wide")

    def _show_lines(self) -> None:
        page = pages.lines_page(self.session, self.language, self.lines_pane.measure)
        self.lines_pane.show(page)
        self.lines_pane.mark(pages.line_marks(self.session))
        if self.session.spot.line is not None:
            self.lines_pane.reveal(self.session.unit.span)
