"""The reference of the keys: a program that repaints one full screen of text at every key."""

from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget

_TEXT = "海峡の通航をめぐる協議は合意に至らないまま終わり来月また開かれることになった"


class Page(Widget):
    """A screen full of text, shifted by one character at each key."""

    DEFAULT_CSS = "Page { width: 100%; height: 100%; }"
    pressed = 0

    def render_line(self, y: int) -> Strip:
        """Paint one row."""
        start = (self.pressed + y) % len(_TEXT)
        return Strip([Segment((_TEXT[start:] + 3 * _TEXT)[: self.size.width // 2])])


class Reference(App[None]):
    """One page."""

    def compose(self) -> ComposeResult:
        """Show the page."""
        yield Page()

    def on_key(self, _: events.Key) -> None:
        """Repaint it."""
        page = self.query_one(Page)
        page.pressed += 1
        page.refresh()


Reference().run()
