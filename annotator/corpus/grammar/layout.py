"""The kinds of a document's lines and the clips and commentary that they form, before anything has a name.

Both readers, of posts and of plain pages, yield a `Layout`: one kind a line (more for a card line), so that the
blocks partition the text whatever the reader makes of it.
"""

from dataclasses import dataclass, field

from annotator.corpus.grammar.headline import Headline
from annotator.corpus.grammar.lines import (
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

# Shorter lines stand twice in usual prose too, and say nothing by themselves.
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
    """Finds what stood before with the same text; it is asked for one line after the other.

    Lines shorter than `REPEAT_LENGTH` count between two that are as long, where the same lines stand between the first
    two.
    """

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._first: dict[str, int] = {}
        self._shorter: dict[int, int] = {}

    def of(self, words: str, index: int) -> int | None:
        """Return where `words`, with which the line at `index` ends, stood before, if they did."""
        if len(words) < REPEAT_LENGTH:
            first = self._shorter.get(index)
            return None if first is None else self._lines[first].span.end - len(words)
        first = self._first.setdefault(words, index)
        if first == index:
            return None
        self._look_ahead(index, first)
        return self._lines[first].span.end - len(words)

    def _look_ahead(self, repeat: int, first: int) -> None:
        """Keep the shorter lines up to the next repeat, if the same ones stand behind the first line too."""
        shorter: dict[int, int] = {}
        for index in range(repeat + 1, len(self._lines)):
            words, same = self._lines[index].text, index - repeat + first
            if words != self._lines[same].text:
                return
            if len(words) >= REPEAT_LENGTH:
                if self._first.get(words) == same:
                    self._shorter.update(shorter)
                return
            if self._lines[index].shape != "blank":
                shorter[index] = same


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
