"""A tweet's first line taken apart: its words, its hash tags and its link.

Trailing tags and links are no part of the headline; tags inside a sentence stay in it.
"""

import re
from typing import NamedTuple

from annotator.corpus.lines import TAG_SIGN, URL_PATTERN
from annotator.corpus.span import Span

_TOKEN = re.compile(
    # The sign stands behind white space; it is looked back from behind it, so that the search begins with a sign.
    rf"({URL_PATTERN})|[#＃](?<!\S[#＃])((?:(?!https?://|pic\.twitter\.com/){TAG_SIGN})+)"
)
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
    end = len(line.rstrip())
    for token in reversed(tokens):
        after = token.end()
        if after < end and line[after:end].strip():
            break
        end = max(start, token.start())
    end = start + len(line[start:end].rstrip())
    found = [token.groups() for token in tokens]
    return Headline(
        line[start:end] or None,
        Span(start, end),
        tuple([tag for _, tag in found if tag]),
        next((url for url, _ in found if url), None),
    )


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
