"""Exports a project as JSON Lines: one record a clip, commentary and quotation, in document order.

The same database gives the same bytes. One document is in memory at a time.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from annotator.codebook.model import Codebook
from annotator.corpus.model import Clip, Commentary, Quotation
from annotator.formats.writers import jsonl
from annotator.formats.writers.atomic_file import write_lines
from annotator.store import annotations, documents, unit_versions
from annotator.store.values import Annotation, Mark, StoredDocument
from annotator.workflow.errors import Refused
from annotator.workflow.exchange.history import history_lines
from annotator.workflow.exchange.label_aggregation import settle
from annotator.workflow.project import Project

# How the name of each format's file ends.
FORMATS = {"jsonl": "jsonl", "history": "history.jsonl"}
Fields = dict[str, Any]
Of = TypeVar("Of", Annotation, Mark)


def export(
    project: Project, format_name: str, path: Path | None, *, progress: Callable[[], None] | None = None
) -> int:
    """Write a dataset to `path`, or to standard output for None; return the number of records."""
    if format_name not in FORMATS:
        raise Refused(f"{format_name!r} is no export format. Known: {', '.join(FORMATS)}.")
    lines = history_lines(project) if format_name == "history" else _lines(project, progress)
    return write_lines(lines, path)


def default_path(project: Project, format_name: str) -> Path:
    """Return where a dataset goes that is given no file: `exports/`, named after the database."""
    stem = Path(project.database.where).stem if project.database.is_sqlite else "annotator"
    return Path("exports") / f"{stem}.{FORMATS.get(format_name, format_name)}"


def _lines(project: Project, progress: Callable[[], None] | None) -> Iterator[bytes]:
    with project.database.reading() as connection:
        for document in documents.read_documents(connection):
            number = document.number
            answers = _by_unit(annotations.answers_in_document(connection, number))
            marks = _by_unit(annotations.marks_in_document(connection, number))
            for record in document_records(document, project.codebook, answers, marks):
                yield jsonl.line(record)
            # What only a text before holds is told where somebody worked on it.
            for former, alone in unit_versions.former_documents(connection, number):
                worked_on = alone & (answers.keys() | marks.keys())
                records = document_records(former, project.codebook, answers, marks) if worked_on else ()
                yield from (jsonl.line(record) for record in records if record["id"] in worked_on)
            if progress:
                progress()


def document_records(
    document: StoredDocument,
    codebook: Codebook,
    answers: dict[str, list[Annotation]],
    marks: dict[str, list[Mark]],
) -> Iterator[Fields]:
    """Yield the export record of each unit of a document, in the order of the text."""
    parse = document.parse
    clips = {clip.id: jsonl.clip_reference(clip, parse.text) for clip in parse.clips}
    units: list[Clip | Commentary] = [*parse.clips, *parse.commentary]
    for unit in sorted(units, key=lambda unit: (unit.span.start, not isinstance(unit, Clip))):
        yield _record(document, codebook, unit, clips, answers, marks)
        if isinstance(unit, Commentary):
            for quotation in unit.quotations:
                yield _quotation_record(document, codebook, unit, quotation, clips, answers, marks)


def _record(
    document: StoredDocument,
    codebook: Codebook,
    unit: Clip | Commentary,
    clips: dict[str, Fields],
    answers: dict[str, list[Annotation]],
    marks: dict[str, list[Mark]],
) -> Fields:
    return {
        "id": unit.id,
        "kind": "clip" if isinstance(unit, Clip) else "commentary",
        "text": unit.span.of(document.parse.text),
        "tags": None if isinstance(unit, Clip) else [tag._asdict() for tag in unit.tags],
        "document_tags": document.parse.document_tags,
        "document": _document(document, unit.span.start, unit.span.end),
        "clip": clips[unit.id] if isinstance(unit, Clip) else clips.get(unit.clip or ""),
        "parent": None,
        "speaker": None,
        "evidence": None,
        "quotations": None
        if isinstance(unit, Clip)
        else [jsonl.quotation_reference(quotation) for quotation in unit.quotations],
        **_labelled(unit.id, codebook, answers, marks),
    }


def _quotation_record(
    document: StoredDocument,
    codebook: Codebook,
    line: Commentary,
    quotation: Quotation,
    clips: dict[str, Fields],
    answers: dict[str, list[Annotation]],
    marks: dict[str, list[Mark]],
) -> Fields:
    return {
        "id": quotation.id,
        "kind": "quotation",
        "text": quotation.text,
        "tags": [tag._asdict() for tag in line.tags],
        "document_tags": document.parse.document_tags,
        "document": _document(document, quotation.start, quotation.end),
        "clip": clips.get(line.clip or ""),
        "parent": line.id,
        "speaker": quotation.speaker,
        "evidence": jsonl.evidence_record(quotation.evidence),
        "quotations": None,
        **_labelled(quotation.id, codebook, answers, marks),
    }


def _document(document: StoredDocument, start: int, end: int) -> Fields:
    return {
        "id": document.parse.key,
        "source": document.provenance.source,
        "sha256": document.provenance.sha256,
        "text_sha256": document.provenance.text_sha256,
        "start": start,
        "end": end,
    }


def _labelled(
    unit: str, codebook: Codebook, answers: dict[str, list[Annotation]], marks: dict[str, list[Mark]]
) -> Fields:
    given = answers.get(unit, [])
    labels: dict[str, list[Fields]] = {dimension.id: [] for dimension in codebook.dimensions}
    for settled in settle(given):
        fields = settled._asdict()
        labels.setdefault(fields.pop("dimension"), []).append(fields)
    return {
        "annotations": [_annotation(answer) for answer in given],
        "marks": [_mark(mark) for mark in marks.get(unit, [])],
        "labels": labels,
        "codebook": {"name": codebook.name, "version": codebook.version},
        "schema_version": jsonl.SCHEMA_VERSION,
    }


def _annotation(answer: Annotation) -> Fields:
    return {
        "event": answer.event,
        "dimension": answer.dimension,
        "holder": answer.holder,
        "target": answer.target,
        "label": answer.label,
        "annotator": answer.annotator,
        "confidence": answer.confidence,
        "pass": "open",
        "blind": False,
        "suggested": None,
        "codebook_version": answer.codebook_version,
        "stale": answer.stale,
        "at": jsonl.instant(answer.at),
    }


def _mark(mark: Mark) -> Fields:
    return {
        "event": mark.event,
        "annotator": mark.annotator,
        "flagged": mark.flagged,
        "note": mark.note,
        "skipped": mark.skipped,
        "at": jsonl.instant(mark.at),
    }


def _by_unit(items: list[Of]) -> dict[str, list[Of]]:
    grouped: dict[str, list[Of]] = {}
    for item in items:
        grouped.setdefault(item.unit, []).append(item)
    return grouped
