"""The labelling screen as it looks: bars, panes and questions, painted from the session."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from annotator.codebook.model import Language
from annotator.corpus.span import Span
from annotator.tui.messages import say
from annotator.tui.state.session import Session
from annotator.tui.text.highlights import Highlight
from annotator.tui.views import answer_bar, document_panes
from annotator.tui.widgets.answer_bar import AnswerBar
from annotator.tui.widgets.status_bar import StatusBar
from annotator.tui.widgets.text_pane import TextPane
from annotator.workflow.settings import SettingsFile

# Columns from which the panes stand side by side.
WIDE = 100


class _Panes(Container):
    """Holds the panes, which cover it."""

    BLANK = True


class PaintedScreen(Screen[None]):
    """Paints; what keys do is the subclass's."""

    BLANK = True  # The widgets cover it, so that no row of its own has to be painted.

    def __init__(
        self,
        session: Session,
        language: Language,
        *,
        ambiguous: int = 1,
        settings: SettingsFile | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        self.language: Language = language
        self.settings = settings or SettingsFile()
        self.unfolded = self.settings.values.unfolded
        # The minutes worked without a rest, once they are many; and what the bottom row says.
        self._reminder: int | None = None
        self._said = ("", "")
        # The clip that is shown, by document and place, and whether it is the unit.
        self._shown: tuple[tuple[int, int], bool] | None = None
        # The unit that is marked, its opened quotation, and the words found in it.
        self._looked_at: tuple[str, int | None, tuple[Span, ...]] | None = None
        self.clip_pane = TextPane(id="clip", gutter=True, ambiguous=ambiguous)
        self.lines_pane = TextPane(id="lines", gutter=False, ambiguous=ambiguous)
        self._panes = _Panes(id="panes")
        self._answers = AnswerBar(id="answers", ambiguous=ambiguous)
        self._top, self._bottom = (StatusBar(id=place, ambiguous=ambiguous) for place in ("top", "bottom"))

    def compose(self) -> ComposeResult:
        """Lay out the bars, the panes and the questions."""
        yield self._top
        with self._panes:
            yield self.clip_pane
            yield StatusBar(id="between")
            yield self.lines_pane
        yield self._answers
        yield self._bottom

    def on_mount(self) -> None:
        """Show where the annotator left off."""
        self._arrange()
        self.paint()
        self.greet()

    def on_resize(self) -> None:
        """Put the panes side by side where there is room."""
        self._arrange()
        self.call_after_refresh(self._keep_in_sight)

    def paint(self) -> None:
        """Show the place and what was answered there."""
        group = (self.session.view.document.number, self.session.spot.group)
        is_unit = self.session.kind == "clip"
        if (group, is_unit) != self._shown:
            self.show_clip(keep_place=self._shown is not None and group == self._shown[0])
            self._shown = group, is_unit
        looked_at = (self.session.unit.id, self.session.opened, self.session.found)
        if looked_at == self._looked_at:
            self._show_lines()
        else:
            self._looked_at = looked_at
            marks, in_sight = document_panes.clip_highlights(self.session)
            self.clip_pane.mark(marks, reveal=in_sight)
            self._show_lines(document_panes.line_highlights(self.session))
            if self.session.found and not is_unit:
                self.lines_pane.reveal(self.session.found[0])
        self._top.show(*answer_bar.status_text(self.session, self.language), style="bold")
        self.paint_answers()

    def paint_answers(self) -> None:
        """Show the questions and the row below them."""
        questions = answer_bar.questions(self.session, self.language)
        self._answers.show(questions, answer_bar.details_text(self.session, self.language))

    def show_clip(self, *, keep_place: bool) -> None:
        """Show the clip from its top, or from where it is scrolled to."""
        page = document_panes.clip_page(self.session, self.language, unfolded=self.unfolded)
        self.clip_pane.show(page, keep_place=keep_place)

    def say(self, key: str | None, *, style: str = "", **values: object) -> None:
        """Say something in the bottom row, or nothing."""
        words = say(key, self.language, **values) if key else ""
        self._said = (words, style)
        self._show_bottom()

    def remind(self, minutes: int | None) -> None:
        """Say in the place of the hint how long the annotator has worked; None says the hint again."""
        due = minutes if self.settings.values.reminds_to_rest else None
        if due != self._reminder:
            self._reminder = due
            self._show_bottom()

    def greet(self) -> None:
        """Say what there is to say at the start."""
        self.say(None)

    def _show_bottom(self) -> None:
        words, style = self._said
        if self._reminder is None:
            keys = {action: self.session.keymap.named(action) for action in ("help", "palette")}
            right = say("hint", self.language, **keys)
        else:
            right = say("time_to_rest", self.language, minutes=self._reminder)
        self._bottom.show(words, right, style=style)

    def _arrange(self) -> None:
        self._panes.set_class(self.app.size.width >= WIDE, "wide")

    def _keep_in_sight(self) -> None:
        """Show the line, and what of the clip is opened, in panes of another size."""
        self._show_lines()
        if self.session.opened is not None:
            marks, in_sight = document_panes.clip_highlights(self.session)
            self.clip_pane.mark(marks, reveal=in_sight)

    def _show_lines(self, marks: Sequence[Highlight] | None = None) -> None:
        parts, first, last = document_panes.lines_page(self.session, self.language)
        self.lines_pane.show(parts, marks, between=(first, last))
