"""`annotator open`: adds documents, then shows the labelling screen, and offers what earlier sessions left unsaved."""

import gc
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from annotator.cli import output
from annotator.cli.import_report import print_report
from annotator.cli.options import (
    DEFAULT_DATABASE,
    Columns,
    Database,
    Encoding,
    Format,
    Globs,
    Name,
    opened_project,
    read_options,
)

if TYPE_CHECKING:
    from annotator.formats.readers.inputs import ReadOptions
    from annotator.tui.keymap import CustomKeys
    from annotator.workflow.labelling.outbox import Outbox
    from annotator.workflow.project import Project
    from annotator.workflow.settings import SettingsFile

# Seconds that a key waits for other writers before the screen says that nothing was saved.
_PATIENCE = 3.0


class Width(StrEnum):
    """How wide a terminal draws characters of ambiguous width, such as … and ①."""

    NARROW = "narrow"
    WIDE = "wide"


def _check_theme(name: str | None) -> str | None:
    """Return the name of a known theme; ends the command for any other."""
    if name is None:
        return None
    # It imports a part of Textual.
    from annotator.tui.themes import theme_names

    if name not in theme_names():
        raise typer.BadParameter(f"{name} is none of {', '.join(theme_names())}", param_hint="--theme")
    return name


def open_screen(
    context: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="Folders and files to add first.")
    ] = None,
    database: Database = DEFAULT_DATABASE,
    name: Name = None,
    encoding: Encoding = None,
    globs: Globs = None,
    form: Format = None,
    columns: Columns = None,
    language: Annotated[
        Literal["en", "ja", "auto"] | None,
        typer.Option(
            "--lang",
            help="The language of the screen, else the locale's; remembered.",
        ),
    ] = None,
    theme: Annotated[
        str | None,
        typer.Option(
            "--theme",
            metavar="NAME",
            callback=_check_theme,
            help="The colours, such as high-contrast; remembered.",
        ),
    ] = None,
    ambiguous: Annotated[
        Width | None,
        typer.Option(
            envvar="ANNOTATOR_AMBIGUOUS",
            metavar="narrow|wide",
            help="How wide the terminal draws characters such as … and ①: one column, or two; remembered.",
        ),
    ] = None,
    no_copies: Annotated[
        bool,
        typer.Option(
            "--no-copies",
            envvar="ANNOTATOR_NO_COPIES",
            help="Make no copy of the day beside a SQLite project.",
        ),
    ] = False,
    keys: Annotated[
        str | None,
        typer.Option(
            "--keys", metavar="FILE", help="Keys of your own; else keys.toml in your configuration."
        ),
    ] = None,
) -> None:
    """Add what is new in PATH, then open the labelling screen."""
    # Textual reads standard input and paints on standard error.
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        output.fail("open needs a terminal. Use `annotator add` and `annotator label` in scripts.")
    # No collection before the first frame; the screen turns the collector on.
    gc.disable()
    reading = (encoding, globs, form, columns)
    # The readers are imported only where there is something to read.
    chosen = read_options(*reading) if paths or any(reading) else None
    key_file = _read_key_file(keys)
    source = context.get_parameter_source("ambiguous")
    by_environment = source is not None and source.name == "ENVIRONMENT"
    settings = _settings(language, theme, ambiguous, passing=by_environment)
    if paths:
        from annotator.workflow.importing.documents import check_paths

        check_paths(paths)
    with opened_project(database, name, must_exist=not paths, patience=_PATIENCE) as opened:
        custom_keys = _parse_keys(key_file, opened) if key_file else None
        if paths and chosen:
            _add(opened, paths, chosen)
        folders = _folders()
        _offer_recovery(opened, folders)
        # Importing Textual takes a quarter of a second.
        from annotator.tui.app import run

        outbox = run(opened, settings=settings, folders=folders, copies=not no_copies, keys=custom_keys)
        _report_unsaved(outbox)


def _add(opened: "Project", paths: list[str], chosen: "ReadOptions") -> None:
    """Add what is new, and report it, if there was anything."""
    from annotator.workflow.importing.documents import add

    gc.enable()
    with output.import_progress() as show:
        report = add(opened, paths, chosen, progress=show)
    if report.new or report.problems or report.changed or report.moved:
        print_report(report, dry_run=False, brief=True)


def _settings(
    language: str | None, theme: str | None, ambiguous: Width | None, *, passing: bool
) -> "SettingsFile":
    """Return the person's settings with those chosen on the command line, which are stored.

    A `passing` width is not stored: it comes from an environment variable, which is there the next time.
    """
    from platformdirs import user_config_path

    from annotator.workflow.errors import Refused
    from annotator.workflow.settings import SettingsFile

    chosen: dict[str, str | None] = {}
    if language is not None:
        chosen["language"] = None if language == "auto" else language
    if theme is not None:
        chosen["theme"] = theme
    if ambiguous is not None:
        chosen["ambiguous"] = ambiguous.value
    settings = SettingsFile(user_config_path("annotator") / "settings.toml")
    width = {"ambiguous": chosen.pop("ambiguous")} if passing else {}
    try:
        settings.choose(**chosen)
    except Refused as error:
        output.message(f"annotator: {error}")
    settings.assume(**width)
    return settings


def _folders() -> list[Path]:
    """Return the folders for recovery files besides the project's own."""
    import tempfile

    state = os.environ.get("XDG_STATE_HOME")
    return [
        (Path(state) if state else Path.home() / ".local" / "state") / "annotator",
        Path(tempfile.gettempdir()),
    ]


def _offer_recovery(opened: "Project", folders: list[Path]) -> None:
    """Offer to restore what earlier sessions could not save."""
    from annotator.workflow.labelling.outbox import find_recovery_files, read_recovery_file, recover

    for path in find_recovery_files(opened, folders):
        acts = len(read_recovery_file(path))
        question = (
            f"{acts} answers or notes could not be saved the last time; they are in {path}. Take them in now?"
        )
        if not typer.confirm(output.escaped(question), default=True, err=True):
            continue
        events, refused = recover(opened, path)
        for why in refused:
            output.message(f"annotator: {path}: {why}")
        output.message(f"{events} taken in; what was done later about the same thing stands")


def _report_unsaved(outbox: "Outbox") -> None:
    """Say which file holds the unsaved actions; where none could be written, print them."""
    if outbox.path is not None:
        output.fail(
            f"{len(outbox.lines())} answers or notes could not be saved. They are in {outbox.path}; "
            "the next `annotator open` offers to take them in."
        )
    if lines := outbox.lines():
        output.message("annotator: these answers or notes could not be saved anywhere; keep them:")
        for line in lines:
            output.message(line)
        raise typer.Exit(output.ExitCode.REFUSED)


def _parse_keys(key_file: tuple[str, str], opened: "Project") -> "CustomKeys":
    # It imports the table of actions.
    from annotator.tui.keymap import parse_key_file

    origin, text = key_file
    return parse_key_file(text, opened.codebook, origin=origin)


def _read_key_file(named: str | None) -> tuple[str, str] | None:
    """Return path and text of the key file that is named, else of the one in the user's configuration, if any."""
    from platformdirs import user_config_path

    path = Path(named) if named else user_config_path("annotator") / "keys.toml"
    if not named and not path.is_file():
        return None
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        output.fail(f"{path}: cannot be read ({error.strerror or error}). Check the path.")
    except UnicodeDecodeError:
        output.fail(f"{path}: is not UTF-8 text. Save it as UTF-8.")

    return str(path), text
