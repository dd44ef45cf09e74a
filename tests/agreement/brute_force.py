"""Agreement coefficients from their definitions, pair by pair, to hold the program's own against.

Ratings are a list of {annotator: label} with one entry per item; labels are numbers from 1, their ranks.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import permutations

Ratings = Sequence[dict[str, int]]
Distance = Callable[[int, int, Counter[int]], float]


def nominal(a: int, b: int, _: Counter[int]) -> float:
    return float(a != b)


def interval(a: int, b: int, _: Counter[int]) -> float:
    return float((a - b) ** 2)


def ordinal(a: int, b: int, totals: Counter[int]) -> float:
    low, high = sorted((a, b))
    between = sum(totals[rank] for rank in range(low, high + 1))
    return float((between - (totals[low] + totals[high]) / 2) ** 2)


def alpha(ratings: Ratings, distance: Distance) -> float | None:
    """Return 1 - observed / expected disagreement; None where there is no disagreement to expect."""
    pairable = [list(item.values()) for item in ratings if len(item) > 1]
    values = [value for item in pairable for value in item]
    totals = Counter(values)
    observed = sum(
        distance(a, b, totals) / (len(item) - 1) for item in pairable for a, b in permutations(item, 2)
    )
    expected = sum(distance(a, b, totals) for a, b in permutations(values, 2))
    return None if expected == 0 else 1 - (len(values) - 1) * observed / expected


def percent(ratings: Ratings) -> float | None:
    """Return the mean over items of the share of matching pairs."""
    shares = [
        sum(a == b for a, b in permutations(item.values(), 2)) / (len(item) * (len(item) - 1))
        for item in ratings
        if len(item) > 1
    ]
    return sum(shares) / len(shares) if shares else None


def gwet_ac1(ratings: Ratings, categories: int) -> float | None:
    """Return AC1, with prevalence averaged over all rated items."""
    agreement = percent(ratings)
    rated = [list(item.values()) for item in ratings if item]
    prevalence = [
        sum(item.count(label) / len(item) for item in rated) / len(rated)
        for label in range(1, categories + 1)
    ]
    if agreement is None or sum(share > 0 for share in prevalence) < 2:
        return None
    chance = sum(share * (1 - share) for share in prevalence) / (categories - 1)
    return (agreement - chance) / (1 - chance)
