"""The rows of a page, wrapped where somebody looks, and the ways between positions and rows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.corpus.span import Span
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.layout import MAX_SECTION, Layout, Paragraph, Part, Place, Row
from annotator.tui.text.line_breaking import wrap
from tests.tui.text.pages import PARAGRAPHS, SENTENCE, numbered_rows, page
from tests.tui.text.samples import grapheme_spans


def all_rows(layout: Layout) -> list[Row]:
    return layout.rows(Place(0, 0), 10**6)


def sections(text: str) -> list[Paragraph]:
    """Return the sections that a paragraph is cut into."""
    rows = all_rows(Layout([Paragraph(text, "paragraph", 0)], 80))
    return list(dict.fromkeys(row.paragraph for row in rows))


@settings(deadline=None)
@given(PARAGRAPHS, st.integers(2, 20))
def test_rows_are_those_of_each_paragraph(texts: list[str], width: int) -> None:
    layout = Layout(page(texts), width)
    expected = [Row(one, span) for one in page(texts) for span in wrap(one.text, width) or (Span(0, 0),)]
    assert all_rows(layout) == expected
    assert layout.height == len(expected)


@settings(deadline=None)
@given(PARAGRAPHS, st.integers(2, 20), st.data())
def test_every_way_to_a_row_is_the_same(texts: list[str], width: int, data: st.DataObject) -> None:
    layout = Layout(page(texts), width)
    rows = all_rows(Layout(page(texts), width))
    first, second = (data.draw(st.integers(0, len(rows) - 1)) for _ in range(2))
    number = texts_before(rows, first)
    start = layout.place_of(number, rows[first].span.start)
    place = layout.move(start, second - first)
    assert layout.rows(place, 3) == rows[second : second + 3]
    assert layout.place_of(place.section, layout.index_at(place)) == place
    all_rows(layout)
    assert layout.y_of(place) == second
    assert layout.place_at(second) == place


def texts_before(rows: list[Row], at: int) -> int:
    """Return the number of the paragraph of a row."""
    return len([row for row in rows[: at + 1] if row.span.start == 0]) - 1


@settings(deadline=None)
@given(PARAGRAPHS, st.integers(0, 400))
def test_a_position_is_found_in_its_paragraph_and_back(texts: list[str], position: int) -> None:
    layout = Layout(page(texts), 20)
    section, index = layout.find(position)
    last = page(texts)[-1]
    end = (last.offset or 0) + len(last.text)
    assert layout.position_from(section, index) == min(position, end)


def test_moving_stops_at_the_first_and_the_last_row() -> None:
    layout = Layout(page(["漢字" * 10, "", "かな"]), 8)
    assert layout.move(Place(0, 1), -9) == Place(0, 0)
    assert layout.move(Place(0, 1), 99) == layout.last == Place(2, 0)


def test_an_indent_narrows_the_rows() -> None:
    layout = Layout([Paragraph("漢字漢字", "list", 0, indent=4)], 8)
    assert [row.span for row in all_rows(layout)] == [Span(0, 2), Span(2, 4)]


def test_only_the_first_row_of_a_paragraph_has_the_first_indent() -> None:
    paragraph = Paragraph("漢字" * 10, "paragraph", 0, first_indent=2)
    rows = all_rows(Layout([paragraph], 12))
    assert [row.span.end - row.span.start for row in rows] == [5, 6, 6, 3]
    assert [paragraph.indent_at(row.span.start) for row in rows] == [2, 0, 0, 0]


@pytest.mark.parametrize(
    "text",
    [SENTENCE * 1000, "🇯🇵" * 9_000, "か\u3099" * 9_000, "漢" * 20_000, "e\u0301" * 9_000, "a" * 20_000],
    ids=["sentences", "flags", "voiced", "kanji", "accents", "letters"],
)
def test_a_long_paragraph_is_cut_into_sections_between_graphemes(text: str) -> None:
    found = sections(text)
    ends = {span.end for span in grapheme_spans(text)}
    assert "".join(one.text for one in found) == text
    assert all((one.offset or 0) + len(one.text) in ends for one in found)
    assert all(0 < len(one.text) <= MAX_SECTION for one in found)


def test_a_grapheme_without_end_is_cut() -> None:
    text = "a" + "\u0301" * 100_000
    assert "".join(one.text for one in sections(text)) == text
    assert len(all_rows(Layout([Paragraph(text, "paragraph", 0)], 80))) <= 60


def test_sections_end_with_a_sentence_and_keep_offset_and_highlights() -> None:
    highlight = Highlight(Span(20_000, 20_005), "found")
    paragraph = Paragraph(SENTENCE * 1000, "paragraph", None, first_indent=2, highlights=(highlight,))
    found = list(dict.fromkeys(row.paragraph for row in all_rows(Layout([paragraph], 80))))
    assert all(one.text.endswith("。") for one in found)
    assert [one.first_indent for one in found] == [2, *[0] * (len(found) - 1)]
    own = [(one.text, one.highlights[0].span) for one in found]
    marked = [span.of(text) for text, span in own if span.overlaps(Span(0, len(text)))]
    assert marked == [highlight.span.of(paragraph.text)]


def test_positions_lead_to_paragraphs_in_any_order_of_the_page() -> None:
    layout = Layout(
        [Paragraph("…", "gap"), Paragraph("漢字", "paragraph", 50), Paragraph("かな", "repeat", 10)], 20
    )
    assert [layout.find(position) for position in (0, 10, 11, 30, 51, 99)] == [
        *((2, 0), (2, 0), (2, 1), (2, 2), (1, 1), (1, 2))
    ]
    assert layout.position_from(0, 0) == 50


@settings(deadline=None)
@given(PARAGRAPHS, st.integers(0, 20), st.integers(0, 20), st.integers(2, 20), st.data())
def test_lazy_rows_are_numbered_among_the_paragraphs(
    texts: list[str], above: int, below: int, width: int, data: st.DataObject
) -> None:
    parts: list[Part] = [numbered_rows(above, []), *page(texts), numbered_rows(below, [])]
    layout = Layout(parts, width)
    rows = all_rows(layout)
    shown = [row.paragraph.text for row in rows]
    assert shown[:above] == [str(number) for number in range(above)]
    assert shown[len(shown) - below :] == [str(number) for number in range(below)]
    number = data.draw(st.integers(0, above + len(texts) + below - 1))
    firsts = [at for at, row in enumerate(rows) if row.span.start == 0]
    assert layout.y_of(layout.first_row(number)) == firsts[number]
    assert layout.y_of(layout.last_row(number)) == [*firsts, len(rows)][number + 1] - 1
    assert layout.last_row(10**6) == layout.last


def test_the_number_of_a_paragraph_after_a_long_one_leads_to_it() -> None:
    layout = Layout([*page([SENTENCE * 1000, "かな"]), numbered_rows(3, [])], 40)
    assert layout.rows(layout.first_row(1), 1)[0].paragraph.text == "かな"
    assert layout.rows(layout.last_row(0), 1)[0].paragraph.text.endswith("。")
    assert layout.rows(layout.first_row(3), 1)[0].paragraph.text == "1"
