"""Rows wrapped where somebody looks, and the window on them."""

from bisect import bisect_right
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.corpus.span import Span
from annotator.tui.text.heights import Heights
from annotator.tui.text.highlights import Highlight, MarkIndex, split_row
from annotator.tui.text.layout import Layout, Place, Row
from annotator.tui.text.line_breaking import clusters, draw, printable, wrap
from annotator.tui.text.sections import SECTION, LazyRows, Paragraph, Part, Sections
from annotator.tui.text.viewport import Viewport

SENTENCE = "ロシア外務省の報道官は「NATOの東方拡大は約束違反だ」と述べた。"
PARAGRAPHS = st.lists(st.text("漢字かな。「」ab c", max_size=40), min_size=1, max_size=30)


def told(texts: list[str], gap: int = 1) -> list[Paragraph]:
    starts = accumulate((len(text) + gap for text in texts), initial=0)
    return [Paragraph(text, start, "paragraph") for text, start in zip(texts, starts, strict=False)]


def all_rows(layout: Layout) -> list[Row]:
    return layout.rows(Place(0, 0), 10**6)


def spans_of(text: str) -> list[Span]:
    entries = Sections([Paragraph(text, 0, "paragraph")]).entries
    return [entry for _, entry in entries if isinstance(entry, Span)]


def window(paragraphs: list[Paragraph], width: int = 40, height: int = 10) -> Viewport:
    view = Viewport()
    view.show(paragraphs)
    view.resize(width, height)
    return view


def shown(view: Viewport) -> list[str]:
    return [row.span.of(view.paragraph(row).text) for row in view.rows]


@settings(deadline=None)
@given(PARAGRAPHS, st.integers(2, 20))
def test_rows_are_those_of_each_paragraph(texts: list[str], width: int) -> None:
    layout = Layout(Sections(told(texts)), width)
    expected = [Row(n, span) for n, text in enumerate(texts) for span in wrap(text, width) or (Span(0, 0),)]
    assert all_rows(layout) == expected
    assert layout.height == layout.wrapped == len(expected)


@settings(deadline=None)
@given(PARAGRAPHS, st.integers(2, 20), st.data())
def test_every_way_to_a_place_is_the_same(texts: list[str], width: int, data: st.DataObject) -> None:
    rows = all_rows(Layout(Sections(told(texts)), width))
    layout = Layout(Sections(told(texts)), width)
    first, second = (data.draw(st.integers(0, len(rows) - 1)) for _ in range(2))
    place = layout.move(layout.place_of(rows[first].paragraph, rows[first].span.start), second - first)
    assert layout.row_at(place) == rows[second]
    assert layout.rows(place, 3) == rows[second : second + 3]
    all_rows(layout)
    assert layout.y_of(place) == second
    assert layout.place_at(second) == place


def test_moving_stops_at_the_first_and_the_last_row() -> None:
    layout = Layout(Sections(told(["漢字" * 10, "", "かな"])), 8)
    assert layout.move(Place(0, 1), -9) == Place(0, 0)
    assert layout.move(Place(0, 1), 99) == layout.last == Place(2, 0)


def test_no_paragraphs_have_no_rows() -> None:
    view = window([])
    view.scroll(3)
    view.page(-1)
    view.reveal(Span(3, 4))
    view.go_to_y(9)
    assert view.rows == []
    assert view.at_end
    assert view.first_position is None


def test_an_indent_narrows_the_rows() -> None:
    layout = Layout(Sections([Paragraph("漢字漢字", 0, "list", indent=4)]), 8)
    assert [row.span for row in all_rows(layout)] == [Span(0, 2), Span(2, 4)]


@pytest.mark.parametrize(
    "text",
    [SENTENCE * 3000, "🇯🇵" * 30_000, "か\u3099" * 30_000, "漢" * 50_000, "e\u0301" * 30_000],
    ids=["sentences", "flags", "voiced", "kanji", "accents"],
)
def test_a_long_paragraph_is_cut_into_sections_between_clusters(text: str) -> None:
    spans = spans_of(text)
    ends = {span.end for span in clusters(text)}
    assert "".join(span.of(text) for span in spans) == text
    assert all(span.end in ends and 0 < span.end - span.start <= SECTION for span in spans)


def test_sections_end_with_a_sentence() -> None:
    text = SENTENCE * 3000
    assert all(span.of(text).endswith("。") for span in spans_of(text))


