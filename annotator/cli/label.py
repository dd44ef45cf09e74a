"""`annotator label`: labels units from a script."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Name, opened_project
from annotator.cli.output import ExitCode
from annotator.formats.errors import unreadable

if TYPE_CHECKING:
    from annotator.workflow.project import Project


def label(
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", help="The unit's id.")] = None,
    answers: Annotated[list[str] | None, typer.Argument(metavar="DIMENSION=LABEL")] = None,
    database: Database = DEFAULT_DATABASE,
    name: Name = None,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="Answers or export records, one JSON object a line."),
    ] = None,
    target: Annotated[str | None, typer.Option("--target", help="What a stance is towards.")] = None,
    confidence: Annotated[str | None, typer.Option("--confidence", metavar="low|middle|high")] = None,
) -> None:
    """Answer from a script, with the same checks as the screen."""
    if (source is None) == (unit is None):
        raise typer.BadParameter("give a unit with DIMENSION=LABEL, or --from FILE")
    if source is not None and (target is not None or confidence is not None):
        raise typer.BadParameter("with --from, each line holds its own target and confidence")
    pairs = [argument.partition("=") for argument in answers or []]
    if unit is not None and (not pairs or any(not separator for _, separator, _ in pairs)):
        raise typer.BadParameter("write each answer as DIMENSION=LABEL, as in stance=against")
    with opened_project(database, name) as project:
        if source is not None:
            _label_from(project, source)
        else:
            labels = [(dimension, value) for dimension, _, value in pairs]
            _label_unit(project, unit or "", labels, target, confidence)


def _label_unit(
    project: "Project",
    unit: str,
    labels: list[tuple[str, str]],
    target: str | None,
    confidence: str | None,
) -> None:
    from annotator.workflow.labelling.label_import import import_answers

    targeted = {dimension.id for dimension in project.codebook.dimensions if dimension.targeted}
    if target is not None and targeted.isdisjoint(dimension for dimension, _ in labels):
        raise typer.BadParameter("none of these answers has a target", param_hint="--target")
    saved = import_answers(project, unit, labels, target=target, confidence=confidence)
    for (dimension, value), is_new in zip(labels, saved, strict=True):
        output.message(f"{dimension}={value}: {'saved' if is_new else 'was so already'}")


def _label_from(project: "Project", source: str) -> None:
    from annotator.workflow.labelling.label_import import import_lines

    events = refused = 0
    with _input_lines(source) as lines:
        for result in import_lines(project, lines):
            events += result.events
            if result.error:
                refused += 1
                output.clear_line()
                output.message(f"annotator: {source}:{result.line}: {result.error}")
    output.message(f"{events} answers and marks saved, {refused} lines refused")
    if refused:
        raise typer.Exit(ExitCode.REFUSED)


@contextmanager
def _input_lines(source: str) -> Iterator[Iterable[bytes]]:
    """Open a file with a progress bar, or standard input for `-`; raises FormatError."""
    with ExitStack() as stack:
        lines: Iterable[bytes] = sys.stdin.buffer
        if source != "-":
            try:
                file = stack.enter_context(Path(source).open("rb"))
                bar = stack.enter_context(output.progress_bar("labelling", Path(source).stat().st_size))
            except OSError as error:
                raise unreadable(source, error) from error
            lines = _with_progress(file, bar)
        yield lines


def _with_progress(lines: Iterable[bytes], advance: Callable[[int], None]) -> Iterator[bytes]:
    for line in lines:
        yield line
        advance(len(line))
