"""Copies are the same to the last row, of one moment, and never replace anything unasked."""

import hashlib
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from annotator.store import table_copy
from annotator.store.engines.database import Database
from annotator.store.engines.sqlite import SqliteFile
from annotator.store.errors import StoreError
from annotator.workflow.errors import Refused
from annotator.workflow.exchange.export import export
from annotator.workflow.importing.documents import add
from annotator.workflow.labelling.undo import undo
from annotator.workflow.maintenance.backup import DAILY_COPIES, backup, copy, daily_copy, restore
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project
from tests.annotating import answer, flag, note

STAMP = "20260102T030405Z"


@pytest.fixture
def worked(project: Project, lines: tuple[str, ...]) -> Project:
    """Aya's project with answers, a note, and an act that is taken back."""
    answer(project, lines[0], dimension="stance", label="favor", target="冬の航路", confidence="low")
    answer(project, lines[0], dimension="fact_opinion", label="fact")
    note(project, lines[1], "二通りに\n読める")
    flag(project, lines[2])
    undo(project)
    return project


def sums(database: Database) -> list[table_copy.TableSum]:
    """Return the sums of all tables."""
    with database.reading() as connection:
        return [table_copy.table_sum(connection, table) for table in table_copy.all_tables()]


def exported(project: Project, path: Path) -> bytes:
    """Return the dataset of a project."""
    export(project, "jsonl", path)
    return path.read_bytes()


def digest(path: Path) -> str:
    """Return what tells a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_backup_holds_the_same_rows_and_is_one_file(
    worked: Project, address_of: Callable[[str], str], open_as: Callable[..., Project], tmp_path: Path
) -> None:
    backup(address_of("annotator.db"), tmp_path / "saved.db")
    assert [path.name for path in tmp_path.glob("*saved.db*")] == ["saved.db"]
    restore(tmp_path / "saved.db", address_of("again.db"), stamp=STAMP)
    again = open_as("aya", "again.db")
    assert sums(again.database) == sums(worked.database)
    assert list(verify(again)) == []
    assert exported(again, tmp_path / "b.jsonl") == exported(worked, tmp_path / "a.jsonl")


def test_a_copy_there_and_back_is_the_same_to_the_byte(
    worked: Project,
    address_of: Callable[[str], str],
    open_as: Callable[..., Project],
    tmp_path: Path,
    lines: tuple[str, ...],
) -> None:
    there = copy(address_of("annotator.db"), str(tmp_path / "there.db"))
    assert copy(str(tmp_path / "there.db"), address_of("back.db")) == there == sums(worked.database)
    back = open_as("aya", "back.db")
    assert exported(back, tmp_path / "b.jsonl") == exported(worked, tmp_path / "a.jsonl")
    assert answer(back, lines[1], dimension="fact_opinion", label="fact").event


@pytest.mark.usefixtures("worked")
def test_documents_that_are_added_to_a_copy_get_new_numbers(
    address_of: Callable[[str], str], open_as: Callable[..., Project], tmp_path: Path
) -> None:
    copy(address_of("annotator.db"), address_of("copied.db"))
    (tmp_path / "new.txt").write_text("港の朝\n市場が開きました。\n#市場(朝)\n", "utf-8")
    copied = open_as("aya", "copied.db")
    assert add(copied, [str(tmp_path / "new.txt")]).new == 1
    assert list(verify(copied)) == []


def test_a_copy_that_differs_is_not_kept(
    worked: Project,
    address_of: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        table_copy, "table_sum", lambda connection, table: table_copy.TableSum(table.name, 0, "0" * 64)
    )
    with pytest.raises(StoreError, match="Nothing was copied"):
        copy(address_of("annotator.db"), address_of("copied.db"))
    monkeypatch.undo()
    assert copy(address_of("annotator.db"), address_of("copied.db")) == sums(worked.database)


@pytest.mark.usefixtures("worked")
def test_a_project_is_not_copied_over(
    address_of: Callable[[str], str], open_as: Callable[..., Project]
) -> None:
    other = open_as("ben", "other.db")
    before = sums(other.database)
    with pytest.raises(Refused, match="already"):
        copy(address_of("annotator.db"), address_of("other.db"))
    assert sums(other.database) == before


@pytest.mark.usefixtures("worked")
def test_a_project_is_not_copied_onto_itself(address_of: Callable[[str], str]) -> None:
    with pytest.raises(Refused):
        copy(address_of("annotator.db"), address_of("annotator.db"))


def test_what_is_there_is_replaced_only_when_asked(
    worked: Project, address_of: Callable[[str], str], tmp_path: Path
) -> None:
    saved = tmp_path / "saved.db"
    saved.write_bytes(b"something else")
    with pytest.raises(Refused, match="already"):
        backup(address_of("annotator.db"), saved)
    assert saved.read_bytes() == b"something else"
    backup(address_of("annotator.db"), saved, replace=True)
    assert sums(SqliteFile(saved, patience=0)) == sums(worked.database)


@pytest.mark.sqlite
def test_a_backup_is_not_made_onto_the_project(worked: Project, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="itself"):
        backup(worked.database.where, tmp_path / "annotator.db", replace=True)


@pytest.mark.sqlite
def test_a_restore_keeps_what_it_replaces_and_others_go_on(
    worked: Project, open_as: Callable[..., Project], tmp_path: Path, lines: tuple[str, ...]
) -> None:
    before, saved = sums(worked.database), tmp_path / "saved.db"
    backup(worked.database.where, saved)
    answer(worked, lines[1], dimension="fact_opinion", label="opinion")
    after = sums(worked.database)
    with pytest.raises(Refused, match="--replace"):
        restore(saved, worked.database.where, stamp=STAMP)
    kept = restore(saved, worked.database.where, replace=True, stamp=STAMP)
    assert kept is not None
    assert sums(SqliteFile(kept, patience=0)) == after
    assert sums(worked.database) == before
    assert answer(worked, lines[1], dimension="fact_opinion", label="opinion").event
    assert list(verify(open_as("ben"))) == []


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"x" * 5000])
def test_what_is_no_backup_is_not_restored(
    address_of: Callable[[str], str], worked: Project, tmp_path: Path, content: bytes
) -> None:
    before = sums(worked.database)
    (tmp_path / "saved.db").write_bytes(content)
    with pytest.raises(StoreError):
        restore(tmp_path / "saved.db", address_of("annotator.db"), replace=True, stamp=STAMP)
    assert sums(worked.database) == before


@pytest.mark.sqlite
def test_a_damaged_project_gives_no_backup(worked: Project, tmp_path: Path) -> None:
    worked.close()
    path = tmp_path / "annotator.db"
    whole = path.read_bytes()
    path.write_bytes(whole[: 4096 * 3] + b"\x99" * 4096 + whole[4096 * 4 :])
    with pytest.raises(StoreError):
        backup(str(path), tmp_path / "saved.db")
    assert [found.name for found in tmp_path.glob("*saved*")] == []


def test_a_backup_is_of_one_moment_while_others_write(
    worked: Project,
    address_of: Callable[[str], str],
    open_as: Callable[..., Project],
    tmp_path: Path,
    line: str,
) -> None:
    ben, over = open_as("ben"), threading.Event()

    def write() -> None:
        number = 0
        while not over.is_set():
            answer(ben, line, dimension="fact_opinion", label=("fact", "opinion")[number % 2])
            number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(5):
            backup(address_of("annotator.db"), tmp_path / f"{number}.db")
    finally:
        over.set()
        thread.join()
    for number in range(5):
        saved = SqliteFile(tmp_path / f"{number}.db", patience=0)
        assert list(verify(replace(worked, database=saved))) == []


@pytest.mark.sqlite
def test_one_copy_a_day_is_made_and_seven_are_kept(worked: Project, tmp_path: Path) -> None:
    first = date(2026, 1, 1)
    made = [daily_copy(worked, first + timedelta(days)) for days in range(DAILY_COPIES + 3)]
    assert None not in made
    assert daily_copy(worked, first + timedelta(DAILY_COPIES + 2)) is None
    folder = tmp_path / "annotator.db-copies"
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{first + timedelta(days)}.db" for days in range(3, DAILY_COPIES + 3)
    ]
    newest = SqliteFile(folder / f"{first + timedelta(DAILY_COPIES + 2)}.db", patience=0)
    assert sums(newest) == sums(worked.database)


KILLED = """
import os, signal, sys
from datetime import UTC, date, datetime
from annotator.workflow.maintenance.backup import daily_copy
from annotator.workflow.project import open_project

