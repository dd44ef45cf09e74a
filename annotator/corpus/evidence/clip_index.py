"""The clips of one document as one folded text, and the way back from its ranges to the document.

A line of the folded text is the headline or one body line of one clip, so that no match within a line crosses clips.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from annotator.corpus.fold import fold
from annotator.corpus.model import Framing
from annotator.corpus.span import Span
from annotator.corpus.speakers.person_titles import TITLE

# Pairs of marks first; then, as groups, an opening mark without closing one and a closing one without opening one.
# Every alternative begins with a literal character, which lets a search skip to the next of them.
_QUOTATION_MARKS = re.compile(
    '「[^「」\n]*」|『[^『』\n]*』|“[^“”\n]*”|"[^"\n]*"|「(?P<unclosed>[^「」\n]*)|」(?P<unopened>)'
)
_SAYING = re.compile("と(?:述べ|語|話|訴え|説明|主張|強調|指摘|批判|反論|発言|表明|警告|呼びかけ|し[てま、])")
_SUBJECT = re.compile(f"(?:{TITLE.pattern})[はがも]")
# The end of speech without marks, behind which another speaker may begin: と訴えていて、
_END_OF_SPEECH = re.compile(f"{_SAYING.pattern}[ぁ-ん]{{0,8}}(?:、|(?<=、))")
_TOPIC = re.compile("(?<=[^ぁ-ん\n])は")


class ClipText(Protocol):
    """The searched parts of a clip: its headline and its body lines."""

    @property
    def id(self) -> str: ...
    @property
    def headline_span(self) -> Span | None: ...
    @property
    def body_spans(self) -> Sequence[Span]: ...


class Match(NamedTuple):
    """A match in a clip: its position in the document and its framing. The least of several is the best."""

    in_other_clip: bool
    narrated: bool
    start: int
    end: int
    clip: int
    framing: Framing


class ClipIndex:
    """The clips of one document; `text` is the folded text that quotations are searched in."""

    def __init__(self, stored: str, clips: Sequence[ClipText]) -> None:
        self._clip_of_line: list[int] = []
        self._joined_starts: list[int] = []
        self._stored_starts: list[int] = []
        lines_up_to_clip = [0]
        joined: list[str] = []
        position = 0
        for number, clip in enumerate(clips):
            for start, end in (*([clip.headline_span] if clip.headline_span else ()), *clip.body_spans):
                self._clip_of_line.append(number)
                self._joined_starts.append(position)
                self._stored_starts.append(start)
                joined.append(stored[start:end])
                position += end - start + 1
            lines_up_to_clip.append(len(joined))
        self._joined = "\n".join(joined)
        self._folded = fold(self._joined)
        self.text = self._folded.text
        self._line_ends = [match.start() for match in re.finditer("\n", self.text)]
        bounds = [-1, *self._line_ends, len(self.text)]
        self._clip_ranges = [
            Span(bounds[first] + 1, bounds[end]) if first < end else Span(0, 0)
            for first, end in pairwise(lines_up_to_clip)
        ]
        self._quoted = quoted_spans(self._joined)

    def clip_range(self, clip: int | None) -> Span:
        """Return the range of a clip in the folded text; an empty one for none."""
        return Span(0, 0) if clip is None else self._clip_ranges[clip]

    def match(self, folded: Span, own: int | None) -> Match:
        """Return a range of one line of the folded text as a match, for a quotation under the clip `own`."""
        start, end = self._folded.stored(folded.start, folded.end)
        line = bisect_right(self._joined_starts, start) - 1
        shift = self._stored_starts[line] - self._joined_starts[line]
        framing = self._framing(start, end)
        clip = self._clip_of_line[line]
        return Match(clip != own, framing != "quoted", start + shift, end + shift, clip, framing)

    def _framing(self, start: int, end: int) -> Framing:
        """Tell whether a range of the joined text is inside one quotation, outside all, or across."""
        at = bisect_right(self._quoted, (end - 1, len(self._joined))) - 1
        if at < 0:
            return "narrated"
        opened, closed = self._quoted[at]
        if closed <= start:
            return "narrated"
        return "quoted" if opened <= start and end <= closed else "mixed"

    def at_cluster_bounds(self, starts: Sequence[int], length: int) -> list[int]:
        """Return those of the folded ranges that begin and end with stored clusters."""
        splits = self._folded.splits
        return [at for at in starts if not splits(at) and not splits(at + length)]

    def cut_to_line(self, region: Span, middle: int) -> Span:
        """Cut a range of the folded text to the line that its middle is in."""
        at = bisect_left(self._line_ends, min(middle, len(self.text)))
        line_start = self._line_ends[at - 1] + 1 if at else 0
        line_end = self._line_ends[at] if at < len(self._line_ends) else len(self.text)
        return Span(max(region.start, line_start), min(region.end, line_end))


def quoted_spans(text: str) -> list[Span]:
    """Return the quotations in an article, marks included, in text order.

    An opening mark without closing one extends to the verb of saying or to the line's end. A closing mark without
    opening one begins behind the first subject with a title, else behind the first topic. No span crosses a line end or
    another span.
    """
    spans: list[Span] = []
    previous_end = 0
    for mark in _QUOTATION_MARKS.finditer(text):
        start, end = mark.span()
        if mark.lastgroup == "unclosed":
            saying = _SAYING.search(text, start, end)
            end = saying.start() if saying else end
        elif mark.lastgroup == "unopened":
            line = max(previous_end, text.rfind("\n", previous_end, start) + 1)
            subject = _find_subject(text, line, start)
            start = subject.end() if subject else end
        if start < end:
            spans.append(Span(start, end))
        previous_end = mark.end()
    return spans


def _find_subject(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the subject of a range that ends in its quotation, behind any earlier speech."""
    speech_end = start
    for speech in _END_OF_SPEECH.finditer(text, start, end):
        speech_end = speech.end()
    titled = _SUBJECT.search(text, speech_end, end) if speech_end > start else None
    return titled or _SUBJECT.search(text, start, end) or _TOPIC.search(text, start, end)
