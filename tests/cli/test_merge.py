"""`annotator merge`: what it brings in, and the conflicts that it lists."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def other(run: Run, line: str, added: Path) -> Path:
    """A copy in which aya gave an answer that she gave differently here."""
    copy = added.with_name("other.db")
    shutil.copy(added, copy)
    run("label", line, "fact_opinion=opinion", "--db", str(copy))
    run("label", line, "fact_opinion=fact")
    return copy


def test_it_lists_what_was_answered_twice(run: Run, line: str, other: Path) -> None:
    ran = run("merge", str(other))
    assert ran.returncode == 0
    assert ran.stdout.splitlines()[1].split() == [line, "aya", "fact_opinion", "opinion", "fact"]
    assert ran.stderr.startswith("1 events new, 3 known; 0 documents and 0 texts new; 1 answers given twice")


def test_a_second_time_it_brings_nothing(run: Run, other: Path) -> None:
    run("merge", str(other))
    fields = json.loads(run("merge", str(other), "--json").stdout)
    assert fields == {"events": 0, "known": 4, "documents": 0, "texts": 0, "conflicts": [], "left_out": []}


def test_a_file_that_is_not_there_is_refused(run: Run, other: Path) -> None:
    ran = run("merge", str(other), "missing.db")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "missing.db" in ran.stderr
    assert json.loads(run("merge", str(other), "--json").stdout)["events"] == 1


def test_a_history_comes_in_by_standard_input(run: Run, other: Path) -> None:
    lines = run("history", "--json", "--db", str(other)).stdout
    ran = run("merge", "-", "--json", given=lines.encode())
    assert json.loads(ran.stdout)["events"] == 1
    assert "-:1: this is not valid JSON" in run("merge", "-", given=b"x").stderr
