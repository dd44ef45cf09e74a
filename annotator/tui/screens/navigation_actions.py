"""Actions that move: from line to line, clip to clip, quotation to quotation, and in the clip's text."""

from annotator.tui.screens.action_base import ActingScreen
from annotator.tui.widgets.text_pane import TextPane


class MovingScreen(ActingScreen):
    """Goes where a key or a click leads."""

    def action_line_down(self) -> None:
        """Go to the next line."""
        self._move(lambda: self.session.move_line(1), self._at_end("last_clip"))

    def action_line_up(self) -> None:
        """Go to the line before."""
        self._move(lambda: self.session.move_line(-1), self._at_end("first_clip"))

    def action_clip_next(self) -> None:
        """Go to the next clip."""
        self._move(lambda: self.session.move_clip(1), self._at_end("last_clip"))

    def action_clip_previous(self) -> None:
        """Go to the clip before."""
        self._move(lambda: self.session.move_clip(-1), self._at_end("first_clip"))

    def _at_end(self, otherwise: str) -> str:
        """Return the key of the words for an end: that of the filter where there is one."""
        return otherwise if self.session.filtered is None else "filter_end"

    def action_next_open(self) -> None:
        """Go to the next unit that needs an answer."""
        self._move(self.session.next_open, self.nothing_open)

    def action_twin(self) -> None:
        """Go to the next place with the same text."""
        self._move(self.session.next_twin, "no_twin")

    def action_switch_unit(self) -> None:
        """Take the clip as the unit, or the line again."""
        self._move(self.session.switch_unit, "no_commentary")

    def action_quotation_next(self) -> None:
        """Open the next quotation of the line."""
        self._move(self.session.next_quotation, "no_quotations")

    def action_switch_quotation(self) -> None:
        """Take the opened quotation as the unit, or the line again."""
        if self.session.codebook.asked_of("quotation"):
            self._move(self.session.switch_quotation, "no_quotations")
        else:
            self.say("not_of_quotations")

    def action_scroll_down(self) -> None:
        """Scroll the clip."""
        self.clip_pane.scroll_page(1)

    def action_scroll_up(self) -> None:
        """Scroll the clip back."""
        self.clip_pane.scroll_page(-1)

    def on_text_pane_clicked(self, event: TextPane.Clicked) -> None:
        """Go to the line that was clicked."""
        if event.pane.id == "lines" and self.session.go_to_position(event.position):
            self._moved()
