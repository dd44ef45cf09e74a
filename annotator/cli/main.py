"""`annotator`: the command tree, and what becomes of errors.

Commands only parse their arguments, call the workflow and print; a command imports what it needs when it runs.
"""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from annotator import __version__
from annotator.cli import backup, codebook, documents, history, labels, merge, output, search
from annotator.cli.open import open_screen
from annotator.cli.output import ExitCode


class _Commands(TyperGroup):
    """The command tree; a reader that has read enough ends a command quietly, as `head` does."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            output.leave_pipe()
            raise typer.Exit(ExitCode.DONE) from None


app = typer.Typer(
    name="annotator",
    cls=_Commands,
    help="Label the posts of a Japanese link-blog: stance, source reliability, fact or opinion.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        output.data(__version__)
        raise typer.Exit


@app.callback()
def _annotator(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Label the posts of a Japanese link-blog: stance, source reliability, fact or opinion."""


app.command("open")(open_screen)
app.command("add")(documents.add)
app.command("parse")(documents.parse)
app.command("export")(documents.export)
app.command("label")(labels.label)
app.command("search")(search.search)
app.command("status")(labels.status)
app.command("history")(history.history)
app.command("merge")(merge.merge)
app.command("verify")(labels.verify)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("copy")(backup.copy)
app.add_typer(codebook.app, name="codebook")


def main() -> None:
    """Run the command line; every error that a person may meet is one message and an exit code."""
    try:
        app()
    except KeyboardInterrupt:
        output.say("annotator: stopped")
        raise SystemExit(ExitCode.INTERRUPTED) from None
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            output.leave_pipe()
            output.say(
                f"annotator: standard output: cannot be written ({error.strerror or error}). "
                "Free some space or write to another place."
            )
            raise SystemExit(ExitCode.REFUSED) from None
        # The error types live beside the database stack, which a working command may never need.
        from annotator.workflow.errors import USER_ERRORS

        if not isinstance(error, USER_ERRORS):
            raise
        output.say(f"annotator: {error}")
        raise SystemExit(ExitCode.REFUSED) from None
