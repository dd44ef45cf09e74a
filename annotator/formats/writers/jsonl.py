"""JSON Lines of the parse and export records: the same values give the same bytes.

Keys stand in the order of the records' models, and every field of a record is there.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from annotator.corpus.evidence.changes import changes
from annotator.corpus.model import Clip, Commentary, Evidence, Parse, Quotation
from annotator.corpus.span import Span

Fields = dict[str, Any]
SCHEMA_VERSION = 1


def line(record: Mapping[str, Any]) -> bytes:
    """Return a record as one line of JSON."""
    return orjson.dumps(record, default=_plain, option=orjson.OPT_APPEND_NEWLINE)


def parse_record(
    parse: Parse,
    *,
    source: str,
    sha256: str,
    text_sha256: str,
    encoding: str,
    removed: Sequence[tuple[int, str]],
) -> Fields:
    """Return the parse record of one document."""
    return {
        "source": source,
        "sha256": sha256,
        "text_sha256": text_sha256,
        "encoding": encoding,
        "chars": len(parse.text),
        "text": parse.text,
        "removed": removed,
        "blocks": [block._asdict() for block in parse.blocks],
        "clips": [_clip_record(clip) for clip in parse.clips],
        "commentary": [_commentary_record(line) for line in parse.commentary],
        "document_tags": parse.document_tags,
        "diagnostics": [diagnostic._asdict() for diagnostic in parse.diagnostics],
    }


def evidence_record(evidence: Evidence | None) -> Fields | None:
    """Return the fields of a quotation's evidence, with the kinds of its changes."""
    if evidence is None:
        return None
    return {
        **evidence._asdict(),
        "changes": None if evidence.diff is None else changes(evidence.diff),
    }


def clip_reference(clip: Clip, text: str) -> Fields:
    """Return what an exported unit says of its clip."""
    return {
        "id": clip.id,
        "headline": clip.headline,
        "publisher": clip.publisher,
        "handle": clip.handle,
        "date": clip.date,
        "url": clip.url,
        "text": text[clip.span.start : clip.span.end],
    }


def quotation_reference(quotation: Quotation) -> Fields:
    """Return what an exported commentary says of one of its quotations."""
    return {
        "id": quotation.id,
        "speaker": quotation.speaker,
        "text": quotation.text,
        "evidence": evidence_record(quotation.evidence),
    }


def instant(at: datetime) -> str:
    """Return an instant as the records write it: UTC, microseconds, Z."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _clip_record(clip: Clip) -> Fields:
    return {
        "id": clip.id,
        "headline": clip.headline,
        "publisher": clip.publisher,
        "handle": clip.handle,
        "date": clip.date,
        "date_precision": clip.date_precision,
        "url": clip.url,
        "inline_tags": clip.inline_tags,
        **_ends(clip.span),
        "body": clip.body,
        "body_spans": clip.body_spans,
        "commentary": clip.commentary,
    }


def _commentary_record(line: Commentary) -> Fields:
    return {
        "id": line.id,
        "line": line.line,
        "clip": line.clip,
        **_ends(line.span),
        "tags": [tag._asdict() for tag in line.tags],
        "body": line.body,
        "segments": [segment._asdict() for segment in line.segments],
        "quotations": [_quotation_record(quotation) for quotation in line.quotations],
    }


def _quotation_record(quotation: Quotation) -> Fields:
    return {**quotation._asdict(), "evidence": evidence_record(quotation.evidence)}


def _ends(span: Span) -> Fields:
    return {"start": span.start, "end": span.end}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")
