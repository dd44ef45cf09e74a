"""What is no project is refused with what, where and what to do, and is left byte for byte as it was."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event, text

from annotator.store.errors import StoreError, Unwritable
from annotator.workflow.importing.documents import add
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.project import Project, open_project
from tests.annotating import answer

pytestmark = pytest.mark.sqlite


@pytest.fixture
def rights_bind(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip the test for users whom the rights of files do not bind, such as root."""
    path = tmp_path_factory.mktemp("rights") / "closed"
    path.touch(mode=0o000)
    try:
        path.read_bytes()
    except PermissionError:
        return
    pytest.skip("the rights of files do not bind this user")


def refusal_of(open_as: Callable[..., Project], path: Path) -> StoreError:
    """Open what must not be opened, and return the refusal."""
    with pytest.raises(StoreError) as refusal:
        open_as("aya", path.name)
    error = refusal.value
    assert error.where == str(path)
    assert error.what
    assert error.advice
    return error


def test_a_text_file_is_refused(open_as: Callable[..., Project], tmp_path: Path) -> None:
    path = tmp_path / "annotator.db"
    path.write_bytes(b"dear diary, today I labelled nothing at all\n" * 100)
    before = path.read_bytes()
    assert "not an annotator database" in refusal_of(open_as, path).what
    assert path.read_bytes() == before


def test_a_file_that_only_begins_like_a_database_is_refused(
    open_as: Callable[..., Project], tmp_path: Path
) -> None:
    path = tmp_path / "annotator.db"
    path.write_bytes(b"SQLite format 3\x00" + b"nothing that follows is right" * 200)
    before = path.read_bytes()
    refusal_of(open_as, path)
    assert path.read_bytes() == before


def test_a_folder_is_refused(open_as: Callable[..., Project], tmp_path: Path) -> None:
    path = tmp_path / "annotator.db"
    path.mkdir()
    assert "folder" in refusal_of(open_as, path).what
    assert list(path.iterdir()) == []


def test_a_missing_folder_is_not_made(open_as: Callable[..., Project], tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refusal:
        open_as("aya", "missing/annotator.db")
    assert refusal.value.where == str(tmp_path / "missing" / "annotator.db")
    assert not (tmp_path / "missing").exists()


def test_a_missing_database_is_not_made_where_it_must_exist(
    tmp_path: Path, clock: Callable[[], datetime], randomness: Callable[[int], bytes]
) -> None:
    with pytest.raises(StoreError, match="no such database"):
        open_project(
            str(tmp_path / "a.db"), annotator="aya", clock=clock, randomness=randomness, must_exist=True
        )
    assert list(tmp_path.iterdir()) == []


def test_the_database_of_another_program_is_refused_and_left(
    open_as: Callable[..., Project], tmp_path: Path
) -> None:
    path = tmp_path / "annotator.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipe (name TEXT)")
    other.commit()
    other.close()
    before = path.read_bytes()
    assert "another program" in refusal_of(open_as, path).what
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["annotator.db"]


@pytest.mark.parametrize("revisions", [(), ("0001",)])
def test_the_database_of_another_program_that_has_steps_too_is_refused(
    open_as: Callable[..., Project], tmp_path: Path, revisions: tuple[str, ...]
) -> None:
    path = tmp_path / "annotator.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipe (name TEXT)")
    other.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    other.executemany("INSERT INTO alembic_version VALUES (?)", [(revision,) for revision in revisions])
    other.commit()
    other.close()
    before = path.read_bytes()
    assert "another program" in refusal_of(open_as, path).what
    assert path.read_bytes() == before


def test_a_database_of_a_newer_version_is_refused_and_left(
    open_as: Callable[..., Project], tmp_path: Path
) -> None:
    project = open_as()
    with project.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    project.close()
    path = tmp_path / "annotator.db"
    before = path.read_bytes()
    error = refusal_of(open_as, path)
    assert "newer version" in error.what
    assert "9999" in error.what
    assert path.read_bytes() == before


