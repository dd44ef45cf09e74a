"""The records of `parse`, `export jsonl` and `export history`: the one definition of each.

From a definition follow the bytes (`formats/writers/jsonl.py`), the published JSON Schema and the tables of
docs/formats.md (`formats/schemas.py`); `docs/make_formats.py` writes the latter two. A record has all of its fields,
in the order of its definition. A trailing underscore in a field's name avoids a keyword of Python and is not part of
the key.

pydantic is not imported here: it checks records that come from outside, which `parse` never does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from annotator.corpus.grammar.dates import Precision
from annotator.corpus.model import BlockKind, Change, DiffPart, EvidenceStatus, Framing, Method
from annotator.corpus.unit_ids import UnitKind

SCHEMA_VERSION: Literal[1] = 1
"""The version of the export and history records."""


class Limits:
    """What a field's value may be beyond its type, as pydantic's schemas say it: `ge`, `gt`, `le`, `pattern`."""

    def __init__(self, **limits: int | str) -> None:
        self._limits = limits

    def __get_pydantic_core_schema__(self, source: object, handler: Any) -> Any:
        """Add the limits to the schema of the type; pydantic calls this."""
        return {**handler(source), **self._limits}


Position = Annotated[int, Limits(ge=0)]
Count = Annotated[int, Limits(ge=0)]
Ordinal = Annotated[int, Limits(ge=1)]
Digest = Annotated[str, Limits(pattern=r"^[0-9a-f]{64}$")]
UnitId = Annotated[str, Limits(pattern=r"^[0-9a-f]{20}$")]
EventId = Annotated[str, Limits(pattern=r"^[0-9a-f]{32}$")]
IsoDate = Annotated[str, Limits(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Instant = Annotated[str, Limits(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
Confidence = Literal["low", "middle", "high"]
Details = Mapping[str, str | bool | None]


def key_of(name: str) -> str:
    """Return the key of a field in its record."""
    return name.removesuffix("_")


def instant(at: datetime) -> str:
    """Return an instant as the records write it: UTC, microseconds, Z."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Record:
    """The base of all records: unknown fields are refused, and each field's docstring is its description."""

    __pydantic_config__: ClassVar[dict[str, object]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
        "alias_generator": key_of,
    }


@dataclass
class BlockRecord(Record):
    """One line of the document with its line end, or one part of a card line."""

    kind: BlockKind
    start: Position
    end: Position
    repeat_of: Position | None
    """The start of an earlier equal block, of 30 characters or more or within a run of such blocks."""


@dataclass
class TagRecord(Record):
    """A hash tag of a commentary line, without its `#`."""

    name: str
    alias: str | None


@dataclass
class SegmentRecord(Record):
    """One part of a commentary's body between top-level middle dots."""

    text: str
    start: Position
    end: Position


@dataclass
class EvidenceRecord(Record):
    """Where the text of a quotation occurs in a clip."""

    status: EvidenceStatus
    clip: UnitId | None
    start: Position | None
    end: Position | None
    score: Annotated[float, Limits(ge=0, le=1)] | None
    """1 − Levenshtein distance ÷ the longer length, on folded text."""
    method: Method | None
    """How the text was found."""
    framing: Framing | None
    """Whether the place in the clip is quoted, narrated or mixed."""
    alternatives: Count
    """How many other places match equally well."""
    diff: tuple[DiffPart, ...] | None
    """From the clip's text to the quotation's; a replacement has both texts."""
    changes: tuple[Change, ...] | None
    """What the changed parts of `diff` do to the clip's text, in their order."""


@dataclass
class QuotationRecord(Record):
    """A text in quotation brackets; the span is of the text inside them."""

    id: UnitId
    speaker: str | None
    text: str
    depth: Count
    start: Position
    end: Position
    parent: UnitId | None
    """The quotation that this one is nested in."""
    evidence: EvidenceRecord | None


@dataclass
class CommentaryRecord(Record):
    """One commentary line of the blogger."""

    id: UnitId
    line: Ordinal
    clip: UnitId | None
    """The clip that the line is under."""
    start: Position
    end: Position
    tags: list[TagRecord]
    body: str | None
    segments: list[SegmentRecord]
    quotations: list[QuotationRecord]


@dataclass
class ClipRecord(Record):
    """One news item as the blogger clipped it."""

    id: UnitId
    headline: str | None
    publisher: str | None
    handle: str | None
    date: IsoDate | None
    date_precision: Precision | None
    url: str | None
    inline_tags: tuple[str, ...]
    start: Position
    end: Position
    body: str
    """The texts of `body_spans`, joined with line ends."""
    body_spans: tuple[tuple[Position, Position], ...]
    commentary: tuple[UnitId, ...]


@dataclass
class DiagnosticRecord(Record):
    """A remark about one place of the document; line and column count from 1."""

    code: str
    line: Ordinal
    column: Ordinal
    message: str


@dataclass
class ParseRecord(Record):
    """A document as `annotator parse` prints it, one per line."""

    source: str
    """The path as it was found, with control characters escaped, or `-`; of a record in a file of many also `#` and \
its address or number."""
    sha256: Digest
    """Digest of the file's unpacked bytes; of a record in a file of many, of its text in UTF-8."""
    text_sha256: Digest
    """Digest of the stored text."""
    encoding: str
    """How the bytes were decoded."""
    chars: Count
    """The length of the stored text in code points."""
    text: str
    """The stored text."""
    removed: tuple[tuple[Position, str], ...]
    """What was removed from the text: the place in the stored text, and the code point."""
    blocks: list[BlockRecord]
    """The lines of the text by `kind`, in order, without gap or overlap; `repeat_of` is the start of an earlier equal \
block."""
    clips: list[ClipRecord]
    """The news items: headline, publisher, handle, date, link, inline tags, span, body, ids of the commentary \
under it."""
    commentary: list[CommentaryRecord]
    """The commentary lines: line number, clip, span, tags with aliases, body, segments, quotations."""
    document_tags: tuple[str, ...]
    """The themes that the post is filed under."""
    diagnostics: list[DiagnosticRecord]
    """Remarks with code, line, column and message."""


