"""The Dawid and Skene (1979) model: how each annotator confuses labels, and what the label of each item probably is.

Fitted by expectation maximisation from the labels' shares of votes, so the same ratings give the same result.
"""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.ratings import Floats, RatingTable

# Keeps the logarithm of a label that an annotator never gave finite.
_LEAST = 1e-10


@dataclass(frozen=True, slots=True)
class AnnotatorModel:
    """The fitted model of a table with I items, L labels and A annotators.

    `confusions[a, i, j]` is the probability that annotator a gives label j to an item whose label is i,
    `competences[a]` that her label is right. `posteriors` is (I, L), `prevalence` (L). `iterations` is None where
    the fit did not converge.
    """

    labels: tuple[str, ...]
    annotators: tuple[str, ...]
    item_ids: tuple[str, ...]
    posteriors: Floats
    prevalence: Floats
    confusions: Floats
    competences: Floats
    iterations: int | None

    def soft_labels(self) -> dict[str, dict[str, float]]:
        """Return the probability of each label of each item, by item id."""
        return {
            item: dict(zip(self.labels, (float(value) for value in row), strict=True))
            for item, row in zip(self.item_ids, self.posteriors, strict=True)
        }


def fit_dawid_skene(table: RatingTable, *, iterations: int = 100, tolerance: float = 1e-5) -> AnnotatorModel:
    """Fit the model to ratings; stops when the likelihood per rating grows by less than `tolerance`.

    Raises ValueError where there is no rating.
    """
    if not len(table.items):
        raise ValueError("there are no ratings to fit a model to")
    counts = table.counts.astype(np.float64)
    posteriors = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    converged, likelihood = None, -np.inf
    for number in range(1, iterations + 1):
        prevalence, confusions = _maximise(table, posteriors)
        posteriors, new_likelihood = _expect(table, prevalence, confusions)
        if new_likelihood - likelihood < tolerance * len(table.items):
            converged = number
            break
        likelihood = new_likelihood
    competences = np.einsum("i,aii->a", prevalence, confusions)
    return AnnotatorModel(
        table.labels,
        table.annotators,
        table.item_ids,
        posteriors,
        prevalence,
        confusions,
        competences,
        converged,
    )


def _maximise(table: RatingTable, posteriors: Floats) -> tuple[Floats, Floats]:
    """Return how frequent labels are (L) and how each annotator gives them (A, L true, L given)."""
    size = len(table.labels)
    prevalence = posteriors.mean(axis=0)
    given = np.zeros((len(table.annotators), size, size))
    np.add.at(given, (table.raters, table.values), posteriors[table.items])
    confusions = given.swapaxes(1, 2)
    confusions = np.maximum(confusions, _LEAST)
    return prevalence, confusions / confusions.sum(axis=2, keepdims=True)


def _expect(table: RatingTable, prevalence: Floats, confusions: Floats) -> tuple[Floats, float]:
    """Return the probability of each label of each item, and the logarithm of the likelihood of all ratings."""
    # A label that nobody gives has no prevalence, and stays impossible.
    logs = np.tile(
        np.log(prevalence, out=np.full_like(prevalence, -np.inf), where=prevalence > 0),
        (len(table.item_ids), 1),
    )
    np.add.at(logs, table.items, np.log(confusions[table.raters, :, table.values]))
    highest = logs.max(axis=1, keepdims=True)
    scaled = np.exp(logs - highest)
    sums = scaled.sum(axis=1, keepdims=True)
    return scaled / sums, float((np.log(sums) + highest).sum())