def test_a_truncated_database_is_refused_and_left(
    open_as: Callable[..., Project], tmp_path: Path, posts: Path
) -> None:
    project = open_as()
    add(project, [str(posts)])
    project.close()
    path = tmp_path / "annotator.db"
    path.write_bytes(path.read_bytes()[:6000])
    before = path.read_bytes()
    assert "damaged" in refusal_of(open_as, path).what
    assert path.read_bytes() == before


def full(project: Project) -> None:
    """Let the database grow no further, as on a full disk."""
    event.listen(
        project.database.engine,
        "connect",
        lambda connection, _: connection.execute("PRAGMA max_page_count=1"),
    )
    project.database.close()


def test_a_full_disk_keeps_an_add_out_whole(
    open_as: Callable[..., Project], tmp_path: Path, posts: Path
) -> None:
    open_as().close()
    path = tmp_path / "annotator.db"
    before = path.read_bytes()
    (posts / "1-post.txt").write_text("長い記事の一行。" * 60_000, encoding="utf-8")
    project = open_as()
    full(project)
    with pytest.raises(Unwritable) as refusal:
        add(project, [str(posts)])
    project.close()
    assert "full" in refusal.value.what
    assert (refusal.value.where, bool(refusal.value.advice)) == (str(path), True)
    assert path.read_bytes() == before


def test_a_full_disk_refuses_an_answer_and_keeps_the_ones_before(project: Project, line: str) -> None:
    full(project)
    given = 0

    def fill() -> None:
        nonlocal given
        for number in range(10_000):
            answer(project, line, dimension="stance", label="favor", target=f"{number} " + "対象" * 200)
            given += 1

    with pytest.raises(Unwritable):
        fill()
    with project.database.reading() as connection:
        events = connection.execute(text("SELECT count(*) FROM event")).scalar()
        shown = connection.execute(text("SELECT target FROM annotation")).scalars().all()
    assert events == given
    assert [target.split()[0] for target in shown] == ([str(given - 1)] if given else [])


def test_a_file_that_was_taken_away_is_not_written_to(project: Project, tmp_path: Path, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    aside = (tmp_path / "annotator.db").rename(tmp_path / "aside.db")
    with pytest.raises(Unwritable, match="gone"):
        answer(project, line, dimension="fact_opinion", label="opinion")
    with pytest.raises(Unwritable):
        answer(project, line, dimension="fact_opinion", label="opinion")
    assert not (tmp_path / "annotator.db").exists()
    aside.rename(tmp_path / "annotator.db")
    outcome = answer(project, line, dimension="fact_opinion", label="opinion")
    assert outcome.event
    assert outcome.event.before


def test_a_file_that_was_replaced_is_not_written_to(
    project: Project, open_as: Callable[..., Project], tmp_path: Path, line: str
) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    open_as("aya", "other.db").close()
    (tmp_path / "other.db").replace(tmp_path / "annotator.db")
    with pytest.raises(Unwritable, match="replaced"):
        answer(project, line, dimension="fact_opinion", label="opinion")


@pytest.mark.usefixtures("rights_bind")
def test_a_file_without_rights_is_refused(open_as: Callable[..., Project], tmp_path: Path) -> None:
    path = tmp_path / "annotator.db"
    open_as().close()
    before = path.read_bytes()
    path.chmod(0)
    refusal_of(open_as, path)
    path.chmod(0o600)
    assert path.read_bytes() == before


@pytest.mark.usefixtures("rights_bind")
def test_a_read_only_file_refuses_an_answer(project: Project, tmp_path: Path, line: str) -> None:
    project.database.close()
    (tmp_path / "annotator.db").chmod(0o444)
    with pytest.raises(Unwritable, match="rights"):
        answer(project, line, dimension="fact_opinion", label="fact")
    (tmp_path / "annotator.db").chmod(0o644)
    assert unit_state(project, line).answers == {}


@pytest.mark.usefixtures("rights_bind")
def test_no_database_is_made_in_a_read_only_folder(open_as: Callable[..., Project], tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        refusal_of(open_as, tmp_path / "annotator.db")
    finally:
        tmp_path.chmod(0o755)
    assert list(tmp_path.iterdir()) == []
