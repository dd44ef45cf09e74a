"""`annotator history`: shows the history, and restores earlier work."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Json, Name, opened_project

if TYPE_CHECKING:
    from annotator.store.values import Change, Event

_INSTANT = "a day or an instant in UTC, as 2026-11-22 or 2026-11-22T13:30"


def history(
    database: Database = DEFAULT_DATABASE,
    name: Name = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="ID", help="Only of this unit.")] = None,
    annotator: Annotated[
        str | None, typer.Option("--annotator", metavar="NAME", help="Only by this annotator.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="TIME", help=f"From {_INSTANT}.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="TIME", help=f"To {_INSTANT}.")] = None,
    event: Annotated[str | None, typer.Option("--event", metavar="ID", help="Only this event.")] = None,
    restore: Annotated[
        bool,
        typer.Option("--restore", help="Put your own work that is selected back into force, as new events."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Print who did what when, or put earlier work of your own back into force."""
    from annotator.workflow.exchange.history import HistoryFilter, entries, history_lines
    from annotator.workflow.labelling.undo import restore as restore_selected

    first, last = _instant(since, time.min, "--since"), _instant(until, time.max, "--until")
    selection = HistoryFilter(unit, annotator, first, last, event)
    if restore and selection == HistoryFilter():
        raise typer.BadParameter("with --restore, name an --event, a --unit, --since or --until")
    with opened_project(database, name) as project:
        if restore:
            outcomes = restore_selected(project, selection)
            output.message(f"{len(outcomes)} answers and marks put back")
        elif as_json:
            for line in history_lines(project, selection):
                output.write_bytes(line)
        else:
            for entry in entries(project, selection):
                output.write_line(_entry_line(entry))


def _entry_line(entry: "Event | Change") -> str:
    """Return an entry as one line: id, time, annotator, kind, subject, values before and after."""
    from annotator.store.values import Event

    at = entry.at.strftime("%Y-%m-%d %H:%M:%S")
    start = f"{entry.id}  {at}  {entry.annotator or '-'}  {entry.kind}"
    if not isinstance(entry, Event):
        after = (entry.after or {}).items()
        values = ", ".join(str(value) for name, value in after if value and "sha" not in name)
        return f"{start}  {entry.subject}  {values}".rstrip()
    dimension = f"{entry.dimension}: " if entry.dimension else ""
    undone = f" ({entry.undoes})" if entry.undoes else ""
    return f"{start}  {entry.unit}  {dimension}{_values(entry.before)} → {_values(entry.after)}{undone}"


def _values(details: object) -> str:
    """Return the values before or after an event on one line."""
    if not isinstance(details, dict):
        return "-"
    parts = [
        name if value is True else str(value).replace("\n", " ")
        for name, value in details.items()
        if value and name != "holder"
    ]
    return " ".join(parts) or "-"


def _instant(text: str | None, time_of_day: time, option: str) -> datetime | None:
    """Return an instant in UTC; a day alone gets the time of day."""
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"write {_INSTANT}", param_hint=option) from None
    if "T" not in text and " " not in text.strip():
        instant = datetime.combine(instant.date(), time_of_day)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
