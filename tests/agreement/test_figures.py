"""The figures of a dimension: values, intervals, and the reason where a figure is undefined."""

import random

import pytest

from annotator.agreement.figures import DimensionFigures, dimension_figures
from annotator.agreement.ratings import Rating, Scale

YES_NO = Scale(("yes", "no"))
GRADES = Scale(tuple("ABCDEF"), ordinal=True, apart=frozenset("F"))


def figures(*ratings: str, scale: Scale = YES_NO) -> DimensionFigures:
    """Return the figures of ratings written as `item annotator label`; every item is a document."""
    split = (rating.split() for rating in ratings)
    return dimension_figures(
        [Rating(item, item, who, label) for item, who, label in split], scale, resamples=50
    )


def study(documents: int, share: float, seed: int, annotators: str = "ab") -> list[Rating]:
    """Return ratings that copy a hidden label with a probability, else are random; documents of five items."""
    chance = random.Random(seed)
    ratings = []
    for item in range(documents * 5):
        truth = chance.choice(YES_NO.labels)
        for annotator in annotators:
            label = truth if chance.random() < share else chance.choice(YES_NO.labels)
            ratings.append(Rating(f"u{item}", f"d{item // 5}", annotator, label))
    return ratings


def test_nothing_rated() -> None:
    found = figures()
    assert (found.alpha.value, found.alpha.undefined) == (None, "no_ratings")
    assert found.percent.undefined == found.cohen.undefined == "no_ratings"


def test_one_annotator() -> None:
    found = figures("1 aya yes", "2 aya no")
    assert found.alpha.undefined == found.percent.undefined == "one_annotator"
    assert found.distribution == {"yes": 1, "no": 1}


def test_no_item_in_common() -> None:
    found = figures("1 aya yes", "2 ben no")
    assert found.alpha.undefined == found.percent.undefined == found.ac1.undefined == "no_overlap"
    assert found.cohen.undefined == "no_overlap"


def test_one_label_alone() -> None:
    found = figures("1 aya yes", "1 ben yes", "2 aya yes", "2 ben yes")
    assert found.percent.value == 1.0
    for figure in (found.alpha, found.ac1, found.cohen, found.fleiss):
        assert (figure.value, figure.undefined) == (None, "one_label")


def test_cohen_needs_two_and_fleiss_equal_numbers() -> None:
    found = figures("1 aya yes", "1 ben no", "1 chi no", "2 aya no", "2 ben no")
    assert found.cohen.undefined == "not_two_annotators"
    assert found.fleiss.undefined == "unequal_numbers"
    assert found.alpha.value is not None


def test_labels_apart_give_two_figures() -> None:
    pairs = zip("ABBCFDFBCAEF", "ABCCBDFBCBEA", strict=True)
    ratings = [
        f"{item} {who} {label}"
        for item, pair in enumerate(pairs)
        for who, label in zip("ab", pair, strict=True)
    ]
    found = figures(*ratings, scale=GRADES)
    assert found.alpha.value == pytest.approx(0.8949, abs=5e-5)
    assert found.judged is not None
    assert found.judged.value == pytest.approx(0.4250, abs=5e-5)
    assert found.metric == "ordinal"


def test_each_pair_of_annotators_has_its_figures() -> None:
    found = figures("1 aya yes", "1 ben no", "1 chi no", "2 aya no", "2 ben no", "3 aya yes", "3 chi yes")
    assert [(pair.first, pair.second, pair.items) for pair in found.pairs] == [
        ("aya", "ben", 2),
        ("aya", "chi", 2),
        ("ben", "chi", 1),
    ]
    assert found.pairs[0].confusion == ((0, 1), (0, 1))
    assert found.pairs[0].percent.value == 0.5
    assert found.pairs[2].kappa.undefined == "one_label"


def test_few_items_or_documents_are_reported() -> None:
    assert dimension_figures(study(9, 0.9, 1), YES_NO, resamples=10).few
    assert not dimension_figures(study(10, 0.9, 1), YES_NO, resamples=10).few


def test_the_reading_follows_the_lower_bound() -> None:
    high = dimension_figures(study(100, 0.99, 2), YES_NO)
    assert high.alpha.interval is not None
    assert high.alpha.interval[0] >= 0.8
    assert high.alpha.reading == "reliable"
    assert dimension_figures(study(100, 0.3, 2), YES_NO).alpha.reading == "low"


def test_the_same_seed_gives_the_same_interval() -> None:
    first, second = (dimension_figures(study(20, 0.8, 3), YES_NO, seed=7) for _ in range(2))
    assert first == second
    assert dimension_figures(study(20, 0.8, 3), YES_NO, seed=8).alpha.interval != first.alpha.interval


def test_the_interval_covers_the_true_value() -> None:
    """In 95 % of studies, within what 100 studies can show: the true alpha of two copies at 0.8 is 0.64."""
    covered = 0
    for seed in range(100):
        found = dimension_figures(study(60, 0.8, seed), YES_NO, resamples=300, seed=seed)
        assert found.alpha.interval is not None
        low, high = found.alpha.interval
        covered += low <= 0.64 <= high
    assert covered >= 88
