"""`annotator add`, `parse` and `export`: documents in, datasets out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli import output
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
from annotator.cli.progress import adding

if TYPE_CHECKING:
    from annotator.workflow.adding import AddReport
    from annotator.workflow.reimport import Revision

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Folders and files; - reads standard input.")
]


def add(
    paths: Paths,
    database: Database = DEFAULT_DATABASE,
    name: Name = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    encoding: Encoding = None,
    globs: Globs = None,
    form: Form = None,
    columns: Columns = None,
    as_json: Json = False,
) -> None:
    """Add documents to the project, and the new texts of those that are there."""
    from annotator.workflow.adding import add as add_documents
    from annotator.workflow.adding import check_paths

    chosen = choices(encoding, globs, form, columns)
    check_paths(paths)
    with (
        _place(database, dry_run=dry_run) as place,
        project(place, name, must_exist=False) as opened,
        adding() as show,
    ):
        report = add_documents(opened, paths, chosen, dry_run=dry_run, progress=show)
    if as_json:
        output.json_data(_report_fields(report))
    report_add(report, dry_run=dry_run, quiet=as_json)
    if report.problems:
        raise typer.Exit(ExitCode.REFUSED)


def report_add(report: "AddReport", *, dry_run: bool, quiet: bool = False) -> None:
    """Tell what an `add` did."""
    for problem in report.problems:
        output.say(f"annotator: {problem}")
    if quiet:
        return
    for moved in report.moved:
        output.say(f"{moved.source}: {'would be' if dry_run else 'is'} known, moved from {moved.before}")
    for changed in report.changed:
        output.say(f"{changed.source}: {_revision_words(changed.revision, dry_run=dry_run)}")
    verb = "would be new" if dry_run else "new"
    output.say(
        f"{report.new} documents {verb} ({report.clips} clips, {report.commentary} commentary lines, "
        f"{report.quotations} quotations), {report.same} the same, {len(report.moved)} moved, "
        f"{len(report.changed)} changed, "
        f"{len(report.problems)} not read"
    )


def _revision_words(revision: "Revision", *, dry_run: bool) -> str:
    """Return what another text does to a document."""
    return (
        f"{'would have' if dry_run else 'has'} another text: {revision.same} units the same, "
        f"{revision.changed} changed, {revision.doubtful} doubtful, {revision.new} new, {revision.gone} gone; "
        f"{revision.stale} answers stale, {revision.kept} kept with the text before"
    )


def parse(
    paths: Paths,
    database: Database = DEFAULT_DATABASE,  # noqa: ARG001 - every command takes it
    name: Name = None,  # noqa: ARG001
    encoding: Encoding = None,
    globs: Globs = None,
    form: Form = None,
    columns: Columns = None,
) -> None:
    """Print how documents are read, as JSON Lines; no database is touched."""
    from annotator.workflow.parsing import parse_lines

    failed = False
    for line in parse_lines(paths, choices(encoding, globs, form, columns)):
        if isinstance(line, bytes):
            output.raw(line)
        else:
            failed = True
            output.say(f"annotator: {line}")
    if failed:
        raise typer.Exit(ExitCode.REFUSED)


def export(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help="jsonl")],
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
    from annotator.workflow.exporting import default_path
    from annotator.workflow.exporting import export as export_project

    with project(database, name) as opened:
        path = None if out == "-" else Path(out) if out else default_path(opened, format_name)
        count = export_project(opened, format_name, path)
    output.say(f"{count} records{'' if path is None else f' in {path}'}")


@contextmanager
def _place(database: str, *, dry_run: bool) -> Iterator[str]:
    """Give where to add to; a dry run leaves nothing behind where there is no database yet."""
    from tempfile import TemporaryDirectory

    from annotator.workflow import schemes

    if not dry_run or schemes.is_there(database):
        yield database
        return
    with TemporaryDirectory() as folder:
        yield str(Path(folder) / DEFAULT_DATABASE)


def _report_fields(report: "AddReport") -> dict[str, object]:
    return {
        "new": report.new,
        "same": report.same,
        "moved": [moved._asdict() for moved in report.moved],
        "changed": [{"source": changed.source, **changed.revision._asdict()} for changed in report.changed],
        "clips": report.clips,
        "commentary": report.commentary,
        "quotations": report.quotations,
        "problems": [str(problem) for problem in report.problems],
    }
