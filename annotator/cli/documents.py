"""`annotator add`, `parse` and `export`: documents in, datasets out."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.import_report import report_fields, say_problems, say_report
from annotator.cli.options import (
    DEFAULT_DATABASE,
    Columns,
    Database,
    Encoding,
    Form,
    Globs,
    Json,
    Name,
    choices,
    project,
)
from annotator.cli.output import ExitCode
from annotator.cli.progress import adding, bar

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Folders and files; - reads standard input.")
]


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
    form: Form = None,
    columns: Columns = None,
    as_json: Json = False,
) -> None:
    """Add documents to the project, and the new texts of those that are there."""
    from annotator.workflow.importing.documents import add as add_documents
    from annotator.workflow.importing.documents import check_paths
    from annotator.workflow.importing.report import ImportReport

    chosen = choices(encoding, globs, form, columns)
    check_paths(paths)

    def attempt(*, dry_run: bool) -> ImportReport:
        with (
            _place(database, dry_run=dry_run) as place,
            project(place, name, must_exist=False) as opened,
            adding() as show,
        ):
            return add_documents(
                opened,
                paths,
                chosen,
                dry_run=dry_run,
                all_locations=verbose or as_json,
                progress=show,
            )

    if strict:
        with _rereadable_input(paths) as rewind:
            report = attempt(dry_run=True)
            if report.is_clean and not dry_run:
                rewind()
                report = attempt(dry_run=False)
    else:
        report = attempt(dry_run=dry_run)
    refused = strict and not report.is_clean
    if as_json:
        output.json_data(report_fields(report))
        say_problems(report)
    else:
        say_report(report, dry_run=dry_run or refused)
    if refused:
        output.fail("nothing was added: --strict takes only what reads without any oddity.")
    if report.problems:
        raise typer.Exit(ExitCode.REFUSED)


def parse(
    paths: Paths,
    database: Database = DEFAULT_DATABASE,  # noqa: ARG001 - every command takes it
    name: Name = None,  # noqa: ARG001
    explain: Annotated[
        bool, typer.Option("--explain", help="Print the text with how each line is read beside it.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 where anything looks odd.")] = False,
    encoding: Encoding = None,
    globs: Globs = None,
    form: Form = None,
    columns: Columns = None,
) -> None:
    """Print how documents are read, as JSON Lines; no database is touched."""
    from annotator.cli.parse_explanation import explained
    from annotator.workflow.importing.parsing import (
        ParsedDocument,
        parse_lines,
        read_documents,
        record_line,
    )

    chosen = choices(encoding, globs, form, columns)
    failed = odd = False
    for item in (read_documents if explain or strict else parse_lines)(paths, chosen):
        if isinstance(item, bytes):
            output.raw(item)
            continue
        if not isinstance(item, ParsedDocument):
            failed = True
            output.say(f"annotator: {item}")
            continue
        odd = odd or bool(item.parse.diagnostics)
        if explain:
            for line in explained(item, output.width()):
                output.data(line)
        else:
            output.raw(record_line(item))
    if failed or (strict and odd):
        raise typer.Exit(ExitCode.REFUSED)


def export(
    format_name: Annotated[str, typer.Argument(metavar="jsonl|history", help="What to write.")],
    database: Database = DEFAULT_DATABASE,
    name: Name = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", metavar="FILE", help="Where to; - is standard output. [default: under exports/]"
        ),
    ] = None,
) -> None:
    """Write the labelled dataset."""
    from annotator.workflow.browsing.document_view import document_count
    from annotator.workflow.exchange.export import default_path
    from annotator.workflow.exchange.export import export as export_project

    with project(database, name) as opened:
        path = None if out == "-" else Path(out) if out else default_path(opened, format_name)
        with bar("exporting", document_count(opened)) as more:
            count = export_project(opened, format_name, path, progress=lambda: more(1))
    output.say(f"{count} records{'' if path is None else f' in {path}'}")


@contextmanager
def _rereadable_input(paths: Sequence[str]) -> Iterator[Callable[[], object]]:
    """Let standard input be read more than once where a path stands for it; give the way back to its start."""
    if "-" not in paths:
        yield lambda: None
        return
    from io import TextIOWrapper
    from shutil import copyfileobj
    from tempfile import TemporaryFile

    given = sys.stdin
    with TemporaryFile() as kept, TextIOWrapper(kept) as again:
        copyfileobj(given.buffer, kept)
        kept.seek(0)
        sys.stdin = again
        try:
            yield lambda: kept.seek(0)
        finally:
            sys.stdin = given


@contextmanager
def _place(database: str, *, dry_run: bool) -> Iterator[str]:
    """Give where to add to; a dry run leaves nothing behind where there is no database yet."""
    from tempfile import TemporaryDirectory

    from annotator.workflow import codebooks

    if not dry_run or codebooks.is_there(database):
        yield database
        return
    with TemporaryDirectory() as folder:
        yield str(Path(folder) / DEFAULT_DATABASE)
