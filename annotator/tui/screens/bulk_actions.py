"""The actions that give more than one answer, or less than one: selecting, repeating, confidence and skipping.

An act on several units asks once, and says on how many.
"""

from collections.abc import Sequence

from annotator.codebook.model import Dimension, Label
from annotator.tui.messages import SKIP_REASONS, say
from annotator.tui.screens.action_base import ActingScreen
from annotator.tui.state import bulk_answers
from annotator.tui.state.unit_positions import Labelled
from annotator.workflow.labelling.actions import Wanted, last_answers


class AnsweringScreen(ActingScreen):
    """Gives answers to selected lines, and marks what cannot be answered."""

    # Selecting

    def action_select(self) -> None:
        """Select the line, or leave it out."""
        if self.session.kind == "commentary":
            self.session.selection.toggle(self.session.unit.id)
            self._say_selected()
        else:
            self.say("no_line_here")

    def action_select_down(self) -> None:
        """Select the line and the next one."""
        self._extend(1)

    def action_select_up(self) -> None:
        """Select the line and the one before."""
        self._extend(-1)

    def action_select_clip(self) -> None:
        """Select all lines under the clip that the filter does not leave out, or none of them."""
        lines = self.session.group.lines
        self.session.selection.take(line.id for line in lines if not self.session.is_left_out(line))
        self._say_selected()

    def action_unselect(self) -> None:
        """Select nothing."""
        self.session.selection.clear()
        self.say(None)
        self.paint()

    def _extend(self, step: int) -> None:
        if self.session.extend_selection(step):
            self._moved()
            self._say_selected()
        else:
            self.say("selection_ends")

    def _say_selected(self) -> None:
        self.say("selected", count=len(self.session.selected))
        self.paint()

    # Several answers at once

    async def answer_selected(self, dimension: Dimension, label: Label) -> None:
        """Give one label to all selected lines, once the annotator has said yes."""
        wanted = bulk_answers.label_for_all(self.session, dimension, label.id)
        if len(wanted) < len(self.session.selected):
            self.say("needs_targets", style="$text-warning", count=len(self.session.selected) - len(wanted))
            return
        await self._give(wanted)

    async def action_repeat(self) -> None:
        """Give the labels of the unit that was answered last."""
        # Selected lines may hold the one that the others are to be like.
        besides = [] if self.session.selected else [self.session.unit.id]
        last = self._tried(lambda: last_answers(self.session.project, besides=besides), "not_read")
        if last is None:
            return
        wanted = bulk_answers.repeated(self.session, last)
        if not wanted:
            self.say("nothing_to_repeat")
        elif self.session.selected:
            await self._give(wanted)
        else:
            self._give_now(wanted)

    async def _give(self, wanted: Sequence[Wanted]) -> None:
        from annotator.tui.screens.dialogs.confirm import ConfirmScreen

        count, changes = len({one.unit for one in wanted}), bulk_answers.changing(self.session, wanted)
        lines = [self._labels_of(wanted), say("together_all", self.language, count=count)]
        if changes:
            lines.append(say("together_changes", self.language, count=changes))

        def give(yes: bool | None) -> None:
            if yes:
                self._give_now(wanted)

        title, yes, no = (say(key, self.language) for key in ("together", "together_yes", "together_no"))
        await self.app.push_screen(ConfirmScreen(title, lines, yes=yes, no=no), give)

    def _give_now(self, wanted: Sequence[Wanted]) -> None:
        """Give the answers; go on where they leave nothing open of the unit or of the selection."""
        units = {one.unit for one in wanted}
        what = self._labels_of(wanted)
        if len(units) > 1:
            what = f"{what}, {say('together_all', self.language, count=len(units))}"
        was_done = self._all_done()
        outcome = self._saved(lambda: self.session.give_together(wanted), what)
        if outcome is not None and self._all_done() and not was_done:
            self.session.selection.clear()
            self.go_on()
        self._moved()

    def _all_done(self) -> bool:
        """Tell whether the selected lines, or else the unit, need nothing more."""
        units: Sequence[Labelled] = self.session.selected or [self.session.unit]
        return all(self.session.is_done(unit) for unit in units)

    def _labels_of(self, wanted: Sequence[Wanted]) -> str:
        codebook = self.session.codebook
        named = {
            one.dimension: f"{dimension.name.get(self.language)} = {dimension.label(one.label).name.get(self.language)}"
            for one in wanted
            if (dimension := codebook.dimension(one.dimension))
        }
        return ", ".join(named.values())

    # Confidence

    def action_surer(self) -> None:
        """Give the next answer with more confidence."""
        self._step_confidence(1)

    def action_less_sure(self) -> None:
        """Give the next answer with less confidence."""
        self._step_confidence(-1)

    def _step_confidence(self, step: int) -> None:
        self.session.step_confidence(step)
        level = say(self.session.confidence or "unsaid", self.language)
        self.say("confidence_next", level=level)
        self.paint_answers()

    # Leaving out

    async def action_skip(self) -> None:
        """Leave the unit out with a reason, or take that back."""
        from annotator.tui.screens.dialogs.skip import SkipScreen

        mark, was_done = self.session.mark, self.session.is_done(self.session.unit)
        skipped = mark.skipped if mark else None

        def take(reason: str | None) -> None:
            if reason is None:
                return
            outcome = self._saved(lambda: self.session.skip(reason or None), say("skipped", self.language))
            if outcome is not None and outcome.done and not was_done:
                self.go_on()
            self._moved()

        title, hint, back = (say(key, self.language) for key in ("skip", "skip_hint", "skip_back"))
        reasons = [say(key, self.language) for key in SKIP_REASONS]
        await self.app.push_screen(
            SkipScreen(title, hint, reasons, take_back=f"{back}: {skipped}" if skipped else None), take
        )

    def go_on(self) -> None:
        """Go to the next open unit, where the annotator wants that and nothing here contradicts itself."""
        if found := self.session.contradictions:
            self.say("contradicts", style="$text-warning", why=found[0].says.get(self.language))
        elif self.session.goes_on and self._tried(self.session.next_open, "not_read") is False:
            self.say_end(self.nothing_open)
