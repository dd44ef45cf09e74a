"""What the application does beside the labelling screen."""

from pathlib import Path

from annotator.tui.app import AnnotatorApp
from annotator.tui.widgets.status_bar import StatusBar
from annotator.workflow.browsing.statistics import status
from annotator.workflow.project import Project
from tests.tui.driving import (
    SIZE,
    painted,
    press,
    said,
)


async def test_the_daily_copy_is_made_beside_the_project(walk: Project, tmp_path: Path) -> None:
    app = AnnotatorApp(walk, "en", copies=True)
    async with app.run_test(size=SIZE):
        app.run_worker(app.make_daily_copy, thread=True)
        await app.workers.wait_for_complete()
    assert [path.name for path in (tmp_path / "annotator.db-copies").iterdir()] == ["2026-01-02.db"]


async def test_a_key_without_owner_does_nothing(app: AnnotatorApp, walk: Project) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f5")
        assert status(walk).events == 0


async def test_the_screen_is_japanese_where_asked(walk: Project) -> None:
    app = AnnotatorApp(walk, "ja")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "2")
        assert "[2 反対]" in painted(pilot)
        assert "保存しました: 立場 = 反対" in said(pilot)
        bar = app.screen.query_one("#top", StatusBar)
        assert "8 件中 0 件完了" in bar.render_line(0).text
