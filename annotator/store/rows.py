"""Parses to rows and back: the only place where rows of documents and units are built or read.

`text[start:end]` of a row is its unit's text, as in the parse that it came from.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row

from annotator.corpus.grammar.diagnostics import Diagnostic
from annotator.corpus.model import Block, Clip, Commentary, Evidence, Parse, Quotation, Segment, Tag
from annotator.corpus.span import Span
from annotator.corpus.unit_ids import UnitKind
from annotator.store.values import Provenance, StoredDocument

RowValues = dict[str, Any]
# A unit's columns as attributes: a row of the table, or one put together from two.
UnitRow = Row[Any] | SimpleNamespace


def version_columns(parse: Parse, provenance: Provenance) -> RowValues:
    """Return the columns of a version, without its document and time."""
    return {
        "text_sha256": provenance.text_sha256,
        "sha256": provenance.sha256,
        "encoding": provenance.encoding,
        "url": provenance.url,
        "title": provenance.title,
        "date": provenance.date,
        "text": parse.text,
        "removed": provenance.removed,
        "blocks": parse.blocks,
        "document_tags": parse.document_tags,
        "diagnostics": parse.diagnostics,
    }


def unit_columns(parse: Parse, queued_kinds: Sequence[UnitKind]) -> Iterator[RowValues]:
    """Yield the columns of each unit in queue order: a clip, then its commentary, each with its quotations."""
    units: list[Clip | Commentary] = [*parse.clips, *parse.commentary]
    ordinal = 0
    for unit in sorted(units, key=lambda unit: unit.span.start):
        rows = _clip_rows(unit) if isinstance(unit, Clip) else _commentary_rows(unit)
        for row in rows:
            row["ordinal"] = ordinal
            row["queued"] = row["kind"] in queued_kinds
            ordinal += 1
            yield row


def renamed(row: RowValues, ids: Mapping[str, str]) -> RowValues:
    """Return a unit's row with its id, and every id that it refers to, replaced where `ids` has another."""
    data = dict(row["data"])
    if data.get("outer"):
        data["outer"] = ids.get(data["outer"], data["outer"])
    if data.get("evidence") and data["evidence"]["clip"]:
        clip = data["evidence"]["clip"]
        data["evidence"] = {**data["evidence"], "clip": ids.get(clip, clip)}
    references = {name: ids.get(row[name], row[name]) for name in ("id", "clip_id", "parent_id")}
    return {**row, **references, "data": data}


def _clip_rows(clip: Clip) -> Iterator[RowValues]:
    yield {
        "id": clip.id,
        "kind": "clip",
        "start": clip.span.start,
        "end": clip.span.end,
        "clip_id": None,
        "parent_id": None,
        "data": {
            "headline": clip.headline,
            "headline_span": clip.headline_span,
            "publisher": clip.publisher,
            "handle": clip.handle,
            "date": clip.date,
            "date_precision": clip.date_precision,
            "url": clip.url,
            "inline_tags": clip.inline_tags,
            "body_spans": clip.body_spans,
        },
    }


def _commentary_rows(line: Commentary) -> Iterator[RowValues]:
    yield {
        "id": line.id,
        "kind": "commentary",
        "start": line.span.start,
        "end": line.span.end,
        "clip_id": line.clip,
        "parent_id": None,
        "data": {
            "line": line.line,
            "tags": line.tags,
            "body": line.body,
            "segments": [(segment.start, segment.end) for segment in line.segments],
        },
    }
    for quotation in line.quotations:
        yield {
            "id": quotation.id,
            "kind": "quotation",
            "start": quotation.start,
            "end": quotation.end,
            "clip_id": line.clip,
            "parent_id": line.id,
            "data": {
                "speaker": quotation.speaker,
                "depth": quotation.depth,
                "outer": quotation.parent,
                "evidence": quotation.evidence._asdict() if quotation.evidence else None,
            },
        }


def document_of(version: Row[Any], source: str, units: Iterable[UnitRow]) -> StoredDocument:
    """Build a document from its version (with key and document_id) and its units in order."""
    text: str = version.text
    clips: list[UnitRow] = []
    lines: list[UnitRow] = []
    quotations: dict[str, list[Quotation]] = {}
    under: dict[str | None, list[str]] = {}
    for unit in units:
        if unit.kind == "clip":
            clips.append(unit)
        elif unit.kind == "commentary":
            lines.append(unit)
            under.setdefault(unit.clip_id, []).append(unit.id)
        else:
            quotations.setdefault(unit.parent_id, []).append(_quotation(text, unit))
    parse = Parse(
        key=version.key,
        text=text,
        blocks=tuple(Block(*block) for block in version.blocks),
        clips=tuple(_clip(text, unit, under.get(unit.id, ())) for unit in clips),
        commentary=tuple(_commentary(text, unit, quotations.get(unit.id, ())) for unit in lines),
        document_tags=tuple(version.document_tags),
        diagnostics=tuple(Diagnostic(*diagnostic) for diagnostic in version.diagnostics),
    )
    removed = tuple((position, name) for position, name in version.removed)
    provenance = Provenance(
        source,
        version.sha256,
        version.text_sha256,
        version.encoding,
        removed,
        url=version.url,
        title=version.title,
        date=version.date,
    )
    return StoredDocument(version.document_id, provenance, parse)


def _clip(text: str, unit: UnitRow, commentary: Sequence[str]) -> Clip:
    data = unit.data
    spans = tuple(Span(*span) for span in data["body_spans"])
    return Clip(
        id=unit.id,
        headline=data["headline"],
        headline_span=Span(*data["headline_span"]) if data["headline_span"] else None,
        publisher=data["publisher"],
        handle=data["handle"],
        date=data["date"],
        date_precision=data["date_precision"],
        url=data["url"],
        inline_tags=tuple(data["inline_tags"]),
        span=Span(unit.start, unit.end),
        body="\n".join([span.of(text) for span in spans]),
        body_spans=spans,
        commentary=tuple(commentary),
    )


def _commentary(text: str, unit: UnitRow, quotations: Sequence[Quotation]) -> Commentary:
    data = unit.data
    return Commentary(
        id=unit.id,
        line=data["line"],
        clip=unit.clip_id,
        span=Span(unit.start, unit.end),
        tags=tuple(Tag(*tag) for tag in data["tags"]),
        body=data["body"],
        segments=tuple(Segment(text[start:end], start, end) for start, end in data["segments"]),
        quotations=tuple(quotations),
    )


def _quotation(text: str, unit: UnitRow) -> Quotation:
    data = unit.data
    evidence = data["evidence"]
    if evidence is not None:
        diff = evidence.pop("diff")
        evidence = Evidence(**evidence, diff=None if diff is None else tuple(tuple(part) for part in diff))
    return Quotation(
        id=unit.id,
        speaker=data["speaker"],
        text=text[unit.start : unit.end],
        depth=data["depth"],
        start=unit.start,
        end=unit.end,
        parent=data["outer"],
        evidence=evidence,
    )
