"""Aggregates the annotations of a unit: one label for each dimension, holder and target, or none without a majority.

Each annotation counts once, and the share of every label is kept.
"""

from collections import Counter
from collections.abc import Iterable

from annotator.formats.records import LabelRecord
from annotator.store.values import Annotation


def aggregate_labels(annotations: Iterable[Annotation]) -> dict[str, list[LabelRecord]]:
    """Return the aggregated labels of one unit by dimension, in the order of dimension, holder and target."""
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for annotation in annotations:
        question = (annotation.dimension, annotation.holder or "", annotation.target or "")
        counts.setdefault(question, Counter())[annotation.label] += 1
    labels: dict[str, list[LabelRecord]] = {}
    for dimension, holder, target in sorted(counts):
        aggregated = _aggregate(holder or None, target or None, counts[dimension, holder, target])
        labels.setdefault(dimension, []).append(aggregated)
    return labels


def _aggregate(holder: str | None, target: str | None, counts: Counter[str]) -> LabelRecord:
    total = counts.total()
    ((label, most), *_) = counts.most_common()
    soft = {name: round(counts[name] / total, 6) for name in sorted(counts)}
    if total == 1:
        return LabelRecord(holder, target, label, "single", soft)
    if most == total:
        return LabelRecord(holder, target, label, "unanimous", soft)
    if 2 * most > total:
        return LabelRecord(holder, target, label, "majority", soft)
    return LabelRecord(holder, target, None, "unsettled", soft)
