"""The arguments and options that commands share, and the project that they name.

Nothing heavy is imported here: `annotator --help` loads this module.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli import output
from annotator.formats.readers.registry import READERS

if TYPE_CHECKING:
    from annotator.formats.readers.inputs import ReadOptions
    from annotator.workflow.project import Project

Database = Annotated[
    str,
    typer.Option(
        "--db",
        envvar="ANNOTATOR_DB",
        metavar="PATH|URL",
        help="The database: a SQLite file or a PostgreSQL URL.",
        show_default=True,
    ),
]
Name = Annotated[
    str | None,
    typer.Option(
        "--as",
        envvar="ANNOTATOR_NAME",
        metavar="NAME",
        help="Who labels; else the login name.",
        show_default=False,
    ),
]
Paths = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Folders and files; - reads standard input.")
]
Replace = Annotated[bool, typer.Option("--replace", help="Put it in the place of what is there.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="The files' encoding; else it is found out."),
]
Globs = Annotated[
    list[str] | None,
    typer.Option(
        "--glob", metavar="PATTERN", help="Which files of folders, as '*.html' or '2022/*'; may be repeated."
    ),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="|".join(READERS), help="The files' format; else it is found out."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=NAME",
        help="Which column of JSON Lines or CSV holds the text, url, title or date; may be repeated.",
    ),
]
DEFAULT_DATABASE = "annotator.db"


@contextmanager
def opened_project(
    database: str, name: str | None, *, must_exist: bool = True, patience: float = 20.0
) -> Iterator["Project"]:
    """Open the project that the options name, and close it at the end."""
    # The database stack takes half a second to import.
    from datetime import UTC, datetime

    from annotator.workflow.project import open_project

    opened = open_project(
        database,
        annotator=name or login_name(),
        clock=lambda: datetime.now(UTC),
        randomness=os.urandom,
        must_exist=must_exist,
        patience=patience,
    )
    with opened:
        if opened.copied_to is not None:
            output.message(
                f"the database was brought up to date; a copy from before is in {opened.copied_to}"
            )
        yield opened


def login_name() -> str:
    """Return the login name."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "annotator"


def read_options(
    encoding: str | None, globs: list[str] | None, form: str | None, columns: list[str] | None
) -> "ReadOptions":
    """Return how files are read; ends the command for an invalid option."""
    from annotator.formats.readers.inputs import FIELDS, ReadOptions

    named = {}
    for column in columns or ():
        field, separator, name = column.partition("=")
        if field not in FIELDS or not separator or not name:
            raise typer.BadParameter(
                f"{column} is not FIELD=NAME with a field of {', '.join(FIELDS)}", param_hint="--column"
            )
        named[field] = name
    if form is not None and form not in READERS:
        raise typer.BadParameter(f"{form} is none of {', '.join(READERS)}", param_hint="--format")
    return ReadOptions(_checked_encoding(encoding), tuple(globs or ()), form, named)


def _checked_encoding(encoding: str | None) -> str | None:
    """Return the name of a codec that decodes text; ends the command for any other."""
    import codecs

    if encoding is None:
        return None
    try:
        # Some codecs decode no text, and some cannot replace undecodable bytes.
        b"\xff".decode(encoding, "replace")
        return codecs.lookup(encoding).name
    except (LookupError, UnicodeError):
        raise typer.BadParameter(f"{encoding} is no known encoding", param_hint="--encoding") from None