def test_a_paragraph_of_five_megabytes_is_wrapped_where_it_is_seen() -> None:
    view = window([Paragraph(SENTENCE * 52_000, 0, "paragraph")], width=80, height=40)
    view.page(1)
    assert view.wrapped <= 2 * SECTION // 30
    view.go_to_y(10**9)
    assert view.at_end
    view.reveal(Span(900_000, 900_010))
    view.page(-1)
    assert view.wrapped <= 6 * SECTION // 30


def test_a_hundred_thousand_paragraphs_are_wrapped_where_they_are_seen() -> None:
    view = window(told([SENTENCE * 3] * 100_000), width=80, height=40)
    view.page(1)
    view.go_to_y(10**9)
    view.reveal(Span(3_000_000, 3_000_005))
    view.scroll(-3)
    assert view.wrapped <= 6 * 40


def test_correcting_a_height_above_does_not_move_the_view() -> None:
    view = window(told(["x " * 30, "漢字" * 200, "a\n" * 40] * 50))
    view.reveal(Span(10_000, 10_001))
    seen = [shown(view)[0]]
    for _ in range(60):
        view.scroll(-1)
        assert shown(view)[1] == seen[-1]
        seen.append(shown(view)[0])
    for text in reversed(seen[:-1]):
        view.scroll(1)
        assert shown(view)[0] == text


@settings(deadline=None)
@given(
    PARAGRAPHS, st.lists(st.tuples(st.integers(2, 30), st.integers(1, 12)), min_size=1, max_size=6), st.data()
)
def test_a_new_size_keeps_the_first_visible_code_point(
    texts: list[str], sizes: list[tuple[int, int]], data: st.DataObject
) -> None:
    view = window(told(texts), width=10, height=3)
    view.scroll(data.draw(st.integers(0, 40)))
    place = view.first_position
    for width, height in sizes:
        view.resize(width, height)
        assert view.first_position == place
        spans = [row.span.shifted(view.paragraph(row).offset) for row in view.rows]
        assert spans[0].start <= (place or 0) <= spans[-1].end


@settings(deadline=None)
@given(PARAGRAPHS, st.integers(1, 6), st.lists(st.integers(0, 400), min_size=1, max_size=8))
def test_reveal_shows_what_is_asked_and_stays_when_it_is_seen(
    texts: list[str], height: int, asked: list[int]
) -> None:
    view = window(told(texts), width=10, height=height)
    for position in asked:
        before = list(view.rows)
        view.reveal(Span(position, position + 1))
        number, index = Sections(told(texts)).find(position)
        held = [row.paragraph == number and row.span.start <= index <= row.span.end for row in view.rows]
        assert any(held)
        if any(row.paragraph == number and row.span.start <= index < row.span.end for row in before):
            assert view.rows == before


def test_reveal_moves_only_as_far_as_needed() -> None:
    view = window(told(["漢字"] * 100), height=10)
    view.reveal(Span(3 * 20, 3 * 20 + 2))
    assert view.y == 11
    view.reveal(Span(3 * 11, 3 * 11 + 2))
    assert view.y == 11
    view.reveal(Span(3 * 5, 3 * 5 + 2))
    assert view.y == 5
    view.reveal(Span(3 * 40, 3 * 90))
    assert view.y == 40


def test_other_paragraphs_keep_the_place_when_asked_to() -> None:
    view = window(told(["漢字"] * 100), height=10)
    view.scroll(30)
    view.show([Paragraph("前書き", -1, "gap"), *told(["漢字"] * 100)], keep_place=True)
    assert view.first_position == 90
    assert view.y == 31
    view.show(told(["漢字"] * 100))
    assert view.first_position == 0


