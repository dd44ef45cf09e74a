"""Actions that change how the screen looks and goes on; what is chosen is kept for the next time."""

from annotator.tui.messages import say
from annotator.tui.screens.action_base import ActingScreen
from annotator.tui.themes import theme_names


class PreferringScreen(ActingScreen):
    """Takes what the annotator prefers."""

    def action_unfold(self) -> None:
        """Show what is folded away, or fold it again."""
        self.unfolded = not self.unfolded
        self.show_clip(keep_place=True)
        self.choose(unfolded=self.unfolded)

    def action_auto(self) -> None:
        """Go on after the last required answer, or stay."""
        self.session.goes_on = not self.session.goes_on
        self.paint_answers()
        self.choose(goes_on=self.session.goes_on)

    async def action_theme(self) -> None:
        """Choose the colours."""
        from annotator.tui.screens.dialogs.theme import ThemeScreen

        def take(name: str | None) -> None:
            if name is not None:
                self.app.theme = name
                self.choose(theme=name)

        title, hint = self.title_of("theme"), say("theme_hint", self.language)
        names = [name for name in theme_names() if name in self.app.available_themes]
        await self.app.push_screen(ThemeScreen(title, hint, names, self.app.theme), take)

    def action_reminder(self) -> None:
        """Remind of a rest, or do not."""
        reminds = not self.settings.values.reminds_to_rest
        self.say("reminder_on" if reminds else "reminder_off")
        self.choose(reminds_to_rest=reminds)
        self.remind(None)
