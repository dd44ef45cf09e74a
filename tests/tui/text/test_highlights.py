"""Highlights over a row: which it shows, and the runs of one style."""

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.corpus.span import Span
from annotator.tui.text.graphemes import printable, shape
from annotator.tui.text.highlights import Highlight, overlapping, split_row
from tests.tui.text.samples import FLAG, HEART, VOICED

HIGHLIGHTS = st.lists(
    st.builds(
        Highlight,
        st.builds(lambda start, size: Span(start, start + size), st.integers(0, 60), st.integers(0, 30)),
        st.sampled_from("abc"),
    )
)


@settings(deadline=None)
@given(HIGHLIGHTS, st.integers(0, 60), st.integers(1, 20))
def test_the_highlights_of_a_span_share_a_code_point_with_it(
    highlights: list[Highlight], start: int, size: int
) -> None:
    span = Span(start, start + size)
    expected = [one for one in highlights if set(range(*one.span)) & set(range(*span))]
    assert list(overlapping(highlights, span)) == expected


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["漢", "a", FLAG, HEART, "\x1b", " ", VOICED]), min_size=1).map("".join),
    HIGHLIGHTS,
)
def test_the_runs_of_a_row_are_the_row_with_each_grapheme_in_its_styles(
    text: str, highlights: list[Highlight]
) -> None:
    visible = overlapping(highlights, Span(20, 20 + len(text)))
    runs = list(split_row(shape(text), 20, visible))
    assert "".join(run for run, _ in runs) == printable(text)
    styles = [run_styles for run, run_styles in runs for _ in shape(run).glyphs]
    glyphs = shape(text)
    for number, start in enumerate(glyphs.offsets[:-1]):
        grapheme = Span(start + 20, glyphs.offsets[number + 1] + 20)
        assert styles[number] == tuple(one.style for one in visible if one.span.overlaps(grapheme))
