"""Bodies whose brackets are whole and nest as 『』 in 「」 at most, read in one walk; most are like that.

It finds what `commentary` finds by pairing brackets first, at a fraction of the cost; a property test holds both
together.
"""

import re
from typing import Final

from annotator.corpus.grammar.brackets import Pair
from annotator.corpus.grammar.diagnostics import Code, Remarks
from annotator.corpus.grammar.quotations import Quoted, add_nested
from annotator.corpus.model import Segment
from annotator.corpus.span import Span, made_of
from annotator.corpus.speakers.attribution import (
    LONGEST_NAME,
    LONGEST_TITLE,
    is_connector,
    is_like_a_title,
    is_speech,
    named_speaker,
    runs_on,
    without_possessive,
)
from annotator.corpus.speakers.katakana_names import (
    KATAKANA_SIGNS,
    LONGEST_LEFT,
    NAME_SIGNS,
    Words,
    dots_of_longer_name,
    is_known_name,
    is_one_name,
)

DOT_IN_NAME: Final = "dot-in-name"
DOT_IN_NAME_MESSAGE = "this dot is read as part of a name; it may part a topic from a speaker"
# Codes and messages of what may be read in two ways.
NO_SPEECH: tuple[Code, str] = (
    "bracket-not-speech",
    "this bracket is read as stress or a name; it may hold words that were said",
)
SPEECH_OR_NAME: tuple[Code, str] = (
    "speech-or-name",
    "this bracket is read as words that were said; it may be stress or a name",
)
SPEAKER_WITHOUT_DOT: tuple[Code, str] = (
    "speaker-without-dot",
    "the words before this bracket are read as a new speaker; they may run on from the bracket before them",
)
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
    said_by: str | None = None
    after: str | None = None  # What follows it up to a dot that may be part of the next speaker's name.
    left, left_start, dot = "", body.start, -1
    start = body.start
    for before, token in _PART.findall(text, body.start, body.end):
        at = start + len(before)
        if len(token) < 2:
            if said is not None:
                if after is None:
                    said_by, after = speaker, before
                if not token or before[-1:] not in NAME_SIGNS:
                    _take(text, quotations, said_by, said, after, remarks)
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
            if said is not None and after is None:
                said_by = speaker
            elif dot >= 0 and dot + 1 == start and is_one_name(left, before, words):
                left_start = _join_name(text, body, dots, left_start, at, words, remarks)
                before = text[left_start:at]
            if said is not None:
                adjacent = after is None or not dots or dots[-1] < said.end
                if adjacent:
                    after = before and runs_on(said_by, text[said.start : said.end], before)
                _take(text, quotations, said_by, said, after or "", remarks)
                said = said if adjacent else None
            own = before.strip()
            if own and not (said is not None and is_connector(own)):
                speaker = named_speaker(own, adjacent=said is not None)
                if said is not None:
                    remarks.add(at, *SPEAKER_WITHOUT_DOT)
            said, after = _span((at + 1, at + len(token) - 1)), None
            dot = -1
        start = at + len(token)
    return segments_between(text, body, dots), tuple(quotations)


def _join_name(
    text: str, body: Span, dots: list[int], left_start: int, end: int, words: Words, remarks: Remarks
) -> int:
    """Take the last dot, and those of a longer name, from the `dots`; return where the name that has them begins."""
    dot = dots.pop()
    remarks.add(dot, DOT_IN_NAME, DOT_IN_NAME_MESSAGE)
    if dots and drop_dots_of_longer_name(text, body.start, dots, end, words, remarks):
        closed = text.rfind("」", body.start, dot) + 1
        return max(closed, dots[-1] + 1 if dots else body.start)
    return left_start


def segments_between(text: str, body: Span, dots: list[int]) -> tuple[Segment, ...]:
    """Return what stands between the middle dots that part segments; empty parts are none."""
    segments = []
    start, last = body
    for end in (*dots, last):
        if end > start:
            segments.append(_segment((text[start:end], start, end)))
        start = end + 1
    return tuple(segments)


def drop_dots_of_longer_name(
    text: str, body_start: int, dots: list[int], end: int, words: Words, remarks: Remarks
) -> bool:
    """Take the dots that belong to the name ending at `end` from the `dots` that part segments; tell whether any do."""
    count = dots_of_longer_name(text, body_start, dots, end, words)
    for _ in range(count):
        remarks.add(dots.pop(), DOT_IN_NAME, DOT_IN_NAME_MESSAGE)
    return count > 0


def _take(
    text: str, quotations: list[Quoted], speaker: str | None, said: Span, after: str, remarks: Remarks
) -> None:
    start, end = said
    words = text[start:end]
    if not words:
        return
    if after or end - start <= LONGEST_NAME:  # Longer words that nothing follows are always speech.
        speech = is_speech(speaker or "", words, after)
        if not speech or is_like_a_title(words):
            remarks.add(start - 1, *(SPEECH_OR_NAME if speech else NO_SPEECH))
        if not speech:
            return
    elif end - start <= LONGEST_TITLE and words[-1] > "ん" and is_like_a_title(words):
        remarks.add(start - 1, *SPEECH_OR_NAME)
    if speaker and speaker[-1] == "の":
        speaker = without_possessive(speaker)
    quotations.append(_quoted((speaker, said, 0, None)))
    if "『" in words:
        inner = _NESTED.finditer(text, start, end)
        pairs = [Pair("『", match.start(), match.end() - 1, closed=True) for match in inner]
        add_nested(text, pairs, quotations)
