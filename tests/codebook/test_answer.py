"""Checking answers, and the messages of refusals."""

from typing import Any

import pytest

from annotator.codebook.answer import AnswerError, check_answer
from annotator.codebook.model import Codebook
from annotator.corpus.unit_ids import UnitKind


def stance(codebook: Codebook, kind: UnitKind = "commentary", **given: Any) -> dict[str, str | None]:
    return check_answer(
        codebook, kind, **{"dimension": "stance", "label": "against", "target": "停戦案", **given}
    )


def test_the_blogger_holds_the_stance_of_a_commentary(core: Codebook) -> None:
    assert stance(core, speaker="トヴィス") == {
        "holder": "author",
        "target": "停戦案",
        "label": "against",
        "confidence": None,
    }


@pytest.mark.parametrize(
    ("speaker", "holder"),
    [("トヴィス", "トヴィス"), (" トヴィス ", "トヴィス"), (None, "unknown"), (" ", "unknown")],
)
def test_the_speaker_holds_the_stance_of_a_quotation(
    core: Codebook, speaker: str | None, holder: str
) -> None:
    assert stance(core, "quotation", speaker=speaker)["holder"] == holder


def test_a_dimension_without_target_has_no_holder(core: Codebook) -> None:
    answer = check_answer(core, "quotation", dimension="fact_opinion", label="fact", speaker="トヴィス")
    assert answer == {"holder": None, "target": None, "label": "fact", "confidence": None}


@pytest.mark.parametrize("confidence", [None, "low", "middle", "high"])
def test_a_confidence_goes_with_an_answer(core: Codebook, confidence: str | None) -> None:
    assert stance(core, confidence=confidence)["confidence"] == confidence


def test_a_target_loses_its_outer_spaces(core: Codebook) -> None:
    assert stance(core, target=" 停戦案　")["target"] == "停戦案"


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        (
            "commentary",
            {"dimension": "tone"},
            "unknown dimension 'tone'; codebook core has stance, fact_opinion, source_reliability",
        ),
        ("clip", {}, "stance is not asked of a clip: a clip is a report"),
        (
            "commentary",
            {"label": "favour"},
            "unknown label 'favour'; stance has favor, against, neutral, none, unsure",
        ),
        ("commentary", {"target": None}, "stance needs a target"),
        ("commentary", {"target": "　"}, "stance needs a target"),
        (
            "commentary",
            {"dimension": "fact_opinion", "label": "fact"},
            "fact_opinion takes no target, but '停戦案' was given",
        ),
        (
            "commentary",
            {"confidence": "certain"},
            "unknown confidence 'certain'; it is low, middle, high or none",
        ),
    ],
)
def test_a_refusal_says_why(
    core: Codebook, kind: UnitKind, given: dict[str, str | None], message: str
) -> None:
    with pytest.raises(AnswerError) as refusal:
        stance(core, kind, **given)
    assert str(refusal.value).startswith(message)
