"""A crowd that answers as fast as it can: nobody is refused, nothing is lost or doubled, everybody gets a share.

`python -m tests.load.run` is the long version, with its times.
"""

from pathlib import Path

import pytest

from annotator.workflow.importing.documents import add
from annotator.workflow.maintenance.verify import verify
from tests.load.crowd import answering, crowd, opened, stored_events, units_of
from tests.postgres import Server

pytestmark = pytest.mark.load


@pytest.mark.parametrize(("kind", "count"), [("sqlite", 16), ("postgresql", 24)])
def test_a_crowd_loses_and_doubles_nothing(
    kind: str, count: int, tmp_path: Path, posts: Path, request: pytest.FixtureRequest
) -> None:
    server: Server | None = None if kind == "sqlite" else request.getfixturevalue("server")
    address = str(tmp_path / "a.db") if server is None else server.acquire()
    with opened(address, "aya") as project:
        add(project, [str(posts)])
    works = crowd(count, 1.5, answering(address, units_of(address)))
    assert [error for work in works for error in work.errors] == []
    acknowledged = [event for work in works for event in work.written]
    assert sorted(stored_events(address)) == sorted(acknowledged)
    assert all(work.written for work in works)
    with opened(address, "aya") as project:
        assert list(verify(project)) == []
    if server is not None:
        server.release(address)
