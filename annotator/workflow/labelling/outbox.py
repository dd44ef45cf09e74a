"""What could not be saved: kept, tried again, and written to a recovery file that the next start offers to take in.

An act that the database cannot take at present is in the recovery file before anybody is told that it is kept, so
that not even the end of the program loses it. The acts are saved in the order in which they were done, and none of
them replaces what was done about the same thing later.
"""

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import orjson

from annotator.store import events as history
from annotator.store.sqlite_backup import fsync_path
from annotator.workflow.errors import USER_ERRORS, Unwritable
from annotator.workflow.labelling import actions
from annotator.workflow.labelling.actions import Wanted
from annotator.workflow.labelling.record import Outcome
from annotator.workflow.project import Project

Kind = Literal["answer", "flag", "note", "skip"]


@dataclass(frozen=True)
class Act:
    """One act as it was asked for, and when; `words` are a note's, a skip's reason or an answer's label.

    `others` are the further answers of an act of several.
    """

    kind: Kind
    unit: str
    at: datetime | None = None
    words: str | None = None
    dimension: str | None = None
    target: str | None = None
    confidence: str | None = None
    flagged: bool | None = None
    others: "tuple[Act, ...]" = ()

    @property
    def parts(self) -> "tuple[Act, ...]":
        """What the act does to each unit."""
        return (self, *self.others)


class Kept(Unwritable):
    """The database cannot be written at present; the act is kept and tried again."""


class Outbox:
    """The acts of one annotator on their way to the database."""

    def __init__(self, project: Project, folders: Sequence[Path] = ()) -> None:
        self._project = project
        self._folders = folders
        self._acts: list[Act] = []
        self._drafts: dict[str, Act] = {}
        self._lock = Lock()
        self.path: Path | None = None

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts that are not saved yet."""
        return tuple(self._acts)

    def do(self, kind: Kind, unit: str, **what: Any) -> Outcome:
        """Do something and save it; raises Kept where it is kept instead, and what `answering` raises."""
        return self._do(Act(kind, unit, **what))

    def answer_together(self, wanted: Sequence[Wanted]) -> Outcome:
        """Give several answers as one act, as `do` does; all of them are kept, or none."""
        first, *others = (
            Act(
                "answer",
                one.unit,
                words=one.label,
                dimension=one.dimension,
                target=one.target,
                confidence=one.confidence,
            )
            for one in wanted
        )
        return self._do(replace(first, others=tuple(others)))

    def _do(self, act: Act) -> Outcome:
        if not self._acts:
            try:
                return _perform(self._project, act)
            except Unwritable as error:
                why: Unwritable = error
        else:
            why = Unwritable(
                "what was done before is not saved yet", where=self._project.database.where, advice=""
            )
        with self._lock:
            self._acts.append(replace(act, at=self._project.now()))
            self._write()
        raise Kept(why.what, where=why.where, advice=why.advice) from why

    def flush(self) -> tuple[list[Outcome], list[str]]:
        """Try to save what is kept, in its order; return what came of it, and what was refused for good.

        Raises Unwritable where the database still cannot be written; what was saved until then is no more kept.
        """
        outcomes: list[Outcome] = []
        refused: list[str] = []
        while self._acts:
            act = self._acts[0]
            try:
                outcomes.append(_perform(self._project, act))
            except Unwritable:
                if outcomes:
                    return outcomes, refused
                raise
            except USER_ERRORS as error:
                refused.append(str(error))
            with self._lock:
                if act in self._acts:
                    self._acts.remove(act)
                self._write()
        return outcomes, refused

    def drop(self) -> None:
        """Take back the last act that is not saved."""
        with self._lock:
            if self._acts:
                self._acts.pop()
            self._write()

    def draft(self, unit: str, words: str | None) -> None:
        """Keep the words of a note that is being written; None where it is closed."""
        with self._lock:
            if words is not None:
                self._drafts[unit] = Act("note", unit, self._project.now(), words)
            elif self._drafts.pop(unit, None) is None:
                return
            self._write()

    def lines(self) -> list[str]:
        """Return what is not saved, one JSON object an act."""
        return [_line(act).decode() for act in (*self._acts, *self._drafts.values())]

    @cached_property
    def _paths(self) -> list[Path]:
        """Where the recovery file may stand; this session's own name for it is made when it is first needed."""
        token = self._project.randomness(4).hex()
        return [
            place.with_name(f"{place.name}{token}.jsonl") for place in _places(self._project, self._folders)
        ]

    def _write(self) -> None:
        """Bring the recovery file up to date, in the first place that takes it."""
        lines = self.lines()
        if not lines:
            if self.path is not None:
                with suppress(OSError):
                    self.path.unlink(missing_ok=True)
            self.path = None
            return
        for path in self._paths:
            if _written(path, lines):
                if self.path not in (None, path):
                    with suppress(OSError):
                        self.path.unlink(missing_ok=True)
                self.path = path
                return
        self.path = None


