"""HTML pages: the entries of a blog, or the article of any other page.

The entries are the elements that blogs mark as their content; on a page without one the main text is found by the
extractor, and a page in which it finds none is read whole.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from lxml import etree, html

from annotator.corpus.encodings import codec_name
from annotator.corpus.source import Decoded, clean, decode, stored_text
from annotator.formats.errors import FormatError
from annotator.formats.readers import html_text
from annotator.formats.readers.document_fields import day, plain
from annotator.formats.readers.pieces import Choices, Described, Document, Piece
from annotator.formats.readers.plain_text import check_lines, check_text, cut
from annotator.formats.readers.record_columns import Parts

__all__ = ["cut", "read"]

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.I
)
_HEAD = 4096
# No page that a browser was meant to show is nested so deep or has so many elements.
_DEEPEST = 1000
_MOST_ELEMENTS = 50_000


def read(piece: Piece, choices: Choices) -> Iterator[Document]:
    """Yield the entries of a page, or its article; raises FormatError where there is no text."""
    assert isinstance(piece.content, bytes)
    decoded = _decode(piece.content, choices.encoding)
    check_text(piece, decoded.encoding)
    tree = html_text.document_tree(clean(decoded.text)[0])
    found = [] if tree is None else list(_entries(tree)) or [_article(tree)]
    found = [(lines, described) for lines, described in found if lines]
    if not found:
        raise FormatError("holds no text", where=piece.where, advice="It was skipped.")
    parts = Parts()
    for lines, described in found:
        part = None if len(found) == 1 else parts.name(described.url)
        text = stored_text(
            "".join(f"{line}\n" for line in lines),
            encoding=decoded.encoding,
            sha256=piece.sha256,
            damage=decoded.damage and decoded.damage._replace(first=None),
        )
        check_lines(piece, text)
        yield Document(piece.place, part, text, described)


def _decode(raw: bytes, encoding: str | None) -> Decoded:
    """Decode a page by what was asked, what it declares, or what it looks like."""
    declared = _DECLARED.search(raw[:_HEAD])
    named = encoding or (codec_name(declared[1].decode("ascii")) if declared else None)
    # A page that could be searched for its declaration as it stands is in none of these.
    if not encoding and named and named.startswith(("utf-16", "utf_16", "utf-32", "utf_32")):
        named = None
    return decode(raw, encoding=named)


def _entries(tree: html.HtmlElement) -> Iterator[tuple[list[str], Described]]:
    contents = _by_class(tree, "entry-content")
    inner = {
        id(one) for content in contents for one in _by_class(content, "entry-content") if one is not content
    }
    contents = [content for content in contents if id(content) not in inner]
    for content in contents:
        yield html_text.lines_of(content), _described(tree, _entry_of(content), alone=len(contents) == 1)


def _entry_of(content: html.HtmlElement) -> html.HtmlElement | None:
    """Return the element that holds the content with its title and date."""
    for around in content.iterancestors():
        classes = (around.get("class") or "").split()
        if around.tag == "article" or "entry" in classes or "hentry" in classes:
            return around
    return None


def _described(page: html.HtmlElement, entry: html.HtmlElement | None, *, alone: bool) -> Described:
    around = page if entry is None else entry
    titles = _by_class(around, "entry-title")
    links = [link.get("href") for title in titles for link in title.iter("a") if link.get("href")]
    own = Described(
        url=next((link for link in links if link.startswith(("http://", "https://"))), None),
        title=plain(titles[0].text_content()) if titles else None,
        date=_date(around),
    )
    if not alone:
        return own
    whole = _page_described(page)
    return Described(*(mine or page_wide for mine, page_wide in zip(own, whole, strict=True)))


def _page_described(page: html.HtmlElement) -> Described:
    metas = {
        (meta.get("property") or meta.get("name") or ""): meta.get("content") for meta in page.iter("meta")
    }
    canonical = [link.get("href") for link in page.iter("link") if link.get("rel") == "canonical"]
    titles = [title.text_content() for title in page.iter("title")]
    url = next(iter(canonical), None) or metas.get("og:url")
    return Described(
        url=url if url and url.startswith(("http://", "https://")) else None,
        title=plain(metas.get("og:title") or next(iter(titles), None)),
        date=day(metas.get("article:published_time")) or _date(page),
    )


def _date(around: html.HtmlElement) -> str | None:
    """Return the day that an entry shows; where it shows none, the one that its element of time has for programs."""
    times = list(around.iter("time"))
    chosen = next((time for time in times if time.get("pubdate") is not None), None)
    if chosen is None:
        chosen = next(iter(times), None)
    if chosen is None:
        return None
    return day("".join(chosen.itertext())) or day(chosen.get("datetime"))


def _article(tree: html.HtmlElement) -> tuple[list[str], Described]:
    described = _page_described(tree)
    lines = _main_lines(tree) or html_text.lines_of(tree)
    title = _heading(tree) or described.title
    if title and lines and title not in lines[:3]:
        lines.insert(0, title)
    return lines, described


def _heading(tree: html.HtmlElement) -> str | None:
    """Return the page's only heading of the first rank."""
    headings = [plain(heading.text_content()) for heading in tree.iter("h1")]
    return headings[0] if len(headings) == 1 else None


def _main_lines(tree: html.HtmlElement) -> list[str]:
    """Return the main text by lines; none where the extractor finds none or cannot deal with the page."""
    if _is_monstrous(tree):
        return []
    # The extractor takes an eighth of a second to import.
    import logging

    import trafilatura

    # It tells pages without a text as errors.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    words: Any = None
    # It promises nothing about broken pages; the page is then read whole.
    with suppress(Exception):
        words = trafilatura.extract(tree, include_comments=False, fast=True)
    return [line for line in (words or "").split("\n") if line.strip()]


def _is_monstrous(tree: html.HtmlElement) -> bool:
    """Tell whether a page has so many or so deep elements that the extractor would take minutes over it."""
    depth = count = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            depth, count = depth + 1, count + 1
        else:
            depth -= 1
        if depth > _DEEPEST or count > _MOST_ELEMENTS:
            return True
    return False


def _by_class(root: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    return [one for one in root.iter() if name in (one.get("class") or "").split()]
