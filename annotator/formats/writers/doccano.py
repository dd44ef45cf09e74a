"""doccano: JSON Lines for its four kinds of project. One row per text and annotator.

Every row has the same keys: doccano refuses a batch in which one is missing. Keys that it does not know become its
metadata, and come back in its exports. doccano's server counts code points as this program does; its pages count
UTF-16 units, so characters beyond the basic plane shift what they show, not what is stored.
"""

from collections.abc import Callable, Iterator, Sequence

import orjson

from annotator.formats.records import ExportRecord
from annotator.formats.writers.dataset import (
    Answer,
    Dataset,
    LabelledText,
    QuotationSpan,
    label_sets,
    labelled_texts,
)

Fields = dict[str, object]
Form = Callable[[LabelledText, list[QuotationSpan], list[Answer]], Fields]


def classification(dataset: Dataset) -> Iterator[bytes]:
    """Yield every unit, quotations too, with its labels."""
    for record in dataset.records:
        for annotator, answers in label_sets(record, gold=dataset.gold):
            yield _row(record, annotator, answers, {"label": _categories(answers)})


def sequences(dataset: Dataset) -> Iterator[bytes]:
    """Yield lines and clips with their quotations as spans."""
    return _with_spans(dataset, lambda _, outer, __: {"label": _spans(outer)})


def categories_and_spans(dataset: Dataset) -> Iterator[bytes]:
    """Yield lines and clips with their labels, and their quotations as spans."""
    return _with_spans(
        dataset, lambda _, outer, answers: {"cats": _categories(answers), "entities": _spans(outer)}
    )


def relations(dataset: Dataset) -> Iterator[bytes]:
    """Yield lines and clips with their quotations and speakers as spans, and who says what as relations."""
    return _with_spans(dataset, lambda text, outer, _: _relations(text, outer))


def _with_spans(dataset: Dataset, form: Form) -> Iterator[bytes]:
    for text in labelled_texts(dataset.records):
        # doccano drops spans that overlap without a word.
        outer = [one for one in text.quotations if not one.nested]
        dataset.losses["nested quotations"] += len(text.quotations) - len(outer)
        dataset.losses["labels of quotations"] += sum(
            len(answers)
            for one in text.quotations
            for _, answers in label_sets(one.record, gold=dataset.gold)
        )
        for annotator, answers in label_sets(text.record, gold=dataset.gold):
            yield _row(text.record, annotator, answers, form(text, outer, answers))


def _relations(text: LabelledText, outer: Sequence[QuotationSpan]) -> Fields:
    """Return quotations, speakers where their name occurs before the quotation, and who says which quotation."""
    entities: dict[tuple[int, int, str], int] = {}
    relations: list[Fields] = []
    for one in outer:
        quotation = entities.setdefault((*one.span, "quotation"), len(entities))
        if speaker := text.speaker_span(one):
            name = entities.setdefault((*speaker, "speaker"), len(entities))
            relations.append({"id": len(relations), "from_id": quotation, "to_id": name, "type": "said_by"})
    return {
        "entities": [
            {"id": number, "start_offset": start, "end_offset": end, "label": label}
            for (start, end, label), number in entities.items()
        ],
        "relations": relations,
    }


def _spans(quotations: Sequence[QuotationSpan]) -> list[list[object]]:
    return [[*one.span, "quotation"] for one in quotations]


def _categories(answers: list[Answer]) -> list[str]:
    return list(dict.fromkeys(f"{one.dimension}:{one.label}" for one in answers))


def _row(record: ExportRecord, annotator: str, answers: list[Answer], fields: Fields) -> bytes:
    row = {
        "text": record.text,
        **fields,
        "item_id": record.id,
        "kind": record.kind,
        "annotator": annotator,
        # With holders, targets and confidence, which a label of doccano cannot hold.
        "answers": orjson.dumps(answers).decode(),
    }
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
