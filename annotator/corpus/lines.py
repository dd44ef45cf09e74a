"""What one line is by itself: its shape, before its neighbours are looked at.

A shape depends on the line's own characters only. `assemble` turns shapes into block kinds.
"""

import re
from enum import Enum
from typing import NamedTuple

from annotator.corpus.dates import DATE_PATTERN
from annotator.corpus.span import Span


class Shape(Enum):
    """What a line looks like on its own."""

    BLANK = "blank"
    COMMENTARY = "commentary"
    TAG_LINE = "tag line"
    ATTRIBUTION = "attribution"
    CARD = "card"
    LINK = "link"
    HOST = "host"
    LIST = "list"
    TITLE = "title"
    TEXT = "text"


TAG_SIGN = r"[^\s#＃=＝()（）「」『』、。・:：]"
TAG = rf"{TAG_SIGN}+"
# A tag at the start of a line of the blogger's own, with its alias.
TAG_WITH_ALIAS = re.compile(rf"[#＃]({TAG})(?:[=＝]([^\s#＃()（）「」『』]+))?")
_TAG_LINE = re.compile(rf"\s*(?:[#＃]{TAG}(?:[=＝][^\s#＃()（）「」『』]+)?)+\s*")
_COMMENTARY = re.compile(rf"\s*(?:[#＃]{TAG}(?:[=＝][^\s#＃()（）「」『』]+)?)+[(（]")
# A commentary line that lost its opening bracket still holds quotations or parts, and no white space after its tag.
_DAMAGED = re.compile(rf"\s*[#＃]{TAG}(?:[・「『]|[=＝][^\s#＃()（）「」『』]+[「『])")
# The short link holds letters and digits only; what follows it without a space is no part of it.
URL_PATTERN = r"https?://t\.co/[A-Za-z0-9]+|https?://[!-~]+|pic\.twitter\.com/[A-Za-z0-9]+"
# Atomic, since a short link can be read as a long one too, and a line of many has too many ways to fail.
_LINKS_ONLY = re.compile(rf"\s*(?:(?>{URL_PATTERN})\s*)+")
_HOST_ONLY = re.compile(r"\s*(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}/?\s*")
_TITLE = re.compile(r"\s*【[^】]+】\s*")
DASHES = "\u2014\u2015\u2013\u2500"
_LIST_SIGNS = "▽▼▲△●○■□◆◇◎★☆※•‣▪►▶・\U0001f5e8"
_LIST_LINE = re.compile(rf"\s*(?:[{_LIST_SIGNS}]\ufe0f?|[-*+]\s|\d{{1,2}}[.)]\s)")
_HANDLE = re.compile(rf"\s?[(（][@＠]([A-Za-z0-9_]{{1,30}})[)）]\s*({DATE_PATTERN})?")
_DASH = re.compile(rf"\s?(?:[{DASHES}]{{1,2}}|-{{2}})\s?")
_UNHANDLED = re.compile(rf"\s*[{DASHES}]{{1,2}}\s?(\S[^@＠]{{0,59}}?)\s({DATE_PATTERN})\s*")


# A line that begins with no telling character and holds no sign of a link or a handle is nothing but text.
PLAIN_TEXT = re.compile(f"[^#＃【{_LIST_SIGNS}{DASHES}\\s\x00-\x7f][^@＠hp]*")


class Attribution(NamedTuple):
    """An attribution as found in a line; `span` is relative to the line's start."""

    publisher: str
    handle: str | None
    date: str | None
    span: Span


def shape_of(line: str) -> Shape:
    """Tell the shape of one line, given without its line end."""
    first = line[:1]
    if first.isspace():
        first = line.lstrip()[:1]
    if not first:
        return Shape.BLANK
    if first in "#＃":
        return _hash_shape(line)
    if first == "【" and _TITLE.fullmatch(line):
        return Shape.TITLE
    if _LIST_LINE.match(line):
        return Shape.LIST
    if line.isascii() or "http" in line or "pic.twitter" in line:
        if _LINKS_ONLY.fullmatch(line):
            return Shape.LINK
        if _HOST_ONLY.fullmatch(line):
            return Shape.HOST
    return Shape.TEXT


def _hash_shape(line: str) -> Shape:
    if _COMMENTARY.match(line):
        return Shape.COMMENTARY
    if _TAG_LINE.fullmatch(line):
        return Shape.TAG_LINE
    if _DAMAGED.match(line):
        return Shape.COMMENTARY
    return Shape.TEXT


def find_attribution(line: str) -> Attribution | None:
    """Find `— name (@handle) date` in a line that holds an `@`, or `— name date` that is a line of its own.

    The name may itself hold brackets and `@`: the handle is the one before the first date, or the last one.
    """
    handles = list(_HANDLE.finditer(line))
    if not handles:
        alone = _UNHANDLED.fullmatch(line)
        return Attribution(alone[1], None, alone[2], Span(0, len(line))) if alone else None
    chosen = next((match for match in handles if match.group(2)), handles[-1])
    dash = _leading_dash(line, chosen.start())
    if dash is None:
        return None
    name = line[dash.end() : chosen.start()].strip()
    if not name or len(name) > 100:
        return None
    return Attribution(name, chosen.group(1), chosen.group(2), Span(dash.start(), chosen.end()))


def _leading_dash(line: str, limit: int) -> re.Match[str] | None:
    """Return the dash that opens the attribution: the line's first characters, else the last one before it."""
    opening = _DASH.match(line)
    if opening:
        return opening
    found = None
    for match in _DASH.finditer(line, max(0, limit - 120), limit):
        found = match
    return found
