"""`annotator parse`: prints how documents are read."""

from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.options import (
    DEFAULT_DATABASE,
    Columns,
    Database,
    Encoding,
    Format,
    Globs,
    Name,
    Paths,
    read_options,
)
from annotator.cli.output import ExitCode


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
    form: Format = None,
    columns: Columns = None,
) -> None:
    """Print how documents are read, as JSON Lines; no database is touched."""
    from annotator.cli.parse_explanation import explanation_rows
    from annotator.workflow.importing.parsing import (
        ParsedDocument,
        parse_lines,
        read_documents,
        record_line,
    )

    options = read_options(encoding, globs, form, columns)
    has_problems = has_diagnostics = False
    for item in (read_documents if explain or strict else parse_lines)(paths, options):
        if isinstance(item, bytes):
            output.write_bytes(item)
            continue
        if not isinstance(item, ParsedDocument):
            has_problems = True
            output.message(f"annotator: {item}")
            continue
        has_diagnostics = has_diagnostics or bool(item.parse.diagnostics)
        if explain:
            for line in explanation_rows(item, output.width()):
                output.write_line(line)
        else:
            output.write_bytes(record_line(item))
    if has_problems or (strict and has_diagnostics):
        raise typer.Exit(ExitCode.REFUSED)
