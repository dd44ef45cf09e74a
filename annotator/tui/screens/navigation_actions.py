"""Actions that move the cursor: by line, clip, quotation, open unit, flag and near duplicate."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.tui.screens.labelling import LabellingScreen


class NavigationActions:
    """Moves, and says why where a way leads nowhere."""

    def __init__(self, screen: "LabellingScreen") -> None:
        self._screen = screen
        self._session = screen.session
        self._navigation = screen.session.navigation

    def move_line(self, step: int) -> None:
        """Move to the next line (1) or the previous one (-1)."""
        self._screen.move(lambda: self._navigation.move_line(step), self._end_message(step))

    def move_clip(self, step: int) -> None:
        """Move to the next clip (1) or the previous one (-1)."""
        self._screen.move(lambda: self._navigation.move_clip(step), self._end_message(step))

    def next_open(self) -> None:
        """Go to the next unit that needs an answer."""
        self._screen.move(self._navigation.next_open, self._screen.nothing_open_message)

    def next_flagged(self) -> None:
        """Go to the next unit that the annotator has flagged."""
        self._screen.move(self._navigation.next_flagged, "no_flags")

    def next_near_duplicate(self) -> None:
        """Go to the next near duplicate of the unit."""
        self._screen.move(self._navigation.next_near_duplicate, "no_near_duplicate")

    def toggle_clip(self) -> None:
        """Make the clip the unit, or the line again."""
        self._screen.move(self._session.cursor.toggle_clip, "no_commentary")

    def next_quotation(self) -> None:
        """Open the next quotation of the line."""
        self._screen.move(self._session.cursor.next_quotation, "no_quotations")

    def toggle_quotation(self) -> None:
        """Make the opened quotation the unit, or the line again."""
        if self._session.codebook.asked_of("quotation"):
            self._screen.move(self._session.cursor.toggle_quotation, "no_quotations")
        else:
            self._screen.say("not_of_quotations")

    def _end_message(self, step: int) -> str:
        """Return the key of the message for an end of the queue, or of the filter where one is on."""
        if self._session.filter.active is not None:
            return "filter_end"
        return "last_clip" if step > 0 else "first_clip"
