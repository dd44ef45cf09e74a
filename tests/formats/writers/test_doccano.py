"""doccano's four forms: the same keys in each row, spans that are slices, no overlap, and a count of what is lost."""

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from annotator.formats.writers import doccano
from annotator.formats.writers.dataset import Dataset
from tests.formats.writers.datasets import LINE, dataset

FORMS = (doccano.classification, doccano.sequences, doccano.categories_and_spans, doccano.relations)
Form = Callable[[Dataset], Iterator[bytes]]


def rows(form: Form, given: Dataset | None = None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in form(given or dataset())]


@pytest.mark.parametrize("form", FORMS)
def test_all_rows_have_the_same_keys(form: Form) -> None:
    assert len({tuple(row) for row in rows(form)}) == 1


def test_classification_has_a_row_per_unit_and_annotator() -> None:
    found = rows(doccano.classification)
    assert len(found) == 7
    assert [(row["annotator"], row["label"]) for row in found[1:3]] == [
        ("aya", ["stance:against"]),
        ("ben, 田中", ["fact_opinion:opinion"]),
    ]
    assert json.loads(found[1]["answers"])[0] == {
        "dimension": "stance",
        "label": "against",
        "holder": "author",
        "target": "港",
        "confidence": "high",
    }


@pytest.mark.parametrize(
    ("form", "key"), [(doccano.sequences, "label"), (doccano.categories_and_spans, "entities")]
)
def test_spans_are_slices_and_do_not_overlap(form: Form, key: str) -> None:
    given = dataset()
    line = next(row for row in rows(form, given) if row["text"] == LINE)
    spans = line[key]
    assert [LINE[start:end] for start, end, _ in spans] == ["毎日開ける『氷も割る』", "船を出す"]
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert given.losses["nested quotations"] == 1
    assert given.losses["labels of quotations"] == 1


def test_relations_say_who_says_what() -> None:
    line = next(row for row in rows(doccano.relations) if row["text"] == LINE)
    texts = {one["id"]: LINE[one["start_offset"] : one["end_offset"]] for one in line["entities"]}
    assert [(texts[one["from_id"]], texts[one["to_id"]]) for one in line["relations"]] == [
        ("毎日開ける『氷も割る』", "サーリ局長"),
        ("船を出す", "漁業者"),
    ]
