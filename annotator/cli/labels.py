"""`annotator label`, `status` and `verify`: answers from scripts, progress, and checks."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Json, Name, project
from annotator.cli.output import ExitCode
from annotator.cli.progress import bar, clear

if TYPE_CHECKING:
    from annotator.workflow.browsing.statistics import Status
    from annotator.workflow.project import Project

_UNITS = {"clip": "clips", "commentary": "commentary lines", "quotation": "quotations"}


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
    pairs = [word.partition("=") for word in answers or []]
    if unit is not None and (not pairs or any(not separator for _, separator, _ in pairs)):
        raise typer.BadParameter("write each answer as DIMENSION=LABEL, as in stance=against")
    with project(database, name) as opened:
        if source is not None:
            _label_from(opened, source)
        else:
            _label_unit(opened, unit or "", [(one, chosen) for one, _, chosen in pairs], target, confidence)


def _label_unit(
    opened: "Project",
    unit: str,
    pairs: list[tuple[str, str]],
    target: str | None,
    confidence: str | None,
) -> None:
    from annotator.workflow.labelling.label_import import take_answers

    with_target = {one.id for one in opened.codebook.dimensions if one.targeted}
    if target is not None and with_target.isdisjoint(dimension for dimension, _ in pairs):
        raise typer.BadParameter("none of these answers has a target", param_hint="--target")
    saved = take_answers(opened, unit, pairs, target=target, confidence=confidence)
    for (dimension, chosen), is_new in zip(pairs, saved, strict=True):
        output.say(f"{dimension}={chosen}: {'saved' if is_new else 'was so already'}")


def _label_from(opened: "Project", source: str) -> None:
    from annotator.workflow.errors import FormatError
    from annotator.workflow.labelling.label_import import take_lines

    events = refused = 0
    with ExitStack() as stack:
        lines: Iterable[bytes] = sys.stdin.buffer
        if source != "-":
            try:
                file = stack.enter_context(Path(source).open("rb"))
                lines = _watched(file, stack.enter_context(bar("labelling", Path(source).stat().st_size)))
            except OSError as error:
                raise FormatError(
                    f"cannot be read ({error.strerror or error})",
                    where=source,
                    advice="Check the path and its rights.",
                ) from error
        for taken in take_lines(opened, lines):
            events += taken.events
            if taken.error:
                refused += 1
                clear()
                output.say(f"annotator: {source}:{taken.line}: {taken.error}")
    output.say(f"{events} answers and marks saved, {refused} lines refused")
    if refused:
        raise typer.Exit(ExitCode.REFUSED)


def _watched(lines: Iterable[bytes], more: Callable[[int], None]) -> Iterator[bytes]:
    """Yield lines, telling how many bytes were taken."""
    for line in lines:
        yield line
        more(len(line))


def status(database: Database = DEFAULT_DATABASE, name: Name = None, as_json: Json = False) -> None:
    """Show progress and label counts."""
    from annotator.workflow.browsing.statistics import status as project_status

    with project(database, name) as opened:
        found = project_status(opened)
    if as_json:
        output.json_data(_status_fields(found))
        return
    units = ", ".join(f"{count} {_UNITS[kind]}" for kind, count in found.units.items()) or "no units"
    output.data(f"{found.database}: {found.documents} documents, {units}; codebook {found.codebook}")
    output.data(
        f"{found.near_duplicates.units} clips and lines in {found.near_duplicates.groups} groups of the same "
        "or nearly the same text"
    )
    output.data(f"{found.annotator}: {found.queue.done} of {found.queue.queued} done, {found.events} events")
    output.data("")
    output.table(((who, done) for who, done in found.progress.items()), ("annotator", "done"))
    output.data("")
    rows = [
        (dimension, label, count)
        for dimension, labels in found.labels.items()
        for label, count in labels.items()
    ]
    output.table(rows, ("dimension", "label", f"{found.annotator}'s answers"))
    output.data("")
    output.table(found.marks.items(), ("mark", "units"))


def _status_fields(found: "Status") -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, value in found._asdict().items():
        # The names of these two are older than those in the program.
        shown = {"near_duplicates": "twins", "queue": "tally"}.get(name, name)
        fields[shown] = value._asdict() if shown != name else value
    return fields


def verify(
    path: Annotated[str | None, typer.Argument(metavar="PATH", help="A database; else that of --db.")] = None,
    database: Database = DEFAULT_DATABASE,
    name: Name = None,
    as_json: Json = False,
) -> None:
    """Check every promise about stored data, and name each break."""
    from annotator.workflow.browsing.document_view import document_count
    from annotator.workflow.maintenance.verify import verify as breaks_of

    with project(path or database, name) as opened, bar("checking", document_count(opened)) as more:
        breaks = list(breaks_of(opened, progress=lambda: more(1)))
    if as_json:
        output.json_data([found._asdict() for found in breaks])
    elif breaks:
        output.table(breaks, ("where", "what", "what to do"))
    output.say(f"{len(breaks)} breaks found" if breaks else "everything holds")
    if breaks:
        raise typer.Exit(ExitCode.REFUSED)
