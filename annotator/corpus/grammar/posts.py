"""Reads a post of the blog: clips with their attribution, commentary under them, tag lines.

A line of commentary belongs to the nearest clip above it and to none that follows.
"""

from urllib.parse import urlsplit

from annotator.corpus.grammar.diagnostics import Remarks
from annotator.corpus.grammar.headline import first_url, looks_like_headline, read_headline
from annotator.corpus.grammar.layout import ClipDraft, Layout, Line, Repeats
from annotator.corpus.grammar.prose import LONGEST_HEADING_LINE, is_heading, next_text
from annotator.corpus.grammar.tweets import tweet_tops
from annotator.corpus.model import Block, BlockKind
from annotator.corpus.span import Span, made_of

_block = made_of(Block)
# Part of every host name of the blog's provider.
_BLOG = "hatena"
_MARKS = frozenset(("commentary", "tag_line", "attribution", "card"))


def is_post(lines: list[Line]) -> bool:
    """Tell whether anything marks the text as the blog's: an attribution, a line of its own, its address."""
    if any(line.shape in _MARKS for line in lines):
        return True
    first = next((line for line in lines if line.shape != "blank"), None)
    return first is not None and first.shape == "link" and _BLOG in first.text


def read_post(lines: list[Line], remarks: Remarks, address: str | None = None) -> Layout:
    """Lay out the lines of a post.

    On a page whose `address` is not the blog's, prose below an attribution is its author's and no body of the clip.
    """
    elsewhere = address is not None and _BLOG not in (urlsplit(address).hostname or "")
    reader = _PostReader(lines, remarks, elsewhere=elsewhere)
    layout = reader.read()
    own = layout.commentary or layout.tag_lines
    if address is None and not own and not any(_is_address(line) for line in lines):
        remarks.add(
            next(line.start for line in lines if line.attribution),
            "maybe-another-page",
            "read as the blog; on another page the prose below this would not be the clip's",
        )
    return layout


def _holds_short_link(words: str) -> bool:
    """Tell whether a line holds a link as tweets do."""
    return "t.co/" in words or "pic.twitter.com/" in words


def _is_address(line: Line) -> bool:
    """Tell whether a line is the blog's address, as extractors leave it on the first lines."""
    return line.shape in ("link", "host") and _BLOG in line.text


