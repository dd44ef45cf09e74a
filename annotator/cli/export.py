"""`annotator export`: writes the labelled dataset."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Name, opened_project
from annotator.formats.writers.registry import WRITERS

# The help keeps the line ends of paragraphs only.
_FORMATS = "\n\n".join(f"{name}: {row.help}" for name, row in WRITERS.items())


def export(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help=f"What to write:\n\n{_FORMATS}\n\n")],
    database: Database = DEFAULT_DATABASE,
    name: Name = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", metavar="FILE|FOLDER", help="Where to; - is standard output. [default: under exports/]"
        ),
    ] = None,
    gold: Annotated[
        bool, typer.Option("--gold", help="Aggregated labels, where a format has one set of labels per text.")
    ] = False,
) -> None:
    """Write the labelled dataset."""
    from annotator.workflow.browsing.document_view import document_count
    from annotator.workflow.exchange.export import default_path
    from annotator.workflow.exchange.export import export as export_project

    with opened_project(database, name) as project:
        path = None if out == "-" else Path(out) if out else default_path(project, format_name)
        with output.progress_bar("exporting", document_count(project)) as advance:
            summary = export_project(project, format_name, path, gold=gold, progress=lambda: advance(1))
    output.message(f"{summary.records} records{'' if path is None else f' in {path}'}")
    if summary.losses:
        losses = ", ".join(f"{number} {what}" for what, number in summary.losses.items())
        output.message(f"{format_name} cannot hold, and left out: {losses}")
