"""Parses one commentary line: its tags, its body, and the body's segments and quotations.

Every construct stays within its line, and every span is of the document's stored text.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

from annotator.corpus.grammar.brackets import BracketPair, Brackets, match_brackets
from annotator.corpus.grammar.diagnostics import DiagnosticCode, DiagnosticCollector
from annotator.corpus.grammar.lines import ALIAS, TAG, TAG_WITH_ALIAS
from annotator.corpus.grammar.quotations import QuotationDraft, find_quotations
from annotator.corpus.model import Segment, Tag
from annotator.corpus.span import Span
from annotator.corpus.speakers.katakana_names import (
    NAME_CHARACTERS,
    DocumentLexicon,
    count_dots_of_longer_name,
    is_dotted_name,
    is_dotted_speaker,
    text_left_of,
)

_DOT_IN_NAME: tuple[DiagnosticCode, str] = (
    DiagnosticCode.DOT_IN_NAME,
    "this dot is read as part of a name; it may part a topic from a speaker",
)
# A tag with middle dots, such as a meeting of two people: #ヴェル・ドルマ会談(…).
_DOTTED_TAG = re.compile(rf"[#＃]({TAG}(?:・{TAG})+)(?:[=＝]({ALIAS}))?[(（]")
_ROUND_BRACKET = re.compile("[()（）]")
# A second bracket behind the body: #tag(…)(2月19日).
_SECOND_BRACKET = re.compile("[)）][(（][^()（）「」『』]*[)）]$")
_MAX_SECOND_BRACKET = 40


class CommentaryLine(NamedTuple):
    """One commentary line as parsed."""

    tags: tuple[Tag, ...]
    body: Span
    segments: tuple[Segment, ...]
    quotations: tuple[QuotationDraft, ...]


def parse_commentary(
    text: str, line: Span, lexicon: DocumentLexicon, diagnostics: DiagnosticCollector
) -> CommentaryLine:
    """Parse the commentary line at `line` of the document's `text`."""
    tags, position = _parse_tags(text, line, lexicon)
    body = _find_body(text, line, position, diagnostics)
    brackets = match_brackets(text, body.start, body.end)
    _report_brackets(brackets, diagnostics)
    separators = _find_separators(text, body, brackets, lexicon, diagnostics)
    quotations = find_quotations(text, body, brackets, separators, diagnostics)
    return CommentaryLine(tags, body, _split_segments(text, body, separators), tuple(quotations))


def parse_tag_line(line: str) -> list[str]:
    """Return the names of the tags of a line with nothing else."""
    return [name for name, _ in TAG_WITH_ALIAS.findall(line)]


def _parse_tags(text: str, line: Span, lexicon: DocumentLexicon) -> tuple[tuple[Tag, ...], int]:
    """Return the tags and the position behind them.

    Where the bracket that opens the body is lost, a tag ends where another line of the document ends it. A tag may have
    middle dots where the bracket behind it opens what the line's last one closes.
    """
    tags: list[Tag] = []
    position = line.start
    while text[position].isspace():
        position += 1
    while match := TAG_WITH_ALIAS.match(text, position, line.end):
        tags.append(Tag(*match.groups()))
        position = match.end()
    if position < line.end and text[position] not in "(（":
        last = tags[-1]
        tags[-1] = Tag(*lexicon.longest_known_tag(*last))
        # The tag is cut in its last part.
        position -= len(last.alias or last.name) - len(tags[-1].alias or tags[-1].name)
        if tags[-1] == last and text[position] == "・":
            dotted = _DOTTED_TAG.match(text, position - len(last.name) - 1, line.end)
            if dotted and _closes_at_end(text, dotted.end(), line.end):
                tags[-1] = Tag(*dotted.groups())
                position = dotted.end() - 1
    return tuple(tags), position


def _closes_at_end(text: str, start: int, end: int) -> bool:
    """Tell whether a round bracket that opened before `start` is closed by the last character before `end`."""
    depth = 1
    for bracket in _ROUND_BRACKET.finditer(text, start, end):
        depth += 1 if bracket.group() in "(（" else -1
        if not depth:
            return not text[bracket.end() : end].strip()
    return False


