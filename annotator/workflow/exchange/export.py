"""Exports a project as a dataset: one record per clip, commentary line and quotation, in document order.

The same database gives the same bytes. One document is in memory at a time, and the labels of a few.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from sqlalchemy import Connection

from annotator.codebook.model import Codebook
from annotator.corpus.model import Clip, Commentary
from annotator.corpus.span import Span
from annotator.corpus.unit_ids import UnitKind
from annotator.formats.document_records import (
    clip_reference,
    quotation_reference,
    tag_records,
)
from annotator.formats.records import (
    SCHEMA_VERSION,
    AnnotationRecord,
    ClipReference,
    CodebookReference,
    Confidence,
    DocumentReference,
    EvidenceRecord,
    ExportRecord,
    LabelRecord,
    MarkRecord,
    QuotationReference,
    TagRecord,
    instant,
)
from annotator.formats.writers.atomic_file import write_files, write_lines
from annotator.formats.writers.dataset import Dataset
from annotator.formats.writers.registry import WRITERS
from annotator.store import annotations, document_versions, documents
from annotator.store.values import Annotation, Mark, StoredDocument
from annotator.workflow.errors import Refused
from annotator.workflow.exchange.history import history_records
from annotator.workflow.project import Project

# The documents whose labels are read at a time.
_BATCH = 50
Of = TypeVar("Of", Annotation, Mark)
Item = TypeVar("Item")


class ExportSummary(NamedTuple):
    """How many records were exported, and what the format could not hold, counted by a phrase in the plural."""

    records: int
    losses: Mapping[str, int]


def export(
    project: Project,
    format_name: str,
    path: Path | None,
    *,
    gold: bool = False,
    progress: Callable[[], None] | None = None,
) -> ExportSummary:
    """Write a dataset to `path`, a file or for some formats a folder, or to standard output for None.

    With `gold` a format that holds one set of labels per text has the aggregated ones.
    """
    form = WRITERS.get(format_name)
    if form is None:
        raise Refused(f"{format_name!r} is no export format. Known: {', '.join(WRITERS)}.")
    records = _Counted(export_records(project, progress))
    events = _Counted(history_records(project))
    dataset = Dataset(records, project.codebook, gold, events)
    if not form.is_folder:
        write_lines(form.lines(dataset), path)
    elif path is not None:
        write_files(form.files(dataset), path)
    else:
        raise Refused(
            f"{format_name} is a folder of files, which standard output cannot hold. Name one with --out."
        )
    # The unary plus leaves out what was looked for and not found.
    return ExportSummary(records.count + events.count, +dataset.losses)


class _Counted(Iterator[Item]):
    """Counts what is read of an iterator."""

    def __init__(self, items: Iterator[Item]) -> None:
        self._items = items
        self.count = 0

    def __next__(self) -> Item:
        item = next(self._items)
        self.count += 1
        return item


def default_path(project: Project, format_name: str) -> Path:
    """Return the path of a dataset for which no file is named: in `exports/`, named after the database."""
    stem = Path(project.database.where).stem if project.database.is_sqlite else "annotator"
    suffix = (WRITERS[format_name].suffix if format_name in WRITERS else "") or format_name
    return Path("exports") / f"{stem}.{suffix}"


def export_records(project: Project, progress: Callable[[], None] | None = None) -> Iterator[ExportRecord]:
    """Yield the record of each unit; `progress` is called after each document."""
    with project.database.reading() as connection:
        numbers = documents.document_numbers(connection)
        for start in range(0, len(numbers), _BATCH):
            batch = numbers[start : start + _BATCH]
            labelled = _Labelled(
                project.codebook,
                _by_unit(annotations.read_answers(connection, batch)),
                _by_unit(annotations.read_marks(connection, batch)),
            )
            revised = document_versions.revised_documents(connection, batch)
            for number in batch:
                yield from _document_records(documents.read_document(connection, number), labelled)
                if number in revised:
                    yield from _former_records(connection, number, labelled)
                if progress:
                    progress()


def _former_records(connection: Connection, number: int, labelled: "_Labelled") -> Iterator[ExportRecord]:
    """Yield the records of the labelled units that only earlier texts of a document have."""
    for former, former_only in document_versions.former_documents(connection, number):
        exported = former_only & labelled.units()
        records = _document_records(former, labelled) if exported else ()
        yield from (record for record in records if record.id in exported)


class _Labelled:
    """The annotations and marks of the units of some documents."""

    def __init__(
        self, codebook: Codebook, given: dict[str, list[Annotation]], marks: dict[str, list[Mark]]
    ) -> None:
        self._codebook = codebook
        self._annotations, self._marks = given, marks

    def units(self) -> set[str]:
        """Return the units that have an annotation or a mark."""
        return self._annotations.keys() | self._marks.keys()

    def record(
        self,
        unit: str,
        kind: UnitKind,
        span: Span,
        document: StoredDocument,
        *,
        clip: ClipReference | None,
        tags: list[TagRecord] | None = None,
        parent: str | None = None,
        speaker: str | None = None,
        evidence: EvidenceRecord | None = None,
        quotations: list[QuotationReference] | None = None,
    ) -> ExportRecord:
        """Return the record of a unit."""
        given = self._annotations.get(unit, [])
        parse, provenance = document.parse, document.provenance
        return ExportRecord(
            id=unit,
            kind=kind,
            text=span.of(parse.text),
            tags=tags,
            document_tags=parse.document_tags,
            document=DocumentReference(
                parse.key, provenance.source, provenance.sha256, provenance.text_sha256, span.start, span.end
            ),
            clip=clip,
            parent=parent,
            speaker=speaker,
            evidence=evidence,
            quotations=quotations,
            annotations=[_annotation_record(annotation) for annotation in given],
            marks=[_mark_record(mark) for mark in self._marks.get(unit, [])],
            labels={one.id: [] for one in self._codebook.dimensions} | aggregate_labels(given),
            codebook=CodebookReference(self._codebook.name, self._codebook.version),
            schema_version=SCHEMA_VERSION,
        )


def _document_records(document: StoredDocument, labelled: _Labelled) -> Iterator[ExportRecord]:
    """Yield the record of each unit of a document, in the order of the text."""
    parse = document.parse
    clips = {clip.id: clip_reference(clip, parse.text) for clip in parse.clips}
    units: list[Clip | Commentary] = [*parse.clips, *parse.commentary]
    for unit in sorted(units, key=lambda unit: (unit.span.start, not isinstance(unit, Clip))):
        if isinstance(unit, Clip):
            yield labelled.record(unit.id, "clip", unit.span, document, clip=clips[unit.id])
            continue
        clip, tags = clips.get(unit.clip or ""), tag_records(unit)
        quotations = [quotation_reference(quotation) for quotation in unit.quotations]
        yield labelled.record(
            unit.id, "commentary", unit.span, document, clip=clip, tags=tags, quotations=quotations
        )
        for quotation, reference in zip(unit.quotations, quotations, strict=True):
            yield labelled.record(
                quotation.id,
                "quotation",
                Span(quotation.start, quotation.end),
                document,
                clip=clip,
                tags=tags,
                parent=unit.id,
                speaker=quotation.speaker,
                evidence=reference.evidence,
            )


def aggregate_labels(annotations: Iterable[Annotation]) -> dict[str, list[LabelRecord]]:
    """Return the aggregated labels of one unit by dimension, in the order of dimension, holder and target.

    Each annotation counts once. Without a majority there is no label; the share of every label is given in any case.
    """
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for annotation in annotations:
        question = (annotation.dimension, annotation.holder or "", annotation.target or "")
        counts.setdefault(question, Counter())[annotation.label] += 1
    labels: dict[str, list[LabelRecord]] = {}
    for dimension, holder, target in sorted(counts):
        aggregated = _aggregate(holder or None, target or None, counts[dimension, holder, target])
        labels.setdefault(dimension, []).append(aggregated)
    return labels


def _aggregate(holder: str | None, target: str | None, counts: Counter[str]) -> LabelRecord:
    total = counts.total()
    ((label, most), *_) = counts.most_common()
    soft = {name: round(counts[name] / total, 6) for name in sorted(counts)}
    if total == 1:
        return LabelRecord(holder, target, label, "single", soft)
    if most == total:
        return LabelRecord(holder, target, label, "unanimous", soft)
    if 2 * most > total:
        return LabelRecord(holder, target, label, "majority", soft)
    return LabelRecord(holder, target, None, "unsettled", soft)


def _annotation_record(annotation: Annotation) -> AnnotationRecord:
    return AnnotationRecord(
        event=annotation.event,
        dimension=annotation.dimension,
        holder=annotation.holder,
        target=annotation.target,
        label=annotation.label,
        annotator=annotation.annotator,
        confidence=cast(Confidence | None, annotation.confidence),
        pass_="open",
        blind=False,
        suggested=None,
        codebook_version=annotation.codebook_version,
        stale=annotation.stale,
        at=instant(annotation.at),
    )


def _mark_record(mark: Mark) -> MarkRecord:
    return MarkRecord(
        event=mark.event,
        annotator=mark.annotator,
        flagged=mark.flagged,
        note=mark.note,
        skipped=mark.skipped,
        at=instant(mark.at),
    )


def _by_unit(items: list[Of]) -> dict[str, list[Of]]:
    grouped: dict[str, list[Of]] = {}
    for item in items:
        grouped.setdefault(item.unit, []).append(item)
    return grouped
