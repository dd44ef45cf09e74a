"""The program in a real terminal: from the first key to the exported dataset, and through being killed."""

import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
import pytest

pytestmark = pytest.mark.terminal

COLUMNS, ROWS = 100, 30
# How often the screen is looked at before a test gives up, and the longest wait for the next output, in seconds.
LOOKS, WAIT = 2400, 0.05
ENTER, BACKSPACE, ESCAPE, QUIT = "\r", "\x7f", "\x1b", "\x11"
THREE_ANSWERS = "2wd"
NOTE = "要確認：氷の割れる音"


def settings(folder: Path) -> dict[str, str]:
    """Return the environment of a person in an English terminal who has set nothing up."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    root = str(Path(__file__).parents[1])
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, (root, kept.get("PYTHONPATH"))))
    return {**kept, "HOME": str(folder), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}


def command(*words: str) -> list[str]:
    """Return the command line of the program."""
    return [sys.executable, "-m", "annotator", *words]


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a command to its end."""
    return subprocess.run(
        command(*words), cwd=folder, env=settings(folder), capture_output=True, check=False, timeout=60
    )


class Terminal:
    """A terminal with a program in it: what stands on its screen is what a person would read."""

    def __init__(self, folder: Path, *words: str) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._ours, theirs = pty.openpty()
        ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.program = subprocess.Popen(
            command(*words),
            cwd=folder,
            env=settings(folder),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()
        if not self.closed:
            self.close()

    def close(self) -> None:
        """Close the window; the program is sent no signal, as under `nohup`."""
        os.close(self._ours)
        self.closed = True

    @property
    def text(self) -> str:
        """What stands on the screen."""
        # A cell whose wide character was painted over holds nothing, which the emulator's own `display` cannot take.
        rows = (self._screen.buffer[y] for y in range(self._screen.lines))
        return "\n".join("".join(row[x].data for x in range(self._screen.columns)) for row in rows)

    def look(self) -> bool:
        """Take in what the program painted since the last look; False where it has closed the terminal."""
        ready, _, _ = select.select([self._ours], [], [], WAIT)
        if not ready:
            return self.program.poll() is None
        try:
            painted = os.read(self._ours, 65536)
        except OSError:
            return False
        self._stream.feed(painted)
        return bool(painted)

    def until(self, seen: Callable[[str], object]) -> None:
        """Wait until something is to be seen."""
        for _ in range(LOOKS):
            if seen(self.text):
                return
            if not self.look():
                break
        assert seen(self.text), self.text

    def shows(self, words: str) -> None:
        """Wait until words stand on the screen."""
        self.until(lambda text: words in text.replace("\n", ""))

    def type(self, keys: str) -> None:
        """Type keys."""
        os.write(self._ours, keys.encode())

    def end(self) -> int:
        """Wait until the program has ended; return its exit code."""
        for _ in range(LOOKS):
            if not self.look() and self.program.poll() is not None:
                break
        return self.program.wait(timeout=10)


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
    with Terminal(folder, "open", *paths, "--db", "work.db", "--as", "aya") as terminal:
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


def holds(folder: Path) -> bool:
    """Tell whether `verify` finds every promise kept."""
    return run(folder, "verify", "--db", "work.db").returncode == 0


def test_a_day_at_the_terminal(folder: Path) -> None:
    with opened(folder, "seeds") as terminal:
        terminal.shows(" 0 of ")
        for done in range(1, 11):
            terminal.type(THREE_ANSWERS)
            terminal.shows(f"· {done} of ")
        terminal.type("!")
        terminal.shows("! flagged")
        terminal.type(".")
        terminal.shows("Esc saves and closes")
        terminal.type(f"{NOTE}{ENTER}２")
        # The second line of the note stands by itself on its row.
        terminal.until(lambda text: re.search(r"[│┃▎▊ ]\s+２\s", text))
        terminal.type(ESCAPE)
        terminal.shows(f"Note: {NOTE[:4]}")
        terminal.type(BACKSPACE)
        terminal.shows("taken back: Note")
        terminal.type(BACKSPACE)
        terminal.shows("taken back: flagged")
        terminal.type("!")
        terminal.shows("! flagged")
        terminal.type(f".{NOTE}")
        terminal.shows("Esc saves and closes")
        terminal.type(ESCAPE)
        terminal.shows("saved: Note")
        place = terminal.text.split("\n")[0].split("aya")[0]
        opened_line = next(row for row in terminal.text.split("\n") if re.search(r"\[[ x-]\]! \d+/\d+", row))
        terminal.type(QUIT)
        assert terminal.end() == 0
    with opened(folder) as terminal:
        terminal.shows("· 10 of ")
        terminal.shows("! flagged")
        terminal.shows(f"Note: {NOTE[:4]}")
        assert terminal.text.split("\n")[0].split("aya")[0] == place
        assert opened_line.split("!")[1].strip() in terminal.text
        terminal.type(QUIT)
        assert terminal.end() == 0
    records = exported(folder)
    answers = [("fact_opinion", "opinion"), ("source_reliability", "C"), ("stance", "against")]
    assert given(records) == [answers] * 10
    marks = [mark for record in records for mark in record["marks"]]  # type: ignore[attr-defined]
    assert [(mark["annotator"], mark["flagged"], mark["note"]) for mark in marks] == [("aya", True, NOTE)]
    assert holds(folder)


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_killed_program_loses_no_answer_that_it_showed(folder: Path, kind: signal.Signals) -> None:
    with opened(folder, "seeds/01-strait-talks.txt") as terminal:
        terminal.type(THREE_ANSWERS)
        terminal.shows("· 1 of ")
        terminal.type("1")
        terminal.shows("saved: Stance = in favour")
        terminal.program.send_signal(kind)
        terminal.end()
    assert given(exported(folder)) == [
        [("fact_opinion", "opinion"), ("source_reliability", "C"), ("stance", "against")],
        [("stance", "favor")],
    ]
    assert holds(folder)


def test_a_window_that_is_closed_without_a_signal_ends_the_program_in_order(folder: Path) -> None:
    with opened(folder, "seeds/01-strait-talks.txt") as terminal:
        terminal.type(THREE_ANSWERS)
        terminal.shows("· 1 of ")
        terminal.type(f".{NOTE}")
        terminal.shows("Esc saves and closes")
        terminal.shows(NOTE)
        terminal.close()
        terminal.program.wait(timeout=30)
    (kept,) = folder.glob("work.db.unsaved-*.jsonl")
    assert NOTE in kept.read_text("utf-8")
    assert len(given(exported(folder))) == 1
    assert holds(folder)
