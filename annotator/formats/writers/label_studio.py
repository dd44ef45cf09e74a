"""Label Studio: tasks with their annotations, and the labelling configuration that they need.

One task per text and annotator, with the annotator's name in its data: `completed_by` must name a user of the
server, so it is left out. Positions are code points, as Label Studio counts them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

import orjson

from annotator.codebook.model import Codebook
from annotator.formats.writers.dataset import (
    Answer,
    Dataset,
    LabelledText,
    QuotationSpan,
    label_sets,
    labelled_texts,
)

_TEXT = "text"
_SPANS = "segment"
Result = dict[str, object]


def files(dataset: Dataset) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the configuration and the tasks."""
    yield "config.xml", [configuration(dataset.codebook).encode()]
    yield "tasks.json", tasks(dataset)


def configuration(codebook: Codebook) -> str:
    """Return the labelling configuration: spans for quotations, and for each dimension choices and a target.

    Dimensions of quotations are asked of each span; an id with `_of_quotation` tells them from those of the text.
    """
    parts = [
        "<View>",
        f'  <Text name="{_TEXT}" value="${_TEXT}"/>',
        f'  <Labels name="{_SPANS}" toName="{_TEXT}">',
        '    <Label value="quotation"/>',
        "  </Labels>",
    ]
    for dimension in codebook.dimensions:
        names = [dimension.id] if {"clip", "commentary"} & set(dimension.units) else []
        names += [_of_quotation(dimension.id)] if "quotation" in dimension.units else []
        for name in names:
            region = ' perRegion="true"' if name != dimension.id else ""
            parts.append(f'  <Choices name={quoteattr(name)} toName="{_TEXT}" choice="single"{region}>')
            parts += [f"    <Choice value={quoteattr(label.id)}/>" for label in dimension.labels]
            parts.append("  </Choices>")
            if dimension.targeted:
                parts.append(f'  <TextArea name={quoteattr(name + "_target")} toName="{_TEXT}"{region}/>')
    return "\n".join([*parts, "</View>", ""])


def tasks(dataset: Dataset) -> Iterator[bytes]:
    """Yield a list of tasks as JSON, a task per line."""
    before = b"[\n"
    for text in labelled_texts(dataset.records):
        answers = {unit.id: dict(label_sets(unit, gold=dataset.gold)) for unit in text.units}
        annotators = sorted({name for sets in answers.values() for name in sets})
        # Nobody's empty copy is for texts that nobody labelled.
        for annotator in [name for name in annotators if name] or annotators:
            mine = {unit: sets.get(annotator, []) for unit, sets in answers.items()}
            yield before
            yield orjson.dumps(_task(text, annotator, mine, dataset.losses))
            before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _task(
    text: LabelledText, annotator: str, answers: dict[str, list[Answer]], losses: Counter[str]
) -> Result:
    record = text.record
    chosen = {unit: _one_each(given, losses) for unit, given in answers.items()}
    results = [part for one in text.quotations for part in _span(one, chosen[one.record.id])]
    results += [part for answer in chosen[record.id] for part in _choices(answer)]
    return {
        "data": {
            _TEXT: record.text,
            "item_id": record.id,
            "kind": record.kind,
            "annotator": annotator,
            "source": record.document.source,
            "start": record.document.start,
        },
        "annotations": [{"was_cancelled": False, "ground_truth": False, "result": results}],
    }


def _span(quotation: QuotationSpan, answers: Iterable[Answer]) -> Iterator[Result]:
    """Yield the region of a quotation and what was answered about it; they share an id."""
    place = {"start": quotation.span.start, "end": quotation.span.end, "text": quotation.record.text}
    yield _result(quotation.record.id, _SPANS, "labels", {**place, "labels": ["quotation"]})
    for answer in answers:
        name = _of_quotation(answer.dimension)
        yield _result(quotation.record.id, name, "choices", {**place, "choices": [answer.label]})
        if answer.target:
            yield _result(
                quotation.record.id, f"{name}_target", "textarea", {**place, "text": [answer.target]}
            )


def _choices(answer: Answer) -> Iterator[Result]:
    yield _result(answer.dimension, answer.dimension, "choices", {"choices": [answer.label]})
    if answer.target:
        name = f"{answer.dimension}_target"
        yield _result(name, name, "textarea", {"text": [answer.target]})


def _one_each(answers: list[Answer], losses: Counter[str]) -> list[Answer]:
    """Return the last answer to each dimension; Label Studio has one choice for each."""
    kept = {one.dimension: one for one in answers}
    losses["answers towards further targets"] += len(answers) - len(kept)
    losses["confidences"] += sum(one.confidence is not None for one in kept.values())
    return list(kept.values())


def _of_quotation(dimension: str) -> str:
    return f"{dimension}_of_quotation"


def _result(region: str, name: str, kind: str, value: Result) -> Result:
    return {"id": region, "from_name": name, "to_name": _TEXT, "type": kind, "value": value}
