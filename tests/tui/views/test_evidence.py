"""The quotations of the current line and their evidence."""

import pytest

from annotator.tui.state.session import Session
from annotator.tui.text.graphemes import cell_width
from annotator.tui.text.layout import Paragraph
from annotator.tui.views.clip import clip_highlights
from annotator.tui.views.lines import line_highlights, lines_page
from tests.tui.views.pages import (
    highlighted,
    line_paragraphs,
    page_paragraphs,
)


def quotation_rows(session: Session) -> list[str]:
    """Return the rows of the opened line's quotations."""
    return [one.text for one in page_paragraphs(lines_page(session, "en").parts, 90) if one.indent]


def opened_details(session: Session) -> list[tuple[str, list[str]]]:
    """Return the rows below the opened quotation, with the highlighted text in each."""
    page = lines_page(session, "en").parts
    at = next(
        number for number, one in enumerate(page) if isinstance(one, Paragraph) and one.style == "quotation"
    )
    below = [one for one in page[at + 1 :] if isinstance(one, Paragraph) and one.indent]
    return [(one.text, [mark.span.of(one.text) for mark in one.highlights]) for one in below]


def test_quotations_are_listed_with_their_evidence(first: Session) -> None:
    assert quotation_rows(first) == [
        "= サーリ局長「航路は三月まで毎日開けておく」 — verbatim",
        "~ 漁業者「氷の割れる音を合図に船を出す」 — same words, not as a quotation",
    ]


def test_an_altered_quotation_shows_its_score(first: Session) -> None:
    first.navigation.move_line(1)
    assert quotation_rows(first) == [
        # One of 14 characters differs.
        "! サーリ局長「航路は四月まで毎日開けておく」 — altered 0.93",
        "  ロンゲ国防相「まったく違う話をここでしている」 — not in any clip",
    ]


def test_a_quotation_of_another_clip_names_that_clip(first: Session) -> None:
    first.navigation.move_line(1)
    first.navigation.move_line(1)
    assert quotation_rows(first) == ["^ 守り人「百年の明かりは今夜かぎりで消える」 — verbatim, in clip 2"]


@pytest.mark.parametrize("width", [0, 5, 12, 20, 40, 200])
def test_quotations_are_one_row_each_at_any_width(first: Session, width: int) -> None:
    rows = [
        one for one in page_paragraphs(lines_page(first, "en").parts, width) if one.click_position is not None
    ][:2]
    assert len(rows) == 2
    assert all(one.indent + cell_width(one.text) <= width for one in rows)


def test_an_opened_quotation_is_shown_in_full_and_highlighted_in_both_panes(first: Session) -> None:
    assert first.cursor.next_quotation()
    assert [one.text for one in line_paragraphs(first) if one.style == "quotation"] == [
        "= サーリ局長「航路は三月まで毎日開けておく」 — verbatim"
    ]
    assert opened_details(first) == []
    marks, in_sight = clip_highlights(first)
    assert highlighted(first, marks)[0] == ("航路は三月まで毎日開けておく", "opened")
    assert in_sight == marks[0].span
    assert highlighted(first, line_highlights(first))[0] == ("航路は三月まで毎日開けておく", "opened")


def test_an_opened_altered_quotation_shows_both_texts(first: Session) -> None:
    first.navigation.move_line(1)
    first.cursor.next_quotation()
    assert opened_details(first) == [
        ("clip: 航路は[三]月まで毎日開けておく", ["[三]"]),
        ("line: 航路は[四]月まで毎日開けておく", ["[四]"]),
    ]


def test_an_opened_quotation_from_another_clip_shows_its_context(first: Session) -> None:
    first.navigation.move_line(1)
    first.navigation.move_line(1)
    first.cursor.next_quotation()
    ((words, _),) = opened_details(first)
    assert words.startswith("clip: …")
    assert "「百年の明かりは今夜かぎりで消える」と話しました" in words
