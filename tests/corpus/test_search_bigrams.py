"""A text has all grams of a query that it contains, so the index proposes every text that contains the query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.fold import fold, fold_kana, fold_text, occurrences
from annotator.corpus.search_bigrams import grams, query_grams

LETTERS = st.text('港湾のノﾉハﾊﾞばバ゙ゝヽ株㈱ＡaB1１"「」 　\n#_é́🇺🇦👩‍🚀', max_size=30)


def proposes(text: str, query: str) -> bool:
    """Tell whether the index would propose a text for a query; a single character begins one of its grams."""
    held = grams(text)
    return all(
        gram in held if len(gram) > 1 else any(one.startswith(gram) for one in held)
        for gram in query_grams(query)
    )


@given(LETTERS, LETTERS, LETTERS, st.booleans())
def test_a_text_with_the_query_is_proposed(before: str, query: str, after: str, kana: bool) -> None:
    text = before + query + after
    if occurrences(text, query, kana=kana):
        assert proposes(text, query)


@given(LETTERS)
def test_each_character_is_a_gram_where_it_has_to_be(text: str) -> None:
    single = {gram for gram in grams(text, single=True) if len(gram) == 1}
    assert all(query_grams(sign)[0] in single for sign in fold_text(text).replace("\n", ""))


@given(LETTERS)
def test_grams_are_one_word_each_for_an_index_that_breaks_at_ascii_signs(text: str) -> None:
    assert all(sign > "\x7f" for gram in grams(text) for sign in gram)


@given(LETTERS, LETTERS, st.booleans())
def test_occurrences_contain_the_query_and_do_not_overlap(text: str, query: str, kana: bool) -> None:
    needle = fold_text(query)
    last = 0
    for span in occurrences(text, query, kana=kana):
        assert last <= span.start < span.end
        last = span.end
        found = fold_text(span.of(text))
        assert (fold_kana(needle) in fold_kana(found)) if kana else needle in found


@given(LETTERS)
def test_kana_are_folded_character_for_character(text: str) -> None:
    folded = fold(text).text
    assert len(fold_kana(folded)) == len(folded)


@pytest.mark.parametrize(
    ("text", "query", "kana", "found"),
    [
        ("港の港", "港", False, ["港", "港"]),
        ("ＮＡＴＯの総長", "nato", False, ["ＮＡＴＯ"]),
        ("ﾊﾞｽの列", "バス", False, ["ﾊﾞｽ"]),
        ("ばすの列", "バス", False, []),
        ("ばすの列", "バス", True, ["ばす"]),
        ("㈱北海", "株", False, ["㈱"]),
        ("冬 の　航路", "冬の航路", False, ["冬 の　航路"]),
        ("『停戦』だ", "「停戦」", False, ["『停戦』"]),
        ("冬の\n航路", "の航", False, []),
        ("ああああ", "ああ", False, ["ああ", "ああ"]),
        ("港", " ", False, []),
    ],
)
def test_occurrences(text: str, query: str, kana: bool, found: list[str]) -> None:
    assert [span.of(text) for span in occurrences(text, query, kana=kana)] == found


def test_a_long_query_has_a_bounded_number_of_grams() -> None:
    query = "".join(chr(0x4E00 + number) for number in range(5000))
    assert 1 <= len(query_grams(query)) <= 24
    assert proposes(query, query)
