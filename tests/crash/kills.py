"""Kills annotators at random moments: what was acknowledged must be stored, and the database sound.

A child process labels through the workflow and writes the id of each event into a pipe after the call that makes it has
returned. The parent kills the child and looks for every id that came through the pipe.
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
from annotator.workflow.labelling.annotate import annotate
from annotator.workflow.labelling.requests import AnswerRequest, FlagRequest, NoteRequest
from annotator.workflow.labelling.undo import redo, undo
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project, open_project

SIGNALS = {"SIGKILL": signal.SIGKILL, "SIGHUP": signal.SIGHUP, "SIGTERM": signal.SIGTERM}
# Seconds that a child labels at most before it is killed.
_LONGEST = 0.12
_LABELS = ("fact", "opinion", "forecast", "mixed")


@dataclass
class Tally:
    """The results of many kills, or of many power cuts."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    damaged: int = 0
    faults: list[str] = field(default_factory=list)


def open_seeded(address: str, seed: int) -> Project:
    """Open the project as the annotator whose process is killed."""
    return open_project(
        address, annotator="aya", clock=lambda: datetime.now(UTC), randomness=random.Random(seed).randbytes
    )


def create_project(address: str, post: Path) -> list[str]:
    """Create a project with one post, and return its units."""
    with open_seeded(address, 0) as project:
        add(project, [str(post)])
        with project.database.reading() as connection:
            return list(connection.execute(text("SELECT id FROM unit ORDER BY ordinal")).scalars())


def act(
    project: Project, units: list[str], chance: random.Random, acknowledge: Callable[[str], None]
) -> None:
    """Do a random action, and report its event."""
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
            acknowledge(outcome.event.id)


def kill_many(address: str, units: list[str], kills: int, seed: int, kinds: dict[str, Tally]) -> None:
    """Kill that many children, with each signal in turn, and add up the results."""
    chance = random.Random(seed)
    for number in range(kills):
        name = list(SIGNALS)[number % len(SIGNALS)]
        acknowledged = _kill_one(address, units, chance, SIGNALS[name])
        tally = kinds.setdefault(name, Tally())
        tally.kills += 1
        tally.acknowledged += len(acknowledged)
        _check(address, acknowledged, tally, thoroughly=number % 20 == 0 or number == kills - 1)


def _kill_one(address: str, units: list[str], chance: random.Random, number: signal.Signals) -> list[str]:
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
            with open_seeded(address, seed) as project:
                own = random.Random(seed)
                os.write(writing, b"\n")
                while True:
                    act(
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
            raise RuntimeError("the child ended before it was killed; its traceback is above")
        return [line.decode().strip() for line in pipe if line.endswith(b"\n")]


def _check(address: str, acknowledged: list[str], tally: Tally, *, thoroughly: bool) -> None:
    """Count what is lost or damaged."""
    with closing(sqlite3.connect(address)) as plain:
        sound = plain.execute("PRAGMA integrity_check").fetchone()[0]
    with open_seeded(address, 1) as project:
        event = table_of(EventRow)
        with project.database.reading() as connection:
            stored = set(connection.execute(select(event.c.id)).scalars())
        problems = list(verify(project)) if thoroughly else []
    tally.lost += len(set(acknowledged) - stored)
    if sound != "ok" or problems:
        tally.damaged += 1
        tally.faults.append(sound if sound != "ok" else str(problems[0]))
