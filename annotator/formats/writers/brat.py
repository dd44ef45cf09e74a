"""brat standoff: a folder per annotator with a `.txt` and `.ann` per line or clip, and `annotation.conf` in each.

Positions are code points, as brat counts them. The whole text is an entity, so that its labels have something to be
attributes of; a covered text of several lines is given as one fragment per line, since brat allows no line end in it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

import orjson

from annotator.codebook.model import Codebook
from annotator.corpus.span import Span
from annotator.formats.records import ExportRecord
from annotator.formats.writers.dataset import (
    Answer,
    Dataset,
    LabelledText,
    QuotationSpan,
    label_sets,
    labelled_texts,
)

_ENTITIES = {"clip": "Clip", "commentary": "Commentary", "quotation": "Quotation"}


def files(dataset: Dataset) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the files of each annotator's folder; `unlabelled` and `gold` are folders like hers."""
    configured: set[str] = set()
    for text in labelled_texts(dataset.records):
        for folder in _folders(text, gold=dataset.gold):
            if folder not in configured:
                configured.add(folder)
                yield f"{folder}/annotation.conf", [configuration(dataset.codebook).encode()]
            name = f"{folder}/{text.record.id}"
            yield f"{name}.txt", [text.record.text.encode()]
            yield f"{name}.ann", [line.encode() for line in _annotations(text, folder, dataset)]


def configuration(codebook: Codebook) -> str:
    """Return the entities, the relation and, for each dimension, the attribute with the entities that may have it."""
    attributes = [
        f"{dimension.id}\tArg:{'|'.join(_ENTITIES[kind] for kind in dimension.units)},"
        f" Value:{'|'.join(label.id for label in dimension.labels)}"
        for dimension in codebook.dimensions
    ]
    return "\n".join(
        [
            "[entities]",
            *_ENTITIES.values(),
            "Speaker",
            "",
            "[relations]",
            "said_by\tArg1:Quotation, Arg2:Speaker",
            "",
            "[events]",
            "",
            "[attributes]",
            *attributes,
            "",
        ]
    )


def _folders(text: LabelledText, *, gold: bool) -> list[str]:
    if gold:
        return ["gold"]
    names = sorted({name for unit in text.units for name, _ in label_sets(unit, gold=False) if name})
    # Names may hold anything; in a path they hold no separator and no dot at the beginning.
    return [f"by-{quote(name, safe='')}" for name in names] or ["unlabelled"]


def _annotations(text: LabelledText, folder: str, dataset: Dataset) -> Iterator[str]:
    """Yield the lines of a text's `.ann` file."""
    record = text.record
    entities: dict[tuple[str, Span], str] = {}
    attributes: list[tuple[str, Answer]] = []
    relations: list[tuple[str, str]] = []
    for unit in (QuotationSpan(record, Span(0, len(record.text)), nested=False), *text.quotations):
        mark = entities.setdefault((_ENTITIES[unit.record.kind], unit.span), f"T{len(entities) + 1}")
        attributes += [(mark, answer) for answer in _answers_in(unit.record, folder, gold=dataset.gold)]
        if name := text.speaker_span(unit):
            relations.append((mark, entities.setdefault(("Speaker", name), f"T{len(entities) + 1}")))
    for (entity, span), mark in entities.items():
        yield f"{mark}\t{entity} {_fragments(span, record.text)}\n"
    for number, (quotation, speaker) in enumerate(relations, 1):
        yield f"R{number}\tsaid_by Arg1:{quotation} Arg2:{speaker}\t\n"
    yield from _attributes(attributes, dataset.losses)


def _attributes(attributes: Sequence[tuple[str, Answer]], losses: Counter[str]) -> Iterator[str]:
    """Yield an attribute for each dimension of an entity, and a note with what an attribute cannot hold."""
    given: dict[tuple[str, str], Answer] = {}
    for mark, answer in attributes:
        losses["answers towards further targets"] += (mark, answer.dimension) in given
        given.setdefault((mark, answer.dimension), answer)
    for number, ((mark, dimension), answer) in enumerate(given.items(), 1):
        yield f"A{number}\t{dimension} {mark} {answer.label}\n"
    notes = [(mark, answer) for (mark, _), answer in given.items() if answer.target or answer.confidence]
    for number, (mark, answer) in enumerate(notes, 1):
        details = {"dimension": answer.dimension, "target": answer.target, "confidence": answer.confidence}
        yield f"#{number}\tAnnotatorNotes {mark}\t{orjson.dumps(details).decode()}\n"


def _answers_in(record: ExportRecord, folder: str, *, gold: bool) -> list[Answer]:
    sets = label_sets(record, gold=gold)
    if gold:
        return sets[0][1]
    return next((answers for name, answers in sets if f"by-{quote(name, safe='')}" == folder), [])


def _fragments(span: Span, text: str) -> str:
    """Return the positions of a covered text, line by line, and its words."""
    fragments, start = [], span.start
    for line in span.of(text).split("\n"):
        if line:
            fragments.append((start, start + len(line), line))
        start += len(line) + 1
    places = ";".join(f"{begin} {end}" for begin, end, _ in fragments)
    return f"{places}\t{' '.join(words for _, _, words in fragments)}"
