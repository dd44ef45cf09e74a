"""`annotator merge`: brings in the work of other copies of the project."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Json, Name, opened_project


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

    with opened_project(database, name) as project:
        report = merge_files(project, files)
    if as_json:
        fields = {count: getattr(report, count) for count in ("events", "known", "documents", "texts")}
        lists = {
            name: [item._asdict() for item in getattr(report, name)] for name in ("conflicts", "left_out")
        }
        output.write_json({**fields, **lists})
    elif report.conflicts:
        rows = [
            (conflict.unit, conflict.annotator, conflict.question, conflict.earlier, conflict.later)
            for conflict in report.conflicts
        ]
        output.write_table(rows, ("unit", "annotator", "question", "earlier", "later, which stands"))
    output.message(
        f"{report.events} events new, {report.known} known; {report.documents} documents and {report.texts} texts "
        f"new; {len(report.conflicts)} answers given twice by one person"
    )
    for left in report.left_out:
        output.message(f"left out: event {left.event} on unit {left.unit} of document {left.document}")
    if report.left_out:
        output.message(
            f"{len(report.left_out)} events are about units that another version of annotator found in these "
            "documents and this one does not; they stay in the other copy. Update annotator in both, then merge again."
        )
