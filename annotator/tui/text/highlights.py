"""Highlights on a text: which of them a row shows, and the row cut into runs of one style.

A style is the suffix of a component class of the text pane. Invariant: every style here has a rule in the
stylesheet, no two highlights look alike without their colour, and the runs of a row, joined, are the row as drawn.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from annotator.corpus.span import Span
from annotator.tui.text.graphemes import GlyphRun

PARAGRAPH_STYLES = (
    *("headline", "meta", "heading", "paragraph", "list", "link"),
    *("commentary", "quotation", "unit", "repeat", "boilerplate", "gap"),
)
GUTTER_SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        "verbatim": "=",
        "recast": "~",
        "altered": "!",
        "elsewhere": "^",
        "current": ">",
        "opened": "*",
        "deleted": "-",
        "inserted": "+",
        "found": "/",
    }
)
"""The sign beside a row that has a highlight of this style."""
HIGHLIGHT_STYLES = tuple(GUTTER_SYMBOLS)
DEFAULT_GUTTER_SYMBOL = "|"
"""The sign for a style that has none of its own."""


class Highlight(NamedTuple):
    """A span to set off, in positions of the document or of its paragraph."""

    span: Span
    style: str


def overlapping(highlights: Sequence[Highlight], span: Span) -> tuple[Highlight, ...]:
    """Return the highlights that share a code point with a span, in their order."""
    start, end = span
    return tuple(
        one for one in highlights if one.span[0] < end and start < one.span[1] and one.span[0] < one.span[1]
    )


def split_row(
    run: GlyphRun, start: int, highlights: Sequence[Highlight]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the text of a drawn row in runs, each with the styles of its highlights, the last one on top.

    The row begins at position `start`, and each highlight overlaps it.
    """
    last = len(run.glyphs)
    covered = [(run.covering(highlight.span.shifted(-start)), highlight.style) for highlight in highlights]
    cuts = {0, last, *(edge for glyphs, _ in covered for edge in glyphs)}
    for run_span in (Span(*pair) for pair in pairwise(sorted(cuts))):
        if text := run.drawn(run_span):
            yield text, tuple(style for glyphs, style in covered if glyphs.contains(run_span))
