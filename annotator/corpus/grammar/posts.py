"""Lays out a post of the blog: clips with their attribution, commentary under them, tag lines.

A commentary line belongs to the nearest clip above it. An attribution has one headline at most, and no line is part of
two tweets.
"""

from urllib.parse import urlsplit

from annotator.corpus.grammar.diagnostics import DiagnosticCode, DiagnosticCollector
from annotator.corpus.grammar.layout import (
    MAX_HEADING_LINE,
    ClipDraft,
    Layout,
    Line,
    RepeatFinder,
    is_heading,
    next_text,
)
from annotator.corpus.grammar.lines import first_url, has_short_link, is_tweet_headline
from annotator.corpus.model import Block, BlockKind
from annotator.corpus.span import Span

# Part of every host name of the blog's provider.
_BLOG_HOST = "hatena"
# A line of one of these shapes marks the text as a post.
_POST_SHAPES = frozenset(("commentary", "tag_line", "attribution", "card"))
# The most characters and lines of a tweet above its attribution.
_MAX_TWEET_LENGTH = 300
_MAX_TWEET_LINES = 10
_MAX_HEADLINE_LENGTH = 200
_TWEET_SHAPES = frozenset(("text", "list", "title", "link"))


def is_post(lines: list[Line]) -> bool:
    """Tell whether anything marks the text as the blog's: an attribution, a commentary or tag line, its address."""
    if any(line.shape in _POST_SHAPES for line in lines):
        return True
    first = next((line for line in lines if line.shape != "blank"), None)
    return first is not None and first.shape == "link" and _BLOG_HOST in first.text


def lay_out_post(lines: list[Line], diagnostics: DiagnosticCollector, address: str | None = None) -> Layout:
    """Lay out the lines of a post.

    On a page whose `address` is not the blog's, prose below an attribution is its author's and no body of the clip.
    """
    elsewhere = address is not None and _BLOG_HOST not in (urlsplit(address).hostname or "")
    layout = _PostReader(lines, diagnostics, elsewhere=elsewhere).read()
    own = layout.commentary or layout.tag_lines
    if address is None and not own and not any(_is_blog_address(line) for line in lines):
        diagnostics.add(
            next(line.start for line in lines if line.attribution),
            DiagnosticCode.MAYBE_ANOTHER_PAGE,
            "read as the blog; on another page the prose below this would not be the clip's",
        )
    return layout


def _is_blog_address(line: Line) -> bool:
    """Tell whether a line is the blog's address, as extractors leave it on the first lines."""
    return line.shape in ("link", "host") and _BLOG_HOST in line.text


