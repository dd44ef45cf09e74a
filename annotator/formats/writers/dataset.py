"""What a writer is given: the records of a dataset, and the same as texts with spans, as annotation tools need them.

A text is a commentary line or a clip with the quotations in it as spans. Spans are code points of the text that they
are in: `text[span.start:span.end]` is the quotation.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from annotator.codebook.model import Codebook
from annotator.corpus.span import Span
from annotator.formats.records import ExportRecord, HistoryRecord


@dataclass(slots=True)
class Dataset:
    """Records in document order and the history, each to be read once, with the codebook of the project.

    With `gold` a format that holds one set of labels holds the aggregated ones, else it has a copy per annotator.
    `losses` counts what the format cannot hold, under a phrase in the plural; it is complete when all is written.
    """

    records: Iterable[ExportRecord]
    codebook: Codebook
    gold: bool = False
    history: Iterable[HistoryRecord] = ()
    losses: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class QuotationSpan:
    """A quotation of a text. A nested one lies within another quotation of the same text."""

    record: ExportRecord
    span: Span
    nested: bool


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A unit with a text of its own, and the quotations in it in the order of the text."""

    record: ExportRecord
    quotations: tuple[QuotationSpan, ...] = ()

    @property
    def units(self) -> list[ExportRecord]:
        """The unit, then its quotations."""
        return [self.record, *(one.record for one in self.quotations)]

    def speaker_span(self, quotation: QuotationSpan) -> Span | None:
        """Return where the speaker's name last occurs before a quotation."""
        speaker = quotation.record.speaker
        start = self.record.text.rfind(speaker, 0, quotation.span.start) if speaker else -1
        return Span(start, start + len(speaker)) if speaker and start >= 0 else None


def labelled_texts(records: Iterable[ExportRecord]) -> Iterator[LabelledText]:
    """Group records, in which quotations follow their line, by text. A quotation without its line is a text itself."""
    current: ExportRecord | None = None
    quotations: list[ExportRecord] = []
    for record in records:
        if record.kind == "quotation" and current is not None and record.parent == current.id:
            quotations.append(record)
            continue
        if current is not None:
            yield _grouped(current, quotations)
        current, quotations = record, []
    if current is not None:
        yield _grouped(current, quotations)


def _grouped(record: ExportRecord, quotations: list[ExportRecord]) -> LabelledText:
    start = record.document.start
    spans = [Span(one.document.start - start, one.document.end - start) for one in quotations]
    return LabelledText(
        record,
        tuple(
            QuotationSpan(one, span, any(_within(span, other) for other in spans))
            for one, span in sorted(zip(quotations, spans, strict=True), key=lambda pair: pair[1])
        ),
    )


def _within(inner: Span, outer: Span) -> bool:
    return inner != outer and outer.start <= inner.start and inner.end <= outer.end


@dataclass(frozen=True, slots=True)
class Answer:
    """One label of one dimension, as a person gave it or as answers were aggregated."""

    dimension: str
    label: str
    holder: str | None
    target: str | None
    confidence: str | None


def answers_by_annotator(record: ExportRecord) -> dict[str, list[Answer]]:
    """Return each annotator's answers to a unit that are up to date, in name order."""
    found: dict[str, list[Answer]] = {}
    for one in sorted(record.annotations, key=lambda one: one.annotator):
        if not one.stale:
            answer = Answer(one.dimension, one.label, one.holder, one.target, one.confidence)
            found.setdefault(one.annotator, []).append(answer)
    return found


def aggregated_answers(record: ExportRecord) -> list[Answer]:
    """Return the aggregated labels of a unit that are settled."""
    return [
        Answer(dimension, one.label, one.holder, one.target, None)
        for dimension, labels in record.labels.items()
        for one in labels
        if one.label is not None
    ]


def label_sets(record: ExportRecord, *, gold: bool) -> list[tuple[str, list[Answer]]]:
    """Return (annotator, answers) for tools that have one set of labels per copy of a text.

    With `gold` there is one set, of the aggregated labels, under no name. A unit without answers has one empty set.
    """
    if gold:
        return [("", aggregated_answers(record))]
    return list(answers_by_annotator(record).items()) or [("", [])]
