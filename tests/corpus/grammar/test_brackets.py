"""Pairing brackets, also where some are missing."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.grammar.brackets import BracketPair, match_brackets

SOUP = st.lists(st.sampled_from([*"「」『』()（）・あx", "首相", "港は開く"]), max_size=24).map("".join)
CLOSING = {"「": "」", "『": "』", "(": ")）", "（": ")）"}


def pairs(text: str) -> list[BracketPair]:
    found = match_brackets(text, 0, len(text)).pairs
    return [found[start] for start in sorted(found)]


def quoted(text: str) -> list[str]:
    return [text[pair.content_start : pair.content_end] for pair in quotations(text, 0, len(text))]


def quotations(text: str, start: int, end: int) -> list[BracketPair]:
    return [pair for group in match_brackets(text, start, end).quotations for pair in group]


@given(SOUP)
def test_pairs_nest_or_do_not_overlap(text: str) -> None:
    for outer, inner in combinations(pairs(text), 2):
        assert inner.start >= outer.end or inner.end <= outer.content_end


@given(SOUP)
def test_brackets_are_where_the_pairs_say(text: str) -> None:
    for pair in pairs(text):
        assert not pair.opened or text[pair.start] == pair.bracket
        assert not pair.closed or text[pair.content_end] in CLOSING[pair.bracket]


@given(SOUP)
def test_every_bracket_is_accounted_for(text: str) -> None:
    found = match_brackets(text, 0, len(text))
    closed = [pair for pair in found.pairs.values() if pair.closed and pair.opened]
    known = sorted(
        [*(p.start for p in closed), *(p.content_end for p in closed), *found.surplus, *found.unclosed]
    )
    assert known == [at for at, sign in enumerate(text) if sign in "「」『』()（）"]


@given(SOUP)
def test_unclosed_pairs_end_within_the_text(text: str) -> None:
    assert all(pair.start < pair.end <= len(text) for pair in pairs(text))


@given(SOUP, st.text("「」あ\n", max_size=5), st.text("「」あ\n", max_size=5))
def test_only_the_stretch_is_looked_at(text: str, before: str, after: str) -> None:
    shift = len(before)
    within = quotations(before + text + after, shift, shift + len(text))
    assert within == [
        BracketPair(bracket, *(position + shift for position in positions))
        for bracket, *positions in quotations(text, 0, len(text))
    ]


@given(SOUP)
def test_dots_are_those_outside_all_pairs(text: str) -> None:
    found = match_brackets(text, 0, len(text))
    assert found.dots == [
        at
        for at, sign in enumerate(text)
        if sign == "・" and not any(pair.start <= at < pair.end for pair in found.pairs.values())
    ]


@given(SOUP)
def test_outermost_quotations_come_with_those_inside(text: str) -> None:
    groups = match_brackets(text, 0, len(text)).quotations
    for (outer, *inner), following in zip(groups, [*groups[1:], None], strict=False):
        assert all(outer.start < pair.start < outer.end for pair in inner)
        assert following is None or following[0].start >= outer.end


def test_balanced_quotations_in_text_order() -> None:
    assert quoted("ア「い『う』え」お「か」") == ["い『う』え", "う", "か"]


def test_full_width_bracket_closes_a_half_width_one() -> None:
    assert pairs("(あ）") == [BracketPair("(", 0, 1, 2, 3)]


def test_lost_closing_bracket_ends_before_the_next_speaker() -> None:
    assert quoted("ア「い・ウ「え」") == ["い", "え"]


def test_lost_closing_bracket_ends_at_the_next_quotation() -> None:
    assert quoted("ア「い「う」") == ["い", "う"]


def test_lost_closing_bracket_ends_with_the_text() -> None:
    assert quoted("ア「い・う") == ["い・う"]


def test_lost_closing_bracket_keeps_the_inner_quotation() -> None:
    assert quoted("ア「イ『う』") == ["イ『う』", "う"]


def test_dot_in_round_brackets_ends_no_quotation() -> None:
    assert quoted("ア「い(三・四)ウ「え」")[0] != "い(三"


def test_surplus_bracket_closes_nothing() -> None:
    found = match_brackets("ア」い", 0, 3)
    assert (found.surplus, found.pairs) == ([1], {})


def test_quotation_does_not_outlast_its_round_bracket() -> None:
    assert quoted("(「あ)い") == ["あ"]
