"""Japanese line breaking: rows that partition the text, fit, and keep kinsoku."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.tui.text.graphemes import draw
from annotator.tui.text.line_breaking import HANGING_SPACES, wrap
from tests.tui.text.samples import FAMILY, TEXTS, grapheme_spans

WIDTHS = st.integers(1, 30)


def rows(text: str, width: int) -> list[str]:
    return [span.of(text) for span in wrap(text, width)]


@settings(deadline=None)
@given(TEXTS, WIDTHS, st.sampled_from([1, 2]))
def test_rows_partition_the_text_and_none_is_empty(text: str, width: int, ambiguous_width: int) -> None:
    found = wrap(text, width, ambiguous_width=ambiguous_width)
    assert "".join(span.of(text) for span in found) == text
    assert [span.start for span in found] == [0, *(span.end for span in found)][: len(found)]
    assert all(span.start < span.end for span in found)


@settings(deadline=None)
@given(TEXTS, WIDTHS, st.sampled_from([1, 2]))
def test_no_row_is_drawn_wider_than_asked_unless_one_grapheme_is(
    text: str, width: int, ambiguous_width: int
) -> None:
    for span in wrap(text, width, ambiguous_width=ambiguous_width):
        drawn = draw(span.of(text), width, ambiguous_width=ambiguous_width)
        assert drawn.cells <= width or len(grapheme_spans(span.of(text).rstrip())) == 1


@settings(deadline=None)
@given(TEXTS, WIDTHS)
def test_no_row_splits_a_grapheme(text: str, width: int) -> None:
    ends = {span.end for span in grapheme_spans(text)}
    assert all(span.end in ends for span in wrap(text, width))


@settings(deadline=None)
@given(st.text("漢字あいう、。」）ー々っ！％…「（『＃", max_size=60), st.integers(2, 24))
def test_kinsoku_holds_whenever_the_row_has_a_place_for_it(text: str, width: int) -> None:
    def allowed(at: int) -> bool:
        return text[at] not in "、。」）ー々っ！％…" and text[at - 1] not in "「（『＃"

    for span in wrap(text, width)[:-1]:
        places = range(span.start + 1, min(span.start + width // 2, len(text) - 1) + 1)
        assert allowed(span.end) or not any(map(allowed, places))


@pytest.mark.parametrize(
    "char",
    "、。，．・：；？！」』）】〉》〕］｝”’ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%‰…‥—",
)
def test_these_never_start_a_row(char: str) -> None:
    first, second, *_ = rows("漢字" + char + "漢", 4)
    assert first == "漢"
    assert second.startswith("字" + char)


@pytest.mark.parametrize("char", "「『（【〈《〔［｛“‘#＃￥$")
def test_these_never_end_a_row(char: str) -> None:
    assert rows("漢" + char + "字漢", 4)[0] == "漢"


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.text("abc123", min_size=1, max_size=4), st.sampled_from([" ", "字", "。", "「"]))),
    st.integers(8, 20),
)
def test_words_that_fit_on_a_row_are_kept_whole(words: list[tuple[str, str]], width: int) -> None:
    text = "".join(word + gap for word, gap in words)
    for span in wrap(text, width)[:-1]:
        inside = text[span.end - 1].isascii() and text[span.end].isascii()
        assert not (inside and text[span.end - 1 : span.end + 1].isalnum())


def test_a_word_longer_than_a_row_breaks_after_its_signs() -> None:
    url = "https://example.com/some/article-with-a-slug"
    assert rows("詳細 " + url, 20) == ["詳細 https://", "example.com/some/", "article-with-a-slug"]
    assert rows("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_no_row_holds_only_the_spaces_before_a_word() -> None:
    assert rows("　abcdefgh", 8) == ["　abcdef", "gh"]
    assert rows("漢字（ 漢", 6)[0] == "漢字"


def test_spaces_and_a_newline_belong_to_the_row_before() -> None:
    assert rows("abcd   efgh", 4) == ["abcd   ", "efgh"]
    assert rows("漢字　漢字\n", 4) == ["漢字　", "漢字\n"]
    assert rows("a\n\nb", 9) == ["a\n", "\n", "b"]
    assert rows("ab" + " " * 200, 4)[0] == "ab" + " " * (2 + HANGING_SPACES)


def test_no_text_has_no_rows() -> None:
    assert wrap("", 10) == ()


def test_ambiguous_characters_take_the_cells_that_the_terminal_gives_them() -> None:
    assert rows("①②③④", 4) == ["①②③④"]
    assert [span.of("①②③④") for span in wrap("①②③④", 4, ambiguous_width=2)] == ["①②", "③④"]


@pytest.mark.parametrize(
    "pattern",
    [
        "漢字かな",
        "「",
        "。",
        "あ。",
        "あ「",
        "a",
        "a-",
        "a b",
        " ",
        "あ ",
        "「 ",
        "。 ",
        "\n",
        "あ\u0301",
        "\u0301",
        "🇯",
        FAMILY,
    ],
)
def test_hostile_texts_are_wrapped_into_full_rows(pattern: str) -> None:
    text = (pattern * 4000)[:4000]
    found = wrap(text, 40)
    assert "".join(span.of(text) for span in found) == text
    assert len(found) <= 1 + text.count("\n") + len(text) // 19
