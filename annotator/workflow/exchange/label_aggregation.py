"""What several annotators' answers come to: one label, or none where they do not agree.

Every annotator's answer counts once for each holder and target; nobody's is lost, since the shares are kept.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from annotator.store.values import Annotation

By = Literal["single", "unanimous", "majority", "adjudicated", "unsettled"]


class Settled(NamedTuple):
    """The label for one holder and target, how it came about, and the share of each label given."""

    dimension: str
    holder: str | None
    target: str | None
    label: str | None
    by: By
    soft: dict[str, float]


def settle(answers: Iterable[Annotation]) -> list[Settled]:
    """Settle the answers to one unit, in the order of dimension, holder and target."""
    groups: dict[tuple[str, str, str], Counter[str]] = {}
    for answer in answers:
        key = (answer.dimension, answer.holder or "", answer.target or "")
        groups.setdefault(key, Counter())[answer.label] += 1
    return [
        _settle(dimension, holder or None, target or None, groups[dimension, holder, target])
        for dimension, holder, target in sorted(groups)
    ]


def _settle(dimension: str, holder: str | None, target: str | None, given: Counter[str]) -> Settled:
    total = given.total()
    ((label, most), *_) = given.most_common()
    by: By = "unsettled"
    if total == 1:
        by = "single"
    elif most == total:
        by = "unanimous"
    elif 2 * most > total:
        by = "majority"
    soft = {name: round(given[name] / total, 6) for name in sorted(given)}
    return Settled(dimension, holder, target, label if by != "unsettled" else None, by, soft)
