"""Converts values to rows of their tables, and back: parses to versions and units, events and answers to theirs.

`text[start:end]` of a unit's row is its text; a parse that is stored and read again is equal to the first one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, TypeVar

from sqlalchemy import Row

from annotator.corpus.grammar.diagnostics import Diagnostic
from annotator.corpus.model import Block, Clip, Commentary, Evidence, Parse, Quotation, Segment, Tag
from annotator.corpus.span import Span
from annotator.corpus.unit_ids import UnitKind
from annotator.store.values import Annotation, Change, Event, Mark, Provenance, StoredDocument

# A row to write, by column.
RowValues = dict[str, Any]
# A unit's columns as attributes: a row of `unit`, or one composed with a row of `former_unit`.
UnitColumns = Row[Any] | SimpleNamespace
Value = TypeVar("Value", Event, Change, Annotation, Mark)
# The columns of fields that have another name; all other fields have the name of their column.
_COLUMNS = {"unit": "unit_id", "event": "event_id"}
# The functions that read the fields of a value from a row, in their order.
_READ_COLUMNS = {
    kind.__name__: attrgetter(*(_COLUMNS.get(field.name, field.name) for field in fields(kind)))
    for kind in (Event, Change, Annotation, Mark)
}
# The fields of a clip that its row stores as data; the others have columns, or follow from other rows.
_CLIP_DATA = [name for name in Clip._fields if name not in ("id", "span", "body", "commentary")]


def columns_of(value: Event | Change | Annotation | Mark) -> RowValues:
    """Return the columns of a value, by name."""
    return {_COLUMNS.get(field.name, field.name): getattr(value, field.name) for field in fields(value)}


def read_value(kind: type[Value], row: Row[Any]) -> Value:
    """Build a value from a row that has its columns."""
    return kind(*_READ_COLUMNS[kind.__name__](row))


def version_columns(parse: Parse, provenance: Provenance) -> RowValues:
    """Return the columns of a version, except for its document and time."""
    columns = provenance._asdict()
    del columns["source"]
    return {
        **columns,
        "text": parse.text,
        "blocks": parse.blocks,
        "document_tags": parse.document_tags,
        "diagnostics": parse.diagnostics,
    }


def unit_columns(parse: Parse, queued_kinds: Sequence[UnitKind]) -> Iterator[RowValues]:
    """Yield the columns of each unit in queue order: a clip, then its commentary, each line before its quotations."""
    units: list[Clip | Commentary] = [*parse.clips, *parse.commentary]
    ordered = sorted(units, key=lambda unit: unit.span.start)
    for ordinal, row in enumerate(row for unit in ordered for row in _unit_rows(unit)):
        yield {**row, "ordinal": ordinal, "queued": row["kind"] in queued_kinds}


def with_unit_ids(row: RowValues, ids: Mapping[str, str]) -> RowValues:
    """Return a unit's row with its own id, and the ids that it refers to, replaced by those that `ids` maps them to."""
    data = dict(row["data"])
    if data.get("outer"):
        data["outer"] = ids.get(data["outer"], data["outer"])
    if data.get("evidence") and data["evidence"]["clip"]:
        clip = data["evidence"]["clip"]
        data["evidence"] = {**data["evidence"], "clip": ids.get(clip, clip)}
    references = {name: ids.get(row[name], row[name]) for name in ("id", "clip_id", "parent_id")}
    return {**row, **references, "data": data}


def _unit_rows(unit: Clip | Commentary) -> list[RowValues]:
    """Return the rows of a clip, or of a commentary line and its quotations."""
    if isinstance(unit, Clip):
        return [_clip_row(unit)]
    return [_commentary_row(unit), *(_quotation_row(quotation, unit) for quotation in unit.quotations)]


def _clip_row(clip: Clip) -> RowValues:
    return _unit_row("clip", clip.id, *clip.span, {name: getattr(clip, name) for name in _CLIP_DATA})


def _commentary_row(line: Commentary) -> RowValues:
    data = {
        "line": line.line,
        "tags": line.tags,
        "body": line.body,
        "segments": [(segment.start, segment.end) for segment in line.segments],
    }
    return _unit_row("commentary", line.id, *line.span, data, clip_id=line.clip)


def _quotation_row(quotation: Quotation, line: Commentary) -> RowValues:
    data = {
        "speaker": quotation.speaker,
        "depth": quotation.depth,
        "outer": quotation.parent,
        "evidence": quotation.evidence._asdict() if quotation.evidence else None,
    }
    start, end = quotation.start, quotation.end
    return _unit_row("quotation", quotation.id, start, end, data, clip_id=line.clip, parent_id=line.id)


def _unit_row(
    kind: UnitKind,
    unit: str,
    start: int,
    end: int,
    data: dict[str, Any],
    *,
    clip_id: str | None = None,
    parent_id: str | None = None,
) -> RowValues:
    return {
        "id": unit,
        "kind": kind,
        "start": start,
        "end": end,
        "clip_id": clip_id,
        "parent_id": parent_id,
        "data": data,
    }


def build_document(version: Row[Any], units: Iterable[UnitColumns]) -> StoredDocument:
    """Build a document from its version, with the document's key and first address, and its units in order."""
    text: str = version.text
    clips: list[UnitColumns] = []
    lines: list[UnitColumns] = []
    quotations: dict[str, list[Quotation]] = {}
    commentary: dict[str | None, list[str]] = {}
    for unit in units:
        if unit.kind == "clip":
            clips.append(unit)
        elif unit.kind == "commentary":
            lines.append(unit)
            commentary.setdefault(unit.clip_id, []).append(unit.id)
        else:
            quotations.setdefault(unit.parent_id, []).append(_build_quotation(text, unit))
    parse = Parse(
        key=version.key,
        text=text,
        blocks=tuple(Block(*block) for block in version.blocks),
        clips=tuple(_build_clip(text, unit, commentary.get(unit.id, ())) for unit in clips),
        commentary=tuple(_build_commentary(text, unit, quotations.get(unit.id, ())) for unit in lines),
        document_tags=tuple(version.document_tags),
        diagnostics=tuple(Diagnostic(*diagnostic) for diagnostic in version.diagnostics),
    )
    removed = tuple((position, name) for position, name in version.removed)
    provenance = Provenance(
        version.source or "",
        version.sha256,
        version.text_sha256,
        version.encoding,
        removed,
        url=version.url,
        title=version.title,
        date=version.date,
    )
    return StoredDocument(version.document_id, provenance, parse)


def _build_clip(text: str, unit: UnitColumns, commentary: Sequence[str]) -> Clip:
    data = {name: unit.data[name] for name in _CLIP_DATA}
    spans = tuple(Span(*span) for span in data["body_spans"])
    data["body_spans"] = spans
    data["headline_span"] = Span(*data["headline_span"]) if data["headline_span"] else None
    data["inline_tags"] = tuple(data["inline_tags"])
    return Clip(
        **data,
        id=unit.id,
        span=Span(unit.start, unit.end),
        body="\n".join([span.of(text) for span in spans]),
        commentary=tuple(commentary),
    )


def _build_commentary(text: str, unit: UnitColumns, quotations: Sequence[Quotation]) -> Commentary:
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


def _build_quotation(text: str, unit: UnitColumns) -> Quotation:
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
