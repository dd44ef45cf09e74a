"""Coefficients: published values, and equality with the definitions on any table."""

import math
from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement import coefficients
from annotator.agreement.coefficients import Metric, Sums, confusion_by_document, sums_by_document, unpacked
from annotator.agreement.ratings import Rating, RatingTable, rating_table
from tests.agreement import brute_force

# Krippendorff's reliability data: 4 annotators by 12 units, with gaps.
KRIPPENDORFF = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def table_of(rows: Iterable[Iterable[str]], labels: str) -> RatingTable:
    """Return a table from one row per annotator; a dot is a missing rating."""
    ratings = [
        Rating(str(item), "document", str(annotator), label)
        for annotator, row in enumerate(rows)
        for item, label in enumerate(row)
        if label != "."
    ]
    return rating_table(ratings, labels)


def sums_of(table: RatingTable) -> Sums:
    return unpacked(sums_by_document(table).sum(axis=0), len(table.labels))


@pytest.mark.parametrize(
    ("metric", "value"), [("nominal", 0.7434), ("ordinal", 0.8154), ("interval", 0.8491), ("ratio", 0.7974)]
)
def test_alpha_of_published_data(metric: Metric, value: float) -> None:
    sums = sums_of(table_of((row.split() for row in KRIPPENDORFF), "12345"))
    assert float(coefficients.alpha(sums, metric)) == pytest.approx(value, abs=5e-5)


def test_ac1_of_published_data() -> None:
    sums = sums_of(table_of((row.split() for row in KRIPPENDORFF), "12345"))
    assert float(coefficients.gwet_ac1(sums)) == pytest.approx(0.77544, abs=5e-6)


def test_a_skewed_table() -> None:
    table = table_of(("y" * 97 + "n" * 3, "y" * 94 + "n" * 3 + "y" * 3), "yn")
    sums = sums_of(table)
    assert float(coefficients.percent(sums)) == pytest.approx(0.94)
    assert float(coefficients.alpha(sums, "nominal")) == pytest.approx(-0.0258, abs=5e-5)
    kappa = coefficients.cohen_kappa(confusion_by_document(table, 0, 1).sum(axis=0))
    assert float(kappa) == pytest.approx(-0.0309, abs=5e-5)
    assert float(coefficients.gwet_ac1(sums)) == pytest.approx(0.93629, abs=5e-6)


def test_a_label_apart_from_the_ranks_changes_alpha() -> None:
    table = table_of(("ABBCFDFBCAEF", "ABCCBDFBCBEA"), "ABCDEF")
    assert float(coefficients.alpha(sums_of(table), "ordinal")) == pytest.approx(0.4112, abs=5e-5)
    ranks = table.recoded(tuple("ABCDE"), {rank: rank for rank in "ABCDE"})
    assert float(coefficients.alpha(sums_of(ranks), "ordinal")) == pytest.approx(0.8949, abs=5e-5)
    judged = table.recoded(
        ("judged", "not"), {label: "not" if label == "F" else "judged" for label in "ABCDEF"}
    )
    assert float(coefficients.alpha(sums_of(judged), "nominal")) == pytest.approx(0.4250, abs=5e-5)


DISTANCES: dict[Metric, brute_force.Distance] = {
    "nominal": brute_force.nominal,
    "ordinal": brute_force.ordinal,
    "interval": brute_force.interval,
}
ANNOTATORS = ("aya", "ben", "chi", "dai")
TABLES = st.lists(
    st.dictionaries(st.sampled_from(ANNOTATORS), st.integers(1, 4), max_size=len(ANNOTATORS)), max_size=30
)


def as_table(ratings: list[dict[str, int]]) -> RatingTable:
    return rating_table(
        (
            Rating(f"unit {number}", f"document {number % 3}", annotator, str(label))
            for number, item in enumerate(ratings)
            for annotator, label in item.items()
        ),
        "1234",
    )


def assert_same(value: float, expected: float | None) -> None:
    if expected is None:
        assert math.isnan(value)
    else:
        assert value == pytest.approx(expected, abs=1e-9)


@given(TABLES)
def test_any_table_agrees_with_the_definitions(ratings: list[dict[str, int]]) -> None:
    sums = sums_of(as_table(ratings))
    for metric, distance in DISTANCES.items():
        assert_same(float(coefficients.alpha(sums, metric)), brute_force.alpha(ratings, distance))
    assert_same(float(coefficients.percent(sums)), brute_force.percent(ratings))
    if any(ratings):
        assert_same(float(coefficients.gwet_ac1(sums)), brute_force.gwet_ac1(ratings, 4))


@given(TABLES, st.randoms())
def test_the_order_of_ratings_makes_no_difference(ratings: list[dict[str, int]], random: Random) -> None:
    shuffled = list(ratings)
    random.shuffle(shuffled)
    for metric in DISTANCES:
        one = float(coefficients.alpha(sums_of(as_table(ratings)), metric))
        other = float(coefficients.alpha(sums_of(as_table(shuffled)), metric))
        assert one == pytest.approx(other, nan_ok=True)


@pytest.mark.parametrize("label", ["maybe", ""])
def test_a_label_off_the_scale_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match="not on the scale"):
        rating_table([Rating("u", "d", "aya", label)], ("yes", "no"))


def test_a_second_rating_of_an_item_by_one_annotator_is_refused() -> None:
    with pytest.raises(ValueError, match="'aya' rates the item 'u' twice"):
        rating_table([Rating("u", "d", "aya", "yes"), Rating("u", "d", "aya", "no")], ("yes", "no"))
