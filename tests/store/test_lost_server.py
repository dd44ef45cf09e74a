"""A server that is started again, and a line that is cut at any moment: what was saved stands, the rest is kept."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from annotator.store.errors import Unreachable
from annotator.store.values import Event
from annotator.workflow.browsing.queue import resume_position
from annotator.workflow.exchange.history import entries
from annotator.workflow.importing.documents import add
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.labelling.outbox import Outbox, SavePending, find_recovery_files
from annotator.workflow.labelling.requests import AnswerRequest
from annotator.workflow.labelling.undo import undo
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project, open_project
from tests.annotating import answer
from tests.postgres import Server, ServerUnavailable, run_server

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A server that a test may stop."""
    try:
        with run_server() as server:
            yield server
    except ServerUnavailable as error:
        pytest.skip(f"no PostgreSQL server: {error}")


@pytest.fixture
def own_project(own_server: Server, posts: Path) -> Iterator[Project]:
    """A project on it, with the posts."""
    address = own_server.acquire()
    with open_project(
        address, annotator="aya", clock=lambda: datetime.now(UTC), randomness=os.urandom
    ) as project:
        add(project, [str(posts)])
        yield project


@pytest.fixture
def unit(own_project: Project) -> str:
    """The first unit that waits."""
    place = resume_position(own_project)
    assert place
    return place.id


def labels(project: Project, unit: str) -> list[str]:
    """Return the current labels of a unit."""
    return [one.label for one in unit_state(project, unit).answers.values()]


def test_a_server_that_is_started_again_goes_on_in_the_same_session(
    own_project: Project, own_server: Server, unit: str, tmp_path: Path
) -> None:
    outbox = Outbox(own_project, [tmp_path])
    assert outbox.save(AnswerRequest(unit, "fact_opinion", "fact"))[0].event
    own_server.stop()
    for label in ("opinion", "mixed"):
        with pytest.raises(SavePending, match=r"server does not answer|not saved yet"):
            outbox.save(AnswerRequest(unit, "fact_opinion", label))
    with pytest.raises(Unreachable):
        outbox.flush()
    assert find_recovery_files(own_project, [tmp_path]) == [outbox.path]
    own_server.restart()
    assert labels(own_project, unit) == ["fact"]
    saved, refused = outbox.flush()
    assert [bool(outcome.event) for (outcome,) in saved] == [True, True]
    assert refused == []
    assert find_recovery_files(own_project, [tmp_path]) == []
    assert labels(own_project, unit) == ["mixed"]
    assert list(verify(own_project)) == []


def test_a_server_that_was_started_again_between_two_acts_is_not_noticed(
    own_project: Project, own_server: Server, unit: str
) -> None:
    answer(own_project, unit, dimension="fact_opinion", label="fact")
    own_server.stop()
    own_server.restart()
    assert answer(own_project, unit, dimension="fact_opinion", label="opinion").event
    own_server.stop()
    own_server.restart()
    assert undo(own_project)
    assert labels(own_project, unit) == ["fact"]


@pytest.mark.parametrize("first", [True, False], ids=["the unit's first answer", "a later answer"])
@pytest.mark.parametrize("moment", ["begin", "commit", "committed"])
def test_a_connection_lost_within_an_answer_loses_nothing_and_doubles_nothing(
    own_project: Project, unit: str, tmp_path: Path, moment: str, first: bool
) -> None:
    outbox = Outbox(own_project, [tmp_path])
    if not first:
        outbox.save(AnswerRequest(unit, "fact_opinion", "fact"))
    engine, name = own_project.database.engine, "begin" if moment == "begin" else "commit"

    def cut(connection: Connection) -> None:
        raw: Any = connection.connection.driver_connection
        if moment == "committed":
            raw.commit()
        raw.close()

    event.listen(engine, name, cut, once=True)
    with pytest.raises(SavePending, match="connection to it was lost"):
        outbox.save(AnswerRequest(unit, "fact_opinion", "opinion"))
    outbox.flush()
    assert labels(own_project, unit) == ["opinion"]
    events = [one for one in entries(own_project) if isinstance(one, Event)]
    assert [event.after and event.after["label"] for event in events] == ["fact"] * (not first) + ["opinion"]
    assert list(verify(own_project)) == []
