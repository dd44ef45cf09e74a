"""What several annotators' answers come to."""

from datetime import UTC, datetime

import pytest

from annotator.store.values import Annotation
from annotator.workflow.exchange.label_aggregation import settle


def given(
    annotator: str,
    label: str,
    *,
    dimension: str = "stance",
    holder: str | None = "author",
    target: str | None = "航路",
) -> Annotation:
    """Return one annotator's answer."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Annotation("u", annotator, dimension, holder, target, label, None, "e", "1.0.0", False, at)


@pytest.mark.parametrize(
    ("labels", "label", "by", "soft"),
    [
        (["favor"], "favor", "single", {"favor": 1.0}),
        (["favor", "favor"], "favor", "unanimous", {"favor": 1.0}),
        (["favor", "against", "favor"], "favor", "majority", {"against": 0.333333, "favor": 0.666667}),
        (["favor", "against"], None, "unsettled", {"against": 0.5, "favor": 0.5}),
        (
            ["favor", "favor", "against", "none"],
            None,
            "unsettled",
            {"against": 0.25, "favor": 0.5, "none": 0.25},
        ),
    ],
)
def test_labels_come_to(labels: list[str], label: str | None, by: str, soft: dict[str, float]) -> None:
    (settled,) = settle(given(f"p{number}", one) for number, one in enumerate(labels))
    assert (settled.label, settled.by, settled.soft) == (label, by, soft)


def test_each_holder_and_target_is_settled_apart() -> None:
    answers = [given("aya", "favor"), given("ben", "against", target="港"), given("cho", "none", holder="x")]
    assert [(one.holder, one.target, one.by) for one in settle(answers)] == [
        ("author", "港", "single"),
        ("author", "航路", "single"),
        ("x", "航路", "single"),
    ]


def test_the_order_of_the_answers_does_not_matter() -> None:
    answers = [
        given("aya", "favor"),
        given("ben", "against"),
        given("cho", "B", dimension="source_reliability", holder=None, target=None),
        given("dai", "favor"),
    ]
    assert settle(answers) == settle(reversed(answers))


def test_no_answers_come_to_nothing() -> None:
    assert settle([]) == []
