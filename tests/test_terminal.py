"""The program in a real terminal: from the first key to the exported dataset, and through being killed."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal import Terminal

pytestmark = pytest.mark.terminal

COLUMNS, ROWS = 100, 30
ENTER, BACKSPACE, ESCAPE, QUIT = "\r", "\x7f", "\x1b", "\x11"
THREE_ANSWERS = "2wd"
NOTE = "要確認：氷の割れる音"


def environment_of(folder: Path) -> dict[str, str]:
    """Return the environment of a person in an English terminal who has set nothing up."""
    inherited = {
        name: os.environ[name] for name in ("PATH", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ
    }
    root = str(Path(__file__).parents[1])
    inherited["PYTHONPATH"] = os.pathsep.join(filter(None, (root, inherited.get("PYTHONPATH"))))
    return {**inherited, "HOME": str(folder), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}


def command(*words: str) -> list[str]:
    """Return the command line of the program."""
    return [sys.executable, "-m", "annotator", *words]


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a command to its end."""
    return subprocess.run(
        command(*words), cwd=folder, env=environment_of(folder), capture_output=True, check=False, timeout=60
    )


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    """A folder with a copy of the corpus that comes with the program."""
    (tmp_path / "seeds").mkdir()
    for path in sorted((root / "seeds").glob("*.txt")):
        shutil.copy(path, tmp_path / "seeds")
    return tmp_path


@contextmanager
def opened(folder: Path, *paths: str) -> Iterator[Terminal]:
    """Open the screen on the folder's database."""
    words = command("open", *paths, "--db", "work.db", "--as", "aya")
    with Terminal(
        words, columns=COLUMNS, rows=ROWS, folder=folder, environment=environment_of(folder)
    ) as terminal:
        terminal.until(lambda text: re.search(r"aya · \d+ of \d+ done", text))
        yield terminal


def exported(folder: Path) -> list[dict[str, object]]:
    """Return the records of the exported dataset that hold answers or marks."""
    ended = run(folder, "export", "jsonl", "--out", "-", "--db", "work.db")
    assert ended.returncode == 0, ended.stderr
    records = [json.loads(line) for line in ended.stdout.splitlines()]
    return [record for record in records if record["annotations"] or record["marks"]]


def given(records: list[dict[str, object]]) -> list[list[tuple[str, str]]]:
    """Return the answers of each record as dimension and label."""
    found = []
    for record in records:
        annotations = record["annotations"]
        assert isinstance(annotations, list)
        if annotations:
            found.append(sorted((one["dimension"], one["label"]) for one in annotations))
    return found


def is_consistent(folder: Path) -> bool:
    """Tell whether `verify` finds no problem."""
    return run(folder, "verify", "--db", "work.db").returncode == 0


def test_a_day_at_the_terminal(folder: Path) -> None:
    with opened(folder, "seeds") as terminal:
        terminal.until(" 0 of ")
        for done in range(1, 11):
            terminal.type(THREE_ANSWERS)
            terminal.until(f"· {done} of ")
        terminal.type("!")
        terminal.until("! flagged")
        terminal.type(".")
        terminal.until("Esc saves and closes")
        terminal.type(f"{NOTE}{ENTER}２")
        # The second line of the note stands by itself on its row.
        terminal.until(lambda text: re.search(r"[│┃▎▊ ]\s+２\s", text))
        terminal.type(ESCAPE)
        terminal.until(f"Note: {NOTE[:4]}")
        terminal.type(BACKSPACE)
        terminal.until("taken back: Note")
        terminal.type(BACKSPACE)
        terminal.until("taken back: flagged")
        terminal.type("!")
        terminal.until("! flagged")
        terminal.type(f".{NOTE}")
        terminal.until("Esc saves and closes")
        terminal.type(ESCAPE)
        terminal.until("saved: Note")
        place = terminal.text.split("\n")[0].split("aya")[0]
        opened_line = next(row for row in terminal.text.split("\n") if re.search(r"\[[ x-]\]! \d+/\d+", row))
        terminal.type(QUIT)
        assert terminal.end() == 0
    with opened(folder) as terminal:
        terminal.until("· 10 of ")
        terminal.until("! flagged")
        terminal.until(f"Note: {NOTE[:4]}")
        assert terminal.text.split("\n")[0].split("aya")[0] == place
        assert opened_line.split("!")[1].strip() in terminal.text
        terminal.type(QUIT)
        assert terminal.end() == 0
    records = exported(folder)
    answers = [("fact_opinion", "opinion"), ("source_reliability", "C"), ("stance", "against")]
    assert given(records) == [answers] * 10
    marks = [mark for record in records for mark in record["marks"]]  # type: ignore[attr-defined]
    assert [(mark["annotator"], mark["flagged"], mark["note"]) for mark in marks] == [("aya", True, NOTE)]
    assert is_consistent(folder)


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_killed_program_loses_no_answer_that_it_showed(folder: Path, kind: signal.Signals) -> None:
    with opened(folder, "seeds/01-strait-talks.txt") as terminal:
        terminal.type(THREE_ANSWERS)
        terminal.until("· 1 of ")
        terminal.type("1")
        terminal.until("saved: Stance = in favour")
        terminal.program.send_signal(kind)
        terminal.end()
    assert given(exported(folder)) == [
        [("fact_opinion", "opinion"), ("source_reliability", "C"), ("stance", "against")],
        [("stance", "favor")],
    ]
    assert is_consistent(folder)


def test_a_window_that_is_closed_without_a_signal_ends_the_program_in_order(folder: Path) -> None:
    with opened(folder, "seeds/01-strait-talks.txt") as terminal:
        terminal.type(THREE_ANSWERS)
        terminal.until("· 1 of ")
        terminal.type(f".{NOTE}")
        terminal.until("Esc saves and closes")
        terminal.until(NOTE)
        terminal.close()
        terminal.program.wait(timeout=30)
    (kept,) = folder.glob("work.db.unsaved-*.jsonl")
    assert NOTE in kept.read_text("utf-8")
    assert len(given(exported(folder))) == 1
    assert is_consistent(folder)