def _find_body(text: str, line: Span, position: int, diagnostics: DiagnosticCollector) -> Span:
    """Return the body: up to the last closing bracket of the line, or to its end where that one is missing."""
    end = line.end
    while text[end - 1].isspace():
        end -= 1
    start = position
    if position < end and text[position] in "(（":
        start = position + 1
    else:
        diagnostics.add(
            position,
            DiagnosticCode.LOST_OPENING_BRACKET,
            "the bracket that opens the body is missing; read as if it stood here",
        )
    if text[end - 1] in ")）" and end > start:
        second = _SECOND_BRACKET.search(text, max(start, end - _MAX_SECOND_BRACKET), end)
        if second is None or _is_inner(text, start, second.start()):
            return Span(start, end - 1)
        end = second.start() + 1
    last = max(text.rfind(")", start, end), text.rfind("）", start, end))
    if last < 0:
        diagnostics.add(
            end, DiagnosticCode.UNCLOSED_BRACKET, "the body is not closed; it is read to the end of the line"
        )
        return Span(start, end)
    if _is_inner(text, start, last):
        diagnostics.add(
            end,
            DiagnosticCode.UNCLOSED_BRACKET,
            "the last bracket closes an inner one; the body is read to the line's end",
        )
        return Span(start, end)
    diagnostics.add(
        last + 1,
        DiagnosticCode.TEXT_AFTER_BODY,
        "text stands behind the closing bracket; it is no part of the body",
    )
    return Span(start, last)


def _is_inner(text: str, start: int, last: int) -> bool:
    """Tell whether the closing bracket at `last` has an opening one of its own in the body."""
    opened = text.count("(", start, last) + text.count("（", start, last)
    return opened > text.count(")", start, last) + text.count("）", start, last)


def _report_brackets(brackets: Brackets, diagnostics: DiagnosticCollector) -> None:
    """Report each bracket without counterpart, and how the text beside it is read."""
    for position in brackets.unclosed:
        pair = brackets.pairs.get(position)
        reading = (
            f"{pair.content_end - pair.content_start} characters behind it are read as its words"
            if pair
            else "nothing is made of it"
        )
        diagnostics.add(position, DiagnosticCode.UNCLOSED_BRACKET, f"this bracket is never closed; {reading}")
    if not brackets.surplus:
        return
    unopened = {pair.content_end: pair for pair, *_ in brackets.quotations if not pair.opened}
    for position in brackets.surplus:
        pair = unopened.get(position)
        reading = "it is passed over"
        if pair:
            length = pair.content_end - pair.content_start
            reading = f"its opening one may be lost: {length} characters before it are read as said"
        diagnostics.add(position, DiagnosticCode.SURPLUS_BRACKET, f"this bracket closes nothing; {reading}")


def _find_separators(
    text: str, body: Span, brackets: Brackets, lexicon: DocumentLexicon, diagnostics: DiagnosticCollector
) -> list[int]:
    """Return the middle dots that separate segments: those outside all brackets and within no name."""
    separators: list[int] = []
    for dot, following in zip(brackets.dots, [*brackets.dots[1:], body.end], strict=False):
        start = separators[-1] + 1 if separators else body.start
        if (
            start == dot
            or text[dot - 1] not in NAME_CHARACTERS
            or text[dot + 1 : dot + 2] not in NAME_CHARACTERS
        ):
            separators.append(dot)
            continue
        left = text_left_of(text, start, dot)
        quotation = _speech_between(brackets.quotations, dot, following)
        if quotation:
            in_name = is_dotted_speaker(left, text[dot + 1 : quotation.start], lexicon)
        else:
            in_name = is_dotted_name(left, text[dot + 1 : following], lexicon)
        if not in_name:
            separators.append(dot)
            continue
        diagnostics.add(dot, *_DOT_IN_NAME)
        if quotation:
            for _ in range(count_dots_of_longer_name(text, body.start, separators, quotation.start, lexicon)):
                diagnostics.add(separators.pop(), *_DOT_IN_NAME)
    return separators


def _speech_between(quotations: list[list[BracketPair]], dot: int, following: int) -> BracketPair | None:
    """Return the first quotation between two middle dots, if it is one that may be speech."""
    index = bisect_right(quotations, dot, key=lambda group: group[0].start)
    if index == len(quotations):
        return None
    pair = quotations[index][0]
    return pair if pair.start < following and pair.bracket == "「" else None


def _split_segments(text: str, body: Span, separators: list[int]) -> tuple[Segment, ...]:
    """Return the text between the separators; empty parts are left out."""
    segments = []
    start = body.start
    for end in (*separators, body.end):
        if end > start:
            segments.append(Segment(text[start:end], start, end))
        start = end + 1
    return tuple(segments)
