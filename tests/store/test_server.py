"""What only a server can do to us: refuse, vanish, hold locks, order text its own way. No password is ever shown."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from itertools import pairwise

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.pool import QueuePool

from annotator.store import events as history
from annotator.store.annotations import read_snapshot
from annotator.store.documents import find_unit
from annotator.store.engines.open import open_database
from annotator.store.errors import Busy, StoreError, Unreachable
from annotator.workflow.errors import Refused
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.project import Project, open_project
from tests.annotating import answer
from tests.postgres import Server

SECRET = "kirschkern"

REFUSED = {
    "a password that the server does not take": "postgresql://nobody:{secret}@/postgres?host={folder}",
    "a database that is not there": "postgresql://postgres:{secret}@/nothing?host={folder}",
    "a server that is not there": "postgresql://aya:{secret}@/annotator?host={folder}/nowhere",
    "a port where nobody listens": "postgresql://aya:{secret}@127.0.0.1:1/annotator",
    "a password among the options": "postgresql://aya@127.0.0.1:1/annotator?password={secret}",
    "an option that there is none of": "postgresql://aya@127.0.0.1:1/annotator?passwort={secret}",
    "a password with a slash": "postgresql://aya:{secret}/x@127.0.0.1:1/annotator",
    "a password with two slashes": "postgresql://aya:12/{secret}@127.0.0.1/annotator",
    "a port that is none": "postgresql://aya@127.0.0.1:{secret}/annotator",
    "another driver": "postgresql+pg8000://aya:{secret}@127.0.0.1:1/annotator",
    "another kind of database": "mysql://aya:{secret}@127.0.0.1/annotator?password={secret}",
    "a URL without a host": "postgresql://:{secret}",
}


@pytest.mark.sqlite
@pytest.mark.parametrize("address", REFUSED)
def test_a_refusal_says_what_to_do_and_shows_no_password(
    server: Server,
    address: str,
    clock: Callable[[], datetime],
    randomness: Callable[[int], bytes],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    url = REFUSED[address].format(secret=SECRET, folder=server.folder)
    with pytest.raises(StoreError) as refusal:
        open_project(url, annotator="aya", clock=clock, randomness=randomness)
    error = refusal.value
    assert error.what
    assert error.advice
    assert "verify" not in error.advice
    for words in (str(error), error.where, caplog.text):
        assert SECRET not in words


@pytest.mark.sqlite
def test_a_refused_connection_is_one_that_may_come_back(server: Server) -> None:
    database = open_database(f"postgresql://aya@/annotator?host={server.folder}/nowhere")
    with pytest.raises(Unreachable), database.reading():
        pass


def opened(
    address: str, name: str, clock: Callable[[], datetime], randomness: Callable[[int], bytes]
) -> Project:
    """Open a project that does not wait for others."""
    return open_project(address, annotator=name, clock=clock, randomness=randomness, patience=0.05)


def cut_lines(url: str) -> None:
    """End every other session of a database, and wait until they have ended."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@contextmanager
def own_write(project: Project) -> Iterator[None]:
    """Let an annotator write what is her own, and hold it until the block ends."""
    with project.database.writing(owner=project.annotator) as connection:
        assert find_unit(connection, "no unit") is None
        yield


@pytest.mark.postgresql
def test_lines_that_were_cut_are_replaced(
    project: Project, address_of: Callable[[str], str], line: str
) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    cut_lines(address_of("annotator.db"))
    answer(project, line, dimension="fact_opinion", label="opinion")
    cut_lines(address_of("annotator.db"))
    assert [one.label for one in unit_state(project, line).answers.values()] == ["opinion"]


@pytest.mark.postgresql
def test_a_line_that_is_cut_within_a_write_is_told_and_leaves_nothing(
    project: Project, address_of: Callable[[str], str]
) -> None:

    def write() -> None:
        with project.database.writing() as connection:
            connection.execute(text("INSERT INTO undone VALUES ('blue')"))
            cut_lines(address_of("annotator.db"))
            connection.execute(text("INSERT INTO undone VALUES ('red')"))

    with pytest.raises(Unreachable):
        write()
    with project.database.reading() as connection:
        assert history.undone_ids(connection) == set()


