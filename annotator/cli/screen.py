"""`annotator open`: the labelling screen."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.documents import report_add
from annotator.cli.options import (
    DEFAULT_DATABASE,
    Columns,
    Database,
    Encoding,
    Form,
    Globs,
    Name,
    choices,
    project,
)
from annotator.cli.progress import adding

# Seconds that a key waits for others who write, before the screen says that nothing was saved.
_PATIENCE = 3.0


class Width(StrEnum):
    """How wide a terminal draws characters of ambiguous width, such as … and ①."""

    NARROW = "narrow"
    WIDE = "wide"


def open_screen(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="Folders and files to add first.")
    ] = None,
    database: Database = DEFAULT_DATABASE,
    name: Name = None,
    encoding: Encoding = None,
    globs: Globs = None,
    form: Form = None,
    columns: Columns = None,
    language: Annotated[
        str | None,
        typer.Option("--lang", metavar="en|ja", help="The language of the screen; else the locale's."),
    ] = None,
    ambiguous: Annotated[
        Width,
        typer.Option(
            envvar="ANNOTATOR_AMBIGUOUS",
            metavar="narrow|wide",
            help="How wide the terminal draws characters such as … and ①: one column, or two.",
        ),
    ] = Width.NARROW,
) -> None:
    """Add what is new in PATH, then open the labelling screen."""
    # Textual reads standard input and paints on standard error.
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        output.fail("open needs a terminal. Use `annotator add` and `annotator label` in scripts.")
    chosen = choices(encoding, globs, form, columns)
    if paths:
        from annotator.workflow.adding import check_paths

        check_paths(paths)
    with project(database, name, must_exist=not paths, patience=_PATIENCE) as opened:
        if paths:
            # The parser and the writers load only where there is something to add.
            from annotator.workflow.adding import add

            with adding() as show:
                report = add(opened, paths, chosen, progress=show)
            if report.problems or report.changed or report.moved:
                report_add(report, dry_run=False)
        # Textual takes a quarter of a second to import.
        from annotator.tui.app import run

        run(opened, language=language, ambiguous=2 if ambiguous is Width.WIDE else 1)
