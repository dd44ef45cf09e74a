"""Splits a text into lines, and defines the layout that posts and pages make of them.

A `Layout` has one block a line (more for a card line), so that the blocks partition the text.
"""

from dataclasses import dataclass, field

from annotator.corpus.grammar.lines import (
    DASHES,
    Attribution,
    Headline,
    Shape,
    find_attribution,
    line_shape,
    parse_headline,
)
from annotator.corpus.model import Block
from annotator.corpus.span import Span

# Shorter lines recur in ordinary prose.
MIN_REPEAT_LENGTH = 30
_MAX_HEADING_LENGTH = 45
# A longer line, white space included, is no heading.
MAX_HEADING_LINE = 2 * _MAX_HEADING_LENGTH
_MIN_PROSE_LENGTH = 25
_BODY_SHAPES = frozenset(("text", "list", "title"))
_SKIPPED_SHAPES = frozenset(("blank", "link"))
_NOT_HEADING_ENDS = ("、", "」", "』", "…", ",")


@dataclass(slots=True)
class Line:
    """One line of a text; `span` leaves out the line end, `end` is behind it."""

    start: int
    end: int
    span: Span
    text: str
    shape: Shape
    attribution: Attribution | None = None


@dataclass(slots=True)
class ClipDraft:
    """A clip under construction.

    `start` is -1 while nothing is in it. `body_spans` are lines in text order, `commentary` the ids of the lines under
    it.
    """

    id: str = ""
    headline: Headline | None = None
    headline_span: Span | None = None
    attribution: Attribution | None = None
    start: int = -1
    end: int = -1
    url: str | None = None
    inline_tags: tuple[str, ...] = ()
    body_spans: list[Span] = field(default_factory=list)
    commentary: list[str] = field(default_factory=list)

    def set_headline(self, line: str, span: Span) -> None:
        """Parse the line at `span` as the headline."""
        headline = parse_headline(line)
        self.headline = headline
        self.headline_span = headline.span.shifted(span.start) if headline.text else None
        self.url = headline.url
        self.inline_tags = headline.tags
        self.extend(span)

    def add_line(self, span: Span) -> None:
        """Add a line to the body."""
        self.body_spans.append(span)
        self.extend(span)

    def extend(self, span: Span) -> None:
        """Extend the clip over `span`, which is behind all that it covers so far."""
        if self.start < 0:
            self.start = span.start
        self.end = span.end


@dataclass(slots=True)
class Layout:
    """The blocks and clips of a text; `commentary` pairs the index of a line with its clip."""

    blocks: list[Block] = field(default_factory=list)
    clips: list[ClipDraft] = field(default_factory=list)
    commentary: list[tuple[int, ClipDraft | None]] = field(default_factory=list)
    tag_lines: list[int] = field(default_factory=list)


class RepeatFinder:
    """Finds earlier lines with the same text; lines must be given in text order.

    A line shorter than `MIN_REPEAT_LENGTH` is a repeat only between two longer repeats, where the same lines are
    between the first two.
    """

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._first: dict[str, int] = {}
        self._shorter: dict[int, int] = {}

    def find(self, text: str, index: int) -> int | None:
        """Return the position of an earlier `text`, with which the line at `index` ends."""
        if len(text) < MIN_REPEAT_LENGTH:
            first = self._shorter.get(index)
            return None if first is None else self._lines[first].span.end - len(text)
        first = self._first.setdefault(text, index)
        if first == index:
            return None
        self._look_ahead(index, first)
        return self._lines[first].span.end - len(text)

    def _look_ahead(self, repeat: int, first: int) -> None:
        """Record the shorter lines up to the next repeat, if the same ones follow the first line too."""
        shorter: dict[int, int] = {}
        for index in range(repeat + 1, len(self._lines)):
            text, same = self._lines[index].text, index - repeat + first
            if text != self._lines[same].text:
                return
            if len(text) >= MIN_REPEAT_LENGTH:
                if self._first.get(text) == same:
                    self._shorter.update(shorter)
                return
            if self._lines[index].shape != "blank":
                shorter[index] = same


def split_lines(text: str) -> list[Line]:
    """Split a text into its lines; joined with their line ends, they are the text."""
    lines: list[Line] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        shape = line_shape(line)
        attribution = None
        if shape == "text" and ("@" in line or "＠" in line or line[0] in DASHES):
            attribution = find_attribution(line)
            if attribution:
                shape = _attribution_shape(line, attribution)
        lines.append(Line(start, end + 1, Span(start, end), line, shape, attribution))
        start = end + 1
    if lines[-1].text:
        lines[-1].end -= 1
    else:
        lines.pop()
    return lines


def _attribution_shape(line: str, attribution: Attribution) -> Shape:
    before = line[: attribution.span.start].strip()
    after = line[attribution.span.end :].strip()
    return "card" if before or after else "attribution"


def is_prose(text: str) -> bool:
    """Tell whether a line holds at least one whole sentence of some length."""
    return len(text) >= _MIN_PROSE_LENGTH and "。" in text


def is_heading(lines: list[Line], index: int) -> bool:
    """Tell whether a line is a heading: short and no sentence, with prose or another heading below it."""
    text = lines[index].text.strip()
    if len(text) > _MAX_HEADING_LENGTH or "。" in text or text.endswith(_NOT_HEADING_ENDS):
        return False
    following = next_text(lines, index)
    return following is not None and (is_prose(following) or len(following.strip()) <= _MAX_HEADING_LENGTH)


def next_text(lines: list[Line], index: int) -> str | None:
    """Return the next text line of the same clip's body; None where it is the last one."""
    for following in range(index + 1, len(lines)):
        line = lines[following]
        if line.shape in _BODY_SHAPES:
            return line.text
        if line.shape not in _SKIPPED_SHAPES:
            return None
    return None
