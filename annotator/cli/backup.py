"""`annotator backup`, `restore` and `copy`: a project into a file and back, and between databases."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Json, Name
from annotator.cli.progress import counting

Replace = Annotated[bool, typer.Option("--replace", help="Put it in the place of what is there.")]


def backup(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The new SQLite file.")],
    database: Database = DEFAULT_DATABASE,
    name: Name = None,  # noqa: ARG001 - every command takes it
    replace: Replace = False,
) -> None:
    """Copy the project into a file, while others work on it."""
    from annotator.workflow.maintenance.backup import backup as back_up

    with counting("copied") as show:
        back_up(database, path, replace=replace, progress=show)
    output.say(f"the copy is in {path}")


def restore(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    database: Database = DEFAULT_DATABASE,
    name: Name = None,  # noqa: ARG001
    replace: Replace = False,
) -> None:
    """Make a backup the project that --db names."""
    from datetime import UTC, datetime

    from annotator.workflow.maintenance.backup import restore as bring_back

    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    with counting("restored") as show:
        kept = bring_back(path, database, replace=replace, stamp=stamp, progress=show)
    if kept is not None:
        output.say(f"what was there before is in {kept}")
    output.say(f"restored from {path}")


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A path or a database URL.")],
    target: Annotated[
        str, typer.Argument(metavar="TO", help="A path or a database URL that holds no project.")
    ],
    database: Database = DEFAULT_DATABASE,  # noqa: ARG001
    name: Name = None,  # noqa: ARG001
    as_json: Json = False,
) -> None:
    """Copy a project to another database, and compare every table."""
    from annotator.workflow.maintenance.backup import copy as copy_project

    with counting("copied") as show:
        sums = copy_project(source, target, progress=show)
    if as_json:
        output.json_data([one._asdict() for one in sums])
    else:
        output.table(
            ((one.table, one.rows, one.checksum[:16]) for one in sums), ("table", "rows", "checksum")
        )
    output.say("copied; counts and checksums of every table are the same on both sides")
