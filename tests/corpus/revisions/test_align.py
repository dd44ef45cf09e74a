"""Units of two texts are paired by text and position, and ambiguous equal units never count as the same."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.revisions.align import Pair, UnitContent, align

# Few different texts, so that equal units are common.
_units = st.lists(
    st.builds(UnitContent, st.sampled_from(["clip", "commentary"]), st.sampled_from(list("あいうえ"))),
    max_size=14,
)
_unlike = st.lists(st.sampled_from(string.ascii_letters), unique=True, max_size=20)


def units(words: str) -> list[UnitContent]:
    """Return one line per character."""
    return [UnitContent("commentary", word) for word in words]


def pairs(old: str, new: str) -> list[tuple[int, int, str]]:
    """Return how lines of one character are aligned."""
    return [(pair.old, pair.new, pair.match) for pair in align(units(old), units(new))]


@given(old=_units, new=_units)
def test_every_unit_is_paired_at_most_once_and_with_one_of_its_kind(
    old: list[UnitContent], new: list[UnitContent]
) -> None:
    found = align(old, new)
    assert len({pair.old for pair in found}) == len({pair.new for pair in found}) == len(found)
    assert [pair.new for pair in found] == sorted(pair.new for pair in found)
    for pair in found:
        assert old[pair.old].kind == new[pair.new].kind
        assert (pair.match == "changed") == (old[pair.old].text != new[pair.new].text)


@given(old=_units, new=_units)
def test_no_equal_unit_is_left_on_both_sides(old: list[UnitContent], new: list[UnitContent]) -> None:
    found = align(old, new)
    left = {one for place, one in enumerate(old) if place not in {pair.old for pair in found}}
    assert left.isdisjoint(one for place, one in enumerate(new) if place not in {pair.new for pair in found})


@given(old=_units)
def test_an_unchanged_text_pairs_every_unit_with_itself(old: list[UnitContent]) -> None:
    assert align(old, old) == [Pair(place, place, "same") for place in range(len(old))]


@given(old=_units, kept=st.data())
def test_certain_pairs_are_right_when_units_are_removed(old: list[UnitContent], kept: st.DataObject) -> None:
    places = [place for place in range(len(old)) if kept.draw(st.booleans())]
    for pair in align(old, [old[place] for place in places]):
        assert pair.match != "changed"
        if pair.match == "same":
            assert places[pair.new] == pair.old


@given(new=_units, kept=st.data())
def test_certain_pairs_are_right_when_units_are_inserted(new: list[UnitContent], kept: st.DataObject) -> None:
    places = [place for place in range(len(new)) if kept.draw(st.booleans())]
    for pair in align([new[place] for place in places], new):
        if pair.match == "same":
            assert places[pair.old] == pair.new


@given(words=_unlike, moved=st.randoms(use_true_random=False))
def test_units_with_unique_texts_are_the_same_wherever_they_move(words: list[str], moved: object) -> None:
    shuffled = words.copy()
    moved.shuffle(shuffled)  # type: ignore[attr-defined]
    found = pairs("".join(words), "".join(shuffled))
    assert [words[old] for old, _, _ in found] == shuffled
    assert {sameness for _, _, sameness in found} <= {"same"}


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("axbx", "bx", [(2, 0, "same"), (3, 1, "same")]),
        ("axbx", "abx", [(0, 0, "same"), (2, 1, "same"), (3, 2, "same")]),
        ("axxb", "axb", [(0, 0, "same"), (1, 1, "doubtful"), (3, 2, "same")]),
        ("axb", "axxb", [(0, 0, "same"), (1, 1, "doubtful"), (2, 3, "same")]),
        ("axxb", "axcxb", [(0, 0, "same"), (1, 1, "same"), (2, 3, "same"), (3, 4, "same")]),
        ("xab", "abx", [(1, 0, "same"), (2, 1, "same"), (0, 2, "same")]),
        ("xaxb", "axbx", [(1, 0, "same"), (2, 1, "same"), (3, 2, "same"), (0, 3, "doubtful")]),
    ],
)
def test_equal_units_are_paired_by_the_units_around_them(old: str, new: str, found: list[object]) -> None:
    assert pairs(old, new) == found


def lines(*texts: str) -> list[UnitContent]:
    """Return lines."""
    return [UnitContent("commentary", text) for text in texts]


def test_a_clearly_changed_line_is_paired() -> None:
    old = lines("#港", "#冬の航路(局長「毎日開けておく」)", "#灯台")
    new = lines("#港", "#冬の航路(局長「毎朝開けておく」)", "#灯台")
    assert [pair.match for pair in align(old, new)] == ["same", "changed", "same"]


def test_a_line_with_an_entirely_different_text_is_not_paired() -> None:
    assert align(lines("#冬の航路(局長)"), lines("#灯台=岬の灯台・百年")) == []


def test_a_line_with_two_equally_similar_candidates_is_not_paired() -> None:
    assert align(lines("#港(朝の競り)"), lines("#港(昼の競り)", "#港(夜の競り)")) == []


def test_a_changed_line_is_paired_where_it_moved() -> None:
    old = lines("#冬の航路(局長「毎日開けておく」)", "#灯台", "#港")
    new = lines("#灯台", "#港", "#冬の航路(局長「毎朝開けておく」)")
    assert align(old, new)[-1] == Pair(0, 2, "changed")


def test_a_clip_is_never_paired_with_a_line() -> None:
    assert align([UnitContent("clip", "港")], [UnitContent("commentary", "港")]) == []


def test_long_texts_and_many_units_take_bounded_time() -> None:
    old = [UnitContent("clip", f"{number}" * 200_000) for number in range(3)]
    new = [UnitContent("clip", f"{number}" * 200_000 + "。") for number in range(3)]
    assert [pair.match for pair in align(old, new)] == ["changed"] * 3
    many = [UnitContent("commentary", f"#港{number}") for number in range(2000)]
    assert len(align(many, [UnitContent("commentary", f"岬{number}") for number in range(2000)])) == 0
