"""Work on all cores gives what work on one gives, and ends cleanly whatever happens to the processes."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.workflow.errors import Refused
from annotator.workflow.importing import parallel
from annotator.workflow.importing.documents import add
from annotator.workflow.importing.parallel import spread
from annotator.workflow.importing.parse_records import parse_lines
from annotator.workflow.project import Project

# Results come for ever; the first one is told.
FOREVER = """\
import itertools
from annotator.workflow.importing.parallel import spread

if __name__ == "__main__":
    things = itertools.repeat("word " * 100_000)
    for number, _ in enumerate(spread(str.split, things, weight=len, cores=2)):
        if number == 0:
            print("ready", flush=True)
"""


@pytest.fixture
def always_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use two other processes however little there is to do."""
    monkeypatch.setattr(parallel, "_WORTH_IT", 0)
    monkeypatch.setattr(parallel, "_CHUNK_THINGS", 2)
    monkeypatch.setattr(parallel, "_cores", lambda: 2)


def numbers(upto: int) -> list[str]:
    return [f"{number} {-number}" for number in range(upto)]


@pytest.mark.usefixtures("always_spread")
def test_results_come_in_order() -> None:
    found = list(spread(str.split, numbers(200), weight=len))
    assert found == [word for words in numbers(200) for word in words.split()]


def test_few_things_need_no_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "ProcessPoolExecutor", None)
    assert list(spread(str.split, numbers(3), weight=len, cores=8)) == ["0", "0", "1", "-1", "2", "-2"]


def test_one_core_needs_no_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "ProcessPoolExecutor", None)
    monkeypatch.setattr(parallel, "_WORTH_IT", 0)
    assert len(list(spread(str.split, numbers(100), weight=len, cores=1))) == 200


def test_a_result_comes_before_the_next_thing_is_asked_for() -> None:
    taken: list[int] = []

    def things() -> Iterator[str]:
        for number in count():
            taken.append(number)
            yield str(number)

    assert next(spread(str.split, things(), weight=len, cores=2)) == "0"
    assert taken == [0]


@pytest.mark.usefixtures("always_spread")
def test_things_are_not_taken_long_before_they_are_needed() -> None:
    taken: list[int] = []

    def things() -> Iterator[str]:
        for number in count():
            taken.append(number)
            yield str(number)

    found = spread(str.split, things(), weight=len)
    assert [next(found) for _ in range(10)] == [str(number) for number in range(10)]
    found.close()
    assert len(taken) < 40


@pytest.mark.usefixtures("always_spread")
def test_an_error_of_the_work_comes_out_and_no_process_stays() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        list(spread(int, ["x"] * 10, weight=len))  # type: ignore[arg-type]
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("always_spread")
def test_a_process_that_is_killed_is_told_in_one_message() -> None:
    with pytest.raises(Refused, match="run the command again"):
        list(spread(os._exit, [9] * 10, weight=lambda _: 1))
    assert multiprocessing.active_children() == []


@pytest.fixture
def forever(tmp_path: Path, root: Path) -> Iterator[subprocess.Popen[str]]:
    """A program that works on two other processes until it is ended, and has begun to."""
    program = tmp_path / "forever.py"
    program.write_text(FOREVER, "utf-8")
    running = subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert running.stdout
    assert running.stdout.readline() == "ready\n"
    yield running
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
    running.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="no process groups here")
def test_the_interrupt_key_ends_all_with_one_interrupt(forever: "subprocess.Popen[str]") -> None:
    os.killpg(forever.pid, signal.SIGINT)
    # The streams end when no process holds them any more.
    _, told = forever.communicate(timeout=60)
    assert told.count("KeyboardInterrupt") == 1
    assert forever.returncode != 0


@pytest.mark.skipif(sys.platform == "win32", reason="no process groups here")
def test_no_process_stays_when_the_first_one_is_killed(forever: "subprocess.Popen[str]") -> None:
    forever.kill()
    forever.communicate(timeout=60)
    assert forever.returncode == -signal.SIGKILL


@pytest.fixture
def many(tmp_path: Path, post_text: str, article_text: str) -> Path:
    """A folder of documents, some of them twice and some that cannot be read."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(30):
        words = post_text if number % 3 else article_text
        (folder / f"{number:02}.txt").write_text(f"{words}続報は第{number // 2}号に載る。\n", "utf-8")
    (folder / "07.jsonl").write_text('{"text": "朝の港"}\n{\n{"text": "夜の港"}\n', "utf-8")
    (folder / "09.txt").write_bytes(bytes(range(256)))
    return folder


def stored(project: Project) -> bytes:
    tables = ("document", "version", "address", "unit")
    with project.database.reading() as connection:
        rows = [connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")).all() for table in tables]
    return repr(rows).encode()


def test_all_cores_store_what_one_stores(
    open_as: Callable[..., Project], many: Path, request: pytest.FixtureRequest
) -> None:
    one, all_ = (
        replace(open_as("aya", name), clock=lambda: datetime(2026, 1, 2, tzinfo=UTC))
        for name in ("1.db", "2.db")
    )
    first = add(one, [str(many)])
    request.getfixturevalue("always_spread")
    second = add(all_, [str(many)])
    assert stored(one) == stored(all_)
    assert [str(problem) for problem in first.problems] == [str(problem) for problem in second.problems]
    assert len(first.problems) == 2
    assert (first.new, first.same, first.found) == (second.new, second.same, second.found)


def test_all_cores_print_what_one_prints(many: Path, request: pytest.FixtureRequest) -> None:
    first = [str(line) for line in parse_lines([str(many)])]
    request.getfixturevalue("always_spread")
    assert [str(line) for line in parse_lines([str(many)])] == first
