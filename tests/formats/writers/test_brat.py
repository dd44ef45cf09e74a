"""brat standoff: covered texts that are slices, attributes that are configured, a folder per annotator."""

import re

from annotator.formats.writers import brat
from tests.formats.writers.datasets import CLIP, LINE, core, dataset


def files(*, gold: bool = False) -> dict[str, str]:
    return {name: b"".join(lines).decode() for name, lines in brat.files(dataset(gold=gold))}


def test_each_annotator_has_a_folder_that_is_safe_as_a_path() -> None:
    folders = {name.split("/")[0] for name in files()}
    assert folders == {"by-aya", "by-ben%2C%20%E7%94%B0%E4%B8%AD", "unlabelled"}
    assert {name.split("/")[0] for name in files(gold=True)} == {"gold"}


def test_every_covered_text_is_its_slice_and_has_no_line_end() -> None:
    found = files()
    for name, content in found.items():
        if name.endswith(".ann"):
            text = found[name.removesuffix("ann") + "txt"]
            for _, places, covered in re.findall(r"^T\d+\t(\w+) ([\d ;]+)\t(.*)$", content, re.M):
                spans = [tuple(map(int, place.split())) for place in places.split(";")]
                assert " ".join(text[start:end] for start, end in spans) == covered


def test_labels_are_attributes_of_the_entity_and_targets_notes() -> None:
    found = files()
    line = found[f"by-aya/{'b' * 20}.ann"]
    assert found[f"by-aya/{'b' * 20}.txt"] == LINE
    assert "\tstance T1 against\n" in line
    assert '"target":"港"' in line
    assert "\tsaid_by Arg1:T2 Arg2:T3\t\n" in line
    clip = found[f"by-aya/{'a' * 20}.ann"]
    assert clip.startswith("T1\tClip 0 ")
    assert clip.split("\n")[0].count(";") == CLIP.count("\n")


def test_the_configuration_has_every_dimension_and_label() -> None:
    configuration = brat.configuration(core())
    for dimension in core().dimensions:
        assert f"{dimension.id}\tArg:" in configuration
        assert "|".join(label.id for label in dimension.labels) in configuration
