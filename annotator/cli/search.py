"""`annotator search`: finds the units that contain a text and match a filter."""

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Json, Name, opened_project

if TYPE_CHECKING:
    from annotator.store.values import UnitFilter
    from annotator.workflow.browsing.search import Hit
    from annotator.workflow.project import Project

Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND,…", help="clip, commentary, quotation. [default: clip,commentary]"),
]
Tag = Annotated[str | None, typer.Option("--tag", help="A tag or alias of the line, or one of its document.")]
Publisher = Annotated[str | None, typer.Option("--publisher", help="The clip's publisher or handle.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="The clip's date or later.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="The clip's date or earlier.")]
Evidence = Annotated[
    str | None,
    typer.Option("--evidence", metavar="STATUS", help="verbatim, recast, altered, absent or no_clip."),
]
State = Annotated[
    str | None,
    typer.Option("--state", help="Of yours: unanswered, answered, flagged, skipped or stale."),
]
Label = Annotated[
    str | None, typer.Option("--label", metavar="DIMENSION=LABEL", help="An answer that you gave.")
]
Saved = Annotated[str | None, typer.Option("--filter", metavar="NAME", help="A filter that you saved.")]


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help='The words; "" for all units that fit.')],
    database: Database = DEFAULT_DATABASE,
    name: Name = None,
    kinds: Kind = None,
    tag: Tag = None,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
    evidence: Evidence = None,
    state: State = None,
    label: Label = None,
    saved: Saved = None,
    kana: Annotated[bool, typer.Option("--kana", help="Take hiragana and katakana as the same.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="At most so many.")] = None,
    as_json: Json = False,
) -> None:
    """Find units that hold a text; width, case and spaces make no difference."""
    from annotator.workflow.browsing.search import count_searchable, search_units

    criteria = {
        "kinds": kinds,
        "tag": tag,
        "publisher": publisher,
        "since": since,
        "until": until,
        "evidence": evidence,
        "state": state,
        "label": label,
    }
    with opened_project(database, name) as project:
        unit_filter = _filter(project, saved, criteria)
        count = 0
        for hit in islice(search_units(project, text, unit_filter=unit_filter, kana=kana), limit):
            count += 1
            if as_json:
                output.write_json(_fields(hit))
            else:
                _print(hit)
        if not count:
            searched = count_searchable(project, unit_filter)
            output.message(f"nothing found in {searched} units for {text!r}{_filter_text(unit_filter)}")


def _filter(project: "Project", saved: str | None, criteria: dict[str, str | None]) -> "UnitFilter":
    """Return the filter of the options: the saved one, overridden by the criteria that are given."""
    from annotator.workflow.browsing.filters import NO_FILTER, load_filter, with_criterion

    unit_filter = NO_FILTER if saved is None else load_filter(project, saved)
    for criterion, value in criteria.items():
        if value is not None:
            unit_filter = with_criterion(project.codebook, unit_filter, criterion, value)
    return unit_filter


def _filter_text(unit_filter: "UnitFilter") -> str:
    from annotator.workflow.browsing.filters import CRITERIA, criterion_text

    values = ((criterion, criterion_text(unit_filter, criterion)) for criterion in CRITERIA)
    given = [f"{criterion} {value}" for criterion, value in values if value is not None]
    return f" with {', '.join(given)}" if given else ""


def _print(hit: "Hit") -> None:
    from annotator.workflow.browsing.search import excerpt

    output.write_line(f"{hit.unit.id}  {hit.source}:{hit.line}  {hit.unit.kind}  {excerpt(hit).text}")


def _fields(hit: "Hit") -> dict[str, object]:
    return {
        "id": hit.unit.id,
        "kind": hit.unit.kind,
        "source": hit.source,
        "line": hit.line,
        "start": hit.start,
        "end": hit.start + len(hit.text),
        "text": hit.text,
        "hits": [list(span) for span in hit.spans],
    }