class _PostReader:
    """Reads the lines once, from top to bottom; `_open` is the clip that body lines are added to."""

    def __init__(self, lines: list[Line], diagnostics: DiagnosticCollector, *, elsewhere: bool) -> None:
        self._lines = lines
        self._diagnostics = diagnostics
        self._elsewhere = elsewhere
        self._layout = Layout()
        self._blocks = self._layout.blocks
        self._repeats = RepeatFinder(lines)
        self._open: ClipDraft | None = None
        self._tweets = _Tweets(lines)

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
                self._blocks.append(Block("blank", line.start, line.end))
            else:
                readers[line.shape](index, line)
        return self._layout

    def _add_block(self, kind: BlockKind, index: int, line: Line) -> int | None:
        """Add the line as a block; return the position of an earlier line with the same text."""
        repeat = self._repeats.find(line.text, index)
        self._blocks.append(Block(kind, line.start, line.end, repeat))
        return repeat

    def _begin_clip(self) -> ClipDraft:
        self._open = ClipDraft()
        self._layout.clips.append(self._open)
        return self._open

    def _commentary(self, index: int, line: Line) -> None:
        self._add_block("commentary", index, line)
        clips = self._layout.clips
        self._layout.commentary.append((index, clips[-1] if clips else None))
        self._open = None

    def _tag_line(self, index: int, line: Line) -> None:
        self._add_block("document_tags", index, line)
        self._layout.tag_lines.append(index)
        self._open = None

    def _host(self, index: int, line: Line) -> None:
        self._add_block("boilerplate", index, line)

    def _link(self, index: int, line: Line) -> None:
        self._add_block("link", index, line)
        if self._open and not self._open.url and has_short_link(line.text):
            self._open.url = first_url(line.text)

    def _attribution(self, index: int, line: Line) -> None:
        self._add_block("attribution", index, line)
        self._attribute(index, line)
        self._end_tweet()

    def _attribute(self, index: int, line: Line) -> ClipDraft:
        """Add an attribution to the clip whose headline is above it; return the clip."""
        assert line.attribution
        if index in self._tweets.without_headline:
            self._diagnostics.add(
                line.start, DiagnosticCode.HEADLINE_MISSING, "no headline stands above this attribution"
            )
            self._begin_clip()
        clip = self._open or self._begin_clip()
        clip.attribution = line.attribution
        clip.extend(line.span)
        if not line.attribution.date:
            self._diagnostics.add(
                line.start, DiagnosticCode.ATTRIBUTION_WITHOUT_DATE, "this attribution names no date"
            )
        return clip

    def _card(self, index: int, line: Line) -> None:
        """Split a line into its headline, its attribution and the body behind it.

        Without headline before the attribution the line above is the headline, as for an attribution line.
        """
        assert line.attribution
        attribution = line.attribution.span.shifted(line.start)
        head = line.text[: line.attribution.span.start]
        body = line.text[line.attribution.span.end :]
        if head.strip():
            clip = self._begin_clip()
            clip.attribution = line.attribution
            clip.set_headline(head, Span(line.start, attribution.start))
            self._blocks.append(Block("headline", line.start, attribution.start))
        else:
            clip = self._attribute(index, line)
        block_start = attribution.start if head.strip() else line.start
        if not body.strip():
            self._blocks.append(Block("attribution", block_start, line.end))
        else:
            repeat = self._repeats.find(body, index)
            self._blocks.append(Block("attribution", block_start, attribution.end))
            self._blocks.append(Block("paragraph", attribution.end, line.end, repeat))
            indent = len(body) - len(body.lstrip())
            if repeat is None:
                clip.body_spans.append(Span(attribution.end + indent, line.span.end))
        clip.extend(line.span)
        self._end_tweet()

    def _end_tweet(self) -> None:
        """Close the clip on a page of another host, where the text below is its author's."""
        if self._elsewhere:
            self._open = None

    def _text(self, index: int, line: Line) -> None:
        linked = has_short_link(line.text)
        if index in self._tweets.headlines or (self._open is None and self._is_title(index, line)):
            self._headline(index, line)
        elif linked and index not in self._tweets.inside and self._is_lone_headline(index, line):
            self._diagnostics.add(
                line.start,
                DiagnosticCode.HEADLINE_WITHOUT_ATTRIBUTION,
                "read as a headline whose attribution is missing",
            )
            self._headline(index, line)
        elif self._add_block(self._body_kind(index, line), index, line) is None:
            clip = self._open or self._begin_clip()
            clip.add_line(line.span)
            if linked:
                self._body_link(clip, line)

    def _headline(self, index: int, line: Line) -> None:
        """Begin a clip with a headline line."""
        self._add_block("headline", index, line)
        self._begin_clip().set_headline(line.text, line.span)

    def _is_title(self, index: int, line: Line) -> bool:
        """Tell whether a line is a title: `【…】`, alone or before the text of a heading."""
        if line.shape == "title":
            return True
        return line.text.startswith("【") and "】" in line.text and is_heading(self._lines, index)

    def _is_lone_headline(self, index: int, line: Line) -> bool:
        """Tell whether a line at the start of a section or at the end of the text is a headline without attribution."""
        if not is_tweet_headline(line.text):
            return False
        return self._open is None or next_text(self._lines, index) is None

    def _body_link(self, clip: ClipDraft, line: Line) -> None:
        """Use a link in the body as the clip's, where it has none yet."""
        if not clip.url:
            clip.url = first_url(line.text)
        elif is_tweet_headline(line.text):
            self._diagnostics.add(
                line.start,
                DiagnosticCode.POSSIBLE_HEADLINE,
                "read as a paragraph; it may be the headline of another clip",
            )

    def _body_kind(self, index: int, line: Line) -> BlockKind:
        if line.shape == "text":
            short = len(line.text) <= MAX_HEADING_LINE
            return "heading" if short and is_heading(self._lines, index) else "paragraph"
        if line.shape == "list":
            return "list"
        return "heading"


class _Tweets:
    """The tweets of a post, found from the attributions below them, as indices of lines.

    `headlines` are their first lines, `inside` the lines between these and the attributions, and `without_headline` the
    attributions that have none.
    """

    def __init__(self, lines: list[Line]) -> None:
        self.headlines: set[int] = set()
        self.inside: set[int] = set()
        self.without_headline: set[int] = set()
        for index, line in enumerate(lines):
            if line.attribution and not line.text[: line.attribution.span.start].strip():
                headline = _headline_above(lines, index)
                if headline is None:
                    self.without_headline.add(index)
                else:
                    self.headlines.add(headline)
                    self.inside.update(range(headline + 1, index))


def _headline_above(lines: list[Line], attribution: int) -> int | None:
    """Return the first line of the tweet that ends in this attribution, or of its first part."""
    above = attribution - 1
    while above >= 0 and lines[above].shape == "blank":
        above -= 1
    tweet: list[int] = []
    while above >= 0 and lines[above].shape in _TWEET_SHAPES and len(tweet) <= _MAX_TWEET_LINES:
        tweet.append(above)
        above -= 1
    if not tweet:
        return None
    follows_clip = above >= 0 and lines[above].shape in ("attribution", "card")
    length = sum(len(lines[index].text) for index in tweet)
    if not follows_clip and len(tweet) <= _MAX_TWEET_LINES and length <= _MAX_TWEET_LENGTH:
        return next((index for index in reversed(tweet) if lines[index].shape != "link"), None)
    nearest = next((index for index in tweet if lines[index].shape in ("text", "title")), tweet[0])
    if len(lines[nearest].text) > _MAX_HEADLINE_LENGTH or lines[nearest].shape == "link":
        return None
    return nearest
