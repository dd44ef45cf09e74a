"""Builds the records of what a document says from its parse: the parse record, and the parts that an export repeats."""

from collections.abc import Sequence

from annotator.corpus.evidence.diff import classify_changes
from annotator.corpus.model import Clip, Commentary, Evidence, Parse, Quotation
from annotator.formats.records import (
    BlockRecord,
    ClipRecord,
    ClipReference,
    CommentaryRecord,
    DiagnosticRecord,
    EvidenceRecord,
    ParseRecord,
    QuotationRecord,
    QuotationReference,
    SegmentRecord,
    TagRecord,
)


def parse_record(
    parse: Parse,
    *,
    source: str,
    sha256: str,
    text_sha256: str,
    encoding: str,
    removed: Sequence[tuple[int, str]],
) -> ParseRecord:
    """Return the parse record of one document."""
    return ParseRecord(
        source=source,
        sha256=sha256,
        text_sha256=text_sha256,
        encoding=encoding,
        chars=len(parse.text),
        text=parse.text,
        removed=tuple(removed),
        blocks=[BlockRecord(*block) for block in parse.blocks],
        clips=[_clip_record(clip) for clip in parse.clips],
        commentary=[_commentary_record(line) for line in parse.commentary],
        document_tags=parse.document_tags,
        diagnostics=[DiagnosticRecord(*diagnostic) for diagnostic in parse.diagnostics],
    )


def tag_records(line: Commentary) -> list[TagRecord]:
    """Return the tags of a commentary line."""
    return [TagRecord(*tag) for tag in line.tags]


def evidence_record(evidence: Evidence | None) -> EvidenceRecord | None:
    """Return the evidence of a quotation, with the kinds of its changes."""
    if evidence is None:
        return None
    return EvidenceRecord(
        *evidence, changes=None if evidence.diff is None else classify_changes(evidence.diff)
    )


def clip_reference(clip: Clip, text: str) -> ClipReference:
    """Return what an exported unit repeats of its clip; `text` is the document's."""
    return ClipReference(
        id=clip.id,
        headline=clip.headline,
        publisher=clip.publisher,
        handle=clip.handle,
        date=clip.date,
        url=clip.url,
        text=clip.span.of(text),
    )


def quotation_reference(quotation: Quotation) -> QuotationReference:
    """Return what an exported commentary line repeats of one of its quotations."""
    return QuotationReference(
        quotation.id, quotation.speaker, quotation.text, evidence_record(quotation.evidence)
    )


def _clip_record(clip: Clip) -> ClipRecord:
    return ClipRecord(
        id=clip.id,
        headline=clip.headline,
        publisher=clip.publisher,
        handle=clip.handle,
        date=clip.date,
        date_precision=clip.date_precision,
        url=clip.url,
        inline_tags=clip.inline_tags,
        start=clip.span.start,
        end=clip.span.end,
        body=clip.body,
        body_spans=clip.body_spans,
        commentary=clip.commentary,
    )


def _commentary_record(line: Commentary) -> CommentaryRecord:
    return CommentaryRecord(
        id=line.id,
        line=line.line,
        clip=line.clip,
        start=line.span.start,
        end=line.span.end,
        tags=tag_records(line),
        body=line.body,
        segments=[SegmentRecord(*segment) for segment in line.segments],
        quotations=[_quotation_record(quotation) for quotation in line.quotations],
    )


def _quotation_record(quotation: Quotation) -> QuotationRecord:
    return QuotationRecord(*quotation[:-1], evidence=evidence_record(quotation.evidence))
