"""`annotator merge`: brings in the work of other copies of the project."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Json, Name, project


def merge(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Databases of other copies, or what `export history` or `export jsonl` wrote; - is standard input.",
        ),
    ],
    database: Database = DEFAULT_DATABASE,
    name: Name = None,
    as_json: Json = False,
) -> None:
    """Bring in the work of other copies: in any order, any number of times, with the same result."""
    from annotator.workflow.exchange.merge import merge as merge_files

    with project(database, name) as opened:
        report = merge_files(opened, files)
    if as_json:
        fields = {count: getattr(report, count) for count in ("events", "known", "documents", "texts")}
        lists = {
            name: [found._asdict() for found in getattr(report, name)] for name in ("conflicts", "left_out")
        }
        output.json_data({**fields, **lists})
    elif report.conflicts:
        rows = [
            (found.unit, found.annotator, found.question, found.earlier, found.later)
            for found in report.conflicts
        ]
        output.table(rows, ("unit", "annotator", "question", "earlier", "later, which stands"))
    output.say(
        f"{report.events} events new, {report.known} known; {report.documents} documents and {report.texts} texts "
        f"new; {len(report.conflicts)} answers given twice by one person"
    )
    for left in report.left_out:
        output.say(f"left out: event {left.event} on unit {left.unit} of document {left.document}")
    if report.left_out:
        output.say(
            f"{len(report.left_out)} events are about units that another version of annotator found in these "
            "documents and this one does not; they stay in the other copy. Update annotator in both, then merge again."
        )
