"""`annotator copy`: copies a project to another database."""

from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Json, Name


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A path or a database URL.")],
    target: Annotated[
        str, typer.Argument(metavar="TO", help="A path or a database URL that holds no project.")
    ],
    database: Database = DEFAULT_DATABASE,  # noqa: ARG001 - every command takes it
    name: Name = None,  # noqa: ARG001
    as_json: Json = False,
) -> None:
    """Copy a project to another database, and compare every table."""
    from annotator.workflow.maintenance.backup import copy as copy_project

    with output.counter("copied") as progress:
        tables = copy_project(source, target, progress=progress)
    if as_json:
        output.write_json([table._asdict() for table in tables])
    else:
        rows = [(table.table, table.rows, table.checksum[:16]) for table in tables]
        output.write_table(rows, ("table", "rows", "checksum"))
    output.message("copied; counts and checksums of every table are the same on both sides")
