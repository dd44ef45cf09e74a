"""One commentary line taken apart: tags, body, segments and quotations.

Every construct stays within its line, and every span is of the document's stored text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotator.corpus.grammar.brackets import Brackets, Pair, match_brackets
from annotator.corpus.grammar.diagnostics import Code, Remarks
from annotator.corpus.grammar.lines import TAG, TAG_WITH_ALIAS
from annotator.corpus.grammar.quotations import Quoted, add_nested
from annotator.corpus.model import Segment, Tag
from annotator.corpus.span import Span, made_of
from annotator.corpus.speakers.attribution import (
    is_connector,
    is_like_a_title,
    is_speech,
    named_speaker,
    runs_on,
    without_possessive,
)
from annotator.corpus.speakers.katakana_names import (
    LONGEST_LEFT,
    Words,
    dots_of_longer_name,
    is_known_name,
    is_one_name,
)

DOT_IN_NAME: tuple[Code, str] = (
    "dot-in-name",
    "this dot is read as part of a name; it may part a topic from a speaker",
)
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

# A tag that holds middle dots, as a meeting of two people has it: #ヴェル・ドルマ会談(…).
_DOTTED_TAG = re.compile(rf"[#＃]({TAG}(?:・{TAG})+)(?:[=＝]([^\s#＃()（）「」『』]+))?[(（]")
_ROUND = re.compile("[()（）]")

# A bracket of its own behind the body: #tag(…)(2月19日).
_ADDED = re.compile("[)）][(（][^()（）「」『』]*[)）]$")
_LONGEST_ADDED = 40


class CommentaryLine(NamedTuple):
    """What one commentary line says."""

    tags: tuple[Tag, ...]
    body: Span | None
    segments: tuple[Segment, ...]
    quotations: tuple[Quoted, ...]


_segment = made_of(Segment)


def read_commentary(text: str, line: Span, words: Words, remarks: Remarks) -> CommentaryLine:
    """Read the commentary line that stands at `line` in the document's `text`."""
    tags, position = _read_tags(text, line, words)
    body = _find_body(text, line, position, remarks)
    segments, quotations = _read_body(text, body, words, remarks)
    return CommentaryLine(tags, body, segments, quotations)


def _read_body(
    text: str, body: Span, words: Words, remarks: Remarks
) -> tuple[tuple[Segment, ...], tuple[Quoted, ...]]:
    """Return the segments and quotations of a body."""
    brackets = match_brackets(text, body.start, body.end)
    _remark_on_brackets(brackets, remarks)
    outer = _outermost(brackets.quotations)
    dots = _separators(text, body, brackets, outer, words, remarks)
    return _segments_between(text, body, dots), tuple(_quotations(text, body, brackets, outer, dots, remarks))


def read_tag_line(line: str) -> list[str]:
    """Return the names of the tags of a line that holds nothing else."""
    return [name for name, _ in TAG_WITH_ALIAS.findall(line)]


def _read_tags(text: str, line: Span, words: Words) -> tuple[tuple[Tag, ...], int]:
    """Return the tags and the position behind them.

    Where the bracket that opens the body is lost, a tag ends where another line of the document ends it. A tag holds
    middle dots where the bracket behind them opens what the line's last one closes.
    """
    tags: list[Tag] = []
    position = line.start
    while text[position].isspace():
        position += 1
    while match := TAG_WITH_ALIAS.match(text, position, line.end):
        tags.append(Tag(*match.groups()))
        position = match.end()
    if position < line.end and text[position] not in "(（":
        read = tags[-1]
        tags[-1] = Tag(*words.known_tag(*read))
        position -= len("".join(filter(None, read))) - len("".join(filter(None, tags[-1])))
        if tags[-1] == read and text[position] == "・":
            dotted = _DOTTED_TAG.match(text, position - len(read.name) - 1, line.end)
            if dotted and _closes_at_end(text, dotted.end(), line.end):
                tags[-1] = Tag(*dotted.groups())
                position = dotted.end() - 1
    return tuple(tags), position


