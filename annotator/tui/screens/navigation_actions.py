"""Actions that move the cursor: to the next line, clip, open unit, flag or near duplicate, by a search, by a number.

The filter, which narrows these moves, is set here too.
"""

from typing import TYPE_CHECKING

from annotator.workflow.browsing.filters import NO_FILTER, FilteredUnits
from annotator.workflow.browsing.search import Hit

if TYPE_CHECKING:
    from annotator.tui.screens.labelling import LabellingScreen


class NavigationActions:
    """Moves, and says why where a way leads nowhere."""

    def __init__(self, screen: "LabellingScreen") -> None:
        self._screen = screen
        self._session = screen.session
        self._language = screen.language
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

    async def find(self) -> None:
        """Find units by their text, among those that match the filter where one is on."""
        from annotator.tui.screens.dialogs.find import FindScreen

        def go(hit: Hit | None) -> None:
            if hit is not None:
                self._screen.move(lambda: self._navigation.go_to_hit(hit.unit.id, hit.spans), "not_there")

        active = self._session.filter.active
        within = active.unit_filter if active else NO_FILTER
        await self._screen.app.push_screen(FindScreen(self._session.project, within, self._language), go)

    async def jump(self) -> None:
        """Go to a unit or a document by its number, or to a document by its file name."""
        from annotator.tui.screens.dialogs.pickers import JumpScreen

        def go(unit: str | None) -> None:
            if unit is not None:
                self._screen.move(lambda: self._navigation.go_to_unit(unit), "not_there")

        await self._screen.app.push_screen(JumpScreen(self._session.project, self._language), go)

    async def filter(self) -> None:
        """Choose which units the navigation is narrowed to."""
        from annotator.tui.screens.dialogs.filter import FilterScreen

        active = self._session.filter.active
        current = active.unit_filter if active else NO_FILTER
        dialog = FilterScreen(self._session.project, current, self._language)

        def apply(result: str | None) -> None:
            if result == FilterScreen.CLEARED:
                self._apply(None, "filter_cleared")
            elif result == FilterScreen.APPLIED and self._apply(dialog.selection, None):
                self._screen.move(self._navigation.first_open_match, "filter_done")
                self._screen.show_move()

        await self._screen.app.push_screen(dialog, apply)

    def toggle_filter(self) -> None:
        """Suspend the filter, or resume it."""
        with self._screen.report_errors("not_read"):
            if self._session.filter.toggle():
                is_off = self._session.filter.active is None
                self._screen.say("filter_cleared" if is_off else "filter_resumed")
                self._screen.paint()
            else:
                self._screen.say_end("no_filter")

    def _apply(self, selection: FilteredUnits | None, message: str | None) -> bool:
        """Turn a filter on, or off with None; False where the database cannot be read."""
        with self._screen.report_errors("not_read"):
            self._session.filter.apply(selection)
            self._screen.say(message)
            self._screen.paint()
            return True
        return False

    def _end_message(self, step: int) -> str:
        """Return the key of the message for an end of the queue, or of the filter where one is on."""
        if self._session.filter.active is not None:
            return "filter_end"
        return "last_clip" if step > 0 else "first_clip"
