"""`annotator verify`: what it finds, and its exit code."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Run = Callable[..., CompletedProcess[str]]


def test_verify_finds_nothing_in_sound_data(run: Run, line: str) -> None:
    run("label", line, "fact_opinion=fact")
    ran = run("verify")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "everything holds\n")
    assert json.loads(run("verify", "--json").stdout) == []


def test_verify_names_a_break_and_ends_with_one(run: Run, added: Path, line: str) -> None:
    run("label", line, "fact_opinion=fact")
    database = sqlite3.connect(added)
    database.execute("UPDATE annotation SET label = 'opinion'")
    database.commit()
    database.close()
    ran = run("verify")
    assert ran.returncode == 1
    assert line in ran.stdout
    assert ran.stderr == "1 breaks found\n"
    (found,) = json.loads(run("verify", "--json").stdout)
    assert line in found["where"]
    assert found["what"]
    assert found["advice"]


def test_verify_takes_a_database_as_its_path(run: Run, posts: Path) -> None:
    run("add", str(posts), "--db", "other.db")
    assert run("verify", "other.db").returncode == 0
    assert run("verify", "missing.db").returncode == 1
