"""`annotator restore`: makes a backup the project."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Name, Replace


def restore(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    database: Database = DEFAULT_DATABASE,
    name: Name = None,  # noqa: ARG001 - every command takes it
    replace: Replace = False,
) -> None:
    """Make a backup the project that --db names."""
    from datetime import UTC, datetime

    from annotator.workflow.maintenance.backup import restore as restore_backup

    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    with output.counter("restored") as progress:
        previous = restore_backup(path, database, replace=replace, stamp=stamp, progress=progress)
    if previous is not None:
        output.message(f"what was there before is in {previous}")
    output.message(f"restored from {path}")
