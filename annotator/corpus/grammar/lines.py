"""What one line is by itself: its shape, before its neighbours are looked at.

A shape depends on the line's own characters only. The readers of posts and of pages turn shapes into block kinds.
"""

import re
from typing import Literal, NamedTuple

from annotator.corpus.grammar.dates import DATE_PATTERN
from annotator.corpus.span import Span

# What a line looks like on its own.
Shape = Literal[
    "blank", "commentary", "tag_line", "attribution", "card", "link", "host", "list", "title", "text"
]

TAG_SIGN = r"[^\s#＃=＝()（）「」『』、。・:：]"
TAG = rf"{TAG_SIGN}+"
# A tag at the start of a line of the blogger's own, with its alias.
TAG_WITH_ALIAS = re.compile(rf"[#＃]({TAG})(?:[=＝]([^\s#＃()（）「」『』]+))?")
# The short link holds letters and digits only; what follows it without a space is no part of it.
URL_PATTERN = r"https?://t\.co/[A-Za-z0-9]+|https?://[!-~]+|pic\.twitter\.com/[A-Za-z0-9]+"
# An address whose path or fragment goes on in other letters, as browsers show it.
_LONG_URL = r"https?://(?!t\.co/)[!-~]++(?<=[/#=_%&?-])[^\s、。「」『』]++"
DASHES = "\u2014\u2015\u2013\u2500"
_LIST_SIGNS = "▽▼▲△●○■□◆◇◎★☆※•‣▪►▶・\U0001f5e8"
_TAGS = rf"(?:[#＃]{TAG}(?:[=＝][^\s#＃()（）「」『』]+)?)+"
# The first group that matches tells the shape; what matches none is text. Every alternative fails or ends in time
# linear in the line: the links are atomic, since a short link can be read as a long one too. Rows of links and of
# names of hosts are possessive, so that a long one leaves no way back to remember.
_SHAPE = re.compile(
    r"\s*(?:(\Z)"
    rf"|({_TAGS}[(（]"
    # A commentary line that lost its opening bracket still holds quotations or parts, without a space after its tag.
    rf"|[#＃]{TAG}(?:[・「『]|[=＝][^\s#＃()（）「」『』]+[「『]))"
    rf"|({_TAGS}\s*\Z)"
    r"|(【[^】]+】\s*\Z)"
    rf"|([{_LIST_SIGNS}]\ufe0f?|[-*+]\s|\d{{1,2}}[.)]\s)"
    rf"|((?:(?>{URL_PATTERN})\s*+)++\Z|{_LONG_URL}\s*\Z)"
    r"|((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)++[a-z]{2,}/?\s*\Z)"
    r"|)"
)
_SHAPES: tuple[Shape, ...] = (
    "text",
    "blank",
    "commentary",
    "tag_line",
    "title",
    "list",
    "link",
    "host",
)
# A time of day may stand before the date.
_TIME = r"(?:(?:午前|午後)?\s?\d{1,2}[:時]\d\d分?\s?(?:[AP]M)?\s?[·・]?\s?)"
_HANDLE = re.compile(rf"[(（][@＠]([A-Za-z0-9_]{{1,30}})[)）]\s*(?:{_TIME}?({DATE_PATTERN}))?")
# A weekday may stand behind the date, and at the line's end a time of day.
_AFTER_DATE = re.compile(
    r"(?:\s?[(（][月火水木金土日](?:曜日?)?[)）])?"
    r"(?:\s?(?:午前|午後)?\s?\d{1,2}[:時](?:\d\d分?)?(?:\s?[AP]M)?(?=\s*\Z))?"
)
_DASH = re.compile(rf"\s?(?:[{DASHES}]{{1,2}}|-{{2}})\s?")
_UNHANDLED = re.compile(rf"\s*[{DASHES}]{{1,2}}\s?(\S[^@＠]{{0,59}}?)\s({DATE_PATTERN})\s*")
# A line that begins with a character between these, kana and kanji, has the shape of text; `・` alone begins a list.
FIRST_PLAIN, LAST_PLAIN, NOT_PLAIN = "ぁ", "鿿", "・"


class Attribution(NamedTuple):
    """An attribution as found in a line; `span` is relative to the line's start."""

    publisher: str
    handle: str | None
    date: str | None
    span: Span


def shape_of(line: str) -> Shape:
    """Tell the shape of one line, given without its line end."""
    match = _SHAPE.match(line)
    return _SHAPES[match.lastindex or 0] if match else "text"


def find_attribution(line: str) -> Attribution | None:
    """Find `— name (@handle) date` in a line that holds an `@`, or `— name date` that is a line of its own.

    The name may itself hold brackets and `@`: the handle is the one before the first date, or the last one.
    """
    handles = list(_HANDLE.finditer(line))
    if not handles:
        alone = _UNHANDLED.fullmatch(line)
        return Attribution(alone[1], None, alone[2], Span(0, len(line))) if alone else None
    chosen = handles[-1] if len(handles) == 1 else next((each for each in handles if each[2]), handles[-1])
    dash = _leading_dash(line, chosen.start())
    if dash is None:
        return None
    name = line[dash.end() : chosen.start()].strip()
    if not name or len(name) > 100:
        return None
    handle, date = chosen.groups()
    end = chosen.end()
    if date and end < len(line) and (behind := _AFTER_DATE.match(line, end)):
        end = behind.end()
    return Attribution(name, handle, date, Span(dash.start(), end))


def _leading_dash(line: str, limit: int) -> re.Match[str] | None:
    """Return the dash that opens the attribution: the line's first characters, else the last one before it."""
    opening = _DASH.match(line)
    if opening:
        return opening
    found = None
    for match in _DASH.finditer(line, max(0, limit - 120), limit):
        found = match
    return found
