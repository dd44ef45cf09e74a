"""How the labelling screen looks, in Japanese, at both widths and on dark and light ground."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from annotator.tui.app import AnnotatorApp
from annotator.workflow.project import Project


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_a_line_with_its_clip(
    snap_compare: Callable[..., bool], walk: Project, size: tuple[int, int], theme: str
) -> None:
    """An altered quotation, a flag, two answers, a line that is done above."""
    app = AnnotatorApp(walk, "ja")

    async def label(pilot: Pilot[None]) -> None:
        app.theme = theme
        await pilot.press("right", "1", "q", "a", "2", "w", "exclamation_mark")
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=label)
