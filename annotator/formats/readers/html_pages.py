"""HTML pages: the entries of a blog, or the article of any other page.

The entries are the elements that blogs mark as their content. On a page without one, the extractor finds the main text,
and a page in which it finds none is read whole.
"""

import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree, html

from annotator.corpus.encodings import codec_for_label
from annotator.corpus.source import Decoded, clean_text, decode, source_from_text
from annotator.formats.errors import FormatError, needs_extra
from annotator.formats.readers.html_text import document_tree, lines_of
from annotator.formats.readers.inputs import (
    Document,
    Metadata,
    RawDocument,
    ReadOptions,
    check_lines,
    iso_date,
    one_line,
)
from annotator.formats.readers.plain_text import check_text, split
from annotator.formats.readers.record_files import RecordNames

__all__ = ["read", "split"]

_DECLARATION = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.I
)
_HEAD = 4096
# No page for a browser is nested deeper or has more elements; the extractor would take minutes over it.
_DEEPEST = 1000
_MOST_ELEMENTS = 50_000


def read(raw: RawDocument, options: ReadOptions) -> Iterator[Document]:
    """Yield the entries of a page, or its article; raises FormatError where there is no text."""
    assert isinstance(raw.content, bytes)
    decoded = _decode(raw.content, options.encoding)
    check_text(raw, decoded.encoding)
    tree = document_tree(clean_text(decoded.text)[0])
    found = [] if tree is None else list(_entries(tree)) or [_article(tree, raw.where)]
    found = [(lines, metadata) for lines, metadata in found if lines]
    if not found:
        raise FormatError("holds no text", where=raw.where, advice="It was skipped.")
    names = RecordNames()
    for lines, metadata in found:
        part = None if len(found) == 1 else names.next(metadata.url)
        text = source_from_text(
            "".join(f"{line}\n" for line in lines),
            encoding=decoded.encoding,
            sha256=raw.sha256,
            errors=decoded.errors and decoded.errors._replace(first=None),
        )
        check_lines(raw, text)
        yield Document(raw.file, part, text, metadata)


def _decode(content: bytes, encoding: str | None) -> Decoded:
    """Decode a page as asked, as it declares, or as detected."""
    declared = _DECLARATION.search(content[:_HEAD])
    codec = encoding or (codec_for_label(declared[1].decode("ascii")) if declared else None)
    # A page whose declaration was found as ASCII is in none of these.
    if not encoding and codec and codec.startswith(("utf-16", "utf_16", "utf-32", "utf_32")):
        codec = None
    return decode(content, encoding=codec)


def _entries(tree: html.HtmlElement) -> Iterator[tuple[list[str], Metadata]]:
    contents = _by_class(tree, "entry-content")
    nested = {
        id(inner)
        for content in contents
        for inner in _by_class(content, "entry-content")
        if inner is not content
    }
    contents = [content for content in contents if id(content) not in nested]
    for content in contents:
        metadata = _entry_metadata(tree, _entry_of(content), is_only=len(contents) == 1)
        yield lines_of(content), metadata


def _entry_of(content: html.HtmlElement) -> html.HtmlElement | None:
    """Return the element that holds the content with its title and date."""
    for ancestor in content.iterancestors():
        classes = (ancestor.get("class") or "").split()
        if ancestor.tag == "article" or "entry" in classes or "hentry" in classes:
            return ancestor
    return None


def _entry_metadata(page: html.HtmlElement, entry: html.HtmlElement | None, *, is_only: bool) -> Metadata:
    """Return the metadata of an entry; what the only one of a page lacks is the page's."""
    element = page if entry is None else entry
    titles = _by_class(element, "entry-title")
    links = [link.get("href") for title in titles for link in title.iter("a") if link.get("href")]
    own = Metadata(
        url=next((link for link in links if link.startswith(("http://", "https://"))), None),
        title=one_line(titles[0].text_content()) if titles else None,
        date=_date(element),
    )
    if not is_only:
        return own
    return Metadata(*(mine or pages for mine, pages in zip(own, _page_metadata(page), strict=True)))


def _page_metadata(page: html.HtmlElement) -> Metadata:
    metas = {
        (meta.get("property") or meta.get("name") or ""): meta.get("content") for meta in page.iter("meta")
    }
    canonical = [link.get("href") for link in page.iter("link") if link.get("rel") == "canonical"]
    titles = [title.text_content() for title in page.iter("title")]
    url = next(iter(canonical), None) or metas.get("og:url")
    return Metadata(
        url=url if url and url.startswith(("http://", "https://")) else None,
        title=one_line(metas.get("og:title") or next(iter(titles), None)),
        date=iso_date(metas.get("article:published_time")) or _date(page),
    )


def _date(element: html.HtmlElement) -> str | None:
    """Return the day that an entry shows; where it shows none, the one in the attribute of its `time` element."""
    times = list(element.iter("time"))
    published = next((time for time in times if time.get("pubdate") is not None), None)
    if published is None:
        published = next(iter(times), None)
    if published is None:
        return None
    return iso_date("".join(published.itertext())) or iso_date(published.get("datetime"))


def _article(tree: html.HtmlElement, where: str) -> tuple[list[str], Metadata]:
    metadata = _page_metadata(tree)
    lines = _main_lines(tree, where) or lines_of(tree)
    title = _only_heading(tree) or metadata.title
    if title and lines and title not in lines[:3]:
        lines.insert(0, title)
    return lines, metadata


def _only_heading(tree: html.HtmlElement) -> str | None:
    """Return the page's `h1` if it has only one."""
    headings = [one_line(heading.text_content()) for heading in tree.iter("h1")]
    return headings[0] if len(headings) == 1 else None


def _main_lines(tree: html.HtmlElement, where: str) -> list[str]:
    """Return the lines of the main text; none where the extractor finds none or cannot process the page."""
    if _exceeds_limits(tree):
        return []
    import logging

    # It takes an eighth of a second to import.
    with needs_extra("HTML needs", "web", where=where):
        import trafilatura

    # It logs pages without a text as errors.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    text: str | None = None
    # It may raise anything for broken pages, which are then read whole.
    with suppress(Exception):
        text = trafilatura.extract(tree, include_comments=False, fast=True)
    return [line for line in (text or "").split("\n") if line.strip()]


def _exceeds_limits(tree: html.HtmlElement) -> bool:
    """Tell whether a page has too many or too deeply nested elements for the extractor."""
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
    return [element for element in root.iter() if name in (element.get("class") or "").split()]
