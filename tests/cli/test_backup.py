"""Backup, restore and copy as commands: what they print, and what they refuse."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from annotator.store import schema
from annotator.store.engines.open import open_database

Run = Callable[..., CompletedProcess[str]]


@pytest.mark.usefixtures("added")
def test_a_backup_is_made_and_restored(run: Run, line: str) -> None:
    assert run("label", line, "fact_opinion=fact").returncode == 0
    made = run("backup", "saved.db")
    assert (made.returncode, made.stdout) == (0, "")
    assert "saved.db" in made.stderr
    assert run("restore", "saved.db", "--db", "again.db").returncode == 0
    before, after = (
        json.loads(run("status", "--json", "--db", name).stdout) for name in ("annotator.db", "again.db")
    )
    assert (before.pop("database"), after.pop("database")) == ("annotator.db", "again.db")
    assert before == after


@pytest.mark.usefixtures("added")
@pytest.mark.parametrize(
    "words",
    [
        ("backup", "annotator.db"),
        ("backup", "annotator.db", "--replace"),
        ("backup", "posts"),
        ("backup", "missing/saved.db"),
        ("backup", "saved.db", "--db", "missing.db"),
        ("restore", "missing.db", "--db", "again.db"),
        ("restore", "annotator.db"),
        ("restore", "text.db", "--db", "again.db"),
        ("copy", "annotator.db", "annotator.db"),
        ("copy", "missing.db", "again.db"),
        ("copy", "annotator.db", "missing/again.db"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_copied_is_refused_and_changes_nothing(
    run: Run, folder: Path, words: tuple[str, ...]
) -> None:
    (folder / "posts").mkdir()
    (folder / "text.db").write_text("no database", "utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    ran = run(*words)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("annotator: ")
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


@pytest.mark.usefixtures("added")
def test_a_restore_over_a_project_says_where_the_old_one_is(run: Run, folder: Path) -> None:
    run("backup", "saved.db")
    ran = run("restore", "saved.db", "--replace")
    assert ran.returncode == 0
    (kept,) = folder.glob("annotator.db.before-restore-*")
    assert kept.name in ran.stderr


@pytest.mark.usefixtures("added")
def test_a_copy_prints_the_sums_of_every_table(run: Run) -> None:
    ran = run("copy", "annotator.db", "again.db", "--json")
    sums = {one["table"]: one for one in json.loads(ran.stdout)}
    assert ran.returncode == 0
    assert sums["document"]["rows"] == 2
    assert len(sums["unit"]["checksum"]) == 64
    assert "same on both sides" in ran.stderr
    assert "again.db" in run("copy", "annotator.db", "again.db").stderr


def test_a_project_of_an_older_schema_says_where_its_copy_is(run: Run, folder: Path) -> None:
    with closing(open_database(str(folder / "old.db"))) as database, database.writing() as connection:
        schema.upgrade(connection, "0001")
    ran = run("status", "--db", "old.db")
    assert ran.returncode == 0
    (kept,) = folder.glob("old.db.before-*")
    assert kept.name in ran.stderr
    assert ".before-" not in run("status", "--db", "old.db").stderr
