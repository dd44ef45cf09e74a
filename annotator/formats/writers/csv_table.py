"""CSV: one row per unit, UTF-8, comma, CRLF. Lists and objects are JSON in their cell.

A cell that a spreadsheet would run as a formula has a `'` before it; `restored` takes it away again.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

import orjson

from annotator.formats.records import ExportRecord
from annotator.formats.writers.dataset import Dataset
from annotator.formats.writers.jsonl import json_text

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_UNIT_COLUMNS = (
    "id",
    "kind",
    "text",
    "speaker",
    "parent",
    "tags",
    "document_tags",
    "document_id",
    "source",
    "text_sha256",
    "start",
    "end",
    "clip_id",
    "headline",
    "publisher",
    "handle",
    "date",
    "url",
    "evidence_status",
)
_LAST_COLUMNS = ("evidence", "labels", "annotations", "marks", "codebook", "codebook_version")


def lines(dataset: Dataset) -> Iterator[bytes]:
    """Yield the header and a row per record. Of several targets a label column holds the first, `labels` all."""
    dimensions = [dimension.id for dimension in dataset.codebook.dimensions]
    header = [*_UNIT_COLUMNS, *(name for one in dimensions for name in (one, f"{one}_by")), *_LAST_COLUMNS]
    yield _row(header)
    for record in dataset.records:
        yield _row([guarded(cell) for cell in _cells(record, dimensions)])


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """Return the cell that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _cells(record: ExportRecord, dimensions: Sequence[str]) -> Iterator[str]:
    clip, evidence = record.clip, record.evidence
    values: list[object] = [
        record.id,
        record.kind,
        record.text,
        record.speaker,
        record.parent,
        None if record.tags is None else json_text(record.tags),
        orjson.dumps(record.document_tags).decode(),
        record.document.id,
        record.document.source,
        record.document.text_sha256,
        record.document.start,
        record.document.end,
        *((clip.id, clip.headline, clip.publisher, clip.handle, clip.date, clip.url) if clip else [None] * 6),
        evidence.status if evidence else None,
    ]
    for dimension in dimensions:
        first = next(iter(record.labels.get(dimension, ())), None)
        values += [first.label, first.by] if first else [None, None]
    values += [
        None if evidence is None else json_text(evidence),
        json_text(record.labels),
        json_text(record.annotations),
        json_text(record.marks),
        record.codebook.name,
        record.codebook.version,
    ]
    return ("" if value is None else str(value) for value in values)


def _row(cells: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode()
