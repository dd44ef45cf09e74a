"""A power cut at any moment: what was not synced may be there, may not, or may be torn; what was acknowledged is there.

A child process labels through the workflow while everything that SQLite asks of the system is written down, and each
acknowledged event with it. For a cut the files are put together anew from that record: every file has what it had
at its last sync, and of the writes since then each is kept, dropped, or torn between sectors, by chance. The index
of the log in shared memory is lost. Then the project is opened as after a restart.
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
from tests.crash.killed import Tally, label, opened
from tests.crash.recording import Op, Recorder

_SECTOR = 512
# Acts between two times that the log is carried over into the file.
_CHECKPOINT = 40
# The exit code of a child that cannot see what SQLite asks for.
_UNSEEN = 2


@dataclass
class _File:
    """A file on a disk that forgets: what is on it for sure, and what may be."""

    durable: bytearray | None
    pending: list[Op] = field(default_factory=list)

    def take(self, op: Op) -> None:
        """Follow one call."""
        if op.kind != "sync":
            self.pending.append(op)
            return
        content = self.durable if self.durable is not None else bytearray()
        for one in self.pending:
            content = _applied(content, one)
        self.durable, self.pending = content, []

    def after_cut(self, chance: random.Random) -> bytearray | None:
        """Return what a cut leaves; None for no file."""
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
    """Let a child do so many acts, and return the record of them; raises OSError where none can be made.

    Without `synced` the child does not wait for its commits to be on disk, which shows that a cut is noticed.
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
    if code == _UNSEEN:
        raise OSError("the library under sqlite3 shows none of its functions")
    if code:
        raise RuntimeError("the child failed; its words stand above")
    found: list[Op] = pickle.loads(content)
    return found


def cut_many(start: bytes, ops: Sequence[Op], folder: Path, cuts: int, seed: int) -> Tally:
    """Cut the power so many times at random moments of a record, and count what is lost and damaged."""
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
        _look(path, acknowledged, tally)
    return tally


def _after_cut(start: bytes, ops: Sequence[Op], chance: random.Random) -> dict[str, bytearray | None]:
    """Return the content of the database and its log, by the end of their names."""
    files = {"": _File(bytearray(start)), "-wal": _File(None)}
    for op in ops:
        if op.kind != "ack":
            files["-wal" if op.name.endswith("-wal") else ""].take(op)
    return {name: file.after_cut(chance) for name, file in files.items()}


def _child(address: str, units: list[str], acts: int, seed: int, pipe: int, *, synced: bool) -> int:
    recorder, chance = Recorder(), random.Random(seed)
    try:
        recorder.start()
    except OSError:
        return _UNSEEN

    def told(event: str) -> None:
        recorder.ops.append(Op("ack", event))

    with opened(address, seed) as project:
        if not synced:
            _never_sync(project)
        for number in range(acts):
            label(project, units, chance, told)
            if number % _CHECKPOINT == _CHECKPOINT - 1 and isinstance(project.database, SqliteFile):
                project.database.checkpoint()
    with closing(os.fdopen(pipe, "wb")) as writing:
        writing.write(pickle.dumps(recorder.ops))
    return 0


def _never_sync(project: Project) -> None:
    from sqlalchemy import event

    database = project.database
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    database.close()


def _look(path: Path, acknowledged: list[str], tally: Tally) -> None:
    try:
        with closing(sqlite3.connect(path)) as plain:
            sound = plain.execute("PRAGMA integrity_check").fetchone()[0]
        with opened(str(path), 1) as project:
            with project.database.reading() as connection:
                stored = set(connection.execute(select(table_of(EventRow).c.id)).scalars())
            breaks = [] if sound != "ok" else [str(one) for one in verify(project)]
    except Exception as error:
        tally.damaged += 1
        tally.faults.append(repr(error))
        return
    tally.lost += len(set(acknowledged) - stored)
    if sound != "ok" or breaks:
        tally.damaged += 1
        tally.faults.append(sound if sound != "ok" else breaks[0])


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
    """Return the part of a write before or behind the border of a sector."""
    borders = range(_SECTOR - op.at % _SECTOR, len(op.data), _SECTOR)
    if not borders:
        return op
    border = chance.choice(borders)
    if chance.random() < 0.5:
        return op._replace(data=op.data[:border])
    return op._replace(at=op.at + border, data=op.data[border:])