def left_behind(project: Project, folders: Sequence[Path] = ()) -> list[Path]:
    """Return the recovery files of earlier sessions of the annotator on this project."""
    return [
        found
        for place in _places(project, folders)
        if place.parent.is_dir()
        for found in sorted(place.parent.iterdir())
        if re.fullmatch(re.escape(place.name) + r"[0-9a-f]{8}\.jsonl", found.name)
    ]


def read_acts(path: Path) -> list[Act]:
    """Read a recovery file; a line that was cut off is left out."""
    return [act for line in path.read_bytes().splitlines() if (act := _act(line))]


def take_in(project: Project, path: Path) -> tuple[int, list[str]]:
    """Save what a recovery file holds; return how many events it made, and what was refused.

    What was done later about the same thing stands. The file is taken away; where something was refused it stays
    under another name. Raises Unwritable where the database cannot be written, and leaves the file.
    """
    events, refused = 0, []
    for act in filter(None, (_still_wanted(project, act) for act in read_acts(path))):
        try:
            outcome = _perform(project, act)
            events += sum(one.event is not None for one in (outcome, *outcome.others))
        except Unwritable:
            raise
        except USER_ERRORS as error:
            refused.append(str(error))
    if refused:
        path.replace(path.with_suffix(".refused"))
    else:
        path.unlink(missing_ok=True)
    return events, refused


def _perform(project: Project, act: Act) -> Outcome:
    if act.others:
        return actions.answer_together(project, [_wanted(part) for part in act.parts])
    match act.kind:
        case "answer":
            unit, dimension, label, target, confidence = _wanted(act)
            return actions.answer(
                project, unit, dimension=dimension, label=label, target=target, confidence=confidence
            )
        case "flag":
            return actions.flag(project, act.unit, flagged=act.flagged)
        case "note":
            return actions.note(project, act.unit, act.words or "")
        case "skip":
            return actions.skip(project, act.unit, act.words)


def _wanted(act: Act) -> Wanted:
    """Return the answer that an act gives to its own unit."""
    return Wanted(act.unit, act.dimension or "", act.words or "", act.target, act.confidence)


def _still_wanted(project: Project, act: Act) -> Act | None:
    """Return what of an act was not followed by something else about the same thing."""
    left = [part for part in act.parts if not _superseded(project, part, act.at)]
    return replace(left[0], at=act.at, others=tuple(left[1:])) if left else None


def _superseded(project: Project, act: Act, at: datetime | None) -> bool:
    """Tell whether the annotator has done something about the same thing since an instant."""
    with project.database.reading() as connection:
        events = history.events_of_unit(connection, act.unit, project.annotator)
    since = [event for event in events if at is None or event.at > at]
    if act.kind == "answer":
        return any(event.dimension == act.dimension for event in since)
    return any(event.kind == act.kind or event.kind in ("undo", "redo") for event in since)


def _places(project: Project, folders: Sequence[Path]) -> list[Path]:
    """Return where recovery files may stand, without the end of their names: beside a SQLite file, then elsewhere."""
    where, folder = project.database.where, project.database.folder
    name = f"unsaved-{project.annotator}-"
    if folder is not None:
        where = str(Path(where).resolve())
    elsewhere = hashlib.sha256(where.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    beside = [] if folder is None else [folder / f"{Path(where).name}.{name}"]
    return [*beside, *(place / f"annotator-{elsewhere}.{name}" for place in folders)]


def _line(act: Act) -> bytes:
    return orjson.dumps(_fields(act))


def _fields(act: Act) -> dict[str, Any]:
    """Return what is known of an act, as JSON has it."""
    known = {name: value for name, value in asdict(act).items() if value not in (None, ())}
    return {**known, "others": [_fields(other) for other in act.others]} if act.others else known


def _act(line: bytes) -> Act | None:
    try:
        fields = orjson.loads(line)
        others = tuple(Act(**other) for other in fields.get("others", ()))
        return Act(**{**fields, "at": datetime.fromisoformat(fields["at"]), "others": others})
    except (ValueError, TypeError, KeyError):
        return None


def _written(path: Path, lines: Sequence[str]) -> bool:
    """Write the file whole and put it on disk; False where that cannot be done."""
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        partial.chmod(0o600)
        partial.replace(path)
        fsync_path(path)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        return False
    return True
