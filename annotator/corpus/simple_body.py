"""Bodies whose brackets are whole and nest as 『』 in 「」 at most, read in one walk; most are like that.

It finds what `commentary` finds by pairing brackets first, at a fraction of the cost; a property test holds both
together.
"""

import re
from typing import Final

from annotator.corpus.brackets import Pair
from annotator.corpus.diagnostics import Remarks
from annotator.corpus.model import Segment
from annotator.corpus.quoted import Quoted, add_nested
from annotator.corpus.span import Span, made_of
from annotator.corpus.speakers import (
    KATAKANA_SIGNS,
    LONGEST_LEFT,
    Words,
    is_connector,
    is_known_name,
    is_one_name,
    is_speech,
    named_speaker,
)

DOT_IN_NAME: Final = "dot-in-name"
DOT_IN_NAME_MESSAGE = "this dot is read as part of a name; it may part a topic from a speaker"
_WORDS = "[^「」『』()（）\\n]*"
SIMPLE_BODY = f"(?:{_WORDS}「{_WORDS}(?:『{_WORDS}』{_WORDS})*」)*{_WORDS}"
_SIMPLE = re.compile(SIMPLE_BODY)
# The words up to a quotation, a middle dot or the end; then the quotation, or the dot.
_PART = re.compile("([^「・]*)(「[^」]*」|・|$)")
_segment, _quoted, _span = made_of(Segment), made_of(Quoted), made_of(Span)
_NESTED = re.compile("『[^』]*』")


def read_simple_body(
    text: str, body: Span, words: Words, remarks: Remarks
) -> tuple[tuple[Segment, ...], tuple[Quoted, ...]] | None:
    """Return the segments and quotations of a body, or None where it is not that simple."""
    return walk_simple_body(text, body, words, remarks) if _SIMPLE.fullmatch(text, *body) else None


def walk_simple_body(
    text: str, body: Span, words: Words, remarks: Remarks
) -> tuple[tuple[Segment, ...], tuple[Quoted, ...]]:
    """Return the segments and quotations of a body that `SIMPLE_BODY` matches."""
    dots: list[int] = []
    quotations: list[Quoted] = []
    speaker: str | None = None
    said: Span | None = None  # The quotation read last, until what follows it is known.
    left, left_start, dot = "", body.start, -1
    start = body.start
    for before, token in _PART.findall(text, body.start, body.end):
        at = start + len(before)
        if len(token) < 2:
            if said is not None:
                _take(text, quotations, speaker, said, before)
                said = None
            if before[:1] in KATAKANA_SIGNS and dot + 1 == start and is_known_name(left, before, words):
                remarks.add(dot, DOT_IN_NAME, DOT_IN_NAME_MESSAGE)
                dots.pop()
                left = text[max(left_start, at - LONGEST_LEFT) : at]
            else:
                left, left_start = before, start
            dot = at
            if token:
                dots.append(dot)
            speaker = None
        else:
            if said is not None:
                _take(text, quotations, speaker, said, "")
            elif dot >= 0 and dot + 1 == start and is_one_name(left, before, words):
                remarks.add(dot, DOT_IN_NAME, DOT_IN_NAME_MESSAGE)
                dots.pop()
                before = text[left_start:at]
            own = before.strip()
            if own and not (said is not None and is_connector(own)):
                speaker = named_speaker(own, adjacent=said is not None)
            said = _span((at + 1, at + len(token) - 1))
            dot = -1
        start = at + len(token)
    return segments_between(text, body, dots), tuple(quotations)


def segments_between(text: str, body: Span, dots: list[int]) -> tuple[Segment, ...]:
    """Return what stands between the middle dots that part segments; empty parts are none."""
    segments = []
    start = body.start
    for end in (*dots, body.end):
        if end > start:
            segments.append(_segment((text[start:end], start, end)))
        start = end + 1
    return tuple(segments)


def _take(text: str, quotations: list[Quoted], speaker: str | None, said: Span, after: str) -> None:
    words = text[said.start : said.end]
    if words and is_speech(speaker or "", words, after):
        quotations.append(_quoted((speaker, said, 0, None)))
        if "『" in words:
            inner = _NESTED.finditer(text, said.start, said.end)
            pairs = [Pair("『", match.start(), match.end() - 1, closed=True) for match in inner]
            add_nested(text, pairs, quotations)
