"""The page of statistics, as paragraphs."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from annotator.tui.messages import say
from annotator.tui.views.statistics import draw_bar, statistics_page
from annotator.workflow.browsing.statistics import LabelCounts, Pace, Statistics
from annotator.workflow.codebooks import DEFAULT_CODEBOOK, shipped_codebook


def test_a_page_of_statistics_holds_every_count() -> None:
    codebook = shipped_codebook(DEFAULT_CODEBOOK)
    labels = LabelCounts()
    labels.total["fact"] = 3
    labels.by_tag["港[/b]"] = labels.by_publisher["潮見放送"] = labels.total
    found = Statistics({"fact_opinion": labels}, {date(2026, 1, 31): 3})
    pace = Pace(5, timedelta(minutes=75), 12.5)
    words = [row.text for row in statistics_page(found, pace, codebook, "ja")]
    assert any("港[/b]" in row and "3" in row for row in words)
    assert any(row.startswith("2026-01-31") and row.endswith("3") for row in words)
    assert any("1 時間 15 分" in row and "12.5 秒" in row for row in words)
    assert any("潮見放送" in row for row in words)


def test_only_the_largest_groups_are_shown_and_the_others_counted() -> None:
    labels = LabelCounts()
    for number in range(20):
        labels.by_tag[f"港{number}"] = type(labels.total)({"fact": number + 1})
    found = Statistics({"fact_opinion": labels}, {})
    words = [row.text for row in statistics_page(found, None, shipped_codebook(DEFAULT_CODEBOOK), "en")]
    assert any("港19" in row for row in words)
    assert not any("港1 " in row for row in words)
    assert say("statistics_others", "en", count=5) in words


@given(st.floats(0, 1), st.integers(1, 60))
def test_a_bar_has_its_length_and_grows(part: float, cells: int) -> None:
    assert len(draw_bar(part, cells)) == cells
    assert draw_bar(part, cells).count("⣿") <= draw_bar(1, cells).count("⣿") == cells
    assert (draw_bar(part, cells).strip("⠀") == "") == (part == 0)
