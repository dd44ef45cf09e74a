"""Actions that find units: by text, by number or file name, by filter."""

from typing import TYPE_CHECKING

from annotator.workflow.browsing.filters import NO_FILTER, FilteredUnits
from annotator.workflow.browsing.search import Hit

if TYPE_CHECKING:
    from annotator.tui.screens.labelling import LabellingScreen


class SearchActions:
    """Opens the dialogs that find units, and goes to the unit chosen there."""

    def __init__(self, screen: "LabellingScreen") -> None:
        self._screen = screen
        self._session = screen.session
        self._language = screen.language

    async def find(self) -> None:
        """Find units by their text, among those that match the filter where one is on."""
        from annotator.tui.screens.dialogs.find import FindScreen

        def go(hit: Hit | None) -> None:
            if hit is not None:
                navigation = self._session.navigation
                self._screen.move(lambda: navigation.go_to_hit(hit.unit.id, hit.spans), "not_there")

        active = self._session.filter.active
        within = active.unit_filter if active else NO_FILTER
        title = self._screen.title_of("find")
        await self._screen.app.push_screen(
            FindScreen(self._session.project, within, title, self._language), go
        )

    async def jump(self) -> None:
        """Go to a unit or a document by its number, or to a document by its file name."""
        from annotator.tui.screens.dialogs.pickers import JumpScreen

        def go(unit: str | None) -> None:
            if unit is not None:
                self._screen.move(lambda: self._session.navigation.go_to_unit(unit), "not_there")

        title = self._screen.title_of("jump")
        await self._screen.app.push_screen(JumpScreen(self._session.project, title, self._language), go)

    async def filter(self) -> None:
        """Choose which units the navigation is narrowed to."""
        from annotator.tui.screens.dialogs.filter import FilterScreen

        active = self._session.filter.active
        dialog = FilterScreen(
            self._session.project,
            active.unit_filter if active else NO_FILTER,
            self._screen.title_of("filter"),
            self._language,
        )

        def apply(result: str | None) -> None:
            if result == FilterScreen.CLEARED:
                self._apply(None, "filter_cleared")
            elif result == FilterScreen.APPLIED and self._apply(dialog.selection, None):
                self._screen.move(self._session.navigation.first_open_match, "filter_done")
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
