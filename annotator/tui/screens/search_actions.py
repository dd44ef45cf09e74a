"""Actions that lead elsewhere: by text, by filter, by number, by flag."""

from annotator.tui.screens.action_base import ActingScreen
from annotator.workflow.browsing.filters import NO_FILTER, Selection
from annotator.workflow.browsing.search import Hit


class LeadingScreen(ActingScreen):
    """Opens the dialogs that find units, and goes to what was chosen there."""

    async def action_find(self) -> None:
        """Find units by their text, among those of the filter while there is one."""
        from annotator.tui.screens.dialogs.find import FindScreen

        wanted = self.session.filtered.wanted if self.session.filtered else NO_FILTER
        await self.app.push_screen(
            FindScreen(self.session.project, wanted, self.title_of("find"), self.language), self._go_to_hit
        )

    async def action_jump(self) -> None:
        """Go to a unit or a document by its number, or to a document by its name."""
        from annotator.tui.screens.dialogs.jump import JumpScreen

        await self.app.push_screen(
            JumpScreen(self.session.project, self.title_of("jump"), self.language), self._go_to_unit
        )

    async def action_filter(self) -> None:
        """Choose which units the queue leads over."""
        from annotator.tui.screens.dialogs.filter import FilterScreen

        selected = self.session.filtered
        screen = FilterScreen(
            self.session.project,
            selected.wanted if selected else NO_FILTER,
            self.title_of("filter"),
            self.language,
        )

        def take(done: str | None) -> None:
            if done == FilterScreen.CLEARED:
                self._filter_by(None, "filter_cleared")
            elif done == FilterScreen.APPLIED and self._filter_by(screen.selection, None):
                self._move(self.session.begin_filter, "filter_done")
                self._moved()

        await self.app.push_screen(screen, take)

    def action_toggle_filter(self) -> None:
        """Put the filter aside, or take it up again."""
        turned = self._tried(self.session.toggle_filter, "not_read")
        if turned:
            self.say("filter_cleared" if self.session.filtered is None else "filter_again")
            self.paint()
        elif turned is False:
            self.say_end("no_filter")

    def action_next_flagged(self) -> None:
        """Go to the next unit that the annotator has flagged."""
        self._move(self.session.next_flagged, "no_flags")

    def _filter_by(self, selection: Selection | None, words: str | None) -> bool:
        """Lead over a selection of the units, or over all; False, and said so, where it cannot be read."""

        def lead() -> bool:
            self.session.filter_by(selection)
            return True

        is_done = self._tried(lead, "not_read") is True
        if is_done:
            self.say(words)
            self.paint()
        return is_done

    def _go_to_hit(self, hit: Hit | None) -> None:
        if hit is not None:
            self._move(lambda: self.session.go_to_found(hit.place.id, hit.spans), "not_there")

    def _go_to_unit(self, unit: str | None) -> None:
        if unit is not None:
            self._move(lambda: self.session.go_to_unit(unit), "not_there")
