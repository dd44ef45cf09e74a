"""How far annotators agree on each dimension, from a project or from its export alone.

Both give the same figures: the ratings are put into one order first, and the resampling has a seed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from annotator.agreement.figures import DimensionFigures, dimension_figures
from annotator.agreement.intervals import RESAMPLES
from annotator.agreement.ratings import Rating, Scale
from annotator.codebook.model import Codebook, Dimension
from annotator.corpus.fold import fold_text
from annotator.corpus.unit_ids import UnitKind
from annotator.formats.records import ExportRecord
from annotator.formats.schemas import read_records
from annotator.store.ratings import UnitRating, ratings
from annotator.workflow.codebooks import read_codebook
from annotator.workflow.errors import Refused
from annotator.workflow.project import Project

Grouping = Literal["kind", "tag", "month"]


@dataclass(frozen=True, slots=True)
class AgreementRequest:
    """Which ratings to compare, and how; empty selections mean all."""

    dimensions: tuple[str, ...] = ()
    kinds: tuple[UnitKind, ...] = ()
    annotators: tuple[str, ...] = ()
    tag: str | None = None
    by: Grouping | None = None
    resamples: int = RESAMPLES
    seed: int = 0


class DimensionAgreement(NamedTuple):
    """The figures of a dimension, over all selected units or over one group of them."""

    dimension: str
    group: str | None
    figures: DimensionFigures


def agreement(project: Project, request: AgreementRequest) -> list[DimensionAgreement]:
    """Return the figures of a project's current answers; raises Refused for a selection that does not exist."""
    with project.database.reading() as connection:
        return _agreement(list(ratings(connection)), project.codebook, request)


def agreement_of_export(
    path: Path, codebook: Path | None, request: AgreementRequest
) -> list[DimensionAgreement]:
    """Return the figures of the annotations in an export, by a codebook file. Raises Refused and FormatError."""
    if codebook is None:
        raise Refused("an export names no labels that nobody gave. Name its codebook with --codebook FILE.")
    return _agreement(list(_ratings_of(path)), read_codebook(codebook), request)


def _ratings_of(path: Path) -> Iterator[UnitRating]:
    for number, record in read_records(path):
        if not isinstance(record, ExportRecord):
            raise Refused(
                f"{path}:{number} is an event, not a unit. Give what `annotator export jsonl` wrote."
            )
        tags = tuple(tag.name for tag in record.tags or ())
        for one in record.annotations:
            if not one.stale:
                yield UnitRating(
                    record.id,
                    record.kind,
                    record.document.id,
                    tags,
                    one.annotator,
                    one.dimension,
                    one.holder,
                    one.target,
                    one.label,
                    datetime.fromisoformat(one.at),
                )


def _agreement(
    given: list[UnitRating], codebook: Codebook, request: AgreementRequest
) -> list[DimensionAgreement]:
    _check(given, codebook, request)
    chosen = [one for one in given if _is_chosen(one, request)]
    chosen.sort(key=lambda one: (one.document, one.unit, one.annotator, one.at))
    found: list[DimensionAgreement] = []
    for dimension in codebook.dimensions:
        if request.dimensions and dimension.id not in request.dimensions:
            continue
        of_dimension = [one for one in chosen if one.dimension == dimension.id]
        found += [
            DimensionAgreement(dimension.id, group, _figures(members, dimension, request))
            for group, members in _grouped(of_dimension, request.by)
        ]
    return found


def _grouped(given: list[UnitRating], by: Grouping | None) -> list[tuple[str | None, list[UnitRating]]]:
    """Return the ratings of each group in the order of the groups' names; all under None without a grouping."""
    if by is None:
        return [(None, given)]
    groups: dict[str, list[UnitRating]] = {}
    for one in given:
        for group in _groups(one, by):
            groups.setdefault(group, []).append(one)
    return [(group, groups[group]) for group in sorted(groups)]


def _figures(
    given: Iterable[UnitRating], dimension: Dimension, request: AgreementRequest
) -> DimensionFigures:
    scale = Scale(
        tuple(label.id for label in dimension.labels),
        ordinal=dimension.scale == "ordinal",
        apart=frozenset(label.id for label in dimension.labels if label.apart),
    )
    items = (Rating(_item(one), one.document, one.annotator, one.label) for one in given)
    try:
        return dimension_figures(items, scale, resamples=request.resamples, seed=request.seed)
    except ValueError as error:
        raise Refused(
            f"{dimension.id}: {error}. Name the codebook of these answers with --codebook."
        ) from error


def _item(rating: UnitRating) -> str:
    """Return what two annotators can agree on: the unit, or the unit with the holder and target of a stance."""
    return "\0".join((rating.unit, rating.holder or "", fold_text(rating.target or "")))


def _is_chosen(rating: UnitRating, request: AgreementRequest) -> bool:
    return (
        (not request.kinds or rating.kind in request.kinds)
        and (not request.annotators or rating.annotator in request.annotators)
        and (request.tag is None or fold_text(request.tag) in map(fold_text, rating.tags))
    )


def _groups(rating: UnitRating, by: Grouping) -> tuple[str, ...]:
    match by:
        case "kind":
            return (rating.kind,)
        case "tag":
            return rating.tags
        case "month":
            return (f"{rating.at:%Y-%m}",)


def _check(given: list[UnitRating], codebook: Codebook, request: AgreementRequest) -> None:
    """Raise Refused for a dimension, an annotator or a tag that does not exist."""
    dimensions = {dimension.id for dimension in codebook.dimensions}
    for name in request.dimensions:
        if name not in dimensions:
            raise Refused(f"the codebook has no dimension {name!r}. It has {', '.join(sorted(dimensions))}.")
    annotators = {one.annotator for one in given}
    for name in request.annotators:
        if name not in annotators:
            raise Refused(
                f"nobody called {name!r} has answered. There are {', '.join(sorted(annotators)) or 'none'}."
            )