def _closes_at_end(text: str, start: int, end: int) -> bool:
    """Tell whether a round bracket that opened before `start` is closed by the last sign before `end`."""
    depth = 1
    for sign in _ROUND.finditer(text, start, end):
        depth += 1 if sign.group() in "(（" else -1
        if not depth:
            return not text[sign.end() : end].strip()
    return False


def _find_body(text: str, line: Span, position: int, remarks: Remarks) -> Span:
    """Return the body: to the last closing bracket of the line, or to its end where that one is missing."""
    end = line.end
    while text[end - 1].isspace():
        end -= 1
    start = position
    if position < end and text[position] in "(（":
        start = position + 1
    else:
        remarks.add(
            position,
            "lost-opening-bracket",
            "the bracket that opens the body is missing; read as if it stood here",
        )
    if text[end - 1] in ")）" and end > start:
        added = _ADDED.search(text, max(start, end - _LONGEST_ADDED), end)
        if added is None or _is_inner(text, start, added.start()):
            return Span(start, end - 1)
        end = added.start() + 1
    last = max(text.rfind(")", start, end), text.rfind("）", start, end))
    if last < 0:
        remarks.add(end, "unclosed-bracket", "the body is not closed; it is read to the end of the line")
        return Span(start, end)
    if _is_inner(text, start, last):
        remarks.add(
            end,
            "unclosed-bracket",
            "the last bracket closes an inner one; the body is read to the line's end",
        )
        return Span(start, end)
    remarks.add(
        last + 1, "text-after-body", "text stands behind the closing bracket; it is no part of the body"
    )
    return Span(start, last)


def _is_inner(text: str, start: int, last: int) -> bool:
    """Tell whether the closing bracket at `last` has an opening one of its own in the body."""
    opened = text.count("(", start, last) + text.count("（", start, last)
    return opened > text.count(")", start, last) + text.count("）", start, last)


def _remark_on_brackets(brackets: Brackets, remarks: Remarks) -> None:
    """Remark on each bracket that stands alone, and on what is made of the words beside it."""
    for position in brackets.unclosed:
        pair = brackets.pairs.get(position)
        made = (
            f"{pair.end - pair.inside} characters behind it are read as its words"
            if pair
            else "nothing is made of it"
        )
        remarks.add(position, "unclosed-bracket", f"this bracket is never closed; {made}")
    unopened = {pair.end: pair for pair in brackets.quotations if not pair.opened}
    for position in brackets.surplus:
        pair = unopened.get(position)
        made = "it is passed over"
        if pair:
            made = (
                f"its opening one may be lost: {pair.end - pair.inside} characters before it are read as said"
            )
        remarks.add(position, "surplus-bracket", f"this bracket closes nothing; {made}")


