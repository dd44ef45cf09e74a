"""The records of `parse` and `export`, as pydantic models: the source of the published JSON Schemas.

Programs write them as plain dictionaries of the same shape, for speed; tests hold both together.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from annotator.corpus.model import BlockKind, Change, EvidenceStatus, Framing, Method
from annotator.corpus.unit_ids import UnitKind

Position = Annotated[int, Field(ge=0)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
UnitId = Annotated[str, Field(pattern=r"^[0-9a-f]{20}$")]
IsoDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Instant = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]


class Record(BaseModel):
    """What all records share: no unknown fields."""

    model_config = ConfigDict(extra="forbid")


class BlockRecord(Record):
    """One line of a document with its line end; of a card line, one part."""

    kind: BlockKind
    start: Position
    end: Position
    repeat_of: Position | None


class TagRecord(Record):
    """A hash tag of a commentary line, without its sign."""

    name: str
    alias: str | None


class SegmentRecord(Record):
    """One part of a commentary's body between top-level middle dots."""

    text: str
    start: Position
    end: Position


class EvidenceRecord(Record):
    """Where a quotation stands in a clip."""

    status: EvidenceStatus
    clip: UnitId | None
    start: Position | None
    end: Position | None
    score: Annotated[float, Field(ge=0, le=1)] | None
    method: Method | None
    framing: Framing | None
    alternatives: Annotated[int, Field(ge=0)]
    diff: list[tuple[Literal["equal", "delete", "insert"], str] | tuple[Literal["replace"], str, str]] | None
    changes: list[Change] | None


class QuotationRecord(Record):
    """Words in brackets; the span is of the text inside them."""

    id: UnitId
    speaker: str | None
    text: str
    depth: Annotated[int, Field(ge=0)]
    start: Position
    end: Position
    parent: UnitId | None
    evidence: EvidenceRecord | None


class CommentaryRecord(Record):
    """One line of the blogger's own."""

    id: UnitId
    line: Annotated[int, Field(ge=1)]
    clip: UnitId | None
    start: Position
    end: Position
    tags: list[TagRecord]
    body: str | None
    segments: list[SegmentRecord]
    quotations: list[QuotationRecord]


class ClipRecord(Record):
    """One news item as the blogger clipped it."""

    id: UnitId
    headline: str | None
    publisher: str | None
    handle: str | None
    date: IsoDate | None
    date_precision: Literal["year", "month", "day"] | None
    url: str | None
    inline_tags: list[str]
    start: Position
    end: Position
    body: str
    body_spans: list[tuple[Position, Position]]
    commentary: list[UnitId]


class DiagnosticRecord(Record):
    """A remark on one place of the document; line and column count from 1."""

    code: str
    line: Annotated[int, Field(ge=1)]
    column: Annotated[int, Field(ge=1)]
    message: str


class ParseRecord(Record):
    """A document as `annotator parse` prints it, one a line."""

    source: str
    sha256: Digest
    text_sha256: Digest
    encoding: str
    chars: Position
    text: str
    removed: list[tuple[Position, str]]
    blocks: list[BlockRecord]
    clips: list[ClipRecord]
    commentary: list[CommentaryRecord]
    document_tags: list[str]
    diagnostics: list[DiagnosticRecord]


class DocumentReference(Record):
    """The document that a unit stands in, and where."""

    id: UnitId
    source: str
    sha256: Digest
    text_sha256: Digest
    start: Position
    end: Position


class ClipReference(Record):
    """The clip that a unit is, or stands under."""

    id: UnitId
    headline: str | None
    publisher: str | None
    handle: str | None
    date: IsoDate | None
    url: str | None
    text: str


class QuotationReference(Record):
    """A quotation of an exported commentary."""

    id: UnitId
    speaker: str | None
    text: str
    evidence: EvidenceRecord | None


class AnnotationRecord(Record):
    """One annotator's current answer."""

    event: str
    dimension: str
    holder: str | None
    target: str | None
    label: str
    annotator: str
    confidence: Literal["low", "middle", "high"] | None
    pass_: Annotated[str, Field(alias="pass")]
    blind: bool
    suggested: str | None
    codebook_version: str
    stale: bool
    at: Instant


class MarkRecord(Record):
    """One annotator's flag, note and skip."""

    event: str
    annotator: str
    flagged: bool
    note: str | None
    skipped: str | None
    at: Instant


class LabelRecord(Record):
    """What the annotators' answers come to for one holder and target; the label is null where it is unsettled."""

    holder: str | None
    target: str | None
    label: str | None
    by: Literal["single", "unanimous", "majority", "adjudicated", "unsettled"]
    soft: dict[str, Annotated[float, Field(gt=0, le=1)]]


class CodebookReference(Record):
    """The codebook that was in use."""

    name: str
    version: str


class ExportRecord(Record):
    """A clip, commentary or quotation as `annotator export jsonl` writes it, one a line."""

    id: UnitId
    kind: UnitKind
    text: str
    tags: list[TagRecord] | None
    document_tags: list[str]
    document: DocumentReference
    clip: ClipReference | None
    parent: UnitId | None
    speaker: str | None
    evidence: EvidenceRecord | None
    quotations: list[QuotationReference] | None
    annotations: list[AnnotationRecord]
    marks: list[MarkRecord]
    labels: dict[str, list[LabelRecord]]
    codebook: CodebookReference
    schema_version: Literal[1]


class UnitPlace(Record):
    """Where the unit of an event stands: its document's key, the text that it was last found in, and the span."""

    id: UnitId
    kind: UnitKind
    text_sha256: Digest
    start: Position
    end: Position


class HistoryRecord(Record):
    """An event or a change of the project as `annotator export history` writes it, one a line, by (at, id).

    An event has a unit and a document; of a change (`import`, `address`, `codebook`) the subject is the document's
    key or the codebook's name. `before` and `after` are what it changed; `undoes` names the event that an undo takes
    back or a redo restores; events with one `act` are taken back together; `edition` names the wording of the unit
    that the annotator saw.
    """

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    at: Instant
    annotator: str | None
    kind: Literal[
        "answer", "withdraw", "flag", "note", "skip", "undo", "redo", "import", "address", "codebook"
    ]
    unit: UnitId | None
    document: UnitPlace | None
    subject: str | None
    dimension: str | None
    before: dict[str, str | bool | None] | None
    after: dict[str, str | bool | None] | None
    undoes: str | None
    act: str | None
    edition: str | None
    codebook_version: str | None
    program_version: str
    schema_version: Literal[1]


SCHEMAS: dict[str, type[Record]] = {
    "parse.schema.json": ParseRecord,
    "export.schema.json": ExportRecord,
    "history.schema.json": HistoryRecord,
}
