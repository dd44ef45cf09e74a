"""Which bracket closes which in one line, also where some are missing or left over.

No bracket reaches beyond its line. A quotation that was never closed ends before the speaker of the next one,
or with the line; one that was never opened begins behind the title of who speaks.
"""

import re
from typing import NamedTuple

from annotator.corpus.speakers.attribution import words_begin

_SIGN = re.compile("[「」『』()（）・]")
_OPENS = {"「": "」", "『": "』", "(": ")", "（": ")"}
_CLOSES = {"」": "」", "』": "』", ")": ")", "）": ")"}
DOT = "・"


class Pair(NamedTuple):
    """An opening bracket at `start` and where its content ends; `closed` tells whether a bracket stands there.

    Where the opening bracket is lost (`opened` is false), the content itself begins at `start`.
    """

    sign: str
    start: int
    end: int
    closed: bool
    opened: bool = True

    @property
    def inside(self) -> int:
        """The position at which the content begins."""
        return self.start + 1 if self.opened else self.start

    @property
    def after(self) -> int:
        """The position just behind the pair."""
        return self.end + 1 if self.closed else self.end


class Brackets(NamedTuple):
    """All pairs of a stretch of text by their start, its middle dots, and what could not be paired.

    `quotations` are the pairs of quotation brackets in text order, outer before inner.
    """

    pairs: dict[int, Pair]
    quotations: tuple[Pair, ...]
    dots: tuple[int, ...]
    surplus: tuple[int, ...]
    unclosed: tuple[int, ...]


def match_brackets(text: str, start: int, end: int) -> Brackets:
    """Pair the brackets of `text[start:end]`; positions are of `text`. Linear in the number of brackets."""
    signs = [(match.start(), match.group()) for match in _SIGN.finditer(text, start, end)]
    pairs: dict[int, Pair] = {}
    surplus: list[int] = []
    unopened: list[Pair] = []
    lost: list[tuple[int, int]] = []  # (index among signs, position at which the enclosing pair closes)
    stack: list[int] = []
    depth = dict.fromkeys("」』)", 0)
    for index, (position, sign) in enumerate(signs):
        if sign in _OPENS:
            stack.append(index)
            depth[_OPENS[sign]] += 1
        elif sign != DOT:
            closing = _CLOSES[sign]
            if not depth[closing]:
                surplus.append(position)
                if sign == "」" and not stack:
                    begin = words_begin(text, signs[index - 1][0] + 1 if index else start, position)
                    if begin is not None:
                        unopened.append(Pair("「", begin, position, closed=True, opened=False))
                continue
            while True:
                opened = stack.pop()
                depth[_OPENS[signs[opened][1]]] -= 1
                if _OPENS[signs[opened][1]] == closing:
                    break
                lost.append((opened, position))
            pairs[signs[opened][0]] = Pair(signs[opened][1], signs[opened][0], position, closed=True)
    lost += ((opened, end) for opened in stack)
    for opened, limit in sorted(lost, reverse=True):  # inner before outer
        pair = _unclosed(signs, opened, limit, pairs)
        if pair:
            pairs[pair.start] = pair
    dots = tuple(position for position, sign in signs if sign == DOT)
    quotations = [pairs[position] for position, sign in signs if sign in "「『" and position in pairs]
    if unopened:
        quotations = sorted(quotations + unopened, key=lambda pair: pair.start)
        pairs.update((pair.start, pair) for pair in unopened)
    return Brackets(
        pairs, tuple(quotations), dots, tuple(surplus), tuple(signs[opened][0] for opened, _ in lost)
    )


def _unclosed(signs: list[tuple[int, str]], opened: int, limit: int, pairs: dict[int, Pair]) -> Pair | None:
    """Guess the extent of a quotation that lost its closing bracket; a lost round bracket holds nothing."""
    position, sign = signs[opened]
    if sign not in "「『":
        return None
    dot = None
    inside = position  # behind the pairs met so far
    for index in range(opened + 1, len(signs)):
        following, kind = signs[index]
        if following >= limit:
            break
        if following < inside:
            continue
        if kind == DOT:
            dot = following
        elif kind == "「" or kind == sign:
            return Pair(sign, position, following if dot is None else dot, closed=False)
        elif following in pairs:
            inside = pairs[following].after
    return Pair(sign, position, limit, closed=False)
