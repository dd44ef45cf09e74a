"""Many write at once: nothing is lost and nobody is refused."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project
from tests.annotating import answer

pytestmark = pytest.mark.load

WRITES = 40
LABELS = ("favor", "against")

WRITER = """
import sys
from datetime import UTC, datetime
from random import Random
from tests.annotating import answer
from annotator.workflow.project import open_project

name, unit, writes, address = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
clock, chance = lambda: datetime(2026, 1, 1, tzinfo=UTC), Random(name).randbytes
with open_project(address, annotator=name, clock=clock, randomness=chance, must_exist=True) as project:
    for number in range(writes):
        answer(project, unit, dimension="stance", label=("favor", "against")[number % 2], target="航路")
"""


def a_line(project: Project) -> str:
    """Return the id of a commentary line."""
    with project.database.reading() as connection:
        return str(
            connection.execute(text("SELECT min(id) FROM unit WHERE kind = 'commentary'")).scalar_one()
        )


def written(project: Project) -> dict[str, int]:
    """Return how many events each annotator has."""
    with project.database.reading() as connection:
        rows = connection.execute(text("SELECT annotator, count(*) FROM event GROUP BY annotator"))
        return {row[0]: row[1] for row in rows}


def test_eight_threads_with_their_own_projects_lose_nothing(
    project: Project, open_as: Callable[..., Project]
) -> None:
    unit = a_line(project)
    crowd = [open_as(f"p{number}") for number in range(8)]

    def write(one: Project) -> None:
        for number in range(WRITES):
            answer(one, unit, dimension="stance", label=LABELS[number % 2], target="航路")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, crowd))
    assert written(project) == {f"p{number}": WRITES for number in range(8)}
    assert list(verify(project)) == []


def test_eight_threads_on_one_project_lose_nothing(project: Project) -> None:
    unit = a_line(project)

    def write(thread: int) -> int:
        targets = (f"{thread} {number}" for number in range(WRITES))
        outcomes = [
            answer(project, unit, dimension="stance", label="favor", target=target) for target in targets
        ]
        return sum(outcome.event is not None for outcome in outcomes)

    with ThreadPoolExecutor(8) as pool:
        events = sum(pool.map(write, range(8)))
    assert events == 8 * WRITES
    assert written(project) == {"aya": events}
    assert list(verify(project)) == []


def test_four_processes_lose_nothing(
    project: Project, address_of: Callable[[str], str], tmp_path: Path, root: Path
) -> None:
    unit = a_line(project)
    crowd = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, f"p{number}", unit, str(WRITES), address_of("annotator.db")],
            cwd=tmp_path,
            env={"PYTHONPATH": str(root), "PATH": ""},
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    faults = [one.communicate()[1] for one in crowd]
    assert faults == [""] * 4
    assert written(project) == {f"p{number}": WRITES for number in range(4)}
    assert list(verify(project)) == []
