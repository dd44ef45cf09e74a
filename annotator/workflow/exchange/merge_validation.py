"""What an event of another file must be like to be taken in: as this program writes it, under a codebook known here."""

from itertools import islice

from sqlalchemy import Connection

from annotator.codebook.load import parse_codebook
from annotator.corpus.source import ACTING
from annotator.store import codebooks, event_log
from annotator.store.values import Event
from annotator.workflow.errors import Refused
from annotator.workflow.project import checked_name

_CHUNK = 500
_NAME_OF_MARK = {"flag": "flagged", "note": "note", "skip": "skipped"}


class Admission:
    """Looks over the events of one file, named by `where`."""

    def __init__(self, connection: Connection, where: str) -> None:
        self._connection = connection
        self._where = where
        self._labels = _labels_by_version(connection)
        self._undone: dict[str, Event] = {}

    def check(self, event: Event) -> None:
        """Raise Refused for what no program of this kind writes."""
        checked_name(event.annotator)
        labels = self._labels.get(event.codebook_version)
        if labels is None:
            raise self._refusal(
                event, f"it was given under a codebook that is not here ({event.codebook_version})"
            )
        words = [value for details in (event.before, event.after) for value in (details or {}).values()]
        if any(isinstance(value, str) and ACTING.search(value) for value in words):
            raise self._refusal(event, "it holds a sign that is no text")
        after = event.after or {}
        match event.kind:
            case "answer" | "withdraw":
                fits = event.dimension in labels and (
                    event.kind == "withdraw" or after.get("label") in labels[event.dimension]
                )
            case "flag" | "note" | "skip":
                fits = list(after) == [_NAME_OF_MARK[event.kind]] and event.dimension is None
            case _:
                fits = event.undoes is not None
                self._undone[event.undoes or ""] = event
        if not fits:
            raise self._refusal(event, "it is no answer or mark that its codebook allows")

    def check_undone(self) -> None:
        """Raise Refused where one of the events takes back what is not here, or another's act."""
        wanted = iter(self._undone.items())
        while chunk := dict(islice(wanted, _CHUNK)):
            known = event_log.known_events(self._connection, chunk)
            for undone, event in chunk.items():
                head = known.get(undone)
                if head is None or (head.unit, head.annotator) != (event.unit, event.annotator):
                    raise self._refusal(event, f"it takes back {undone}, which is not with it")

    def _refusal(self, event: Event, what: str) -> Refused:
        return Refused(
            f"{self._where}: event {event.id} cannot be taken in: {what}. "
            "Export the whole history anew, or merge the database."
        )


def _labels_by_version(connection: Connection) -> dict[str, dict[str, set[str]]]:
    """Return the labels of each dimension, by the version of each codebook that is known here."""
    allowed: dict[str, dict[str, set[str]]] = {}
    for name, version, text, _ in codebooks.all_of_them(connection):
        dimensions = allowed.setdefault(version, {})
        for dimension in parse_codebook(text, origin=name).dimensions:
            dimensions.setdefault(dimension.id, set()).update(label.id for label in dimension.labels)
    return allowed
