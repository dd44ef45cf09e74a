"""`annotator add`: imports documents into the project."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.import_report import print_problems, print_report, report_fields
from annotator.cli.options import (
    DEFAULT_DATABASE,
    Columns,
    Database,
    Encoding,
    Format,
    Globs,
    Json,
    Name,
    Paths,
    opened_project,
    read_options,
)
from annotator.cli.output import ExitCode


def add(
    paths: Paths,
    database: Database = DEFAULT_DATABASE,
    name: Name = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Add nothing where anything looks odd or cannot be read.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Name every place that looks odd.")] = False,
    encoding: Encoding = None,
    globs: Globs = None,
    form: Format = None,
    columns: Columns = None,
    as_json: Json = False,
) -> None:
    """Add documents to the project, and the new texts of those that are there."""
    from annotator.workflow.importing.documents import add as add_documents
    from annotator.workflow.importing.documents import check_paths
    from annotator.workflow.importing.report import ImportReport

    options = read_options(encoding, globs, form, columns)
    check_paths(paths)

    def run(*, dry_run: bool) -> ImportReport:
        with (
            _target(database, dry_run=dry_run) as target,
            opened_project(target, name, must_exist=False) as project,
            output.import_progress() as progress,
        ):
            return add_documents(
                project,
                paths,
                options,
                dry_run=dry_run,
                all_locations=verbose or as_json,
                progress=progress,
            )

    if strict:
        with _rereadable_input(paths) as rewind:
            report = run(dry_run=True)
            if report.is_clean and not dry_run:
                rewind()
                report = run(dry_run=False)
    else:
        report = run(dry_run=dry_run)
    refused = strict and not report.is_clean
    if as_json:
        output.write_json(report_fields(report))
        print_problems(report)
    else:
        print_report(report, dry_run=dry_run or refused)
    if refused:
        output.fail("nothing was added: --strict takes only what reads without any oddity.")
    if report.problems:
        raise typer.Exit(ExitCode.REFUSED)


@contextmanager
def _rereadable_input(paths: Sequence[str]) -> Iterator[Callable[[], object]]:
    """Make standard input readable twice where it is one of the paths; give the function that rewinds it."""
    if "-" not in paths:
        yield lambda: None
        return
    from io import TextIOWrapper
    from shutil import copyfileobj
    from tempfile import TemporaryFile

    original = sys.stdin
    with TemporaryFile() as copy, TextIOWrapper(copy) as replacement:
        copyfileobj(original.buffer, copy)
        copy.seek(0)
        sys.stdin = replacement
        try:
            yield lambda: copy.seek(0)
        finally:
            sys.stdin = original


@contextmanager
def _target(database: str, *, dry_run: bool) -> Iterator[str]:
    """Give the database to add to: for a dry run without one, a temporary one."""
    from tempfile import TemporaryDirectory

    from annotator.workflow import codebooks

    if not dry_run or codebooks.is_there(database):
        yield database
        return
    with TemporaryDirectory() as folder:
        yield str(Path(folder) / DEFAULT_DATABASE)
