"""The labels that follow from the annotations of several annotators."""

from datetime import UTC, datetime

import pytest

from annotator.store.values import Annotation
from annotator.workflow.exchange.export import aggregate_labels


def annotation(
    annotator: str,
    label: str,
    *,
    dimension: str = "stance",
    holder: str | None = "author",
    target: str | None = "航路",
) -> Annotation:
    """Return one annotator's annotation."""
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
def test_labels_are_aggregated(labels: list[str], label: str | None, by: str, soft: dict[str, float]) -> None:
    aggregated = aggregate_labels(annotation(f"p{number}", one) for number, one in enumerate(labels))
    ((dimension, (record,)),) = aggregated.items()
    assert (dimension, record.label, record.by, record.soft) == ("stance", label, by, soft)


def test_each_holder_and_target_is_aggregated_apart() -> None:
    annotations = [
        annotation("aya", "favor"),
        annotation("ben", "against", target="港"),
        annotation("cho", "none", holder="x"),
    ]
    records = aggregate_labels(annotations)["stance"]
    assert [(record.holder, record.target, record.by) for record in records] == [
        ("author", "港", "single"),
        ("author", "航路", "single"),
        ("x", "航路", "single"),
    ]


def test_the_order_of_the_annotations_does_not_matter() -> None:
    annotations = [
        annotation("aya", "favor"),
        annotation("ben", "against"),
        annotation("cho", "B", dimension="source_reliability", holder=None, target=None),
        annotation("dai", "favor"),
    ]
    first, second = aggregate_labels(annotations), aggregate_labels(reversed(annotations))
    assert list(first.items()) == list(second.items())


def test_without_annotations_there_are_no_labels() -> None:
    assert aggregate_labels([]) == {}
