"""Actions that open lists and reports: documents, the unit's history, statistics, the keys."""

from typing import TYPE_CHECKING

from annotator.tui.actions import action_name
from annotator.tui.views import answer_bar

if TYPE_CHECKING:
    from annotator.tui.screens.labelling import LabellingScreen


class ReportActions:
    """Opens the lists and reports, and acts on the entry chosen there."""

    def __init__(self, screen: "LabellingScreen") -> None:
        self._screen = screen
        self._session = screen.session
        self._language = screen.language

    async def documents(self) -> None:
        """Show all documents, and go to one."""
        from annotator.tui.screens.dialogs.lists import DocumentsScreen

        screen, session = self._screen, self._session
        dialog = DocumentsScreen(session.project, self._language, at=session.cursor.view.number - 1)

        def go(row: int | None) -> None:
            document = None if row is None else dialog.document(row)
            if document is not None:
                screen.move(lambda: session.navigation.go_to_document(document.number), "no_units")

        await screen.app.push_screen(dialog, go)

    async def history(self) -> None:
        """Show the annotator's events on the unit, and restore one of them."""
        from annotator.tui.screens.dialogs.lists import HistoryScreen

        screen, session = self._screen, self._session
        with screen.report_errors("not_read"):
            events = session.history()
            if not events:
                screen.say("history_none")
                return

            def restore(row: int | None) -> None:
                if row is None:
                    return
                with screen.report_errors("not_saved"):
                    outcomes = session.restore(events[row])
                    if outcomes:
                        restored = answer_bar.describe_action(outcomes[-1], session.codebook, self._language)
                        screen.say("redone", what=restored)
                    else:
                        screen.say("unchanged", what=action_name("history", self._language))
                    screen.paint()

            await screen.app.push_screen(HistoryScreen(events, session.codebook, self._language), restore)

    async def statistics(self) -> None:
        """Count the annotator's own work."""
        from annotator.tui.screens.dialogs.pages import StatisticsScreen

        screen = self._screen
        with screen.report_errors("not_read"):
            dialog = StatisticsScreen(
                self._session.project,
                self._language,
                shows_pace=screen.settings.values.shows_pace,
                on_toggle_pace=lambda shown: screen.preferences.store(shows_pace=shown),
            )
            await screen.app.push_screen(dialog)

    async def help(self) -> None:
        """Show all keys."""
        from annotator.tui.screens.dialogs.pages import HelpScreen, help_rows

        rows = help_rows(self._session.codebook, self._session.keymap, self._language)
        await self._screen.app.push_screen(HelpScreen(rows, self._language))
