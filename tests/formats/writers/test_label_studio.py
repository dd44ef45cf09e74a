"""Label Studio: regions that are slices, choices that the configuration has, a task per annotator."""

import json
from typing import Any
from xml.etree import ElementTree

from annotator.formats.writers import label_studio
from annotator.formats.writers.dataset import Dataset
from tests.formats.writers.datasets import LINE, core, dataset


def tasks(given: Dataset | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(b"".join(label_studio.tasks(given or dataset())))
    return found


def test_there_is_a_task_per_text_and_annotator() -> None:
    found = [(task["data"]["item_id"][0], task["data"]["annotator"]) for task in tasks()]
    assert found == [("a", "aya"), ("b", "aya"), ("b", "ben, 田中"), ("f", "")]


def test_every_region_is_a_slice_and_every_choice_is_configured() -> None:
    root = ElementTree.fromstring(label_studio.configuration(core()))
    names = {element.get("name"): element for element in root}
    for task in tasks():
        for result in task["annotations"][0]["result"]:
            value = result["value"]
            if "start" in value:
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
            allowed = {choice.get("value") for choice in names[result["from_name"]]}
            assert set(value.get("choices", ())) | set(value.get("labels", ())) <= allowed


def test_the_answers_about_a_quotation_are_in_its_region() -> None:
    line = next(task for task in tasks() if task["data"]["text"] == LINE)
    regions = [one for one in line["annotations"][0]["result"] if one["id"] == "c" * 20]
    assert [one["from_name"] for one in regions] == ["segment", "fact_opinion_of_quotation"]


def test_targets_are_written_and_confidences_counted_as_lost() -> None:
    given = dataset()
    line = next(task for task in tasks(given) if task["data"]["text"] == LINE)
    targets = [
        one["value"]["text"]
        for one in line["annotations"][0]["result"]
        if one["from_name"] == "stance_target"
    ]
    assert targets == [["港"]]
    assert given.losses["confidences"] == 1


def test_no_records_are_an_empty_list() -> None:
    assert tasks(Dataset([], core())) == []