def test_a_paragraph_that_is_not_of_the_document_has_no_position() -> None:
    sections = Sections(
        [Paragraph("…", -1, "gap"), Paragraph("漢字", 50, "paragraph"), Paragraph("かな", 10, "repeat")]
    )
    assert [sections.find(position) for position in (0, 10, 11, 30, 51, 99)] == [
        *((2, 0), (2, 0), (2, 1), (2, 2), (1, 1), (1, 2))
    ]


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=2000),
    st.lists(st.tuples(st.integers(0, 1999), st.integers(1, 9))),
)
def test_heights_agree_with_plain_sums(heights: list[int], changes: list[tuple[int, int]]) -> None:
    kept = Heights(heights)
    for section, height in changes:
        heights[section % len(heights)] = height
        kept.correct(section % len(heights), height)
    sums = list(accumulate(heights))
    assert kept.total == sums[-1]
    for y in (0, kept.total // 2, kept.total - 1, kept.total + 5):
        section, row = kept.find(y)
        assert section == bisect_right(sums, min(y, kept.total - 1))
        assert kept.above(section) + row == min(y, kept.total - 1)


MARKS = st.lists(
    st.builds(
        Highlight,
        st.builds(lambda a, b: Span(a, a + b), st.integers(0, 60), st.integers(0, 30)),
        st.sampled_from("abc"),
    )
)


@settings(deadline=None)
@given(MARKS, st.integers(0, 60), st.integers(1, 20))
def test_marks_are_found_in_the_order_given(marks: list[Highlight], start: int, size: int) -> None:
    span = Span(start, start + size)
    assert MarkIndex(marks).over(span) == [
        mark for mark in marks if mark.span.overlaps(span) and len(range(*mark.span))
    ]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["漢", "a", "🇯🇵", "❤\ufe0f", "\x1b", " ", "か\u3099"]), min_size=1).map("".join),
    MARKS,
)
def test_the_pieces_of_a_row_are_the_row(text: str, marks: list[Highlight]) -> None:
    over = MarkIndex(marks).over(Span(20, 20 + len(text)))
    found = split_row(draw(text), 20, over)
    assert "".join(piece for piece, _ in found) == printable(text)
    for mark in over:
        assert any(mark.role in roles for _, roles in found)


# Rows that are made when they are looked at


def numbered(count: int, made: list[int]) -> LazyRows:
    def make(number: int, width: int) -> Paragraph:
        made.append(number)
        return Paragraph(f"{number}"[:width], -1, "meta", leads_to=number)

    return LazyRows(count, make)


@settings(deadline=None)
@given(PARAGRAPHS, st.integers(0, 20), st.integers(0, 20), st.integers(2, 20), st.data())
def test_made_rows_stand_where_they_are_counted(
    texts: list[str], above: int, below: int, width: int, data: st.DataObject
) -> None:
    parts: list[Part] = [numbered(above, []), *told(texts), numbered(below, [])]
    layout = Layout(Sections(parts), width)
    rows = all_rows(layout)
    numbers = [row.paragraph for row in rows]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(above + len(texts) + below))
    shown = [layout.paragraph(row.paragraph).text for row in rows]
    assert shown[:above] == [str(number) for number in range(above)]
    assert shown[len(shown) - below :] == [str(number) for number in range(below)]
    at = data.draw(st.integers(0, len(rows) - 1))
    place = layout.place_of(rows[at].paragraph, rows[at].span.start)
    assert layout.row_at(place) == rows[at]
    assert layout.y_of(place) == at
    assert layout.row_at(layout.end_of(rows[at].paragraph)).paragraph == rows[at].paragraph
    position = data.draw(st.integers(0, sum(map(len, texts))))
    assert layout.sections.find(position)[0] in range(above, above + len(texts))


def test_only_the_rows_in_sight_are_made() -> None:
    made: list[int] = []
    view = Viewport()
    view.resize(40, 10)
    view.show([numbered(5_000, made), Paragraph(SENTENCE, 70, "paragraph"), numbered(5_000, made)])
    view.reveal_between(5_000, 5_002)
    assert len(made) <= 3 * 10
    assert view.total == 10_000 + 2
    view.go_to_y(10**9)
    assert [view.paragraph(row).text for row in view.rows][-1] == "4999"
    assert len(made) <= 5 * 10


def test_what_is_to_be_in_sight_before_there_is_room_waits_for_it() -> None:
    view = Viewport()
    view.show([numbered(100, [])])
    view.reveal_between(50, 52)
    view.resize(10, 5)
    assert [view.paragraph(row).text for row in view.rows] == ["48", "49", "50", "51", "52"]


def test_of_what_is_too_long_to_be_seen_whole_the_beginning_is() -> None:
    view = window([*told(["漢字"] * 50)], height=5)
    view.reveal_between(20, 40)
    assert view.first_position == 20 * 3


def test_a_first_row_is_set_in_and_the_others_are_not() -> None:
    paragraph = Paragraph("漢字" * 10, 0, "paragraph", first=2)
    layout = Layout(Sections([paragraph]), 12)
    assert [span.end - span.start for _, span in all_rows(layout)] == [5, 6, 6, 3]
    assert [paragraph.indent_at(span.start) for _, span in all_rows(layout)] == [2, 0, 0, 0]
