"""Repeated lines: each long one, and the short ones of a repeated run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.grammar.layout import MIN_REPEAT_LENGTH
from annotator.corpus.model import Parse
from annotator.corpus.parse import parse

HEAD = ("港の灯台 点灯へ #kaze https://t.co/A1", "— 潮見放送 (@shiomi) 2022年1月31日")
FIRST = (
    "港の灯台に4年ぶりに火がともり、漁業者らが岸壁から静かに見守りました。明かりは沖からも見えたそうです。"
)
SHORT = "町長も立ち会いました。"
OTHER = "雪が降っていました。"
LAST = "町は来年の春まで灯台の明かりを残す方針で、費用は寄付で賄うとしています。"
LONG = (FIRST, LAST, "港では12日にも氷が割れる見通しで、船会社は乗組員に待機を求めています。")


def repeats(document: Parse) -> dict[int, int]:
    """Return the numbers of the lines that are repeats, with those of their first."""
    numbers = {block.start: document.text.count("\n", 0, block.start) for block in document.blocks}
    return {
        numbers[block.start]: numbers[block.repeat_of]
        for block in document.blocks
        if block.repeat_of is not None
    }


@pytest.mark.parametrize("before", [(), HEAD], ids=["page", "post"])
@pytest.mark.parametrize("between", [(SHORT,), (SHORT, OTHER), ("", SHORT, "")], ids=["one", "two", "blank"])
def test_short_lines_of_a_repeated_run_are_repeats(before: tuple[str, ...], between: tuple[str, ...]) -> None:
    run = (FIRST, *between, LAST)
    document = parse("\n".join((*before, *run, LONG[2], *run)))
    again = {
        len(before) + len(run) + 1 + place: len(before) + place for place, line in enumerate(run) if line
    }
    assert repeats(document) == again
    assert document.clips[-1].body == "\n".join([*filter(None, run), LONG[2]])


@pytest.mark.parametrize(
    "lines",
    [
        (FIRST, SHORT, LAST, SHORT, FIRST, SHORT),
        (SHORT, LAST, FIRST, SHORT, LAST),
        (FIRST, SHORT, LAST, FIRST, OTHER, LAST),
        (FIRST, SHORT, LAST, FIRST, SHORT, SHORT, LAST),
        (FIRST, SHORT, LAST, LAST, SHORT, FIRST),
        (FIRST, SHORT, LONG[2], LAST, FIRST, SHORT, LAST),
    ],
    ids=["no end", "no beginning", "another", "once more", "turned round", "another end"],
)
def test_short_lines_that_no_run_holds_stay(lines: tuple[str, ...]) -> None:
    assert all(lines[line] in LONG for line in repeats(parse("\n".join(lines))))


@given(st.lists(st.sampled_from((*LONG, SHORT, OTHER, "", "#港(静か)")), min_size=4, max_size=24))
def test_repeats_are_those_of_their_definition(lines: list[str]) -> None:
    assert repeats(parse("\n".join(lines))) == defined(lines)


def defined(lines: list[str]) -> dict[int, int]:
    """Return the repeats, looking for each line by itself."""
    long = [len(line) >= MIN_REPEAT_LENGTH for line in lines]
    found = {
        index: lines.index(line)
        for index, line in enumerate(lines)
        if long[index] and lines.index(line) < index
    }
    for index, line in enumerate(lines):
        if long[index] or not line:
            continue
        before = max((place for place in range(index) if long[place]), default=None)
        after = min((place for place in range(index, len(lines)) if long[place]), default=None)
        if before in found and after in found:
            first, last = found[before], found[after]
            if lines[before : after + 1] == lines[first : last + 1]:
                found[index] = first + index - before
    return dict(sorted(found.items()))