@dataclass
class DocumentReference(Record):
    """The document that contains a unit, and the unit's span in it."""

    id: UnitId
    source: str
    """The path from the database's folder, or `stdin:` and a part of the digest."""
    sha256: Digest
    text_sha256: Digest
    start: Position
    end: Position


@dataclass
class ClipReference(Record):
    """The clip that a unit is or belongs to."""

    id: UnitId
    headline: str | None
    publisher: str | None
    handle: str | None
    date: IsoDate | None
    url: str | None
    text: str


@dataclass
class QuotationReference(Record):
    """A quotation of an exported commentary line."""

    id: UnitId
    speaker: str | None
    text: str
    evidence: EvidenceRecord | None


@dataclass
class AnnotationRecord(Record):
    """One annotator's current answer to one dimension."""

    event: str
    """The event that gave the answer."""
    dimension: str
    holder: str | None
    target: str | None
    label: str
    annotator: str
    confidence: Confidence | None
    pass_: str
    """Always `open` in this version."""
    blind: bool
    """Always false in this version."""
    suggested: str | None
    """Always null in this version."""
    codebook_version: str
    stale: bool
    """Whether the unit had another text or another clip when the answer was given."""
    at: Instant


@dataclass
class MarkRecord(Record):
    """One annotator's flag, note and skip on a unit."""

    event: str
    """The last event that changed one of them."""
    annotator: str
    flagged: bool
    note: str | None
    skipped: str | None
    at: Instant


@dataclass
class LabelRecord(Record):
    """The aggregated label for one holder and target."""

    holder: str | None
    target: str | None
    label: str | None
    """Null where it is unsettled."""
    by: Literal["single", "unanimous", "majority", "adjudicated", "unsettled"]
    """How the label was reached: one annotator, all of several, more than half, or not."""
    soft: dict[str, Annotated[float, Limits(gt=0, le=1)]]
    """The share of each label that was given."""


@dataclass
class CodebookReference(Record):
    """The codebook in use."""

    name: str
    version: str


@dataclass
class ExportRecord(Record):
    """A clip, commentary line or quotation as `annotator export jsonl` writes it, one per line."""

    id: UnitId
    """The unit's id: the same text gives the same ids everywhere."""
    kind: UnitKind
    """The kind of unit."""
    text: str
    """The unit's text."""
    tags: list[TagRecord] | None
    """The line's tags; of a quotation, those of its line."""
    document_tags: tuple[str, ...]
    """The themes that the post is filed under."""
    document: DocumentReference
    """The document that contains the unit, and the unit's span in it."""
    clip: ClipReference | None
    """The clip that the unit is or belongs to."""
    parent: UnitId | None
    """Of a quotation: its commentary line."""
    speaker: str | None
    """Of a quotation: who says it."""
    evidence: EvidenceRecord | None
    """Of a quotation: where its text occurs in a clip."""
    quotations: list[QuotationReference] | None
    """Of a line: its quotations."""
    annotations: list[AnnotationRecord]
    """Every annotator's current answers, each with its event, holder, target, label, confidence and time."""
    marks: list[MarkRecord]
    """Every annotator's flag, note and skip."""
    labels: dict[str, list[LabelRecord]]
    """For each dimension the aggregated labels, by holder and target: `label`, `by`, and in `soft` the share of each \
label."""
    codebook: CodebookReference
    """The name and version of the project's codebook."""
    schema_version: Literal[1]
    """The version of this record."""


@dataclass
class UnitLocation(Record):
    """Where the unit of an event is: its document's id, the text in which it was last found, and the span."""

    id: UnitId
    kind: UnitKind
    text_sha256: Digest
    start: Position
    end: Position


@dataclass
class HistoryRecord(Record):
    """An event or a change of the project as `annotator export history` writes it, one per line, by (at, id).

    An event has a unit and a document; a change (`import`, `address`, `codebook`) has a subject.
    """

    id: EventId
    """The event or change."""
    at: Instant
    """When it was done."""
    annotator: str | None
    """Who did it; null for documents added by versions that did not record it."""
    kind: Literal[
        "answer", "withdraw", "flag", "note", "skip", "undo", "redo", "import", "address", "codebook"
    ]
    """`answer`, `withdraw`, `flag`, `note`, `skip`, `undo`, `redo`; of a change of the project `import`, `address` (a \
known text was read from another place), `codebook`."""
    unit: UnitId | None
    """The unit; null for a change of the project."""
    document: UnitLocation | None
    """Where the unit is: the document's id, the unit's kind, the text's digest and the span; null for a change of the \
project."""
    subject: str | None
    """Of a change of the project: the document's id or the codebook's name."""
    dimension: str | None
    """The dimension that was answered."""
    before: Details | None
    """The values before the event."""
    after: Details | None
    """The values after the event."""
    undoes: str | None
    """The event that an undo reverts or a redo restores."""
    act: str | None
    """Shared by events that were made together and are undone together; mostly null."""
    edition: str | None
    """The version of the unit's text that the annotator saw; null for the first."""
    codebook_version: str | None
    """The version of the codebook in use."""
    program_version: str
    """The version of the program that wrote the event."""
    schema_version: Literal[1]
    """The version of this record."""