@pytest.mark.postgresql
def test_a_line_that_is_cut_within_a_reading_is_told_without_other_words(
    project: Project, address_of: Callable[[str], str], line: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)

    def read() -> None:
        with project.database.reading() as connection:
            read_snapshot(connection, line, "aya")
            cut_lines(address_of("annotator.db"))
            read_snapshot(connection, line, "aya")

    with pytest.raises(Unreachable):
        read()
    assert caplog.messages == []
    with project.database.reading() as connection:
        assert read_snapshot(connection, line, "aya")


@pytest.mark.postgresql
def test_a_line_that_is_cut_before_a_write_is_given_up_writes_nothing_on_the_screen(
    project: Project, address_of: Callable[[str], str], line: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)

    def give_up() -> None:
        with project.database.writing(owner="aya") as connection:
            read_snapshot(connection, line, "aya")
            cut_lines(address_of("annotator.db"))
            raise Refused("not this")

    with pytest.raises(Refused):
        give_up()
    assert caplog.messages == []
    assert answer(project, line, dimension="fact_opinion", label="fact").event


@pytest.mark.postgresql
def test_a_reading_takes_no_changes(project: Project) -> None:
    with pytest.raises(StoreError), project.database.reading() as connection:
        connection.execute(text("INSERT INTO undone VALUES ('blue')"))


@pytest.mark.postgresql
def test_how_transactions_see_each_other_is_not_left_to_the_server(
    address_of: Callable[[str], str], clock: Callable[[], datetime], randomness: Callable[[int], bytes]
) -> None:
    # Else a write that waited for its lock would not see what it had to wait for.
    options = "options=-c%20default_transaction_isolation%3Dserializable"
    strict = opened(f"{address_of('annotator.db')}&{options}", "aya", clock, randomness)
    levels = []
    for begun in (strict.database.writing(), strict.database.writing(owner="aya"), strict.database.reading()):
        with begun as connection:
            levels.append(connection.execute(text("SHOW transaction_isolation")).scalar())
    strict.close()
    assert levels == ["read committed", "read committed", "repeatable read"]


def test_two_sessions_of_one_annotator_write_in_turn(
    project: Project,
    clock: Callable[[], datetime],
    randomness: Callable[[int], bytes],
    address_of: Callable[[str], str],
) -> None:
    again = opened(address_of("annotator.db"), "aya", clock, randomness)
    with own_write(project), pytest.raises(Busy), own_write(again):
        pass
    again.close()


@pytest.mark.postgresql
def test_two_annotators_write_at_once_on_a_server(
    project: Project,
    clock: Callable[[], datetime],
    randomness: Callable[[int], bytes],
    address_of: Callable[[str], str],
) -> None:
    ben = opened(address_of("annotator.db"), "ben", clock, randomness)
    with own_write(project), own_write(ben):
        pass
    with own_write(project), pytest.raises(Busy), ben.database.writing():
        pass
    with project.database.writing(), pytest.raises(Busy), own_write(ben):
        pass
    ben.close()


@pytest.mark.postgresql
def test_writes_at_the_same_time_leave_connections_to_readings(project: Project) -> None:
    with ExitStack() as writes:
        for name in ("aya", "ben", "cem"):
            writes.enter_context(project.database.writing(owner=name))
    pool = project.database.engine.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedout() == 0


def test_two_screens_of_one_annotator_overwrite_nothing(
    project: Project, open_as: Callable[..., Project], line: str
) -> None:
    again = open_as("aya")
    labels = ("fact", "opinion")
    both = threading.Barrier(2)

    def write(one: Project) -> None:
        both.wait()
        for number in range(20):
            answer(one, line, dimension="fact_opinion", label=labels[number % 2])

    threads = [threading.Thread(target=write, args=(one,)) for one in (project, again)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with project.database.reading() as connection:
        events = history.events_in_order(connection)
    assert len(events) > 1
    for event, follower in pairwise(events):
        assert follower.before == event.after
        assert follower.at > event.at


def test_text_is_ordered_by_code_point(project: Project) -> None:
    names = ["Zoe", "aya", "a.b", "ab", "Ａｙａ", "é", "彩", "ア", "あ"]
    with project.database.writing() as connection:
        for name in names:
            history.ensure_annotator(connection, name)
        found = connection.execute(text("SELECT name FROM annotator ORDER BY name")).scalars().all()
    assert found == sorted(names)
