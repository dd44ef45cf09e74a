"""Reads a post of the blog: clips with their attribution, commentary under them, tag lines.

A line of commentary belongs to the nearest clip above it and to none that follows.
"""

from annotator.corpus.diagnostics import Remarks
from annotator.corpus.headline import first_url, looks_like_headline, read_headline
from annotator.corpus.layout import REPEAT_LENGTH, ClipDraft, Layout, Line, Repeats
from annotator.corpus.lines import Attribution, Shape
from annotator.corpus.model import Block, BlockKind
from annotator.corpus.prose import LONGEST_HEADING_LINE, is_heading, next_text
from annotator.corpus.span import Span, made_of

# A tweet holds at most so many characters and lines above its attribution.
_TWEET_LENGTH = 300
_TWEET_LINES = 10
_HEADLINE_LENGTH = 200
_block = made_of(Block)
_SHORT_LINKS = ("t.co/", "pic.twitter.com/")
_MARKS = frozenset((Shape.ATTRIBUTION, Shape.CARD, Shape.COMMENTARY, Shape.TAG_LINE))
_TWEET_SHAPES = frozenset((Shape.TEXT, Shape.LIST, Shape.TITLE, Shape.LINK))


def is_post(lines: list[Line]) -> bool:
    """Tell whether anything marks the text as the blog's: an attribution, a line of its own, its address."""
    if any(line.shape in _MARKS for line in lines):
        return True
    first = next((line for line in lines if line.shape is not Shape.BLANK), None)
    return first is not None and first.shape is Shape.LINK and "hatena" in first.text


def read_post(lines: list[Line], remarks: Remarks) -> Layout:
    """Lay out the lines of a post."""
    return _PostReader(lines, remarks).read()


class _PostReader:
    """Walks the lines once; `_open` is the clip that body lines go to."""

    def __init__(self, lines: list[Line], remarks: Remarks) -> None:
        self._lines = lines
        self._remarks = remarks
        self._layout = Layout()
        self._repeats = Repeats()
        self._open: ClipDraft | None = None
        self._tops = _tweet_tops(lines)

    def read(self) -> Layout:
        readers = {
            Shape.COMMENTARY: self._commentary,
            Shape.TAG_LINE: self._tag_line,
            Shape.ATTRIBUTION: self._attribution,
            Shape.CARD: self._card,
            Shape.HOST: self._host,
            Shape.LINK: self._link,
            Shape.LIST: self._text,
            Shape.TITLE: self._text,
            Shape.TEXT: self._text,
        }
        for index, line in enumerate(self._lines):
            if line.shape is Shape.BLANK:
                self._layout.blocks.append(_block(("blank", line.start, line.end, None)))
            else:
                readers[line.shape](index, line)
        return self._layout

    def _block(self, kind: BlockKind, line: Line) -> Block:
        long = len(line.text) >= REPEAT_LENGTH
        repeat = self._repeats.of(line.text, line.start) if long else None
        made = _block((kind, line.start, line.end, repeat))
        self._layout.blocks.append(made)
        return made

    def _tag_line(self, index: int, line: Line) -> None:
        self._block("document_tags", line)
        self._layout.tag_lines.append(index)
        self._open = None

    def _host(self, _index: int, line: Line) -> None:
        self._block("boilerplate", line)

    def _begin(self) -> ClipDraft:
        self._open = ClipDraft()
        self._layout.clips.append(self._open)
        return self._open

    def _commentary(self, index: int, line: Line) -> None:
        self._block("commentary", line)
        clips = len(self._layout.clips)
        self._layout.commentary.append((index, clips - 1 if clips else None))
        self._open = None

    def _attribution(self, index: int, line: Line) -> None:
        self._block("attribution", line)
        self._attribute(index, line)

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
            self._layout.blocks.append(Block("headline", start, start + attribution.span.start))
        rest = line.text[attribution.span.end :]
        split = start + attribution.span.end
        if not rest.strip():
            split = line.end
        self._layout.blocks.append(Block("attribution", start + (len(head) if head.strip() else 0), split))
        if rest.strip():
            body = Block("paragraph", split, line.end, self._repeats.of(rest, split))
            self._layout.blocks.append(body)
            indent = len(rest) - len(rest.lstrip())
            if body.repeat_of is None:
                draft.body_spans.append(Span(split + indent, line.span.end))
        draft.cover(line.span)

    def _headline(self, draft: ClipDraft, span: Span, words: str) -> None:
        headline = read_headline(words)
        draft.headline = headline
        draft.headline_span = headline.span.shifted(span.start) if headline.text else None
        draft.url = headline.url
        draft.inline_tags = headline.tags
        draft.cover(span)

    def _link(self, _index: int, line: Line) -> None:
        self._block("link", line)
        if self._open and not self._open.url and any(sign in line.text for sign in _SHORT_LINKS):
            self._open.url = first_url(line.text)

    def _text(self, index: int, line: Line) -> None:
        linked = "t.co/" in line.text or "pic.twitter.com/" in line.text
        if index in self._tops.headlines or (self._open is None and line.shape is Shape.TITLE):
            self._block("headline", line)
            self._headline(self._begin(), line.span, line.text)
        elif linked and self._is_lone_headline(index, line):
            self._remarks.add(
                line.start, "headline-without-attribution", "read as a headline whose attribution is missing"
            )
            self._block("headline", line)
            self._headline(self._begin(), line.span, line.text)
        elif self._block(self._body_kind(index, line), line).repeat_of is None:
            draft = self._open or self._begin()
            draft.add_line(line.span)
            if linked:
                self._body_link(draft, line)

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
        if line.shape is Shape.TEXT:
            may_head = len(line.text) <= LONGEST_HEADING_LINE and "。" not in line.text
            return "heading" if may_head and is_heading(self._lines, index) else "paragraph"
        if line.shape is Shape.LIST:
            return "list"
        return "heading"


