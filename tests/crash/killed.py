"""Annotators who are killed at any moment: what was acknowledged is there, and the database is sound.

A child process labels through the workflow and writes the id of each event into a pipe when the call that makes it
has returned. The parent kills it at a random moment, and looks for every id that came through the pipe.
"""

import os
import random
import signal
import sqlite3
import time
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, text

from annotator.store.tables import EventRow, table_of
from annotator.workflow.importing.documents import add
from annotator.workflow.labelling.annotate import AnswerRequest, FlagRequest, NoteRequest, annotate
from annotator.workflow.labelling.undo import redo, undo
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project, open_project

SIGNALS = {"SIGKILL": signal.SIGKILL, "SIGHUP": signal.SIGHUP, "SIGTERM": signal.SIGTERM}
# Seconds that a child labels at most before it is killed.
_LONGEST = 0.12
_LABELS = ("fact", "opinion", "forecast", "mixed")


@dataclass
class Tally:
    """What came of the kills."""

    kills: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0
    lost: int = 0
    damaged: int = 0
    faults: list[str] = field(default_factory=list)


def opened(address: str, seed: int) -> Project:
    """Open the project as the one who is going to be killed."""
    return open_project(
        address, annotator="aya", clock=lambda: datetime.now(UTC), randomness=random.Random(seed).randbytes
    )


def made(address: str, post: Path) -> list[str]:
    """Make a project with one post, and return its units."""
    with opened(address, 0) as project:
        add(project, [str(post)])
        with project.database.reading() as connection:
            return list(connection.execute(text("SELECT id FROM unit ORDER BY ordinal")).scalars())


def label(project: Project, units: list[str], chance: random.Random, told: Callable[[str], None]) -> None:
    """Do one act of any kind, and tell its event."""
    unit, kind = chance.choice(units), chance.random()
    if kind < 0.6:
        outcomes = annotate(project, [AnswerRequest(unit, "fact_opinion", chance.choice(_LABELS))])
    elif kind < 0.7:
        text = str(chance.random()) * chance.randrange(1, 40)
        outcomes = annotate(project, [NoteRequest(unit, text)])
    elif kind < 0.8:
        outcomes = annotate(project, [FlagRequest(unit)])
    elif kind < 0.9:
        outcomes = undo(project)
    else:
        outcomes = redo(project)
    for outcome in outcomes:
        if outcome.event is not None:
            told(outcome.event.id)


def kill_many(address: str, units: list[str], kills: int, seed: int, kinds: dict[str, Tally]) -> None:
    """Kill so many children, one signal after the other, and count what came of it."""
    chance = random.Random(seed)
    for number in range(kills):
        name = list(SIGNALS)[number % len(SIGNALS)]
        acknowledged = _killed(address, units, chance, SIGNALS[name])
        tally = kinds.setdefault(name, Tally())
        tally.kills += 1
        tally.acknowledged += len(acknowledged)
        _look(address, acknowledged, tally, thoroughly=number % 20 == 0 or number == kills - 1)


def _killed(address: str, units: list[str], chance: random.Random, number: signal.Signals) -> list[str]:
    """Let a child label, kill it, and return what it acknowledged."""
    seed, moment = chance.randrange(2**32), chance.uniform(0, _LONGEST)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            for kind in SIGNALS.values():
                if kind is not signal.SIGKILL:
                    signal.signal(kind, signal.SIG_DFL)
            with opened(address, seed) as project:
                own = random.Random(seed)
                os.write(writing, b"\n")
                while True:
                    label(
                        project,
                        units,
                        own,
                        lambda event: (os.write(writing, event.encode() + b"\n"), None)[1],
                    )
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(writing)
    with closing(os.fdopen(reading, "rb")) as pipe:
        pipe.readline()
        time.sleep(moment)
        os.kill(child, number)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            raise RuntimeError("the child ended before it was killed; its words stand above")
        return [line.decode().strip() for line in pipe if line.endswith(b"\n")]


def _look(address: str, acknowledged: list[str], tally: Tally, *, thoroughly: bool) -> None:
    """Count what is lost or damaged."""
    with closing(sqlite3.connect(address)) as plain:
        sound = plain.execute("PRAGMA integrity_check").fetchone()[0]
    with opened(address, 1) as project:
        event = table_of(EventRow)
        with project.database.reading() as connection:
            stored = set(connection.execute(select(event.c.id)).scalars())
        breaks = list(verify(project)) if thoroughly else []
    tally.lost += len(set(acknowledged) - stored)
    if sound != "ok" or breaks:
        tally.damaged += 1
        tally.faults.append(sound if sound != "ok" else str(breaks[0]))
