"""Reading and parsing any file, however large or hostile, takes a bounded amount of memory."""

import gzip
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

# Address space that the program may take, the libraries and the interpreter included.
LIMIT = 1 << 30
ONE_GIB = 1 << 30
MILLION = 1_000_000


def sparse(path: Path, size: int, head: bytes = b"") -> None:
    """Make a file of zeros, which takes no room on most disks."""
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)


def bomb(path: Path) -> None:
    """Make a packed file that comes to 128 MiB of one line."""
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(128):
            file.write(bytes(1 << 20))


@pytest.fixture
def parsed(tmp_path: Path, root: Path) -> Callable[[], tuple[list[str], list[str], int]]:
    """Run `annotator parse` on the folder in little memory; return the documents' names, the messages and the code."""

    def run() -> tuple[list[str], list[str], int]:
        ran = subprocess.run(
            [sys.executable, "-m", "annotator", "parse", "."],
            cwd=tmp_path,
            env={"PYTHONPATH": str(root), "PYTHONUTF8": "1", "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT)),
        )
        names = [json.loads(line)["source"] for line in ran.stdout.split("\n") if line]
        return names, [line for line in ran.stderr.split("\n") if line], ran.returncode

    return run


@pytest.mark.skipif(sys.platform != "linux", reason="the limit holds on Linux only")
def test_huge_files_are_told_in_one_line_and_the_rest_is_read(
    tmp_path: Path, parsed: Callable[[], tuple[list[str], list[str], int]]
) -> None:
    sparse(tmp_path / "a.txt", ONE_GIB, "港".encode() * 3000)
    sparse(tmp_path / "b.html", ONE_GIB, b"<html><p>")
    sparse(tmp_path / "c.jsonl", ONE_GIB >> 3, b'{"text": "1"}\n{"text": "')
    sparse(tmp_path / "d.csv", ONE_GIB >> 3, b'text\n1\n"')
    bomb(tmp_path / "e.txt.gz")
    bomb(tmp_path / "f.jsonl.gz")
    (tmp_path / "g.txt").write_bytes(b"\n" * MILLION)
    (tmp_path / "z.txt").write_text("港の朝です。\n", "utf-8")
    names, told, code = parsed()
    assert names == ["c.jsonl#1", "d.csv#1", "z.txt"]
    assert [line.removeprefix("annotator: ").partition(":")[0] for line in told] == [
        "a.txt",
        "b.html",
        "c.jsonl",
        "d.csv",
        "e.txt.gz",
        "f.jsonl.gz",
        "g.txt",
    ]
    assert code == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the limit holds on Linux only")
@pytest.mark.parametrize("sign", ["「", "#", "("])
def test_a_million_signs_are_read(
    tmp_path: Path, parsed: Callable[[], tuple[list[str], list[str], int]], sign: str
) -> None:
    (tmp_path / "a.txt").write_text(sign * MILLION, "utf-8")
    assert parsed() == (["a.txt"], [], 0)
