"""`annotator backup`: copies the project into a file."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Name, Replace


def backup(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The new SQLite file.")],
    database: Database = DEFAULT_DATABASE,
    name: Name = None,  # noqa: ARG001 - every command takes it
    replace: Replace = False,
) -> None:
    """Copy the project into a file, while others work on it."""
    from annotator.workflow.maintenance.backup import backup as back_up

    with output.counter("copied") as progress:
        back_up(database, path, replace=replace, progress=progress)
    output.message(f"the copy is in {path}")
