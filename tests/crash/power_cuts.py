"""Simulates power cuts at random moments: what was acknowledged must be stored, whatever becomes of unsynced writes.

A child process labels through the workflow while everything that SQLite asks of the system is recorded, together
with each acknowledged event. For a cut the files are rebuilt from the record: every file has its content at the
last sync, and each later write is kept, dropped, or torn between sectors at random. The shared-memory index of the
log is lost. Then the project is opened as after a restart.
"""

import os
import pickle
import random
import sqlite3
import traceback
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from annotator.store.engines.sqlite import SqliteFile
from annotator.store.tables import EventRow, table_of
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project
from tests.crash.kills import Tally, act, open_seeded
from tests.crash.vfs_recorder import Op, Recorder

_SECTOR = 512
# Actions between two checkpoints.
_CHECKPOINT = 40
# The exit code of a child that cannot record what SQLite asks for.
_UNRECORDABLE = 2


@dataclass
class _File:
    """A file on a disk that loses unsynced writes: its synced content, and the writes since."""

    durable: bytearray | None
    pending: list[Op] = field(default_factory=list)

    def apply(self, op: Op) -> None:
        """Apply one recorded call."""
        if op.kind != "sync":
            self.pending.append(op)
            return
        content = self.durable if self.durable is not None else bytearray()
        for one in self.pending:
            content = _applied(content, one)
        self.durable, self.pending = content, []

    def after_cut(self, chance: random.Random) -> bytearray | None:
        """Return the content after a cut; None if the file is gone."""
        if self.durable is None and chance.random() < 0.5:
            return None
        content = bytearray(self.durable or b"")
        fate = chance.choice(("none", "all", "some"))
        for op in self.pending:
            if op.kind == "delete":
                if chance.random() < 0.5:
                    return None
                continue
            if fate == "all" or (fate == "some" and chance.random() < 0.5):
                content = _applied(content, op)
            elif fate == "some" and op.kind == "write" and chance.random() < 0.5:
                content = _applied(content, _torn(op, chance))
        return content


def record(address: Path, units: list[str], acts: int, seed: int, *, synced: bool = True) -> list[Op]:
    """Let a child do that many actions, and return the recorded calls; raises OSError where they cannot be recorded.

    Without `synced` the child does not wait for its commits to be on disk, so that cuts must lose something.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            code = _child(str(address), units, acts, seed, writing, synced=synced)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    with closing(os.fdopen(reading, "rb")) as pipe:
        content = pipe.read()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == _UNRECORDABLE:
        raise OSError("the functions of the library under sqlite3 are not accessible")
    if code:
        raise RuntimeError("the child failed; its traceback is above")
    found: list[Op] = pickle.loads(content)
    return found


def cut_many(start: bytes, ops: Sequence[Op], folder: Path, cuts: int, seed: int) -> Tally:
    """Cut the power that many times at random moments of a record, and count what is lost and damaged."""
    chance, tally = random.Random(seed), Tally()
    for _ in range(cuts):
        moment = chance.randrange(len(ops) + 1)
        acknowledged = [op.name for op in ops[:moment] if op.kind == "ack"]
        path = folder / "after.db"
        for name, content in _after_cut(start, ops[:moment], chance).items():
            place = folder / f"after.db{name}"
            if content is None:
                place.unlink(missing_ok=True)
            else:
                place.write_bytes(content)
        Path(f"{path}-shm").unlink(missing_ok=True)
        tally.kills += 1
        tally.acknowledged += len(acknowledged)
        _check(path, acknowledged, tally)
    return tally


def _after_cut(start: bytes, ops: Sequence[Op], chance: random.Random) -> dict[str, bytearray | None]:
    """Return the content of the database and of its log, by the suffix of their names."""
    files = {"": _File(bytearray(start)), "-wal": _File(None)}
    for op in ops:
        if op.kind != "ack":
            files["-wal" if op.name.endswith("-wal") else ""].apply(op)
    return {name: file.after_cut(chance) for name, file in files.items()}


def _child(address: str, units: list[str], acts: int, seed: int, pipe: int, *, synced: bool) -> int:
    recorder, chance = Recorder(), random.Random(seed)
    try:
        recorder.start()
    except OSError:
        return _UNRECORDABLE

    def acknowledge(event: str) -> None:
        recorder.ops.append(Op("ack", event))

    with open_seeded(address, seed) as project:
        if not synced:
            _disable_sync(project)
        for number in range(acts):
            act(project, units, chance, acknowledge)
            if number % _CHECKPOINT == _CHECKPOINT - 1 and isinstance(project.database, SqliteFile):
                project.database.checkpoint()
    with closing(os.fdopen(pipe, "wb")) as writing:
        writing.write(pickle.dumps(recorder.ops))
    return 0


def _disable_sync(project: Project) -> None:
    from sqlalchemy import event

    database = project.database
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    database.close()


def _check(path: Path, acknowledged: list[str], tally: Tally) -> None:
    try:
        with closing(sqlite3.connect(path)) as plain:
            sound = plain.execute("PRAGMA integrity_check").fetchone()[0]
        with open_seeded(str(path), 1) as project:
            with project.database.reading() as connection:
                stored = set(connection.execute(select(table_of(EventRow).c.id)).scalars())
            problems = [] if sound != "ok" else [str(one) for one in verify(project)]
    except Exception as error:
        tally.damaged += 1
        tally.faults.append(repr(error))
        return
    tally.lost += len(set(acknowledged) - stored)
    if sound != "ok" or problems:
        tally.damaged += 1
        tally.faults.append(sound if sound != "ok" else problems[0])


def _applied(content: bytearray, op: Op) -> bytearray:
    if op.kind == "write":
        if len(content) < op.at:
            content.extend(bytes(op.at - len(content)))
        content[op.at : op.at + len(op.data)] = op.data
    elif op.kind == "truncate":
        del content[op.at :]
    elif op.kind == "delete":
        content.clear()
    return content


def _torn(op: Op, chance: random.Random) -> Op:
    """Return the part of a write before or after a sector boundary."""
    boundaries = range(_SECTOR - op.at % _SECTOR, len(op.data), _SECTOR)
    if not boundaries:
        return op
    boundary = chance.choice(boundaries)
    if chance.random() < 0.5:
        return op._replace(data=op.data[:boundary])
    return op._replace(at=op.at + boundary, data=op.data[boundary:])
