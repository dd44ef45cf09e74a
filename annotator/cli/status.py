"""`annotator status`: shows progress and label counts."""

from typing import TYPE_CHECKING

from annotator.cli import output
from annotator.cli.options import DEFAULT_DATABASE, Database, Json, Name, opened_project

if TYPE_CHECKING:
    from annotator.workflow.browsing.statistics import Status

_UNITS = {"clip": "clips", "commentary": "commentary lines", "quotation": "quotations"}


def status(database: Database = DEFAULT_DATABASE, name: Name = None, as_json: Json = False) -> None:
    """Show progress and label counts."""
    from annotator.workflow.browsing.statistics import status as project_status

    with opened_project(database, name) as project:
        found = project_status(project)
    if as_json:
        output.write_json(_fields(found))
        return
    units = ", ".join(f"{count} {_UNITS[kind]}" for kind, count in found.units.items()) or "no units"
    output.write_line(f"{found.database}: {found.documents} documents, {units}; codebook {found.codebook}")
    output.write_line(
        f"{found.near_duplicates.units} clips and lines in {found.near_duplicates.groups} groups of the same "
        "or nearly the same text"
    )
    output.write_line(
        f"{found.annotator}: {found.queue.done} of {found.queue.queued} done, {found.events} events"
    )
    output.write_line("")
    output.write_table(list(found.progress.items()), ("annotator", "done"))
    output.write_line("")
    rows = [
        (dimension, label, count)
        for dimension, counts in found.labels.items()
        for label, count in counts.items()
    ]
    output.write_table(rows, ("dimension", "label", f"{found.annotator}'s answers"))
    output.write_line("")
    output.write_table(list(found.marks.items()), ("mark", "units"))


def _fields(found: "Status") -> dict[str, object]:
    """Return the status as data; two of its keys are older than the names in the program."""
    keys = {"near_duplicates": "twins", "queue": "tally"}
    return {
        keys.get(name, name): value._asdict() if name in keys else value
        for name, value in found._asdict().items()
    }
