"""Saves what an annotator does; what the database cannot take is kept in a recovery file and tried again.

Invariants: an action is in the recovery file before the annotator is told that it is pending, so that not even the end
of the program loses it. Pending actions are saved in the order in which they were done. At the next start, none of them
replaces what was done about the same thing later.
"""

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock

import orjson

from annotator.store import events
from annotator.store.sqlite_backup import fsync_path
from annotator.workflow.errors import USER_ERRORS, Unwritable
from annotator.workflow.labelling.annotate import Outcome, annotate
from annotator.workflow.labelling.requests import (
    AnswerRequest,
    NoteRequest,
    Request,
    WithdrawRequest,
    from_fields,
    to_fields,
)
from annotator.workflow.project import Project


@dataclass(frozen=True)
class PendingAction:
    """Requests that were made together, and when."""

    requests: tuple[Request, ...]
    at: datetime


class SavePending(Unwritable):
    """The database cannot be written at present; the action is kept and tried again."""


class Outbox:
    """The actions of one annotator on their way to the database."""

    def __init__(self, project: Project, folders: Sequence[Path] = ()) -> None:
        """Begin with nothing pending; the recovery file goes beside the project, else into one of the folders."""
        self._project = project
        self._folders = folders
        self._pending: list[PendingAction] = []
        self._drafts: dict[str, PendingAction] = {}
        self._lock = Lock()
        self.path: Path | None = None

    @property
    def pending(self) -> tuple[PendingAction, ...]:
        """The actions that are not saved yet."""
        return tuple(self._pending)

    def save(self, *requests: Request) -> list[Outcome]:
        """Save requests as one action; raises SavePending where it is kept instead, and what `annotate` raises."""
        if not self._pending:
            try:
                return annotate(self._project, requests)
            except Unwritable as error:
                reason: Unwritable = error
        else:
            reason = Unwritable(
                "what was done before is not saved yet", where=self._project.database.where, advice=""
            )
        with self._lock:
            self._pending.append(PendingAction(requests, self._project.now()))
            self._write()
        raise SavePending(reason.what, where=reason.where, advice=reason.advice) from reason

    def flush(self) -> tuple[list[list[Outcome]], list[str]]:
        """Try to save what is pending; return the outcomes of each action saved, and the messages of those refused.

        Raises Unwritable where the database still cannot be written and nothing was saved.
        """
        saved: list[list[Outcome]] = []
        refused: list[str] = []
        while self._pending:
            action = self._pending[0]
            try:
                saved.append(annotate(self._project, action.requests))
            except Unwritable:
                if saved:
                    return saved, refused
                raise
            except USER_ERRORS as error:
                refused.append(str(error))
            with self._lock:
                if action in self._pending:
                    self._pending.remove(action)
                self._write()
        return saved, refused

    def drop(self) -> None:
        """Drop the last pending action."""
        with self._lock:
            if self._pending:
                self._pending.pop()
            self._write()

    def draft(self, unit: str, text: str | None) -> None:
        """Keep the text of a note that is being written; None where it is closed."""
        with self._lock:
            if text is not None:
                self._drafts[unit] = PendingAction((NoteRequest(unit, text),), self._project.now())
            elif self._drafts.pop(unit, None) is None:
                return
            self._write()

    def lines(self) -> list[str]:
        """Return the lines of the recovery file: what is not saved, one JSON object an action."""
        return [_to_line(action) for action in (*self._pending, *self._drafts.values())]

    @cached_property
    def _paths(self) -> list[Path]:
        """Where the recovery file may be; the session's own name for it is made when it is first needed."""
        token = self._project.randomness(4).hex()
        return [
            prefix.with_name(f"{prefix.name}{token}.jsonl")
            for prefix in _path_prefixes(self._project, self._folders)
        ]

    def _write(self) -> None:
        """Bring the recovery file up to date, in the first place where it can be written."""
        lines = self.lines()
        written = next((path for path in self._paths if _write_file(path, lines)), None) if lines else None
        if self.path not in (None, written):
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        self.path = written


def find_recovery_files(project: Project, folders: Sequence[Path] = ()) -> list[Path]:
    """Return the recovery files of earlier sessions of the annotator on this project."""
    return [
        found
        for prefix in _path_prefixes(project, folders)
        if prefix.parent.is_dir()
        for found in sorted(prefix.parent.iterdir())
        if re.fullmatch(re.escape(prefix.name) + r"[0-9a-f]{8}\.jsonl", found.name)
    ]


def read_recovery_file(path: Path) -> list[PendingAction]:
    """Read a recovery file; a line that was cut off is left out."""
    return [action for line in path.read_bytes().splitlines() if (action := _from_line(line))]


def recover(project: Project, path: Path) -> tuple[int, list[str]]:
    """Save what a recovery file holds; return how many events it made, and the messages of what was refused.

    What was done later about the same thing is left as it is. The file is removed; where something was refused it is
    renamed. Raises Unwritable where the database cannot be written, and leaves the file.
    """
    count, refused = 0, []
    for action in read_recovery_file(path):
        requests = [one for one in action.requests if not _is_superseded(project, one, action.at)]
        if not requests:
            continue
        try:
            count += sum(outcome.event is not None for outcome in annotate(project, requests))
        except Unwritable:
            raise
        except USER_ERRORS as error:
            refused.append(str(error))
    if refused:
        path.replace(path.with_suffix(".refused"))
    else:
        path.unlink(missing_ok=True)
    return count, refused


def _is_superseded(project: Project, request: Request, at: datetime) -> bool:
    """Tell whether the annotator has done something about the same thing since an instant."""
    with project.database.reading() as connection:
        history = events.events_of_unit(connection, request.unit, project.annotator)
    since = [event for event in history if event.at > at]
    if isinstance(request, AnswerRequest | WithdrawRequest):
        return any(event.dimension == request.dimension for event in since)
    return any(event.kind in (request.kind, "undo", "redo") for event in since)


def _path_prefixes(project: Project, folders: Sequence[Path]) -> list[Path]:
    """Return the paths of recovery files without their last part: beside a SQLite file, then in the folders."""
    where, folder = project.database.where, project.database.folder
    name = f"unsaved-{project.annotator}-"
    if folder is not None:
        where = str(Path(where).resolve())
    digest = hashlib.sha256(where.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    beside = [] if folder is None else [folder / f"{Path(where).name}.{name}"]
    return [*beside, *(place / f"annotator-{digest}.{name}" for place in folders)]


# The recovery file has one JSON object an action: the fields of its first request, and the other requests in `others`.


def _to_line(action: PendingAction) -> str:
    first, *others = (to_fields(request) for request in action.requests)
    line = {**first, "at": action.at}
    return orjson.dumps({**line, "others": others} if others else line).decode()


def _from_line(line: bytes) -> PendingAction | None:
    try:
        first = orjson.loads(line)
        requests = tuple(from_fields(one) for one in (first, *first.get("others", ())))
        return PendingAction(requests, datetime.fromisoformat(first["at"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _write_file(path: Path, lines: Sequence[str]) -> bool:
    """Replace the file as a whole, on disk before it takes its name; False where that cannot be done."""
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600, exist_ok=False)
        partial.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        fsync_path(partial)
        partial.replace(path)
        fsync_path(path)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        return False
    return True