class _PostReader:
    """Walks the lines once; `_open` is the clip that body lines go to."""

    def __init__(self, lines: list[Line], remarks: Remarks, *, elsewhere: bool) -> None:
        self._lines = lines
        self._remarks = remarks
        self._elsewhere = elsewhere
        self._layout = Layout()
        self._blocks = self._layout.blocks
        self._repeats = Repeats(lines)
        self._open: ClipDraft | None = None
        self._tops = tweet_tops(lines)

    def read(self) -> Layout:
        readers = {
            "commentary": self._commentary,
            "tag_line": self._tag_line,
            "attribution": self._attribution,
            "card": self._card,
            "host": self._host,
            "link": self._link,
            "list": self._text,
            "title": self._text,
            "text": self._text,
        }
        for index, line in enumerate(self._lines):
            if line.shape == "blank":
                self._blocks.append(_block(("blank", line.start, line.end, None)))
            else:
                readers[line.shape](index, line)
        return self._layout

    def _block(self, kind: BlockKind, index: int, line: Line) -> int | None:
        """Add the line as a block; return where the same text stood before, if it did."""
        repeat = self._repeats.of(line.text, index)
        self._blocks.append(_block((kind, line.start, line.end, repeat)))
        return repeat

    def _tag_line(self, index: int, line: Line) -> None:
        self._block("document_tags", index, line)
        self._layout.tag_lines.append(index)
        self._open = None

    def _host(self, index: int, line: Line) -> None:
        self._block("boilerplate", index, line)

    def _begin(self) -> ClipDraft:
        self._open = ClipDraft()
        self._layout.clips.append(self._open)
        return self._open

    def _commentary(self, index: int, line: Line) -> None:
        self._block("commentary", index, line)
        clips = len(self._layout.clips)
        self._layout.commentary.append((index, clips - 1 if clips else None))
        self._open = None

    def _attribution(self, index: int, line: Line) -> None:
        self._block("attribution", index, line)
        self._attribute(index, line)
        self._end_tweet()

    def _attribute(self, index: int, line: Line) -> ClipDraft:
        """Give the clip whose headline stands above its attribution; return the clip."""
        assert line.attribution
        if index in self._tops.missing:
            self._remarks.add(line.start, "headline-missing", "no headline stands above this attribution")
            self._begin()
        draft = self._open or self._begin()
        draft.attribution = line.attribution
        draft.cover(line.span)
        if not line.attribution.date:
            self._remarks.add(line.start, "attribution-without-date", "this attribution names no date")
        return draft

    def _card(self, index: int, line: Line) -> None:
        """Split a line into its headline, its attribution and the body behind it.

        Where no headline stands before the attribution, it is looked for above, as for an attribution alone.
        """
        attribution = line.attribution
        assert attribution
        start = line.start
        head = line.text[: attribution.span.start]
        draft = self._begin() if head.strip() else self._attribute(index, line)
        draft.attribution = attribution
        if head.strip():
            self._headline(draft, Span(start, start + attribution.span.start), head)
            self._blocks.append(Block("headline", start, start + attribution.span.start))
        rest = line.text[attribution.span.end :]
        split = start + attribution.span.end
        if not rest.strip():
            split = line.end
        self._blocks.append(Block("attribution", start + (len(head) if head.strip() else 0), split))
        if rest.strip():
            body = Block("paragraph", split, line.end, self._repeats.of(rest, index))
            self._blocks.append(body)
            indent = len(rest) - len(rest.lstrip())
            if body.repeat_of is None:
                draft.body_spans.append(Span(split + indent, line.span.end))
        draft.cover(line.span)
        self._end_tweet()

    def _end_tweet(self) -> None:
        """On a page of another host, let what follows be its author's."""
        if self._elsewhere:
            self._open = None

    def _headline(self, draft: ClipDraft, span: Span, words: str) -> None:
        headline = read_headline(words)
        draft.headline = headline
        draft.headline_span = headline.span.shifted(span.start) if headline.text else None
        draft.url = headline.url
        draft.inline_tags = headline.tags
        draft.cover(span)

    def _link(self, index: int, line: Line) -> None:
        self._block("link", index, line)
        if self._open and not self._open.url and _holds_short_link(line.text):
            self._open.url = first_url(line.text)

    def _text(self, index: int, line: Line) -> None:
        words = line.text
        linked = "/" in words and _holds_short_link(words)
        if index in self._tops.headlines or (self._open is None and self._is_title(index, line)):
            self._block("headline", index, line)
            self._headline(self._begin(), line.span, line.text)
        elif linked and index not in self._tops.within and self._is_lone_headline(index, line):
            self._remarks.add(
                line.start, "headline-without-attribution", "read as a headline whose attribution is missing"
            )
            self._block("headline", index, line)
            self._headline(self._begin(), line.span, line.text)
        elif self._block(self._body_kind(index, line), index, line) is None:
            draft = self._open or self._begin()
            draft.add_line(line.span)
            if linked:
                self._body_link(draft, line)

    def _is_title(self, index: int, line: Line) -> bool:
        """Tell whether a line heads what follows: `【…】`, alone or before a heading's words."""
        if line.shape == "title":
            return True
        return line.text.startswith("【") and "】" in line.text and is_heading(self._lines, index)

    def _is_lone_headline(self, index: int, line: Line) -> bool:
        """Tell whether a line at the start of a section or at the end of the text is a headline by itself."""
        if not looks_like_headline(line.text):
            return False
        return self._open is None or next_text(self._lines, index) is None

    def _body_link(self, draft: ClipDraft, line: Line) -> None:
        """Take a link in the body as the clip's, where it has none yet."""
        if not draft.url:
            draft.url = first_url(line.text)
        elif looks_like_headline(line.text):
            self._remarks.add(
                line.start, "possible-headline", "read as a paragraph; it may be the headline of another clip"
            )

    def _body_kind(self, index: int, line: Line) -> BlockKind:
        if line.shape == "text":
            may_head = len(line.text) <= LONGEST_HEADING_LINE and "。" not in line.text
            return "heading" if may_head and is_heading(self._lines, index) else "paragraph"
        if line.shape == "list":
            return "list"
        return "heading"
