"""A tweet's first line taken apart: its words, its hash tags and its link.

Trailing tags and links are no part of the headline; tags inside a sentence stay in it.
"""

import re
from typing import NamedTuple

from annotator.corpus.grammar.lines import TAG_SIGN, URL_PATTERN
from annotator.corpus.span import Span

_TAG = rf"((?:(?!https?://|pic\.twitter\.com/){TAG_SIGN})+)"
# A link, or as a group a tag whose sign stands behind white space. The sign is looked back from behind it: every
# alternative begins with a character of its own, which lets a search skip to the next of them.
_TOKEN = re.compile(rf"{URL_PATTERN}|#(?<!\S#){_TAG}|＃(?<!\S＃){_TAG}")
_URL = re.compile(URL_PATTERN)


class Headline(NamedTuple):
    """A headline line as read; `span` (relative to the line) covers the words without trailing tags and link."""

    text: str | None
    span: Span
    tags: tuple[str, ...]
    url: str | None


def read_headline(line: str) -> Headline:
    """Take a headline line apart."""
    tokens = list(_TOKEN.finditer(line))
    start = len(line) - len(line.lstrip())
    end = len(line)
    for token in reversed(tokens):
        if line[token.end() : end].strip():
            break
        end = max(start, token.start())
    words = line[start:end].rstrip()
    tags = [token[token.lastindex] for token in tokens if token.lastindex]
    urls = [token[0] for token in tokens if not token.lastindex]
    return Headline(words or None, Span(start, start + len(words)), tuple(tags), urls[0] if urls else None)


def first_url(line: str) -> str | None:
    """Return the first link of a line."""
    match = _URL.search(line)
    return match.group() if match else None


def looks_like_headline(line: str) -> bool:
    """Tell whether a line ends in a short link as tweets do, and is no sentence of prose."""
    if "t.co/" not in line or len(line) > 200:
        return False
    headline = read_headline(line)
    return bool(headline.text and headline.url and not headline.text.endswith(("。", "」", "』")))
