"""Actions that set the annotator's preferences; each is stored in her settings file."""

from typing import TYPE_CHECKING

from annotator.tui.themes import theme_names
from annotator.workflow.errors import USER_ERRORS

if TYPE_CHECKING:
    from annotator.tui.screens.labelling import LabellingScreen


class PreferenceActions:
    """Changes how the screen looks and behaves."""

    def __init__(self, screen: "LabellingScreen") -> None:
        self._screen = screen
        self._settings = screen.settings

    def unfold(self) -> None:
        """Show boilerplate and repeats, or fold them."""
        screen = self._screen
        screen.unfolded = not screen.unfolded
        screen.show_clip(keep_position=True)
        self.store(unfolded=screen.unfolded)

    def auto_advance(self) -> None:
        """Turn auto-advance on or off."""
        session = self._screen.session
        session.auto_advance = not session.auto_advance
        self._screen.paint_answers()
        self.store(goes_on=session.auto_advance)

    async def theme(self) -> None:
        """Choose the colours."""
        from annotator.tui.screens.dialogs.pickers import ThemeScreen

        app = self._screen.app

        def choose(name: str | None) -> None:
            if name is not None:
                app.theme = name
                self.store(theme=name)

        names = [name for name in theme_names() if name in app.available_themes]
        await app.push_screen(ThemeScreen(names, self._screen.language, current=app.theme), choose)

    def reminder(self) -> None:
        """Turn the break reminder on or off."""
        is_on = not self._settings.values.reminds_to_rest
        self._screen.say("reminder_on" if is_on else "reminder_off")
        self.store(reminds_to_rest=is_on)
        self._screen.remind(None)

    def store(self, **chosen: object) -> None:
        """Store settings for the next time; say so where they cannot be stored."""
        try:
            self._settings.choose(**chosen)
        except USER_ERRORS as error:
            self._screen.say("not_remembered", style="$text-warning", why=error)