class _Tops:
    """Where tweets begin: the lines that are headlines, and the attributions that have none."""

    def __init__(self) -> None:
        self.headlines: set[int] = set()
        self.missing: set[int] = set()


def _tweet_tops(lines: list[Line]) -> _Tops:
    tops = _Tops()
    for index, line in enumerate(lines):
        if line.attribution and _begins_with_attribution(line, line.attribution):
            top = _tweet_top(lines, index)
            if top is None:
                tops.missing.add(index)
            else:
                tops.headlines.add(top)
    return tops


def _begins_with_attribution(line: Line, attribution: Attribution) -> bool:
    """Tell whether a line is an attribution, perhaps with text behind it, and no headline before it."""
    return line.shape is Shape.ATTRIBUTION or not line.text[: attribution.span.start].strip()


def _tweet_top(lines: list[Line], attribution: int) -> int | None:
    """Return the first line of the tweet that ends in this attribution, or of its first part."""
    above = attribution - 1
    while above >= 0 and lines[above].shape is Shape.BLANK:
        above -= 1
    run: list[int] = []
    while above >= 0 and lines[above].shape in _TWEET_SHAPES and len(run) <= _TWEET_LINES:
        run.append(above)
        above -= 1
    if not run:
        return None
    follows_clip = above >= 0 and lines[above].shape in (Shape.ATTRIBUTION, Shape.CARD)
    length = sum(len(lines[index].text) for index in run)
    if not follows_clip and len(run) <= _TWEET_LINES and length <= _TWEET_LENGTH:
        return next((index for index in reversed(run) if lines[index].shape is not Shape.LINK), None)
    nearest = next((index for index in run if lines[index].shape in (Shape.TEXT, Shape.TITLE)), run[0])
    words = lines[nearest].text
    if len(words) > _HEADLINE_LENGTH or lines[nearest].shape is Shape.LINK:
        return None
    return nearest
