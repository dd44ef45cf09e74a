"""The labelling screen: its panes painted from the session, its keys dispatched to the actions, its messages.

Nothing is shown as saved before the call that saves it has returned. The dialogs are imported when they are first
opened, since the widgets that they need would delay the first frame.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from inspect import isawaitable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.timer import Timer

from annotator.codebook.keys import ascii_key
from annotator.codebook.model import Dimension, Language
from annotator.corpus.span import Span
from annotator.tui.actions import ACTIONS, Action, action_named, binding_keys
from annotator.tui.messages import say
from annotator.tui.screens.answer_actions import AnswerActions
from annotator.tui.screens.bulk_actions import BulkActions
from annotator.tui.screens.navigation_actions import NavigationActions
from annotator.tui.screens.preference_actions import PreferenceActions
from annotator.tui.screens.report_actions import ReportActions
from annotator.tui.state.session import Session
from annotator.tui.text.highlights import Highlight
from annotator.tui.views import answer_bar
from annotator.tui.views.clip import clip_highlights, clip_page
from annotator.tui.views.lines import line_highlights, lines_page
from annotator.tui.widgets.answer_bar import AnswerBar
from annotator.tui.widgets.status_bar import StatusBar
from annotator.tui.widgets.text_pane import TextPane
from annotator.workflow.errors import USER_ERRORS
from annotator.workflow.labelling.annotate import Outcome
from annotator.workflow.labelling.outbox import SavePending
from annotator.workflow.settings import SettingsFile

# Columns from which the panes are side by side.
_WIDE = 100
# Seconds between two tries to save what is pending.
_RETRY = 2.0
# Seconds after a move until the place is stored for the next session.
_SETTLE = 0.5


class _Panes(Container):
    """Holds the panes, which cover it."""

    BLANK = True


class LabellingScreen(Screen[None]):
    """One unit with its clip, and the questions about it."""

    BLANK = True  # The widgets cover it, so that no row of its own has to be painted.
    ALARM: ClassVar[str] = "bold $text-error"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            binding_keys(action.keys),
            f"run('{action.id}')",
            action.name.en,
            id=action.id,
            show=False,
            tooltip=action.help.en,
        )
        for action in ACTIONS
    ]

    def __init__(
        self, session: Session, language: Language, settings: SettingsFile, *, ambiguous: int
    ) -> None:
        super().__init__()
        self.session = session
        self.language: Language = language
        self.settings = settings
        self.unfolded = self.settings.values.unfolded
        self.navigation: NavigationActions = NavigationActions(self)
        self.answers: AnswerActions = AnswerActions(self)
        self.bulk: BulkActions = BulkActions(self)
        self.reports: ReportActions = ReportActions(self)
        self.preferences: PreferenceActions = PreferenceActions(self)
        # The minutes worked without a break, once they are many; the message in the bottom row with its style.
        self._reminder: int | None = None
        self._message = ("", "")
        # The clip that is painted, by document and group, and whether it is the unit.
        self._painted_clip: tuple[tuple[int, int], bool] | None = None
        # The unit that is highlighted, its opened quotation, and the search hits in it.
        self._highlighted: tuple[str, int | None, tuple[Span, ...]] | None = None
        self._settling: Timer | None = None
        self.clip_pane: TextPane = TextPane(id="clip", gutter=True, ambiguous_width=ambiguous)
        self.lines_pane = TextPane(id="lines", gutter=False, ambiguous_width=ambiguous)
        self._panes = _Panes(id="panes")
        self._answer_bar = AnswerBar(id="answers", ambiguous_width=ambiguous)
        self._top, self._bottom = (
            StatusBar(id=place, ambiguous_width=ambiguous) for place in ("top", "bottom")
        )

    def compose(self) -> ComposeResult:
        """Lay out the bars, the panes and the questions."""
        yield self._top
        with self._panes:
            yield self.clip_pane
            yield StatusBar(id="between")
            yield self.lines_pane
        yield self._answer_bar
        yield self._bottom

    def on_mount(self) -> None:
        """Show where the annotator left off, and what of her settings could not be read."""
        self._arrange()
        self.paint()
        if self.settings.complaint:
            self.say("settings_not_read", style="$text-warning", why=self.settings.complaint)
        else:
            self.say(None)
        self.set_interval(_RETRY, self.answers.retry_unsaved)

    def on_resize(self) -> None:
        """Put the panes side by side where there is room."""
        self._arrange()
        self.call_after_refresh(self._reveal_unit)

    # Keys and clicks

    async def handle_key(self, event: events.Key) -> bool:
        """Answer or act by a key, in any input mode; False where the screen does not use the key."""
        key = (ascii_key(event.character) if event.character else None) or event.key
        codebook = self.session.codebook
        if found := codebook.label_for_key(key, self.session.cursor.kind):
            await self.answers.answer(*found)
        elif owner := codebook.dimension_with_key(key):
            self.say_not_asked(owner[0])
        elif action := self.session.keymap.action_for(key):
            await self.run_handler(action)
        elif len(key) == 1 and key.isalnum():
            self.say("no_key", style="$text-warning", typed=key)
        else:
            return False
        return True

    async def run_handler(self, action: Action) -> None:
        """Run an action, and wait until it has opened its dialog."""
        result = action.handler(self)
        if isawaitable(result):
            await result

    async def action_run(self, action: str) -> None:
        """Run an action of the table by its id."""
        await self.run_handler(action_named(action))

    def quit(self) -> None:
        """Leave the program."""
        self.leave()
        self.app.exit()

    async def on_answer_bar_label_clicked(self, event: AnswerBar.LabelClicked) -> None:
        """Answer by mouse."""
        dimension = self.session.codebook.dimension(event.dimension)
        await self.answers.answer(dimension, dimension.label(event.label))

    async def on_answer_bar_target_clicked(self) -> None:
        """Choose a target by mouse."""
        await self.answers.target()

    async def on_status_bar_hint_clicked(self) -> None:
        """Show all keys by mouse."""
        await self.reports.help()

    def on_text_pane_clicked(self, event: TextPane.Clicked) -> None:
        """Move to the line that was clicked."""
        if event.pane is self.lines_pane and self.session.cursor.move_to_line_at(event.position):
            self.show_move()

    # What the actions share

    def move(self, go: Callable[[], bool], end_message: str) -> None:
        """Move the cursor and show the new place, or say why the move leads nowhere."""
        with self.report_errors("not_read"):
            if go():
                self.say(None)
                self.show_move()
            else:
                self.say_end(end_message)

    def show_move(self) -> None:
        """Paint the new place, and store it once the annotator stays."""
        self.paint()
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(_SETTLE, self.leave)

    def leave(self) -> None:
        """Store the place for the next session; a database that cannot be written keeps nobody from leaving."""
        with suppress(*USER_ERRORS):
            self.session.remember_place()

    @contextmanager
    def report_errors(self, message: str) -> Iterator[None]:
        """Say what the database refuses in the block, and leave out the rest of it."""
        try:
            yield
        except SavePending as error:
            self.say_pending(error.what)
        except USER_ERRORS as error:
            self.say(message, style=self.ALARM, why=error)

    @property
    def nothing_open_message(self) -> str:
        """The key of the message for a queue, or a filter, without any open unit."""
        return "all_done" if self.session.filter.active is None else "filter_done"

    # Messages

    def say(self, key: str | None, *, style: str = "", **values: object) -> None:
        """Show a message in the bottom row; without one, the number of unsaved actions, or nothing."""
        if key is None and self.session.outbox.pending:
            key, style, values = "still_pending", self.ALARM, {"count": len(self.session.outbox.pending)}
        self._message = (say(key, self.language, **values) if key else "", style)
        self._show_bottom()

    def say_saved(self, outcome: Outcome, what: str) -> None:
        """Say that an action was saved, or changed nothing."""
        self.say("saved" if outcome.event else "unchanged", what=what)

    def say_pending(self, why: str) -> None:
        """Say that actions could not be saved and are retried."""
        self.say("pending", style=self.ALARM, count=len(self.session.outbox.pending), why=why)

    def say_end(self, key: str) -> None:
        """Say why a move leads nowhere, with the keys that change that."""
        named = self.session.keymap.named
        self.say(key, change=named("filter"), lift=named("toggle_filter"))

    def say_not_asked(self, dimension: Dimension) -> None:
        """Say that a dimension is not asked of the unit, and why."""
        why = dimension.not_asked.get(self.language) if dimension.not_asked else ""
        self.say("not_asked", style="$text-warning", dimension=dimension.name.get(self.language), why=why)

    def remind(self, minutes: int | None) -> None:
        """Show in place of the hint how long the annotator has worked; None shows the hint again."""
        due = minutes if self.settings.values.reminds_to_rest else None
        if due != self._reminder:
            self._reminder = due
            self._show_bottom()

    def _show_bottom(self) -> None:
        message, style = self._message
        if self._reminder is None:
            keys = {action: self.session.keymap.named(action) for action in ("help", "palette")}
            right = say("hint", self.language, **keys)
        else:
            right = say("time_to_rest", self.language, minutes=self._reminder)
        self._bottom.show(message, right, style=style)

    # Painting

    def paint(self) -> None:
        """Show the place and what was answered there."""
        cursor = self.session.cursor
        group = (cursor.view.document.number, cursor.position.group)
        is_unit = cursor.kind == "clip"
        if (group, is_unit) != self._painted_clip:
            self.show_clip(keep_position=self._painted_clip is not None and group == self._painted_clip[0])
            self._painted_clip = group, is_unit
        highlighted = (cursor.unit.id, cursor.opened, cursor.found)
        if highlighted == self._highlighted:
            self._show_lines()
        else:
            self._highlighted = highlighted
            highlights, span = clip_highlights(self.session)
            self.clip_pane.highlight(highlights, reveal=span)
            self._show_lines(line_highlights(self.session))
            if cursor.found and not is_unit:
                self.lines_pane.reveal(cursor.found[0])
        self._top.show(*answer_bar.status_text(self.session, self.language), style="bold")
        self.paint_answers()

    def paint_answers(self) -> None:
        """Show the questions and the row below them."""
        questions = answer_bar.questions(self.session, self.language)
        self._answer_bar.show(questions, answer_bar.details_text(self.session, self.language))

    def show_clip(self, *, keep_position: bool) -> None:
        """Show the clip from its top, or from where it is scrolled to."""
        page = clip_page(self.session, self.language, unfolded=self.unfolded)
        self.clip_pane.show(page, keep_position=keep_position)

    def _show_lines(self, highlights: Sequence[Highlight] | None = None) -> None:
        parts, first, last = lines_page(self.session, self.language)
        self.lines_pane.show(parts, highlights, reveal=(first, last))

    def _arrange(self) -> None:
        self._panes.set_class(self.app.size.width >= _WIDE, "wide")

    def _reveal_unit(self) -> None:
        """Scroll to the line, and to the opened quotation in the clip, in panes of another size."""
        self._show_lines()
        if self.session.cursor.opened is not None:
            highlights, span = clip_highlights(self.session)
            self.clip_pane.highlight(highlights, reveal=span)
