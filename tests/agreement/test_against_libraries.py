"""Random tables with gaps: the figures equal those of libraries that many people use.

Slow, and only where the libraries are installed: `pip install -e '.[crosscheck]'`, then
`python -m pytest -m slow tests/agreement`. krippendorff is GPL and in no requirement of this project; where somebody
has installed it, it is compared too.
"""

import math
import random
from collections.abc import Iterator

import numpy as np
import pytest

from annotator.agreement import coefficients
from annotator.agreement.coefficients import Metric, confusion_by_document, sums_by_document, unpacked
from annotator.agreement.dawid_skene import fit_dawid_skene
from annotator.agreement.ratings import Rating, RatingTable, rating_table
from tests.agreement import brute_force

pytestmark = pytest.mark.slow

LABELS = ("A", "B", "C", "D", "E")
TABLES = 1_000
METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval")


def tables(*, annotators: int | None = None, gaps: bool = True) -> Iterator[RatingTable]:
    """Yield tables of 2 to 6 annotators, 5 to 60 items and 2 to 5 labels, from one seed."""
    chance = random.Random(20261201)
    for _ in range(TABLES):
        people = annotators or chance.randint(2, 6)
        labels = LABELS[: chance.randint(2, 5)]
        skill, share = chance.random(), chance.choice((0.0, 0.1, 0.5)) if gaps else 0.0
        ratings = []
        for item in range(chance.randint(5, 60)):
            truth = chance.choice(labels)
            for person in range(people):
                if chance.random() >= share:
                    label = truth if chance.random() < skill else chance.choice(labels)
                    ratings.append(Rating(f"u{item}", f"d{item // 5}", f"p{person}", label))
        if ratings:
            yield rating_table(ratings, labels)


def matrix(table: RatingTable) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return annotators by items, with nan for a missing rating."""
    rows = np.full((len(table.annotators), len(table.item_ids)), np.nan)
    rows[table.raters, table.items] = table.values + 1
    return rows


def same(one: float, other: float) -> bool:
    return (math.isnan(one) and math.isnan(other)) or abs(one - other) < 1e-9


def test_cohen_kappa_equals_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    for table in tables(annotators=2):
        rows = matrix(table)
        if len(rows) < 2 or not (both := ~np.isnan(rows).any(axis=0)).any():
            continue
        first, second = rows[:, both]
        if len({*first, *second}) > 1:
            expected = float(metrics.cohen_kappa_score(first, second))
            found = float(coefficients.cohen_kappa(confusion_by_document(table, 0, 1).sum(axis=0)))
            assert same(found, expected)


def test_fleiss_kappa_equals_statsmodels() -> None:
    rater = pytest.importorskip("statsmodels.stats.inter_rater")
    for table in tables(gaps=False):
        if len(set(table.values.tolist())) > 1:
            sums = unpacked(sums_by_document(table).sum(axis=0), len(table.labels))
            assert same(float(coefficients.fleiss_kappa(sums)), float(rater.fleiss_kappa(table.counts)))


def test_alpha_and_ac1_equal_their_definitions() -> None:
    for table in tables():
        sums = unpacked(sums_by_document(table).sum(axis=0), len(table.labels))
        items: list[dict[str, int]] = [{} for _ in table.item_ids]
        for item, person, value in zip(table.items, table.raters, table.values, strict=True):
            items[item][str(person)] = int(value) + 1
        nominal = brute_force.alpha(items, brute_force.nominal)
        ordinal = brute_force.alpha(items, brute_force.ordinal)
        ac1 = brute_force.gwet_ac1(items, len(table.labels))
        assert same(float(coefficients.alpha(sums, "nominal")), math.nan if nominal is None else nominal)
        assert same(float(coefficients.alpha(sums, "ordinal")), math.nan if ordinal is None else ordinal)
        assert same(float(coefficients.gwet_ac1(sums)), math.nan if ac1 is None else ac1)


def test_alpha_equals_krippendorff() -> None:
    library = pytest.importorskip("krippendorff")
    for table in tables():
        sums = unpacked(sums_by_document(table).sum(axis=0), len(table.labels))
        if np.count_nonzero(sums.coincidences.sum(axis=1)) < 2:
            continue
        domain = list(range(1, len(table.labels) + 1))
        for metric in METRICS:
            expected = library.alpha(
                reliability_data=matrix(table), level_of_measurement=metric, value_domain=domain
            )
            assert same(float(coefficients.alpha(sums, metric)), float(expected))


def studies() -> Iterator[list[Rating]]:
    """Yield twelve studies of 300 items by three to six people, from fair to excellent, with a fifth of gaps."""
    chance = random.Random(5)
    for _ in range(12):
        labels = LABELS[: chance.randint(2, 5)]
        skills = [chance.uniform(0.3, 0.95) for _ in range(chance.randint(3, 6))]
        ratings = []
        for item in range(300):
            truth = chance.choice(labels)
            for person, skill in enumerate(skills):
                if chance.random() < 0.8:
                    label = truth if chance.random() < skill else chance.choice(labels)
                    ratings.append(Rating(f"u{item}", "d", f"p{person}", label))
        yield ratings


def test_the_annotator_model_decides_as_crowd_kit() -> None:
    aggregation = pytest.importorskip("crowdkit.aggregation")
    frames = pytest.importorskip("pandas")
    alike = total = 0
    for ratings in studies():
        columns = {"item": "task", "annotator": "worker", "label": "label"}
        frame = frames.DataFrame(ratings, columns=Rating._fields).rename(columns=columns)
        expected = aggregation.DawidSkene(n_iter=100).fit_predict_proba(frame)
        soft = fit_dawid_skene(rating_table(ratings, LABELS)).soft_labels()
        for item, row in expected.iterrows():
            # Among labels that are equally probable either choice is right.
            alike += soft[item][row.idxmax()] >= max(soft[item].values()) - 1e-6
            total += 1
    assert alike >= 0.999 * total
