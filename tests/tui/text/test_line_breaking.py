"""Japanese line breaking and what is drawn for what is stored."""

import sys
import unicodedata
from typing import SupportsIndex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from annotator.corpus.span import Span
from annotator.tui.text import line_breaking
from annotator.tui.text.glyphs import draw_cluster, drawn_cells
from annotator.tui.text.graphemes import Measured
from annotator.tui.text.graphemes import measure as plain_measure
from annotator.tui.text.line_breaking import HANGING_SPACES, cell_width, clusters, draw, printable, wrap

HEART, KEYCAP, SKIN, FAMILY = "❤\ufe0f", "1\ufe0f\u20e3", "👍🏽", "👨\u200d👩\u200d👧"
FLAG, VOICED, HALF_VOICED, VARIANT = "🇯🇵", "か\u3099", "ｶﾞ", "葛\U000e0100"
CLUSTERS = [HEART, KEYCAP, SKIN, FAMILY, FLAG, VOICED, HALF_VOICED, VARIANT, "e\u0301", "하\u11ab"]
PIECES = [
    *(
        "漢",
        "かな",
        "カー",
        "。",
        "、",
        "」",
        "「",
        "（",
        "）",
        "っ",
        "…",
        "％",
        "#",
        "＃",
        "　",
        " ",
        "\n",
        "\t",
    ),
    *(
        "NATO",
        "2022",
        "a-b",
        "https://example.com/a?b=c",
        "$5",
        "(x)",
        "’",
        "①",
        "ﾊﾝｶｸ",
        "\x1b[31m",
        "\u202e",
        "\u200b",
    ),
    *CLUSTERS,
]
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=60))
WIDTHS = st.integers(1, 30)


def rows(text: str, width: int) -> list[str]:
    return [span.of(text) for span in wrap(text, width)]


@settings(deadline=None)
@given(TEXTS, WIDTHS, st.sampled_from([1, 2]))
def test_rows_partition_the_text_and_none_is_empty(text: str, width: int, ambiguous: int) -> None:
    found = wrap(text, width, ambiguous=ambiguous)
    assert "".join(span.of(text) for span in found) == text
    assert [span.start for span in found] == [0, *(span.end for span in found)][: len(found)]
    assert all(span.start < span.end for span in found)


@settings(deadline=None)
@given(TEXTS, WIDTHS, st.sampled_from([1, 2]))
def test_no_row_is_drawn_wider_than_asked_unless_one_cluster_is(
    text: str, width: int, ambiguous: int
) -> None:
    for span in wrap(text, width, ambiguous=ambiguous):
        drawn = draw(span.of(text), width, ambiguous=ambiguous)
        assert drawn.cells <= width or len(clusters(span.of(text).rstrip())) == 1


@settings(deadline=None)
@given(TEXTS, WIDTHS)
def test_no_row_splits_a_cluster(text: str, width: int) -> None:
    ends = {span.end for span in clusters(text)}
    assert all(span.end in ends for span in wrap(text, width))


@settings(deadline=None)
@given(TEXTS)
def test_clusters_partition_the_text(text: str) -> None:
    assert "".join(span.of(text) for span in clusters(text)) == text


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_each_of_these_is_one_cluster(cluster: str) -> None:
    assert clusters("あ" + cluster + "い") == [
        Span(0, 1),
        Span(1, 1 + len(cluster)),
        Span(1 + len(cluster), 2 + len(cluster)),
    ]


def test_flags_pair_from_the_left() -> None:
    assert clusters("🇯🇵🇺🇸🇫") == [Span(0, 2), Span(2, 4), Span(4, 5)]


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
    assert draw("abcd   ", 4).text == "abcd"


def test_no_text_has_no_rows() -> None:
    assert wrap("", 10) == ()


def test_ambiguous_characters_take_the_cells_they_are_said_to() -> None:
    assert rows("①②③④", 4) == ["①②③④"]
    assert [span.of("①②③④") for span in wrap("①②③④", 4, ambiguous=2)] == ["①②", "③④"]


class CountedKinds(bytes):
    """Kinds that count how often one is read."""

    reads = 0

    def __getitem__(self, index: SupportsIndex) -> int:  # type: ignore[override]
        CountedKinds.reads += 1
        return super().__getitem__(index)


HOSTILE = [
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
    "x" * 50 + "あ",
]


@pytest.mark.parametrize("pattern", HOSTILE)
def test_wrapping_reads_a_bounded_number_of_kinds_a_character(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted(text: str, ambiguous: int = 1) -> Measured:
        measured = plain_measure(text, ambiguous)
        return measured._replace(kinds=CountedKinds(measured.kinds))

    monkeypatch.setattr(line_breaking, "measure", counted)
    for length in (2000, 16000):
        text = (pattern * length)[:length]
        CountedKinds.reads = 0
        wrap(text, 40)
        assert CountedKinds.reads <= 12 * length


def test_every_character_is_drawn_as_wide_as_textual_counts_it() -> None:
    drawn = map(draw_cluster, map(chr, range(sys.maxunicode + 1)))
    assert [text for text in drawn if text not in "〓␣" and cell_len(text) != drawn_cells(text)] == []


@settings(deadline=None)
@given(TEXTS)
def test_a_drawn_text_is_as_wide_as_textual_counts_it_and_draws_as_itself(text: str) -> None:
    drawn = draw(text)
    assert cell_len(drawn.text) == drawn.cells
    assert printable(drawn.text) == drawn.text
    assert cell_width(drawn.text) == drawn.cells
    assert cell_width(text) == sum(cell_width(span.of(text)) for span in clusters(text))


@settings(deadline=None)
@given(TEXTS)
def test_nothing_drawn_can_act_on_the_terminal(text: str) -> None:
    assert not {unicodedata.category(char) for char in printable(text)} & {
        "Cc",
        "Cf",
        "Cn",
        "Co",
        "Cs",
        "Zl",
        "Zp",
    }
    assert not set(printable(text)) & {"\ufe0f", "\u200d", "\u20e3", "🏽"}


@pytest.mark.parametrize(
    ("stored", "drawn"),
    [
        (HEART, "❤"), (KEYCAP, "1"), (SKIN, "👍"), (FAMILY, "👨"), (FLAG, FLAG), ("🇯", "J"), (VOICED, "が"),
        (HALF_VOICED, HALF_VOICED), (VARIANT, "葛"), ("\x1b[31m", "␛[31m"), ("\u202e", "␣"), ("\u200b", "␣"),
        ("\u0301", "◌\u0301"), ("a\tb\n", "a b"), ("\ue000", "〓"),
        ("[/b] [sic]", "[/b] [sic]"), ("\u00a0", " "),
    ],
)  # fmt: skip
def test_what_is_drawn(stored: str, drawn: str) -> None:
    assert printable(stored) == drawn


@settings(deadline=None)
@given(TEXTS, st.data())
def test_columns_map_to_clusters_and_back(text: str, data: st.DataObject) -> None:
    text = text.replace("\n", "")
    drawn = draw(text)
    for span in clusters(text):
        assert {drawn.columns[at] for at in range(*span)} == {drawn.columns[span.start]}
        for column in range(drawn.columns[span.start], drawn.columns[span.end]):
            assert drawn.index_at(column) == span.start
    assert drawn.index_at(drawn.cells) == len(text)
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        span = drawn.whole(Span(start, data.draw(st.integers(start + 1, len(text)))))
        assert drawn.piece(span) == printable(span.of(text))
