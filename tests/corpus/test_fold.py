"""Folding against a naive reference, cluster by cluster."""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annotator.corpus.fold import fold, fold_text
from annotator.corpus.span import Span

DOUBLE = "「」『』“”„‟″＂«»〝〞〟"
SINGLE = "‘’‚‛′＇｀`´"
QUOTATION_MARKS = str.maketrans(DOUBLE + SINGLE, '"' * len(DOUBLE) + "'" * len(SINGLE))
MARKS = "\u0301\u0308\u3099\u309a\uff9e\uff9f\u20e3\ufe20"
TEXTS = st.text(
    st.one_of(
        st.sampled_from("「」『』()（）・#＃=＝、。 \u3000\t\nAａｱﾊはか①㌔ﬁßİΣς🇺🇦é…" + MARKS),
        st.sampled_from(MARKS),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
)


def clusters(text: str) -> list[Span]:
    combining = [
        "\u0300" <= c <= "\u036f"
        or "\u1ab0" <= c <= "\u1aff"
        or "\u1dc0" <= c <= "\u1dff"
        or "\u20d0" <= c <= "\u20ff"
        or "\ufe20" <= c <= "\ufe2f"
        or c in "\u3099\u309a\uff9e\uff9f"
        for c in text
    ]
    starts = [at for at in range(len(text)) if at == 0 or not combining[at]]
    return [Span(*each) for each in zip(starts, [*starts[1:], len(text)], strict=False)]


def folded(cluster: str) -> str:
    plain = unicodedata.normalize("NFKC", cluster.translate(QUOTATION_MARKS))
    plain = unicodedata.normalize("NFKC", plain.casefold()).translate(QUOTATION_MARKS)
    return "".join(c for c in plain if c == "\n" or not c.isspace())


def reference(text: str) -> tuple[str, list[Span]]:
    """Return the folded text and for each of its characters the cluster that it comes from."""
    pieces = [(folded(span.of(text)), span) for span in clusters(text)]
    return "".join(words for words, _ in pieces), [span for words, span in pieces for _ in words]


def has_free_mark(text: str) -> bool:
    """Tell whether a mark follows white space: it moves to the character before when that is folded away."""
    plain = unicodedata.normalize("NFKC", text)
    pairs = zip(" " + plain, plain, strict=False)
    return any(before.isspace() and (unicodedata.combining(c) or c in MARKS) for before, c in pairs)


@given(TEXTS)
def test_text_is_that_of_the_clusters(text: str) -> None:
    assert fold(text).text == reference(text)[0]


@given(TEXTS)
def test_fold_and_fold_text_agree(text: str) -> None:
    assert fold_text(text) == fold(text).text


@given(TEXTS)
@example("0\u1dc0a")
@example("㈱0\u1dc0\u1dc0k\u0301x")
def test_positions_are_those_of_the_clusters(text: str) -> None:
    _, spans = reference(text)
    found = fold(text)
    assert [found.stored(at, at + 1) for at in range(len(found.text))] == spans


@given(TEXTS, st.data())
def test_ranges_cover_their_clusters(text: str, data: st.DataObject) -> None:
    _, spans = reference(text)
    assume(spans)
    start = data.draw(st.integers(0, len(spans) - 1))
    end = data.draw(st.integers(start + 1, len(spans)))
    assert fold(text).stored(start, end) == Span(spans[start].start, spans[end - 1].end)


@given(TEXTS)
def test_positions_never_run_backwards(text: str) -> None:
    found = fold(text)
    ranges = [found.stored(at, at + 1) for at in range(len(found.text))]
    assert ranges == sorted(ranges)
    assert all(0 <= each.start < each.end <= len(text) for each in ranges)


@given(TEXTS)
def test_folding_again_changes_nothing(text: str) -> None:
    assume(not has_free_mark(text))
    once = fold_text(text)
    assert fold_text(once) == once


@given(TEXTS, TEXTS)
def test_lines_are_folded_each_by_itself(one: str, other: str) -> None:
    assume(not other or len(clusters("a" + other)) == len(clusters(other)) + 1)
    assert fold_text(f"{one}\n{other}") == f"{fold_text(one)}\n{fold_text(other)}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＮＡＴＯ", "nato"),
        ("（）＃＝", "()#="),
        ("ｶﾞｽ", "ガス"),
        ("か\u3099", "が"),
        ("e\u0301", "é"),
        ("㌔", "キロ"),
        ("a \u3000\tb", "ab"),
        ("a\nb", "a\nb"),
        ("Straße", "strasse"),
    ],
)
def test_examples(text: str, expected: str) -> None:
    assert fold_text(text) == expected


@pytest.mark.parametrize("sign", DOUBLE)
def test_double_quotation_marks_fold_to_one(sign: str) -> None:
    assert fold_text(sign) == '"'


@pytest.mark.parametrize("sign", SINGLE)
def test_single_quotation_marks_fold_to_one(sign: str) -> None:
    assert fold_text(sign) == "'"


def test_empty_text() -> None:
    assert fold("").text == ""


def test_range_within_a_cluster_maps_to_the_cluster() -> None:
    assert fold("a㌔b").stored(2, 3) == Span(1, 2)


def test_left_out_space_belongs_to_no_range() -> None:
    assert [fold("a b").stored(at, at + 1) for at in (0, 1)] == [Span(0, 1), Span(2, 3)]


def test_range_over_a_left_out_space_holds_it() -> None:
    assert fold("a b").stored(0, 2) == Span(0, 3)


def test_an_endless_cluster_is_cut() -> None:
    folded = fold("a" + "\u0301\u0327" * 20_000)
    assert folded.stored(0, len(folded.text)) == (0, 40_001)


def test_every_single_character_folds_as_the_reference() -> None:
    characters = [chr(code) for code in range(0x11000) if not 0xD800 <= code < 0xE000]
    assert [c for c in characters if fold_text(c) != folded(c)] == []
