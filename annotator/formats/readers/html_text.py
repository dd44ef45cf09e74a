"""HTML as the lines that a browser shows, in the form of the posts: one line per block, none of them empty.

A tweet becomes its text and its attribution, a link card the name of its host. The text of links stays in its line.
What a browser does not show is left out.
"""

import re
from urllib.parse import parse_qs, urlsplit

from lxml import etree, html

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption"
        " figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot"
        " thead tr ul",
    )
)
_HIDDEN = frozenset(
    re.findall(
        r"\w+",
        "applet audio button canvas embed head iframe math noscript object script select style svg template"
        " textarea title video",
    )
)
_CELLS = frozenset(("td", "th"))
# Between Japanese characters a line end of the source is no space.
_WIDE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_SOFT_END = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_WIDE}])")
_SPACE = re.compile(r"[ \t\r\n\f]+")
# The title of a tweet's card.
_TWEET_TITLE = re.compile(
    r"(?P<name>.+?)\s*(?:on (?:Twitter|X)|さんは(?:Twitter|X)を使っています|さん)\s*[:：]?\s*"
    r"[\"“「](?P<text>.+)[\"”」](?:\s*/\s*(?:Twitter|X))?\s*",
    re.DOTALL,
)
_TWEET_HOSTS = frozenset(("twitter.com", "www.twitter.com", "mobile.twitter.com", "x.com"))


def document_tree(markup: str) -> html.HtmlElement | None:
    """Return the tree of a page; None where it holds no element. Raises nothing for broken markup."""
    # Unclosed tags nest deeper than the parser's default limit, beyond which it drops the text.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def fragment_lines(markup: str) -> list[str]:
    """Return the lines of a fragment of HTML; without any tag, the lines of the text itself."""
    if "<" not in markup:
        markup = markup.replace("\n", "<br>")
    tree = document_tree(f"<body>{markup}</body>")
    return [] if tree is None else lines_of(tree)


def lines_of(root: html.HtmlElement) -> list[str]:
    """Return the lines that are shown of an element, block by block."""
    page = _LineBuilder()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        hidden = tag in _HIDDEN
        if event == "start":
            if tag == "iframe":
                page.add_card(element)
            if hidden:
                walker.skip_subtree()
                continue
            page.open(tag, _is_citation(element))
            page.text(element.text)
        else:
            if not hidden:
                page.close(tag, _is_citation(element))
            if element is not root:
                page.text(element.tail)
    page.end_line()
    return page.lines


class _LineBuilder:
    """Collects the text of the current line, and the lines before it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._texts: list[str] = []
        self._preformatted = 0

    def open(self, tag: str, is_citation: bool) -> None:
        if tag in _BLOCKS or is_citation:
            self.end_line()
        if tag == "pre":
            self._preformatted += 1

    def close(self, tag: str, is_citation: bool) -> None:
        if tag in _BLOCKS or is_citation:
            self.end_line()
        elif tag in _CELLS:
            self._texts.append(" ")
        if tag == "pre":
            self._preformatted -= 1

    def text(self, text: str | None) -> None:
        if not text:
            return
        if self._preformatted:
            first, *more = text.split("\n")
            self._texts.append(first)
            for line in more:
                self.end_line()
                self._texts.append(line)
        else:
            self._texts.append(text)

    def end_line(self) -> None:
        joined = "".join(self._texts)
        self._texts.clear()
        line = _SPACE.sub(" ", _SOFT_END.sub("", joined) if "\n" in joined else joined).strip(" ")
        if line and not line.isspace():
            self.lines.append(line)

    def add_card(self, element: html.HtmlElement) -> None:
        """Add the lines of an embedded page: a tweet, or the host of a link card."""
        address = _card_address(element.get("src") or element.get("data-src") or "")
        host = urlsplit(address).hostname if address else None
        tweet = _TWEET_TITLE.fullmatch((element.get("title") or "").strip()) if host in _TWEET_HOSTS else None
        if tweet:
            handle = urlsplit(address or "").path.strip("/").partition("/")[0]
            self.end_line()
            self.lines += [line for line in map(_collapse_spaces, tweet["text"].split("\n")) if line]
            self.lines.append(f"— {_collapse_spaces(tweet['name'])} (@{handle})")
        elif host and not _has_citation(element):
            self.end_line()
            self.lines.append(host)


def _collapse_spaces(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ")


def _is_citation(element: html.HtmlElement) -> bool:
    """Tell whether an element names the page of a link card."""
    return element.tag == "cite" and "hatena-citation" in (element.get("class") or "").split()


def _has_citation(card: html.HtmlElement) -> bool:
    following = card.getnext()
    return following is not None and _is_citation(following)


def _card_address(source: str) -> str | None:
    """Return the address of the page that a link card shows; None for any other frame."""
    try:
        parts = urlsplit(source)
        if not parts.path.startswith("/embed") or "hatena" not in (parts.hostname or ""):
            return None
        address = parse_qs(parts.query).get("url", [""])[0]
        return address if urlsplit(address).hostname else None
    except ValueError:
        return None
