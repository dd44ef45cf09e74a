"""The contents of the shipped codebook."""

from typing import get_args

import pytest
from pydantic import BaseModel

from annotator.codebook.keys import ascii_key
from annotator.codebook.model import Codebook, LocalizedText
from annotator.corpus.unit_ids import UnitKind

LABELS = {
    "stance": "favor 1 · against 2 · neutral 3 · none 4 · unsure 5",
    "fact_opinion": "fact q · opinion w · forecast e · directive r · mixed t · nonclaim y · unsure u",
    "source_reliability": "A a · B s · C d · D f · E g · F h",
}
EXPORTS = {
    ("stance", "semeval"): ["FAVOR", "AGAINST", "NONE", "NONE", None],
    ("fact_opinion", "checkthat"): ["OBJ", "SUBJ", "SUBJ", "SUBJ", "SUBJ", None, None],
}


def names_in(value: object, path: str = "core") -> list[tuple[str, LocalizedText]]:
    """Collect every name in a value, with its place."""
    if isinstance(value, LocalizedText):
        return [(path, value)]
    if isinstance(value, BaseModel):
        return [name for field, part in value for name in names_in(part, f"{path}.{field}")]
    if isinstance(value, tuple):
        return [name for number, part in enumerate(value) for name in names_in(part, f"{path}.{number}")]
    return []


def test_it_is_named_and_versioned(core: Codebook) -> None:
    assert (core.name, core.version) == ("core", "1.0.0")


def test_its_labels_and_keys_are_these(core: Codebook) -> None:
    found = {one.id: " · ".join(f"{label.id} {label.key}" for label in one.labels) for one in core.dimensions}
    assert found == LABELS


def test_stance_is_asked_of_commentary_and_quotations(core: Codebook) -> None:
    three = ("stance", "fact_opinion", "source_reliability")
    assert core.required_of("commentary") == core.required_of("quotation") == three
    assert core.required_of("clip") == three[1:]


def test_a_clip_says_why_it_has_no_stance(core: Codebook) -> None:
    assert core.label_for_key("1", "clip") is None
    owner = core.dimension_with_key("1")
    assert owner is not None
    assert owner[0].not_asked is not None


def test_only_stance_has_a_target(core: Codebook) -> None:
    assert [one.id for one in core.dimensions if one.targeted] == ["stance"]
    assert core.max_targets == 1


def test_only_reliability_is_ordinal_and_f_is_apart(core: Codebook) -> None:
    assert [one.id for one in core.dimensions if one.ranks] == ["source_reliability"]
    assert "".join(label.id for label in core.dimension("source_reliability").ranks) == "ABCDE"


@pytest.mark.parametrize(("place", "values"), EXPORTS.items())
def test_labels_export_to_the_shared_tasks(
    core: Codebook, place: tuple[str, str], values: list[str | None]
) -> None:
    dimension, scheme = place
    assert [label.exported_as(scheme) for label in core.dimension(dimension).labels] == values


def test_the_queue_holds_commentary_else_clips(core: Codebook) -> None:
    assert core.queued_kinds(get_args(UnitKind)) == ("commentary",)
    assert core.queued_kinds(["clip"]) == ("clip",)


def test_every_name_has_both_languages(core: Codebook) -> None:
    names = names_in(core)
    assert len(names) > 50
    assert not [path for path, name in names if not name.en.isascii() and "〜" not in name.en]
    assert not [path for path, name in names if name.ja.isascii()]


def test_every_label_has_its_own_examples(core: Codebook) -> None:
    examples = [
        text
        for one in core.dimensions
        for label in one.labels
        for text in (label.example, label.counterexample)
    ]
    assert len(set(examples)) == len(examples)
    assert not [text for text in examples if text.isascii()]


def test_every_key_is_an_ascii_key(core: Codebook) -> None:
    assert all(ascii_key(label.key) == label.key for one in core.dimensions for label in one.labels)
