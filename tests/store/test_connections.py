"""Every connection is as safe as the promises need, and a database may have any name."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from annotator.store.engines.open import open_database
from annotator.store.errors import StoreError
from annotator.workflow.project import Project


def pragma(project: Project, name: str) -> list[object]:
    """Return a setting of SQLite on two connections that are open at once."""
    with project.database.reading() as first, project.database.reading() as second:
        return [connection.execute(text(f"PRAGMA {name}")).scalar() for connection in (first, second)]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_every_connection_has_the_setting(open_as: Callable[..., Project], name: str, value: object) -> None:
    assert pragma(open_as(), name) == [value, value]


@pytest.mark.sqlite
def test_a_reopened_database_has_the_settings_again(open_as: Callable[..., Project]) -> None:
    open_as().close()
    again = open_as()
    assert [pragma(again, name)[0] for name in ("journal_mode", "synchronous", "foreign_keys")] == [
        "wal",
        2,
        1,
    ]


def test_a_row_without_its_parent_is_refused(open_as: Callable[..., Project]) -> None:
    project = open_as()
    with pytest.raises(StoreError) as refusal, project.database.writing() as connection:
        connection.execute(text("INSERT INTO address VALUES ('x', 99, 'y')"))
    assert isinstance(refusal.value.__cause__, IntegrityError)


def test_a_write_that_fails_leaves_nothing(open_as: Callable[..., Project]) -> None:
    project = open_as()

    def write_half() -> None:
        with project.database.writing() as connection:
            connection.execute(text("INSERT INTO undone VALUES ('blue')"))
            raise KeyError("colour")

    with pytest.raises(KeyError):
        write_half()
    with project.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM undone")).scalar() == 0


def test_a_reader_sees_one_moment(open_as: Callable[..., Project]) -> None:
    project = open_as()
    count = text("SELECT count(*) FROM undone")
    with project.database.reading() as reader:
        before = reader.execute(count).scalar()
        with project.database.writing() as writer:
            writer.execute(text("INSERT INTO undone VALUES ('blue')"))
        assert reader.execute(count).scalar() == before
    with project.database.reading() as reader:
        assert reader.execute(count).scalar() == 1


@pytest.mark.sqlite
@pytest.mark.parametrize("name", ["空 白.db", "a#b.db", "a:b@c.db", "what?.db", "a%20b.db", "q?mode=ro"])
def test_a_database_is_made_under_the_name_that_was_given(
    open_as: Callable[..., Project], tmp_path: Path, name: str
) -> None:
    open_as("aya", name).close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.sqlite
def test_a_url_of_sqlite_is_its_file(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    assert database.is_sqlite
    assert database.where == str(tmp_path / "a.db")


def test_another_kind_of_database_is_refused_without_its_password() -> None:
    with pytest.raises(StoreError) as refusal:
        open_database("mysql://aya:secret@host/name")
    assert "mysql" in refusal.value.what
    assert "secret" not in str(refusal.value)


@pytest.mark.sqlite
def test_a_copy_that_came_without_wal_has_it_again(open_as: Callable[..., Project], tmp_path: Path) -> None:
    open_as().close()
    plain = sqlite3.connect(tmp_path / "annotator.db")
    assert plain.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)
    plain.close()
    assert pragma(open_as(), "journal_mode") == ["wal", "wal"]
