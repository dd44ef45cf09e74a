"""`annotator`: the table of commands, and the exit code and message of every error.

A command parses its options, calls the workflow and prints; it imports what it needs when it runs. A new one is a
module here and a row in the table.
"""

import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from annotator import __version__
from annotator.cli import codebook, output
from annotator.cli.add import add
from annotator.cli.agreement import agreement
from annotator.cli.backup import backup
from annotator.cli.copy import copy
from annotator.cli.export import export
from annotator.cli.history import history
from annotator.cli.label import label
from annotator.cli.merge import merge
from annotator.cli.open import open_screen
from annotator.cli.output import ExitCode
from annotator.cli.parse import parse
from annotator.cli.restore import restore
from annotator.cli.search import search
from annotator.cli.status import status
from annotator.cli.verify import verify

# The commands in the order of the help.
_COMMANDS: dict[str, Callable[..., None]] = {
    "open": open_screen,
    "add": add,
    "parse": parse,
    "export": export,
    "label": label,
    "search": search,
    "status": status,
    "history": history,
    "agreement": agreement,
    "merge": merge,
    "verify": verify,
    "backup": backup,
    "restore": restore,
    "copy": copy,
}


class _Commands(TyperGroup):
    """The command tree. A closed pipe ends a command without a message, as after `| head`."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            output.discard_output()
            raise typer.Exit(ExitCode.DONE) from None


app = typer.Typer(
    name="annotator",
    cls=_Commands,
    help="Label the posts of a Japanese link-blog: stance, source reliability, fact or opinion.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(requested: bool) -> None:
    if requested:
        output.write_line(__version__)
        raise typer.Exit


@app.callback()
def _annotator(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Label the posts of a Japanese link-blog: stance, source reliability, fact or opinion."""


for _name, _command in _COMMANDS.items():
    app.command(_name)(_command)
app.add_typer(codebook.app, name="codebook")


def main() -> None:
    """Run the command line; every expected error is one message and an exit code."""
    if sys.platform == "win32":
        # Folders cannot be synced there, so nothing could be promised to be on disk.
        output.message("annotator: Windows is not supported. Use Linux, macOS or WSL (wsl --install).")
        raise SystemExit(ExitCode.REFUSED)
    try:
        app()
    except KeyboardInterrupt:
        output.message("annotator: stopped")
        raise SystemExit(ExitCode.INTERRUPTED) from None
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            output.discard_output()
            output.message(
                f"annotator: standard output: cannot be written ({error.strerror or error}). "
                "Free some space or write to another place."
            )
            raise SystemExit(ExitCode.REFUSED) from None
        # The error types import the database stack, which a command that succeeds may not need.
        from annotator.workflow.errors import USER_ERRORS

        if not isinstance(error, USER_ERRORS):
            raise
        output.message(f"annotator: {error}")
        raise SystemExit(ExitCode.REFUSED) from None
