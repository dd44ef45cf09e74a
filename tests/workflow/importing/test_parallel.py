"""Work in other processes gives what work in one gives, and ends cleanly whatever happens to the processes."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.formats.readers.inputs import InputFile, RawDocument, ReadOptions
from annotator.workflow.errors import Refused
from annotator.workflow.importing import parsing
from annotator.workflow.importing.documents import add
from annotator.workflow.importing.parallel import map_in_order, process_pool
from annotator.workflow.importing.parsing import parse_lines
from annotator.workflow.project import Project

# Results without end; the first one is printed.
FOREVER = """\
import itertools
from annotator.workflow.importing.parallel import map_in_order, process_pool

if __name__ == "__main__":
    with process_pool(2) as pool:
        for number, _ in enumerate(map_in_order(pool, str.split, itertools.repeat("word " * 100_000), window=4)):
            if number == 0:
                print("ready", flush=True)
"""


@pytest.fixture
def threads() -> Iterator[Executor]:
    """An executor that starts no processes."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


@pytest.fixture
def processes() -> Iterator[Executor]:
    """A pool of two processes."""
    with process_pool(2) as executor:
        yield executor


def test_results_come_in_order(threads: Executor) -> None:
    assert list(map_in_order(threads, str, range(200), window=4)) == [str(number) for number in range(200)]


def test_no_more_items_are_taken_than_the_window_holds(threads: Executor) -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in count():
            taken.append(number)
            yield number

    results = map_in_order(threads, str, items(), window=4)
    for number in range(10):
        assert next(results) == str(number)
        assert len(taken) <= number + 4


def test_an_error_of_the_function_is_raised_in_its_place(threads: Executor) -> None:
    results = map_in_order(threads, int, ["1", "x", "3"], window=2)
    assert next(results) == 1
    with pytest.raises(ValueError, match="invalid literal"):
        next(results)


@pytest.mark.process
def test_an_error_of_the_function_leaves_no_process() -> None:
    with pytest.raises(ValueError, match="invalid literal"), process_pool(2) as pool:
        list(map_in_order(pool, int, ["x"] * 10, window=4))
    assert multiprocessing.active_children() == []


@pytest.mark.process
def test_a_killed_process_is_reported_in_one_message() -> None:
    with pytest.raises(Refused, match="run the command again"), process_pool(2) as pool:
        list(map_in_order(pool, os._exit, [9] * 10, window=4))
    assert multiprocessing.active_children() == []


@pytest.fixture
def forever(tmp_path: Path, root: Path) -> Iterator[subprocess.Popen[str]]:
    """A program that works in two other processes until it is ended, and has begun to."""
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


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="no process groups here")
def test_ctrl_c_ends_all_processes_with_one_interrupt(forever: "subprocess.Popen[str]") -> None:
    os.killpg(forever.pid, signal.SIGINT)
    # The streams end when no process holds them any more.
    _, errors = forever.communicate(timeout=60)
    assert errors.count("KeyboardInterrupt") == 1
    assert forever.returncode != 0


@pytest.mark.process
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
    """Return the rows of documents and units."""
    tables = ("document", "version", "address", "unit")
    with project.database.reading() as connection:
        rows = [connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")).all() for table in tables]
    return repr(rows).encode()


@pytest.mark.process
def test_two_processes_store_what_one_stores(
    open_as: Callable[..., Project], many: Path, processes: Executor
) -> None:
    one, two = (
        replace(open_as("aya", name), clock=lambda: datetime(2026, 1, 2, tzinfo=UTC))
        for name in ("1.db", "2.db")
    )
    first, second = add(one, [str(many)]), add(two, [str(many)], executor=processes)
    assert stored(one) == stored(two)
    assert [str(problem) for problem in first.problems] == [str(problem) for problem in second.problems]
    assert len(first.problems) == 2
    assert (first.new, first.same, first.contents) == (second.new, second.same, second.contents)


@pytest.mark.process
def test_two_processes_print_what_one_prints(many: Path, processes: Executor) -> None:
    first = [str(line) for line in parse_lines([str(many)])]
    assert [str(line) for line in parse_lines([str(many)], executor=processes)] == first


def test_few_documents_start_no_process(many: Path) -> None:
    for _ in parse_lines([str(many)]):
        assert multiprocessing.active_children() == []


@pytest.mark.process
def test_many_documents_are_parsed_in_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "available_cores", lambda: 2)
    pieces = (
        RawDocument(InputFile(str(n), None, "text"), None, "港の記事\n".encode() * 20_000) for n in count()
    )
    parsed = parsing.parse_for_import(pieces, ReadOptions())
    assert len(list(islice(parsed, 20))) == 20
    assert len(multiprocessing.active_children()) == 2
    parsed.close()
    assert multiprocessing.active_children() == []
