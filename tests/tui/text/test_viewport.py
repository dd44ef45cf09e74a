"""The window on a page: scrolling, revealing, and keeping the reader's place."""

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.corpus.span import Span
from annotator.tui.text.layout import Layout, Paragraph, Part
from annotator.tui.text.viewport import Viewport
from tests.tui.text.pages import PARAGRAPHS, SENTENCE, numbered_rows, page


def window(paragraphs: list[Paragraph], width: int = 40, height: int = 10) -> Viewport:
    view = Viewport()
    view.show(paragraphs)
    view.resize(width, height)
    return view


def texts(view: Viewport) -> list[str]:
    return [row.span.of(row.paragraph.text) for row in view.rows]


def test_an_empty_page_has_no_rows() -> None:
    for parts in ([], [numbered_rows(0, [])]):
        view = window([])
        view.show(parts)
        view.scroll(3)
        view.page(-1)
        view.reveal(Span(3, 4))
        view.reveal_paragraphs(0, 0)
        view.scroll_to(9)
        assert view.rows == []
        assert view.at_end
        assert view.first_position is None


def test_a_corrected_height_above_does_not_move_the_view() -> None:
    view = window(page(["x " * 30, "漢字" * 200, "a\n" * 40] * 50))
    view.reveal(Span(10_000, 10_001))
    seen = [texts(view)[0]]
    for _ in range(60):
        view.scroll(-1)
        assert texts(view)[1] == seen[-1]
        seen.append(texts(view)[0])
    for text in reversed(seen[:-1]):
        view.scroll(1)
        assert texts(view)[0] == text


@settings(deadline=None)
@given(
    PARAGRAPHS, st.lists(st.tuples(st.integers(2, 30), st.integers(1, 12)), min_size=1, max_size=6), st.data()
)
def test_a_new_size_keeps_the_first_visible_code_point(
    paragraphs: list[str], sizes: list[tuple[int, int]], data: st.DataObject
) -> None:
    view = window(page(paragraphs), width=10, height=3)
    view.scroll(data.draw(st.integers(0, 40)))
    position = view.first_position
    for width, height in sizes:
        view.resize(width, height)
        assert view.first_position == position
        spans = [span for row in view.rows if (span := row.document_span)]
        assert spans[0].start <= (position or 0) <= spans[-1].end


@settings(deadline=None)
@given(PARAGRAPHS, st.integers(1, 6), st.lists(st.integers(0, 400), min_size=1, max_size=8))
def test_reveal_shows_the_position_and_does_not_move_if_it_is_visible(
    paragraphs: list[str], height: int, positions: list[int]
) -> None:
    view = window(page(paragraphs), width=10, height=height)
    layout = Layout(page(paragraphs), 10)
    for position in positions:
        before = list(view.rows)
        view.reveal(Span(position, position + 1))
        nearest = layout.position_from(*layout.find(position))
        assert nearest is not None
        assert any(span.start <= nearest <= span.end for row in view.rows if (span := row.document_span))
        if any(span.start <= nearest < span.end for row in before if (span := row.document_span)):
            assert view.rows == before


def test_reveal_moves_only_as_far_as_needed() -> None:
    view = window(page(["漢字"] * 100), height=10)
    for span, y in ((Span(60, 62), 11), (Span(33, 35), 11), (Span(15, 17), 5), (Span(120, 270), 40)):
        view.reveal(span)
        assert view.y == y


def test_another_page_keeps_the_position_if_asked_to() -> None:
    view = window(page(["漢字"] * 100), height=10)
    view.scroll(30)
    view.show([Paragraph("前書き", "gap"), *page(["漢字"] * 100)], keep_position=True)
    assert view.first_position == 90
    assert view.y == 31
    view.show(page(["漢字"] * 100))
    assert view.first_position == 0


def test_only_visible_lazy_rows_are_built() -> None:
    built: list[int] = []
    view = Viewport()
    view.resize(40, 10)
    parts: list[Part] = [
        numbered_rows(5_000, built),
        Paragraph(SENTENCE, "paragraph", 70),
        numbered_rows(5_000, built),
    ]
    view.show(parts)
    view.reveal_paragraphs(5_000, 5_002)
    assert len(built) <= 3 * 10
    assert view.total == 10_000 + 2
    view.scroll_to(10**9)
    assert texts(view)[-1] == "4999"
    assert len(built) <= 5 * 10


def test_a_paragraph_of_five_megabytes_is_reached_everywhere() -> None:
    view = window([Paragraph(SENTENCE * 52_000, "paragraph", 0)], width=80, height=40)
    view.page(1)
    view.scroll_to(10**9)
    assert view.at_end
    view.reveal(Span(900_000, 900_010))
    assert any(span.start <= 900_000 < span.end for row in view.rows if (span := row.document_span))


def test_what_is_to_be_revealed_waits_until_there_is_room() -> None:
    view = Viewport()
    view.show([numbered_rows(100, [])])
    view.reveal_paragraphs(50, 52)
    view.resize(10, 5)
    assert texts(view) == ["48", "49", "50", "51", "52"]


def test_the_beginning_of_what_is_too_long_is_shown() -> None:
    view = window(page(["漢字"] * 50), height=5)
    view.reveal_paragraphs(20, 40)
    assert view.first_position == 20 * 3
