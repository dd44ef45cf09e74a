"""`annotator verify`: checks the stored data."""

from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Json, Name, opened_project
from annotator.cli.output import ExitCode


def verify(
    path: Annotated[str | None, typer.Argument(metavar="PATH", help="A database; else that of --db.")] = None,
    database: Database = DEFAULT_DATABASE,
    name: Name = None,
    as_json: Json = False,
) -> None:
    """Check every promise about stored data, and name each break."""
    from annotator.workflow.browsing.document_view import document_count
    from annotator.workflow.maintenance.verify import verify as verify_project

    with (
        opened_project(path or database, name) as project,
        output.progress_bar("checking", document_count(project)) as advance,
    ):
        findings = list(verify_project(project, progress=lambda: advance(1)))
    if as_json:
        output.write_json([finding._asdict() for finding in findings])
    elif findings:
        output.write_table(findings, ("where", "what", "what to do"))
    output.message(f"{len(findings)} breaks found" if findings else "everything holds")
    if findings:
        raise typer.Exit(ExitCode.REFUSED)
