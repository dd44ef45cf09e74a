"""`annotator codebook`: shows, checks, creates and activates the label scheme."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Json, Name, opened_project

app = typer.Typer(help="Show, check and begin the label scheme.", no_args_is_help=True)


@app.command()
def show(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A shipped codebook; else the project's.")
    ] = None,
    database: Database = DEFAULT_DATABASE,
    annotator: Name = None,
    as_json: Json = False,
) -> None:
    """Print the dimensions, their labels and keys."""
    from annotator.workflow import codebooks

    if name is None and not codebooks.is_there(database):
        name = codebooks.DEFAULT_CODEBOOK
    if name is not None:
        codebook = codebooks.shipped_codebook(name)
    else:
        with opened_project(database, annotator) as project:
            codebook = project.codebook
    if as_json:
        output.write_json(codebook.model_dump(mode="json"))
        return
    output.write_line(f"{codebook.name} {codebook.version}: {codebook.title.en} / {codebook.title.ja}")
    for dimension in codebook.dimensions:
        output.write_line("")
        output.write_line(
            f"{dimension.id}: {dimension.name.en} / {dimension.name.ja} ({', '.join(dimension.units)})"
        )
        output.write_line(f"  {dimension.question.en}")
        rows = [
            (f"  {label.key}", label.id, label.name.en, label.name.ja, label.definition.en)
            for label in dimension.labels
        ]
        output.write_table(rows, ("  key", "label", "English", "日本語", "definition"))


@app.command()
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A codebook in TOML.")],
    database: Database = DEFAULT_DATABASE,  # noqa: ARG001 - every command takes it
    annotator: Name = None,  # noqa: ARG001
) -> None:
    """Check a codebook file; every problem is named with its place."""
    from annotator.workflow import codebooks

    codebook = codebooks.read_codebook(Path(file))
    output.message(f"{file}: {codebook.name} {codebook.version} is sound")


@app.command()
def init(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file to write.")],
    source: Annotated[
        str, typer.Option("--from", metavar="NAME", help="The shipped codebook to begin with.")
    ] = "core",
    database: Database = DEFAULT_DATABASE,  # noqa: ARG001 - every command takes it
    annotator: Name = None,  # noqa: ARG001
) -> None:
    """Write a codebook file to begin a scheme of your own with."""
    from annotator.workflow import codebooks

    codebooks.write_codebook(Path(file), source)
    output.message(
        f"{file} written. Edit it, run `annotator codebook check {file}`, then `annotator codebook use {file}`."
    )


@app.command()
def use(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A codebook in TOML.")],
    database: Database = DEFAULT_DATABASE,
    annotator: Name = None,
) -> None:
    """Put a codebook into force in a project that holds no answers yet."""
    from annotator.workflow import codebooks

    with opened_project(database, annotator, must_exist=False) as project:
        codebook = codebooks.activate_codebook(project, Path(file))
    output.message(f"{codebook.name} {codebook.version} is in force")
