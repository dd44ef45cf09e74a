"""`annotator history`: who did what when, and earlier work put back into force."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Json, Name, project

if TYPE_CHECKING:
    from annotator.workflow.values import Change, Event

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
    from annotator.workflow.exchange import history as told
    from annotator.workflow.exchange.history import HistoryFilter

    wanted = HistoryFilter(unit, annotator, _first_instant(since), _last_instant(until), event)
    if restore and wanted == HistoryFilter():
        raise typer.BadParameter("with --restore, name an --event, a --unit, --since or --until")
    with project(database, name) as opened:
        if restore:
            outcomes = told.restore(opened, wanted)
            output.say(f"{len(outcomes)} answers and marks put back")
        elif as_json:
            for line in told.history_lines(opened, wanted):
                output.raw(line)
        else:
            for entry in told.entries(opened, wanted):
                output.data(_line(entry))


def _line(entry: "Event | Change") -> str:
    """Return an entry in one line: when, who, what, where, from what to what."""
    from annotator.workflow.values import Event

    at = entry.at.strftime("%Y-%m-%d %H:%M:%S")
    start = f"{entry.id}  {at}  {entry.annotator or '-'}  {entry.kind}"
    if not isinstance(entry, Event):
        said = ", ".join(
            str(value) for name, value in (entry.after or {}).items() if value and "sha" not in name
        )
        return f"{start}  {entry.subject}  {said}".rstrip()
    about = f"{entry.dimension}: " if entry.dimension else ""
    taken_back = f" ({entry.undoes})" if entry.undoes else ""
    return f"{start}  {entry.unit}  {about}{_words(entry.before)} → {_words(entry.after)}{taken_back}"


def _words(details: object) -> str:
    """Return what an event changed from or to, in one line."""
    if not isinstance(details, dict):
        return "-"
    parts = [
        name if value is True else str(value).replace("\n", " ")
        for name, value in details.items()
        if value and name != "holder"
    ]
    return " ".join(parts) or "-"


def _first_instant(words: str | None) -> datetime | None:
    return None if words is None else _instant(words, time.min, "--since")


def _last_instant(words: str | None) -> datetime | None:
    return None if words is None else _instant(words, time.max, "--until")


def _instant(words: str, of_day: time, option: str) -> datetime:
    """Return the instant that words name; a day alone stands for the time of it that is given."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        raise typer.BadParameter(f"write {_INSTANT}", param_hint=option) from None
    if "T" not in words and " " not in words.strip():
        found = datetime.combine(found.date(), of_day)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
