"""W3C Web Annotation: valid JSON-LD with positions of the stored text."""

import json

from annotator.formats.writers import web_annotation
from annotator.formats.writers.dataset import Dataset
from tests.formats.writers.datasets import LINE, core, dataset


def test_each_answer_is_an_annotation_of_its_span() -> None:
    page = json.loads(b"".join(web_annotation.lines(dataset())))
    assert page["type"] == "AnnotationPage"
    assert len(page["items"]) == 4
    stance = page["items"][1]
    position, quote = stance["target"]["selector"]
    assert (position["start"], position["end"]) == (100, 100 + len(LINE))
    assert quote["exact"] == LINE
    assert stance["id"] == "urn:uuid:00000000-0000-0000-0000-000000000004"
    assert stance["body"][0]["source"] == "urn:x-codebook:core:1.0.0#stance.against"
    assert json.loads(stance["body"][1]["value"])["target"] == "港"


def test_names_are_escaped_in_identifiers() -> None:
    page = json.loads(b"".join(web_annotation.lines(dataset())))
    creator = page["items"][2]["creator"]
    assert creator["nickname"] == "ben, 田中"
    assert creator["id"].isascii()
    assert " " not in creator["id"]


def test_no_records_are_an_empty_page() -> None:
    assert json.loads(b"".join(web_annotation.lines(Dataset([], core()))))["items"] == []
