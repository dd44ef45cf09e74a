"""What a codebook answers about its dimensions, keys and queue."""

import pytest
from pydantic import ValidationError

from annotator.codebook.model import Codebook, LocalizedText


def test_a_name_has_both_languages() -> None:
    name = LocalizedText(en="stance", ja="立場")
    assert (name.get("en"), name.get("ja")) == ("stance", "立場")


@pytest.mark.parametrize("words", ["", "  \n"])
def test_a_name_is_not_empty(words: str) -> None:
    with pytest.raises(ValidationError):
        LocalizedText(en=words, ja="立場")


def test_nothing_changes_after_construction(small: Codebook) -> None:
    with pytest.raises(ValidationError):
        small.version = "2.0.0"  # type: ignore[misc]
    assert hash(small) == hash(small.model_copy())


def test_a_codebook_comes_back_from_its_json(core: Codebook) -> None:
    assert Codebook.model_validate_json(core.model_dump_json()) == core


def test_dimensions_and_labels_are_found_by_id(small: Codebook) -> None:
    assert small.dimension("grade").label("F").apart
    with pytest.raises(KeyError):
        small.dimension("tone")
    with pytest.raises(KeyError):
        small.dimension("grade").label("Z")


def test_dimensions_are_asked_of_their_kinds_of_unit(small: Codebook) -> None:
    assert [one.id for one in small.asked_of("clip")] == ["grade"]
    assert [one.id for one in small.asked_of("quotation")] == ["stance"]


def test_only_required_dimensions_are_required(small: Codebook) -> None:
    assert small.required_of("commentary") == ("stance",)
    assert small.required_of("clip") == ()


def test_a_key_answers_the_dimension_that_is_asked(small: Codebook) -> None:
    on_clip, on_commentary = small.label_for_key("1", "clip"), small.label_for_key("1", "commentary")
    assert on_clip is not None
    assert on_commentary is not None
    assert (on_clip[0].id, on_clip[1].id) == ("grade", "A")
    assert (on_commentary[0].id, on_commentary[1].id) == ("stance", "favor")


def test_the_owner_of_a_key_is_known_where_it_is_not_asked(small: Codebook) -> None:
    assert small.label_for_key("2", "clip") is None
    owner = small.dimension_with_key("2")
    assert owner is not None
    assert (owner[0].id, owner[1].id) == ("stance", "unsure")
    assert small.dimension_with_key("9") is None


def test_labels_apart_are_no_ranks(small: Codebook) -> None:
    assert [label.id for label in small.dimension("grade").ranks] == ["A", "B"]
    assert small.dimension("stance").ranks == ()


def test_a_dropped_label_has_no_export_value(small: Codebook) -> None:
    stance = small.dimension("stance")
    assert stance.label("favor").exported_as("semeval") == "FAVOR"
    assert stance.label("unsure").exported_as("semeval") is None
    assert stance.label("favor").exported_as("other") is None


def test_clips_wait_only_where_there_is_no_commentary(small: Codebook) -> None:
    assert small.queued_kinds({"clip", "commentary", "quotation"}) == ("commentary",)
    assert small.queued_kinds({"clip"}) == ("clip",)
    assert small.queued_kinds({"quotation"}) == ()
    assert small.queued_kinds(()) == ()


def test_holders_are_given_per_kind(small: Codebook) -> None:
    holder = small.dimension("stance").holder
    assert holder is not None
    assert (holder.of("clip"), holder.of("commentary"), holder.of("quotation")) == (None, "author", "speaker")
