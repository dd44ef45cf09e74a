"""What every action of the labelling screen ends with: something moved, saved, taken back, or refused and said so.

Nothing is shown as saved before the call that saves it has returned.
"""

from collections.abc import Callable
from typing import TypeVar

from textual.timer import Timer

from annotator.codebook.model import Dimension
from annotator.tui.actions import ACTIONS
from annotator.tui.screens.labelling_view import PaintedScreen
from annotator.tui.views import answer_bar
from annotator.workflow.errors import USER_ERRORS
from annotator.workflow.labelling.outbox import Kept
from annotator.workflow.labelling.record import Outcome

Result = TypeVar("Result")
# Seconds after a move until the place is kept for the next time.
_SETTLE = 0.5
ALARM = "bold $text-error"


class ActingScreen(PaintedScreen):
    """Acts on the session; which key does what is the subclass's."""

    _settling: Timer | None = None

    @property
    def nothing_open(self) -> str:
        """The key of the words for a queue that has nothing open any more."""
        return "all_done" if self.session.filtered is None else "filter_done"

    def leave(self) -> None:
        """Keep the place for the next time; a database that cannot be written keeps nobody from leaving."""
        try:
            self.session.remember()
        except USER_ERRORS:
            return

    def choose(self, **chosen: object) -> None:
        """Keep a choice about the screen for the next time; say so where it cannot be kept."""
        try:
            self.settings.choose(**chosen)
        except USER_ERRORS as error:
            self.say("not_remembered", style="$text-warning", why=error)

    def say_end(self, key: str) -> None:
        """Say why a way leads nowhere, with the keys that change that."""
        named = self.session.keymap.named
        self.say(key, change=named("filter"), lift=named("toggle_filter"))

    def title_of(self, action: str) -> str:
        """Return an action's name, which is the title of its dialog."""
        return next(one.name.get(self.language) for one in ACTIONS if one.id == action)

    def _move(self, go: Callable[[], bool], at_end: str) -> None:
        went = self._tried(go, "not_read")
        if went:
            self.say(None)
            self._moved()
        elif went is False:
            self.say_end(at_end)

    def _moved(self) -> None:
        """Paint the new place, and keep it once the annotator stays."""
        self.paint()
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(_SETTLE, self.leave)

    def _say_not_asked(self, dimension: Dimension) -> None:
        why = dimension.not_asked.get(self.language) if dimension.not_asked else ""
        self.say("not_asked", style="$text-warning", dimension=dimension.name.get(self.language), why=why)

    def _saved(self, act: Callable[[], Outcome | None], what: str) -> Outcome | None:
        """Do something that saves; say what came of it."""
        outcome = self._tried(act, "not_saved")
        if outcome is not None:
            self.say("saved" if outcome.event else "unchanged", what=what)
        return outcome

    def _take_back(self, act: Callable[[], Outcome | None], done: str, nothing: str) -> None:
        tried = self._tried(lambda: (act(),), "not_saved")
        if tried is None:
            return
        (outcome,) = tried
        if outcome is None:
            self.say(nothing)
            return
        self.say(done, what=answer_bar.describe_action(outcome, self.session.codebook, self.language))
        self._moved()

    def _tried(self, act: Callable[[], Result], failed: str) -> Result | None:
        """Do something that the database may refuse; say so where it does, and change nothing on the screen."""
        try:
            return act()
        except Kept as error:
            self.say("kept", style=ALARM, count=len(self.session.unsaved.acts), why=error.what)
        except USER_ERRORS as error:
            self.say(failed, style=ALARM, why=error)
        return None
