"""The kinds of a document's lines and the clips and commentary that they form, before anything has a name.

Both readers, of posts and of plain pages, yield a `Layout`: one kind a line (more for a card line), so that the
blocks partition the text whatever the reader makes of it.
"""

from dataclasses import dataclass, field

from annotator.corpus.headline import Headline
from annotator.corpus.lines import (
    DASHES,
    FIRST_PLAIN,
    LAST_PLAIN,
    NOT_PLAIN,
    Attribution,
    Shape,
    find_attribution,
    shape_of,
)
from annotator.corpus.model import Block
from annotator.corpus.span import Span, made_of

# Repeats shorter than this are usual in prose and say nothing.
REPEAT_LENGTH = 30


@dataclass(slots=True)
class Line:
    """One line: its text, where that stands, and `end` behind its line end."""

    start: int
    end: int
    span: Span
    text: str
    shape: Shape
    attribution: Attribution | None = None


@dataclass(slots=True)
class ClipDraft:
    """A clip as it is being put together.

    `body_spans` are lines in text order, `commentary` the ids of the lines under it.
    """

    id: str = ""
    headline: Headline | None = None
    headline_span: Span | None = None
    attribution: Attribution | None = None
    first: int = -1
    last: int = -1
    url: str | None = None
    inline_tags: tuple[str, ...] = ()
    body_spans: list[Span] = field(default_factory=list)
    commentary: list[str] = field(default_factory=list)

    def add_line(self, span: Span) -> None:
        """Add a line to the body."""
        self.body_spans.append(span)
        if self.first < 0:
            self.first = span.start
        self.last = span.end

    def cover(self, span: Span) -> None:
        """Let the clip's span reach over `span`, which lies behind all that it covers so far."""
        if self.first < 0:
            self.first = span.start
        self.last = span.end


@dataclass(slots=True)
class Layout:
    """What a reader makes of the lines; `commentary` pairs a line with the index of its clip."""

    blocks: list[Block] = field(default_factory=list)
    clips: list[ClipDraft] = field(default_factory=list)
    commentary: list[tuple[int, int | None]] = field(default_factory=list)
    tag_lines: list[int] = field(default_factory=list)


class Repeats:
    """Finds lines that stood before with the same text."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}

    def of(self, words: str, start: int) -> int | None:
        """Return where `words` stood first, if they did and are long enough."""
        if len(words) < REPEAT_LENGTH:
            return None
        first = self._first.setdefault(words, start)
        return None if first == start else first


_span = made_of(Span)


def read_lines(text: str) -> list[Line]:
    """Split a text into its lines; joined by their ends, they are the text."""
    lines: list[Line] = []
    start = 0
    for words in text.split("\n"):
        last = start + len(words)
        span = _span((start, last))
        first = words[:1]
        if (
            FIRST_PLAIN <= first <= LAST_PLAIN
            and first != NOT_PLAIN
            and "@" not in words
            and "＠" not in words
        ):
            lines.append(Line(start, last + 1, span, words, "text"))
        elif first:
            lines.append(_read_line(start, last + 1, span, words))
        else:
            lines.append(Line(start, last + 1, span, words, "blank"))
        start = last + 1
    if lines[-1].text:
        lines[-1].end -= 1
    else:
        lines.pop()
    return lines


def _read_line(start: int, end: int, span: Span, words: str) -> Line:
    shape = shape_of(words)
    if shape == "text" and ("@" in words or "＠" in words or words[0] in DASHES):
        attribution = find_attribution(words)
        if attribution:
            return Line(start, end, span, words, _with_attribution(words, attribution), attribution)
    return Line(start, end, span, words, shape)


def _with_attribution(words: str, attribution: Attribution) -> Shape:
    before = words[: attribution.span.start].strip()
    after = words[attribution.span.end :].strip()
    return "card" if before or after else "attribution"
