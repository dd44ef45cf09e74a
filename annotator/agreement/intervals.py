"""Bootstrap intervals over documents, so that the items of one document, which are alike, are drawn together."""

from collections.abc import Callable, Iterator

import numpy as np

from annotator.agreement.ratings import Floats

RESAMPLES = 2_000
LEVEL = 0.95
# Documents that are drawn at once, in entries of a matrix: bounds the memory.
_BLOCK = 2_000_000
# Below this share of resamples in which a figure is defined there is no interval.
_DEFINED = 0.9


def resampled(totals: Floats, *, resamples: int, seed: int) -> Floats:
    """Return the sums of each resample: (resamples, columns), from those of each document: (documents, columns)."""
    return np.concatenate([weights @ totals for weights in _weights(len(totals), resamples, seed)])


def interval(values: Floats) -> tuple[float, float] | None:
    """Return the percentile interval of a figure's values, or None where it is undefined in too many resamples."""
    defined = values[~np.isnan(values)]
    if len(values) == 0 or len(defined) < _DEFINED * len(values):
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def figure_with_interval(
    totals: Floats, resamples: Floats, figure: Callable[[Floats], Floats]
) -> tuple[float, tuple[float, float] | None]:
    """Return a figure of the whole and its interval; the figure is nan where it is undefined."""
    return float(figure(totals.sum(axis=0))), interval(figure(resamples))


def _weights(documents: int, resamples: int, seed: int) -> Iterator[Floats]:
    """Yield how often each document is drawn: (resamples of a block, documents)."""
    random = np.random.Generator(np.random.PCG64(seed))
    block = max(1, _BLOCK // max(documents, 1))
    for start in range(0, resamples, block):
        rows = min(block, resamples - start)
        drawn = random.integers(0, documents, size=(rows, documents))
        drawn += np.arange(rows)[:, None] * documents
        counts = np.bincount(drawn.ravel(), minlength=rows * documents)
        yield counts.reshape(rows, documents).astype(np.float64)
