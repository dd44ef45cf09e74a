"""Parses a single line: its shape, its attribution, its headline parts.

Everything here depends on the characters of that line alone. Posts and pages turn shapes into block kinds.
"""

import re
from typing import Literal, NamedTuple

from annotator.corpus.grammar.dates import DATE_PATTERN
from annotator.corpus.span import Span

Shape = Literal[
    "blank", "commentary", "tag_line", "attribution", "card", "link", "host", "list", "title", "text"
]

TAG_CHARACTER = r"[^\s#＃=＝()（）「」『』、。・:：]"
TAG = rf"{TAG_CHARACTER}+"
ALIAS = r"[^\s#＃()（）「」『』]+"
# A tag of a commentary or tag line, with its alias.
TAG_WITH_ALIAS = re.compile(rf"[#＃]({TAG})(?:[=＝]({ALIAS}))?")
# A short link has letters and digits only; text may follow it without a space.
URL_PATTERN = r"https?://t\.co/[A-Za-z0-9]+|https?://[!-~]+|pic\.twitter\.com/[A-Za-z0-9]+"
# A URL whose path or fragment is not percent-encoded.
_LONG_URL = r"https?://(?!t\.co/)[!-~]++(?<=[/#=_%&?-])[^\s、。「」『』]++"
DASHES = "\u2014\u2015\u2013\u2500"
_BULLETS = "▽▼▲△●○■□◆◇◎★☆※•‣▪►▶・\U0001f5e8"
_TAGS = rf"(?:[#＃]{TAG}(?:[=＝]{ALIAS})?)+"
# The group that matches is the shape; a line without group is text. Every alternative is linear in the line: links are
# atomic, since a short link matches as a long one too, and repeated links and host names are possessive.
_SHAPE = re.compile(
    r"\s*(?:(\Z)"
    rf"|({_TAGS}[(（]"
    # A commentary line whose opening bracket is lost has a quotation or a middle dot right after its tag.
    rf"|[#＃]{TAG}(?:[・「『]|[=＝]{ALIAS}[「『]))"
    rf"|({_TAGS}\s*\Z)"
    r"|(【[^】]+】\s*\Z)"
    rf"|([{_BULLETS}]\ufe0f?|[-*+]\s|\d{{1,2}}[.)]\s)"
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
# A time of day before the date.
_TIME = r"(?:(?:午前|午後)?\s?\d{1,2}[:時]\d\d分?\s?(?:[AP]M)?\s?[·・]?\s?)"
_HANDLE = re.compile(rf"[(（][@＠]([A-Za-z0-9_]{{1,30}})[)）]\s*(?:{_TIME}?({DATE_PATTERN}))?")
# A weekday behind the date, and a time of day at the line's end.
_AFTER_DATE = re.compile(
    r"(?:\s?[(（][月火水木金土日](?:曜日?)?[)）])?"
    r"(?:\s?(?:午前|午後)?\s?\d{1,2}[:時](?:\d\d分?)?(?:\s?[AP]M)?(?=\s*\Z))?"
)
_DASH = re.compile(rf"\s?(?:[{DASHES}]{{1,2}}|-{{2}})\s?")
_WITHOUT_HANDLE = re.compile(rf"\s*[{DASHES}]{{1,2}}\s?(\S[^@＠]{{0,59}}?)\s({DATE_PATTERN})\s*")
# A tag within a headline; no link is part of it.
_INLINE_TAG = rf"((?:(?!https?://|pic\.twitter\.com/){TAG_CHARACTER})+)"
# A link, or as a group a tag whose sign is behind white space. The lookbehind comes after the sign: every alternative
# begins with a literal character, which lets a search skip to the next of them.
_HEADLINE_TOKEN = re.compile(rf"{URL_PATTERN}|#(?<!\S#){_INLINE_TAG}|＃(?<!\S＃){_INLINE_TAG}")
_URL = re.compile(URL_PATTERN)
_MAX_HEADLINE_LENGTH = 200


class Attribution(NamedTuple):
    """An attribution; `span` is relative to the line's start."""

    publisher: str
    handle: str | None
    date: str | None
    span: Span


def line_shape(line: str) -> Shape:
    """Return the shape of a line, given without its line end."""
    match = _SHAPE.match(line)
    return _SHAPES[match.lastindex or 0] if match else "text"


def find_attribution(line: str) -> Attribution | None:
    """Find `— name (@handle) date` in a line, or `— name date` that is the whole line.

    The name may have brackets and `@`: the handle is the one before the first date, or the last one.
    """
    handles = list(_HANDLE.finditer(line))
    if not handles:
        whole = _WITHOUT_HANDLE.fullmatch(line)
        return Attribution(whole[1], None, whole[2], Span(0, len(line))) if whole else None
    chosen = handles[-1] if len(handles) == 1 else next((each for each in handles if each[2]), handles[-1])
    dash = _leading_dash(line, chosen.start())
    if dash is None:
        return None
    name = line[dash.end() : chosen.start()].strip()
    if not name or len(name) > 100:
        return None
    handle, date = chosen.groups()
    end = chosen.end()
    if date and end < len(line) and (suffix := _AFTER_DATE.match(line, end)):
        end = suffix.end()
    return Attribution(name, handle, date, Span(dash.start(), end))


def _leading_dash(line: str, limit: int) -> re.Match[str] | None:
    """Return the dash before the publisher: at the start of the line, else the last one before `limit`."""
    opening = _DASH.match(line)
    if opening:
        return opening
    found = None
    for match in _DASH.finditer(line, max(0, limit - 120), limit):
        found = match
    return found


class Headline(NamedTuple):
    """A headline; `span` (relative to the line) covers its text without trailing tags and link."""

    text: str | None
    span: Span
    tags: tuple[str, ...]
    url: str | None


def parse_headline(line: str) -> Headline:
    """Separate a headline from its trailing tags and link; tags inside a sentence stay in its text."""
    tokens = list(_HEADLINE_TOKEN.finditer(line))
    start = len(line) - len(line.lstrip())
    end = len(line)
    for token in reversed(tokens):
        if line[token.end() : end].strip():
            break
        end = max(start, token.start())
    text = line[start:end].rstrip()
    tags = [token[token.lastindex] for token in tokens if token.lastindex]
    urls = [token[0] for token in tokens if not token.lastindex]
    return Headline(text or None, Span(start, start + len(text)), tuple(tags), urls[0] if urls else None)


def first_url(line: str) -> str | None:
    """Return the first link of a line."""
    match = _URL.search(line)
    return match.group() if match else None


def has_short_link(line: str) -> bool:
    """Tell whether a line has a link as tweets have it."""
    return "t.co/" in line or "pic.twitter.com/" in line


def is_tweet_headline(line: str) -> bool:
    """Tell whether a line has a short link as tweets have it, and does not end like a sentence of prose."""
    if "t.co/" not in line or len(line) > _MAX_HEADLINE_LENGTH:
        return False
    headline = parse_headline(line)
    return bool(headline.text and headline.url and not headline.text.endswith(("。", "」", "』")))
