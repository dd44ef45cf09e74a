"""Pairs the brackets of one commentary body, also where some are missing or left over.

No pair reaches beyond its line. A quotation without closing bracket ends before the speaker of the next one, or with
the line; one without opening bracket begins behind the title of its speaker.
"""

import re
from typing import NamedTuple

from annotator.corpus.speakers.attribution import infer_quotation_start

_INSIDE = "[^「」『』()（）]*+"
# A pair with no bracket inside is one token; every other bracket and middle dot is a token by itself. Every alternative
# begins with a literal character, which lets a search skip to the next of them.
_TOKEN = re.compile(
    rf"「(?:{_INSIDE}」)?|『(?:{_INSIDE}』)?|\((?:{_INSIDE}[)）])?|（(?:{_INSIDE}[)）])?|」|』|\)|）|・"
)
# Both widths of a round bracket are the same one.
_CLOSING_OF = {"「": "」", "『": "』", "(": ")", "（": ")"}
_CLOSING = {"」": "」", "』": "』", ")": ")", "）": ")"}
_QUOTATION = frozenset("「『")
MIDDLE_DOT = "・"

# A token's position and its text.
_Token = tuple[int, str]


class BracketPair(NamedTuple):
    """An opening bracket, its content and its closing bracket.

    A missing opening bracket leaves `start` and `content_start` equal, a missing closing one `content_end` and `end`.
    """

    bracket: str
    start: int
    content_start: int
    content_end: int
    end: int

    @property
    def opened(self) -> bool:
        """Whether the opening bracket is in the text."""
        return self.start < self.content_start

    @property
    def closed(self) -> bool:
        """Whether the closing bracket is in the text."""
        return self.content_end < self.end


class Brackets(NamedTuple):
    """The brackets of a stretch of text.

    `pairs` are by their start. `quotations` are the outermost pairs of quotation brackets in text order, each followed
    by those inside it. `dots` are the middle dots outside all pairs. `surplus` and `unclosed` are the brackets without
    a counterpart.
    """

    pairs: dict[int, BracketPair]
    quotations: list[list[BracketPair]]
    dots: list[int]
    surplus: list[int]
    unclosed: list[int]


def match_brackets(text: str, start: int, end: int) -> Brackets:
    """Pair the brackets of `text[start:end]`; positions are of `text`. Linear in the number of brackets."""
    tokens = [(match.start(), match.group()) for match in _TOKEN.finditer(text, start, end)]
    pairs: dict[int, BracketPair] = {}
    surplus: list[int] = []
    unopened: list[BracketPair] = []
    # Opening brackets without a closing one, as indices of tokens, with the end of the pair around them.
    unclosed: list[tuple[int, int]] = []
    stack: list[int] = []
    depth = dict.fromkeys("」』)", 0)
    for index, (position, token) in enumerate(tokens):
        if token == MIDDLE_DOT:
            continue
        if len(token) > 1:
            after = position + len(token)
            pairs[position] = BracketPair(token[0], position, position + 1, after - 1, after)
        elif token in _CLOSING_OF:
            stack.append(index)
            depth[_CLOSING_OF[token]] += 1
        else:
            closing = _CLOSING[token]
            if not depth[closing]:
                surplus.append(position)
                if token == "」" and not stack:
                    unopened += _without_opening(text, _end_of_previous(tokens, index, start), position)
                continue
            while (opening := _CLOSING_OF[tokens[stack[-1]][1]]) != closing:
                depth[opening] -= 1
                unclosed.append((stack.pop(), position))
            depth[closing] -= 1
            opened, bracket = tokens[stack.pop()]
            pairs[opened] = BracketPair(bracket, opened, opened + 1, position, position + 1)
    unclosed += [(opened, end) for opened in stack]
    for opened, limit in sorted(unclosed, reverse=True):  # inner before outer
        if tokens[opened][1] in _QUOTATION:
            pair = _without_closing(tokens, opened, limit, pairs)
            pairs[pair.start] = pair
    quotations, dots = _in_text_order(tokens, pairs)
    if unopened:
        quotations = sorted([*quotations, *([pair] for pair in unopened)], key=lambda group: group[0].start)
        pairs.update((pair.start, pair) for pair in unopened)
    return Brackets(pairs, quotations, dots, surplus, [tokens[opened][0] for opened, _ in unclosed])


def _in_text_order(
    tokens: list[_Token], pairs: dict[int, BracketPair]
) -> tuple[list[list[BracketPair]], list[int]]:
    """Return the quotations, grouped by outermost ones, and the middle dots outside all pairs."""
    quotations: list[list[BracketPair]] = []
    dots: list[int] = []
    pairs_end = quotation_end = 0
    for position, token in tokens:
        if token == MIDDLE_DOT:
            if position >= pairs_end:
                dots.append(position)
        elif position in pairs:
            pair = pairs[position]
            if pair.end > pairs_end:
                pairs_end = pair.end
            if pair.bracket not in _QUOTATION:
                continue
            if position < quotation_end:
                quotations[-1].append(pair)
            else:
                quotations.append([pair])
                quotation_end = pair.end
    return quotations, dots


def _end_of_previous(tokens: list[_Token], index: int, start: int) -> int:
    """Return where the token before `index` ends, or `start` where it is the first one."""
    if not index:
        return start
    position, token = tokens[index - 1]
    return position + len(token)


def _without_opening(text: str, start: int, closing: int) -> list[BracketPair]:
    """Infer the quotation that the bracket at `closing` ends; none where nothing shows its beginning."""
    begin = infer_quotation_start(text, start, closing)
    return [] if begin is None else [BracketPair("「", begin, begin, closing, closing + 1)]


def _without_closing(
    tokens: list[_Token], opened: int, limit: int, pairs: dict[int, BracketPair]
) -> BracketPair:
    """Infer the extent of the quotation that the token at index `opened` begins."""
    position, bracket = tokens[opened]
    end, dot = limit, None
    inner_end = position
    for index in range(opened + 1, len(tokens)):
        following, token = tokens[index]
        if following >= limit:
            break
        if following < inner_end:
            continue
        if token == MIDDLE_DOT:
            dot = following
        elif token[0] == "「" or token[0] == bracket:
            end = following if dot is None else dot
            break
        elif following in pairs:
            inner_end = pairs[following].end
    return BracketPair(bracket, position, position + 1, end, end)
