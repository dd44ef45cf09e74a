"""`annotator agreement`: how far annotators agree on each dimension."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Json, Name, opened_project

if TYPE_CHECKING:
    from annotator.agreement.figures import DimensionFigures, Figure
    from annotator.workflow.studies.agreement import AgreementRequest, DimensionAgreement

_KINDS = ("clip", "commentary", "quotation")
_GROUPINGS = ("kind", "tag", "month")
_UNDEFINED = {
    "no_ratings": "no answers",
    "one_annotator": "one annotator",
    "no_overlap": "no unit answered by two",
    "one_label": "only one label was given",
    "not_given": "never given",
    "not_two_annotators": "for two annotators",
    "unequal_numbers": "for equal numbers of answers",
}


def agreement(
    database: Database = DEFAULT_DATABASE,
    name: Name = None,
    dimensions: Annotated[
        list[str] | None, typer.Option("--dimension", metavar="ID", help="A dimension; may be repeated.")
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="|".join(_KINDS), help="A kind of unit; may be repeated."),
    ] = None,
    annotators: Annotated[
        list[str] | None, typer.Option("--annotator", metavar="NAME", help="An annotator; may be repeated.")
    ] = None,
    tag: Annotated[str | None, typer.Option("--tag", help="Units whose line has this tag.")] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="|".join(_GROUPINGS), help="Figures for each group of units."),
    ] = None,
    resamples: Annotated[
        int, typer.Option("--resamples", min=0, metavar="N", help="Bootstrap resamples for the intervals.")
    ] = 2_000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The seed of the resampling.")] = 0,
    export: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Take the answers from an exported JSON Lines file."),
    ] = None,
    codebook: Annotated[
        Path | None,
        typer.Option("--codebook", metavar="FILE", help="With --from: the codebook of the answers."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show how far annotators agree: alpha, percent, AC1 and kappa, with 95 % intervals by document."""
    for value in kinds or ():
        _one_of(value, _KINDS, "--kind")
    if by is not None:
        _one_of(by, _GROUPINGS, "--by")
    try:
        from annotator.workflow.studies.agreement import AgreementRequest, agreement_of_export
        from annotator.workflow.studies.agreement import agreement as project_agreement
    except ModuleNotFoundError as error:
        if error.name != "numpy":
            raise
        output.fail('agreement needs numpy. Install it with: pip install "hashtag-annotator[agreement]"')
    request = AgreementRequest(
        tuple(dimensions or ()),
        tuple(kinds or ()),  # type: ignore[arg-type]
        tuple(annotators or ()),
        tag,
        by,  # type: ignore[arg-type]
        resamples,
        seed,
    )
    if export is not None:
        found = agreement_of_export(export, codebook, request)
    else:
        with opened_project(database, name) as project:
            found = project_agreement(project, request)
    if as_json:
        output.write_json([_fields(one) for one in found])
    else:
        _print(found, request)


def _one_of(value: str, allowed: tuple[str, ...], option: str) -> None:
    if value not in allowed:
        raise typer.BadParameter(f"{value} is not one of {', '.join(allowed)}", param_hint=option)


def _print(found: "list[DimensionAgreement]", request: "AgreementRequest") -> None:
    if request.by:
        rows = [
            (
                one.dimension,
                one.group or "",
                one.figures.pairable,
                *_cells(one.figures.percent),
                *_alpha(one.figures),
            )
            for one in found
        ]
        headings = ("dimension", request.by, "units", "percent", "interval", "alpha", "interval", "reading")
        output.write_table(rows, headings)
        return
    for number, one in enumerate(found):
        if number:
            output.write_line("")
        _print_dimension(one.dimension, one.figures)


def _print_dimension(dimension: str, figures: "DimensionFigures") -> None:
    output.write_line(
        f"{dimension}: {figures.pairable} of {figures.items} units answered by two or more; "
        f"{figures.documents} documents, {len(figures.annotators)} annotators"
    )
    rows = [
        ("percent", *_cells(figures.percent), ""),
        (f"alpha ({figures.metric})", *_alpha(figures)),
        ("AC1", *_cells(figures.ac1), ""),
        ("Cohen's kappa", *_cells(figures.cohen), ""),
        ("Fleiss' kappa", *_cells(figures.fleiss), ""),
        *((f"on {label}", *_cells(figure), "") for label, figure in figures.per_label.items()),
    ]
    if figures.judged is not None:
        rows.insert(2, ("alpha, judged or not", *_cells(figures.judged), ""))
    output.write_table(rows, ("", "value", "95 % interval", "reading"))
    if len(figures.annotators) > 2:
        pairs = [
            (
                f"{one.first}, {one.second}",
                one.items,
                _value(one.percent),
                _value(one.alpha),
                _value(one.kappa),
            )
            for one in figures.pairs
        ]
        output.write_table(pairs, ("pair", "units", "percent", "alpha", "kappa"))


def _alpha(figures: "DimensionFigures") -> tuple[str, str, str]:
    reading = "too few to trust" if figures.few else figures.alpha.reading or ""
    return *_cells(figures.alpha), "" if figures.alpha.value is None else reading


def _cells(figure: "Figure") -> tuple[str, str]:
    """Return the value, and the interval or why there is no value."""
    if figure.value is None:
        return "–", _UNDEFINED[figure.undefined or "no_ratings"]
    return _value(figure), "" if figure.interval is None else "{:.3f} to {:.3f}".format(*figure.interval)


def _value(figure: "Figure") -> str:
    return "–" if figure.value is None else f"{figure.value:.3f}"


def _fields(found: "DimensionAgreement") -> dict[str, object]:
    return {
        "dimension": found.dimension,
        "group": found.group,
        **asdict(found.figures),
        "few": found.figures.few,
    }
