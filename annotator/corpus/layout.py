"""The kinds of a document's lines and the clips and commentary that they form, before anything has a name.

Both readers, of posts and of plain pages, yield a `Layout`: one kind a line (more for a card line), so that the
blocks partition the text whatever the reader makes of it.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.corpus.headline import Headline
from annotator.corpus.lines import Attribution, Shape, find_attribution, shape_of
from annotator.corpus.model import Block, BlockKind
from annotator.corpus.span import Span

# Repeats shorter than this are usual in prose and say nothing.
REPEAT_LENGTH = 30


class Line(NamedTuple):
    """One line: its text's span, and `end` behind its line end."""

    span: Span
    end: int
    text: str
    shape: Shape
    attribution: Attribution | None = None


@dataclass(slots=True)
class ClipDraft:
    """A clip as it is being put together; `body` are line spans in text order."""

    headline: Headline | None = None
    headline_span: Span | None = None
    attribution: Attribution | None = None
    first: int = -1
    last: int = -1
    url: str | None = None
    inline_tags: tuple[str, ...] = ()
    body: list[Span] = field(default_factory=list)

    def cover(self, span: Span) -> None:
        """Let the clip's span reach over `span`."""
        self.first = span.start if self.first < 0 else min(self.first, span.start)
        self.last = max(self.last, span.end)


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


def read_lines(text: str) -> list[Line]:
    """Split a text into its lines; joined by their ends, they are the text."""
    lines = []
    position = 0
    length = len(text)
    for words in text.split("\n"):
        start, stop = position, position + len(words)
        position = stop + 1
        if start == length and not words:
            break
        shape = shape_of(words)
        attribution = None
        if shape is Shape.TEXT and ("@" in words or "＠" in words or words[0] in "—―–─"):
            attribution = find_attribution(words)
            if attribution:
                shape = _with_attribution(words, attribution)
        lines.append(Line(Span(start, stop), min(position, length), words, shape, attribution))
    return lines


def _with_attribution(words: str, attribution: Attribution) -> Shape:
    before = words[: attribution.span.start].strip()
    after = words[attribution.span.end :].strip()
    return Shape.CARD if before or after else Shape.ATTRIBUTION


def block(kind: BlockKind, line: Line, repeats: Repeats) -> Block:
    """Return the block of a whole line."""
    return Block(kind, line.span.start, line.end, repeats.of(line.text, line.span.start))
