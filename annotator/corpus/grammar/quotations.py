"""Finds the quotations of one commentary body, with their speakers, before anything has an id.

A quotation comes behind the one that it is nested in, and all spans lie within the body.
"""

from collections.abc import Iterable
from typing import NamedTuple

from annotator.corpus.grammar.brackets import BracketPair, Brackets
from annotator.corpus.grammar.diagnostics import DiagnosticCode, DiagnosticCollector
from annotator.corpus.span import Span
from annotator.corpus.speakers.attribution import (
    continues_after_bracket,
    is_connector,
    is_speech,
    may_be_title,
    nested_speaker,
    speaker_before_quotation,
    without_possessive,
)

# Quotations nested deeper than people write are left inside the text of the outer one.
MAX_DEPTH = 3
# The number of characters behind a nested quotation that decide whether the sentence continues there.
_LOOKAHEAD = 20

_NOT_SPEECH: tuple[DiagnosticCode, str] = (
    DiagnosticCode.BRACKET_NOT_SPEECH,
    "this bracket is read as stress or a name; it may hold words that were said",
)
_SPEECH_OR_NAME: tuple[DiagnosticCode, str] = (
    DiagnosticCode.SPEECH_OR_NAME,
    "this bracket is read as words that were said; it may be stress or a name",
)
_SPEAKER_WITHOUT_DOT: tuple[DiagnosticCode, str] = (
    DiagnosticCode.SPEAKER_WITHOUT_DOT,
    "the words before this bracket are read as a new speaker; they may run on from the bracket before them",
)


class QuotationDraft(NamedTuple):
    """A quotation without id; `parent` is the index of the outer one in the same list."""

    speaker: str | None
    span: Span
    depth: int
    parent: int | None


def find_quotations(
    text: str, body: Span, brackets: Brackets, separators: list[int], diagnostics: DiagnosticCollector
) -> list[QuotationDraft]:
    """Return the quotations of a body whose segments the `separators` delimit.

    Adjacent quotations within a segment have the same speaker, unless another one is named between them.
    """
    found: list[QuotationDraft] = []
    segment_ends = iter((*separators, body.end))
    segment_end = next(segment_ends)
    start, speaker, adjacent = body.start, None, False
    for group, following in zip(brackets.quotations, [*brackets.quotations[1:], None], strict=False):
        pair = group[0]
        while segment_end < pair.start:
            start, speaker, adjacent = segment_end + 1, None, False
            segment_end = next(segment_ends)
        before = _text_before(text, brackets, start, pair.start)
        if before and not (adjacent and is_connector(before)):
            speaker = speaker_before_quotation(before, adjacent=adjacent)
            if adjacent:
                diagnostics.add(pair.start, *_SPEAKER_WITHOUT_DOT)
        start, adjacent = pair.end, True
        content = text[pair.content_start : pair.content_end]
        if not content:
            continue
        if following is None or following[0].start > segment_end:
            after = text[pair.end : segment_end]
        else:
            after = continues_after_bracket(speaker, content, text[pair.end : following[0].start])
        speech = pair.bracket == "「" and is_speech(speaker or "", content, after)
        if not speech or may_be_title(content):
            diagnostics.add(pair.start, *(_SPEECH_OR_NAME if speech else _NOT_SPEECH))
        if speech:
            span = Span(pair.content_start, pair.content_end)
            found.append(QuotationDraft(without_possessive(speaker), span, 0, None))
            if len(group) > 1:
                _add_nested(text, group[1:], found)
    return found


def _text_before(text: str, brackets: Brackets, start: int, end: int) -> str:
    """Return the text between `start` and a quotation; from the round bracket on that both are in, if there is one."""
    opened = max(text.rfind("(", start, end), text.rfind("（", start, end))
    if opened >= 0 and (opened not in brackets.pairs or brackets.pairs[opened].content_end >= end):
        start = opened + 1
    return text[start:end].strip()


def _add_nested(text: str, inner: Iterable[BracketPair], found: list[QuotationDraft]) -> None:
    """Add the quotations inside the last one found; `inner` are the pairs inside it in text order."""
    stack = [len(found) - 1]
    previous: BracketPair | None = None
    for pair in inner:
        if pair.content_start >= pair.content_end:
            continue
        while found[stack[-1]].span.end < pair.end:
            stack.pop()
        outer = found[stack[-1]]
        if outer.depth >= MAX_DEPTH:
            continue
        if previous and (
            previous.end == pair.start or is_connector(text[previous.end : pair.start][:_LOOKAHEAD])
        ):
            speaker = found[-1].speaker
        else:
            start = previous.end if previous and previous.end <= pair.start else 0
            before = text[max(outer.span.start, start) : pair.start]
            speaker = nested_speaker(before, text[pair.end : min(outer.span.end, pair.end + _LOOKAHEAD)])
        span = Span(pair.content_start, pair.content_end)
        found.append(QuotationDraft(speaker, span, outer.depth + 1, stack[-1]))
        stack.append(len(found) - 1)
        previous = pair
