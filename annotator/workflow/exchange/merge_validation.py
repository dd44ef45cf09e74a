"""Validates the events of another copy: they must be as this program writes them, under a codebook known here."""

from collections.abc import Mapping
from itertools import islice

from sqlalchemy import Connection

from annotator.codebook.load import parse_codebook
from annotator.corpus.source import CONTROL_CHARACTERS
from annotator.store import codebooks, event_log
from annotator.store.values import Event
from annotator.workflow.errors import Refused
from annotator.workflow.project import checked_name

_CHUNK = 500
_MARK_FIELDS = {"flag": "flagged", "note": "note", "skip": "skipped"}
# The labels of each dimension, by codebook version.
Labels = Mapping[str, Mapping[str, set[str]]]


def labels_by_version(connection: Connection) -> Labels:
    """Return the labels of each dimension, by the version of each codebook that is known here."""
    labels: dict[str, dict[str, set[str]]] = {}
    for name, version, text, _ in codebooks.all_versions(connection):
        dimensions = labels.setdefault(version, {})
        for dimension in parse_codebook(text, origin=name).dimensions:
            dimensions.setdefault(dimension.id, set()).update(label.id for label in dimension.labels)
    return labels


def check_event(event: Event, labels: Labels, *, where: str) -> None:
    """Raise Refused for an event that no program of this kind writes; `where` names its file."""
    checked_name(event.annotator)
    dimensions = labels.get(event.codebook_version)
    if dimensions is None:
        raise _refusal(
            where, event, f"it was given under a codebook that is not here ({event.codebook_version})"
        )
    values = [value for details in (event.before, event.after) for value in (details or {}).values()]
    if any(isinstance(value, str) and CONTROL_CHARACTERS.search(value) for value in values):
        raise _refusal(where, event, "it holds a sign that is no text")
    after = event.after or {}
    match event.kind:
        case "answer":
            is_valid = after.get("label") in dimensions.get(event.dimension or "", ())
        case "withdraw":
            is_valid = event.dimension in dimensions
        case "flag" | "note" | "skip":
            is_valid = list(after) == [_MARK_FIELDS[event.kind]] and event.dimension is None
        case _:
            is_valid = event.undoes is not None
    if not is_valid:
        raise _refusal(where, event, "it is no answer or mark that its codebook allows")


def check_undone(connection: Connection, undos: Mapping[str, Event], *, where: str) -> None:
    """Raise Refused where an undo or redo, by the event that it names, concerns no event here, or another's."""
    remaining = iter(undos.items())
    while chunk := dict(islice(remaining, _CHUNK)):
        known = event_log.known_events(connection, chunk)
        for undone, event in chunk.items():
            found = known.get(undone)
            if found is None or (found.unit, found.annotator) != (event.unit, event.annotator):
                raise _refusal(where, event, f"it takes back {undone}, which is not with it")


def _refusal(where: str, event: Event, reason: str) -> Refused:
    return Refused(
        f"{where}: event {event.id} cannot be taken in: {reason}. "
        "Export the whole history anew, or merge the database."
    )