clock = lambda: datetime(2026, 1, 1, tzinfo=UTC)
with open_project(sys.argv[1], annotator="aya", clock=clock, randomness=os.urandom) as project:
    daily_copy(project, date(2026, 1, 1), should_continue=lambda: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.mark.sqlite
def test_a_copy_that_was_being_written_is_never_taken_for_a_whole_one(
    worked: Project, tmp_path: Path, root: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, worked.database.where],
        env={"PYTHONPATH": str(root), "PATH": ""},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    folder = tmp_path / "annotator.db-copies"
    assert [path.suffix for path in folder.iterdir()] == [".part"]
    (tmp_path / "saved.db").write_bytes(next(folder.iterdir()).read_bytes()[:-4096])
    with pytest.raises(StoreError):
        restore(tmp_path / "saved.db", str(tmp_path / "again.db"), stamp=STAMP)
    # The day's copy is still to be made, and on the next day nothing is left of the half one.
    whole = daily_copy(worked, date(2026, 1, 1))
    assert whole is not None
    assert sums(SqliteFile(whole, patience=0)) == sums(worked.database)
    daily_copy(worked, date(2026, 1, 2))
    assert sorted(path.name for path in folder.iterdir()) == ["2026-01-01.db", "2026-01-02.db"]


@pytest.mark.sqlite
def test_a_copy_that_is_not_wanted_leaves_nothing(worked: Project, tmp_path: Path) -> None:
    assert daily_copy(worked, date(2026, 1, 1), should_continue=lambda: False) is None
    assert list((tmp_path / "annotator.db-copies").iterdir()) == []


@pytest.mark.sqlite
def test_other_files_in_the_folder_of_copies_are_left(worked: Project, tmp_path: Path) -> None:
    folder = tmp_path / "annotator.db-copies"
    folder.mkdir()
    (folder / "mine.db").touch()
    for days in range(DAILY_COPIES + 1):
        daily_copy(worked, date(2026, 1, 1) + timedelta(days))
    assert (folder / "mine.db").exists()


@pytest.mark.sqlite
def test_the_source_of_a_backup_is_left_as_it_is(worked: Project, tmp_path: Path) -> None:
    worked.close()
    path = tmp_path / "annotator.db"
    before = digest(path)
    backup(str(path), tmp_path / "saved.db")
    assert digest(path) == before
    assert sqlite3.connect(tmp_path / "saved.db").execute("PRAGMA integrity_check").fetchone() == ("ok",)