def _outermost(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs that stand in no other of them; `pairs` are in text order."""
    outermost: list[Pair] = []
    for pair in pairs:
        if not outermost or pair.start >= outermost[-1].after:
            outermost.append(pair)
    return outermost


def _separators(
    text: str, body: Span, brackets: Brackets, outer: list[Pair], words: Words, remarks: Remarks
) -> list[int]:
    """Return the middle dots that part segments: those outside all brackets and within no name."""
    shields = _outermost(brackets.pairs[start] for start in sorted(brackets.pairs))
    outside = [dot for dot, shield in _with_next(brackets.dots, shields) if not shield or dot < shield.start]
    kept: list[int] = []
    behind = body.start
    for (dot, quotation), following in zip(
        _with_next(outside, outer), [*outside[1:], body.end], strict=False
    ):
        low = max(behind, dot - LONGEST_LEFT)
        left = text[max(low, text.rfind("」", low, dot) + 1) : dot]
        said = quotation if quotation and quotation.sign == "「" and quotation.start < following else None
        if said:
            one = is_one_name(left, text[dot + 1 : said.start], words)
        else:
            one = is_known_name(left, text[dot + 1 : following], words)
        if one:
            remarks.add(dot, *DOT_IN_NAME)
            if said and _drop_dots_of_longer_name(text, body.start, kept, said.start, words, remarks):
                behind = kept[-1] + 1 if kept else body.start
            continue
        kept.append(dot)
        behind = dot + 1
    return kept


def _drop_dots_of_longer_name(
    text: str, body_start: int, dots: list[int], end: int, words: Words, remarks: Remarks
) -> bool:
    """Take the dots that belong to the name ending at `end` from the `dots` that part segments; tell whether any do."""
    count = dots_of_longer_name(text, body_start, dots, end, words)
    for _ in range(count):
        remarks.add(dots.pop(), *DOT_IN_NAME)
    return count > 0


def _segments_between(text: str, body: Span, dots: list[int]) -> tuple[Segment, ...]:
    """Return what stands between the middle dots that part segments; empty parts are none."""
    segments = []
    start, last = body
    for end in (*dots, last):
        if end > start:
            segments.append(_segment((text[start:end], start, end)))
        start = end + 1
    return tuple(segments)


def _with_next(positions: Iterable[int], pairs: list[Pair]) -> Iterator[tuple[int, Pair | None]]:
    """Yield each position with the first pair that ends behind it; both are in text order."""
    index = 0
    for position in positions:
        while index < len(pairs) and pairs[index].after <= position:
            index += 1
        yield position, pairs[index] if index < len(pairs) else None


def _quotations(
    text: str, body: Span, brackets: Brackets, outer: list[Pair], dots: list[int], remarks: Remarks
) -> list[Quoted]:
    """Walk the outermost quotations in order, keeping the speaker as long as they are adjacent."""
    found: list[Quoted] = []
    bounds = iter((*dots, body.end))
    bound = next(bounds)
    start, speaker, adjacent = body.start, None, False
    for index, pair in enumerate(outer):
        while bound < pair.start:
            start, speaker, adjacent = bound + 1, None, False
            bound = next(bounds)
        before = _own_words(text, brackets, Span(start, pair.start))
        if before and not (adjacent and is_connector(before)):
            speaker = named_speaker(before, adjacent=adjacent)
            if adjacent:
                remarks.add(pair.start, *SPEAKER_WITHOUT_DOT)
        following = outer[index + 1].start if index + 1 < len(outer) else body.end
        content = Span(pair.inside, pair.end)
        start, adjacent = pair.after, True
        words = content.of(text)
        if not words:
            continue
        if following > bound or index + 1 == len(outer):
            after = text[pair.after : bound]
        else:
            after = runs_on(speaker, words, text[pair.after : following])
        speech = pair.sign == "「" and is_speech(speaker or "", words, after)
        if not speech or is_like_a_title(words):
            remarks.add(pair.start, *(SPEECH_OR_NAME if speech else NO_SPEECH))
        if speech:
            found.append(Quoted(without_possessive(speaker), content, 0, None))
            add_nested(text, _inside(brackets.quotations, content), found)
    return found


def _own_words(text: str, brackets: Brackets, before: Span) -> str:
    """Return the words right before a quotation, without a round bracket that both stand in."""
    opened = max(text.rfind("(", *before), text.rfind("（", *before))
    if opened >= 0 and (opened not in brackets.pairs or brackets.pairs[opened].end >= before.end):
        return text[opened + 1 : before.end].strip()
    return before.of(text).strip()


def _inside(pairs: tuple[Pair, ...], outer: Span) -> tuple[Pair, ...]:
    low = bisect_left(pairs, outer.start, key=lambda pair: pair.start)
    inner = pairs[low : bisect_left(pairs, outer.end, low, key=lambda pair: pair.start)]
    # A pair without an opening bracket begins where its content does, and holds no other.
    return tuple(pair for pair in inner if pair.opened)
