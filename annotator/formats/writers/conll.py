"""CoNLL-2002 columns: one character per line with its IOB2 tag, a blank line between commentary lines.

Characters stand for tokens, since Japanese has none. White space is no token, so a side file tells which item each
block is of and at which position of the item's text each of its characters is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import orjson

from annotator.formats.writers.dataset import Dataset, LabelledText, labelled_texts


def files(dataset: Dataset) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the columns and the side file. The records are read once: the side file is kept until the columns end."""
    items: list[bytes] = []
    yield "quotations.conll", _columns(dataset, items)
    yield "items.jsonl", items


def _columns(dataset: Dataset, items: list[bytes]) -> Iterator[bytes]:
    for text in labelled_texts(dataset.records):
        dataset.losses["labels"] += sum(len(one.annotations) for one in text.units)
        if text.record.kind != "commentary":
            dataset.losses["clips and quotations without a line"] += 1
            continue
        tags = _tags(text, dataset.losses)
        positions = [number for number, sign in enumerate(text.record.text) if not sign.isspace()]
        items.append(
            orjson.dumps(
                {"item_id": text.record.id, "positions": positions}, option=orjson.OPT_APPEND_NEWLINE
            )
        )
        yield "".join(f"{text.record.text[number]} {tags[number]}\n" for number in positions).encode() + b"\n"


def _tags(text: LabelledText, losses: Counter[str]) -> list[str]:
    """Return the tag of each character; nested quotations have no place in one column."""
    tags = ["O"] * len(text.record.text)
    for quotation in text.quotations:
        if quotation.nested:
            losses["nested quotations"] += 1
            continue
        for number in range(quotation.span.start, quotation.span.end):
            tags[number] = "B-quotation" if number == quotation.span.start else "I-quotation"
    return tags
