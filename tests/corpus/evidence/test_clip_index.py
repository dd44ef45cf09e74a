"""The quoted spans of an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.evidence.clip_index import quoted_spans


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in quoted_spans(text)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("首相は「港は開く」と述べた。", ["「港は開く」"]),
        ('首相は『港』と“港”と"港"を見た。', ["『港』", "“港”", '"港"']),
        ("首相は「港は開くと述べ、海を見た。", ["「港は開く"]),
        ("首相は「港は開くと…", ["「港は開くと…"]),
        ("首相は「港は\n開く」と述べた。", ["「港は"]),
        ("海で首相は港は開く」と述べた。", ["港は開く」"]),
        ("首相は「霧だ」とし、外相は港は開く」と述べた。", ["「霧だ」", "港は開く」"]),
        ("住民の女性は港は開く」と述べた。", ["港は開く」"]),
        ("労組は港が遠いと訴えていて、首相は港は開く」と述べた。", ["港は開く」"]),
        ("労組は港が遠いとし、首相は港は開く」と述べた。", ["港は開く」"]),
        ("首相は海を見たと話し、港は開く」と述べた。", ["海を見たと話し、港は開く」"]),
        ("北部の調整官は港は開く」と述べた。", ["港は開く」"]),
        ("海は青く、首相は港は開く」と述べた。", ["港は開く」"]),
        ("港が開く」と述べた。", []),
        ("首相は海を見た。\n港が開く」と述べた。", []),
        ("首相は「核の「鍵」を渡さない」と述べた。", ["「核の", "「鍵」"]),
    ],
)
def test_quoted_spans(text: str, spans: list[str]) -> None:
    assert quoted(text) == spans


@given(st.lists(st.sampled_from([*'「」『』“”"\n', "首相は", "と述べ", "港"]), max_size=30).map("".join))
def test_spans_stay_in_their_lines_and_apart(text: str) -> None:
    behind = 0
    for start, end in quoted_spans(text):
        assert behind <= start < end <= len(text)
        assert "\n" not in text[start:end]
        behind = end


def test_closing_marks_alone_quote_nothing() -> None:
    assert quoted_spans("」" * 100_000) == []
