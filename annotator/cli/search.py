"""`annotator search`: the units that hold a text and fit a filter."""

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Json, Name, project

if TYPE_CHECKING:
    from annotator.workflow.browsing.search import Hit
    from annotator.workflow.project import Project
    from annotator.workflow.values import UnitFilter

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
    with project(database, name) as opened:
        wanted = filter_of(opened, saved, criteria)
        found = 0
        for hit in islice(search_units(opened, text, unit_filter=wanted, kana=kana), limit):
            found += 1
            if as_json:
                output.json_data(_fields(hit))
            else:
                _print(hit)
        if not found:
            output.say(
                f"nothing found in {count_searchable(opened, wanted)} units for {text!r}{_words(wanted)}"
            )


def filter_of(opened: "Project", saved: str | None, criteria: dict[str, str | None]) -> "UnitFilter":
    """Return the filter that options name: the saved one, and over it the criteria that are given."""
    from annotator.workflow.browsing.filters import NO_FILTER, load_filter, with_criterion

    wanted = NO_FILTER if saved is None else load_filter(opened, saved)
    for criterion, value in criteria.items():
        if value is not None:
            wanted = with_criterion(opened.codebook, wanted, criterion, value)
    return wanted


def _words(wanted: "UnitFilter") -> str:
    from annotator.workflow.browsing.filters import CRITERIA, criterion_text

    given = [f"{one} {words}" for one in CRITERIA if (words := criterion_text(wanted, one)) is not None]
    return f" with {', '.join(given)}" if given else ""


def _print(hit: "Hit") -> None:
    from annotator.workflow.browsing.search import excerpt

    output.data(f"{hit.unit.id}  {hit.source}:{hit.line}  {hit.unit.kind}  {excerpt(hit).text}")


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
