"""The parse of a document as values: blocks, clips, commentary, quotations and evidence.

Every position is one of the document's stored text. Records that a document has by the hundred are named tuples, which
are the cheapest to make.
"""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from annotator.corpus.grammar.dates import Precision
from annotator.corpus.grammar.diagnostics import Diagnostic
from annotator.corpus.span import Span

BlockKind = Literal[
    "headline",
    "attribution",
    "heading",
    "paragraph",
    "commentary",
    "document_tags",
    "link",
    "list",
    "boilerplate",
    "blank",
]
EvidenceStatus = Literal["verbatim", "recast", "altered", "absent", "no_clip"]
Method = Literal["exact", "folded", "aligned"]
Framing = Literal["quoted", "narrated", "mixed"]
Change = Literal[
    "ellipsis", "punctuation", "number", "negation", "particle", "omission", "addition", "substitution"
]
# A part of a diff with its text; a replacement has the clip's text, then the quotation's.
DiffPart = tuple[Literal["equal", "delete", "insert"], str] | tuple[Literal["replace"], str, str]


class Block(NamedTuple):
    """One line of the document with its line end, or one part of a card line.

    `repeat_of` is the start of the first block with the same text of 30 characters or more. A shorter line has one
    between two such repeats, where the same lines are between their originals.
    """

    kind: BlockKind
    start: int
    end: int
    repeat_of: int | None = None


class Tag(NamedTuple):
    """A hashtag of a commentary line, without its sign."""

    name: str
    alias: str | None = None


class Segment(NamedTuple):
    """One part of a commentary's body between top-level middle dots."""

    text: str
    start: int
    end: int


class Evidence(NamedTuple):
    """Where a clip has the text of a quotation.

    `start` and `end` are null where no clip has it. `score` is 1 - Levenshtein distance / longer length on folded text.
    `alternatives` counts other places that match equally well.
    """

    status: EvidenceStatus
    clip: str | None = None
    start: int | None = None
    end: int | None = None
    score: float | None = None
    method: Method | None = None
    framing: Framing | None = None
    alternatives: int = 0
    diff: tuple[DiffPart, ...] | None = None


class Quotation(NamedTuple):
    """Text in quotation brackets: `start` and `end` are of the text inside them."""

    id: str
    speaker: str | None
    text: str
    depth: int
    start: int
    end: int
    parent: str | None
    evidence: Evidence | None = None


class Commentary(NamedTuple):
    """One commentary line; `clip` is the id of the clip that it is under."""

    id: str
    line: int
    clip: str | None
    span: Span
    tags: tuple[Tag, ...]
    body: str | None
    segments: tuple[Segment, ...]
    quotations: tuple[Quotation, ...]


class Clip(NamedTuple):
    """One news item; its span extends from its headline to its last body line.

    `body` joins the texts of `body_spans` with line ends. `date` is an ISO date as long as its precision
    (`year`, `month`, `day`) allows.
    """

    id: str
    headline: str | None
    headline_span: Span | None
    publisher: str | None
    handle: str | None
    date: str | None
    date_precision: Precision | None
    url: str | None
    inline_tags: tuple[str, ...]
    span: Span
    body: str
    body_spans: tuple[Span, ...]
    commentary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parse:
    """A parsed document; its blocks partition `text`."""

    key: str
    text: str
    blocks: tuple[Block, ...]
    clips: tuple[Clip, ...]
    commentary: tuple[Commentary, ...]
    document_tags: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]

    def with_diagnostics(self, more: tuple[Diagnostic, ...]) -> "Parse":
        """Return the same parse with `more` diagnostics before its own."""
        return replace(self, diagnostics=more + self.diagnostics)
