"""Where a PostgreSQL server is expected, one test fails if there is none; the others are skipped with the reason."""

import os

import pytest

from tests.postgres import Server, ServerUnavailable


@pytest.mark.skipif(os.environ.get("CI") != "true", reason="a server is expected only where CI=true")
def test_a_server_starts(started_server: Server | ServerUnavailable) -> None:
    assert isinstance(started_server, Server), str(started_server)
