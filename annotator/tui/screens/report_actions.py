"""Actions that survey the work: the documents, what was done on the unit, and what it all comes to."""

from annotator.tui.screens.action_base import ActingScreen
from annotator.tui.views import answer_bar


class SurveyingScreen(ActingScreen):
    """Opens the lists and counts, and does what was chosen there."""

    async def action_documents(self) -> None:
        """Show all documents, and go to one."""
        from annotator.tui.screens.dialogs.documents import DocumentsScreen

        def go(number: int | None) -> None:
            document = None if number is None else listed.document(number)
            if document is None:
                return
            went = self._tried(lambda: self.session.enter(document.number), "not_read")
            if went:
                self.say(None)
                self._moved()
            elif went is False:
                self.say("no_units")

        listed = DocumentsScreen(
            self.session.project,
            self.title_of("documents"),
            self.language,
            at=self.session.view.number - 1,
        )
        await self.app.push_screen(listed, go)

    async def action_history(self) -> None:
        """Show what was done on the unit, and put some of it back."""
        from annotator.tui.screens.dialogs.history import HistoryScreen

        events = self._tried(self.session.history, "not_read")
        if not events:
            if events is not None:
                self.say("history_none")
            return

        def restore(number: int | None) -> None:
            if number is None:
                return
            outcomes = self._tried(lambda: self.session.restore(events[number]), "not_saved")
            if outcomes is not None:
                what = self.title_of("history")
                done = (
                    answer_bar.describe_action(outcomes[-1], self.session.codebook, self.language)
                    if outcomes
                    else what
                )
                self.say("redone" if outcomes else "unchanged", what=done)
                self.paint()

        title = self.title_of("history")
        await self.app.push_screen(
            HistoryScreen(title, events, self.session.codebook, self.language), restore
        )

    async def action_statistics(self) -> None:
        """Count the annotator's own work."""
        from annotator.tui.screens.dialogs.statistics import StatisticsScreen

        title = self.title_of("statistics")
        screen = self._tried(
            lambda: StatisticsScreen(
                self.session.project,
                title,
                self.language,
                shows_pace=self.settings.values.shows_pace,
                turned=lambda shown: self.choose(shows_pace=shown),
            ),
            "not_read",
        )
        if screen is not None:
            await self.app.push_screen(screen)
