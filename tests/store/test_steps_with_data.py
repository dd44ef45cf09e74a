"""A project of an older schema is brought up to date with all that is in it, all or nothing, and copied before."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, Table, insert, inspect, select

from annotator.corpus.source import text_digest
from annotator.corpus.unit_ids import document_key, unit_id
from annotator.store import schema
from annotator.store.engines.database import Database
from annotator.store.engines.open import open_database
from annotator.store.search_index import rebuild_index
from annotator.store.values import UnitFilter
from annotator.workflow.browsing.search import search_units
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import open_project
from tests.postgres import Server

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TEXT = "港の朝\n#港(朝)\n"
KEY = document_key(text_digest(TEXT))
LINE = unit_id(KEY, "commentary", "#港(朝)", 0)
UNIT = {"document_id": 1, "version_id": 1, "queued": True, "clip_id": None, "parent_id": None}
ROWS: dict[str, list[dict[str, object]]] = {
    "annotator": [{"name": "aya", "unit_id": LINE}],
    "document": [{"id": 1, "key": KEY, "version_id": 1, "queued": 1}],
    "address": [{"source": "a.txt", "document_id": 1, "sha256": "ab"}],
    "version": [
        {
            "id": 1,
            "document_id": 1,
            "text_sha256": text_digest(TEXT),
            "sha256": "ab",
            "encoding": "utf-8",
            "text": TEXT,
            "removed": [],
            "blocks": [["paragraph", 0, 4, None], ["commentary", 4, 10, None]],
            "document_tags": [],
            "diagnostics": [],
            "at": AT,
        }
    ],
    "unit": [
        {
            **UNIT,
            "id": LINE,
            "ordinal": 0,
            "kind": "commentary",
            "start": 4,
            "end": 9,
            "data": {"line": 2, "tags": [["港", None]], "body": "朝", "segments": [[7, 8]]},
        }
    ],
    "event": [
        {
            "id": "e1",
            "at": AT,
            "annotator": "aya",
            "kind": "answer",
            "unit_id": LINE,
            "dimension": "fact_opinion",
            "before": None,
            "after": {"holder": None, "target": None, "label": "fact", "confidence": None},
            "undoes": None,
            "codebook_version": "1.0.0",
            "program_version": "0.1.0",
        }
    ],
    "annotation": [
        {
            "unit_id": LINE,
            "annotator": "aya",
            "dimension": "fact_opinion",
            "holder": "",
            "target": "",
            "label": "fact",
            "confidence": None,
            "event_id": "e1",
            "codebook_version": "1.0.0",
            "stale": False,
            "at": AT,
        }
    ],
}
"""A small project in the first schema; an older one than the present is reached from it by the steps."""

OLDER = schema._OURS[:-1]


@pytest.fixture
def old(
    request: pytest.FixtureRequest, backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], str]:
    """Make a project of an older schema, and return its address."""
    monkeypatch.chdir(tmp_path)

    def make(revision: str) -> str:
        server: Server | None = None if backend == "sqlite" else request.getfixturevalue("server")
        address = str(tmp_path / "a.db") if server is None else server.create_empty()
        with closing(open_database(address)) as database, database.writing() as connection:
            schema.upgrade(connection, OLDER[0])
            for table in typed_tables():
                if rows := ROWS.get(table.name):
                    connection.execute(insert(table), rows)
            schema.upgrade(connection, revision)
            if connection.dialect.has_table(connection, "search"):
                rebuild_index(connection)
        return address

    return make


def typed_tables() -> list[Table]:
    """Return the tables of the first schema with the types that it gives them."""
    with closing(open_database("types.db")) as types, types.writing() as connection:
        schema.upgrade(connection, OLDER[0])
        return list(schema.tables_of(connection))


def rows_of(database: Database) -> dict[str, int]:
    """Return how many rows each table of the first schema has."""
    with database.reading() as connection:
        names = set(inspect(connection).get_table_names()).intersection(ROWS)
        tables = MetaData()
        tables.reflect(connection, only=sorted(names))
        return {name: len(connection.execute(select(tables.tables[name])).all()) for name in names}


@pytest.mark.parametrize("revision", OLDER)
def test_everything_survives_and_a_copy_is_kept(
    old: Callable[[str], str],
    clock: Callable[[], datetime],
    randomness: Callable[[int], bytes],
    revision: str,
) -> None:
    address = old(revision)
    with closing(open_database(address)) as database:
        kept = schema.migrate(database)
        assert schema.stored_revision(database) == schema.HEAD
        assert rows_of(database) == {name: len(rows) for name, rows in ROWS.items()}
    assert kept is not None
    with closing(sqlite3.connect(kept)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (revision,)
        assert copy.execute("SELECT label FROM annotation").fetchall() == [("fact",)]
    with open_project(address, annotator="aya", clock=clock, randomness=randomness) as project:
        assert list(verify(project)) == []
        assert [hit.unit.id for hit in search_units(project, "朝", unit_filter=UnitFilter(tag="港"))] == [
            LINE
        ]


@pytest.mark.parametrize("revision", OLDER)
def test_a_step_that_fails_leaves_the_project_as_it_was(
    old: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, revision: str
) -> None:
    address = old(revision)
    upgrade = schema.upgrade

    def fail(connection: Connection, to: str = "head") -> None:
        upgrade(connection, to)
        if to == "head":
            raise RuntimeError("half way")

    with closing(open_database(address)) as database:
        monkeypatch.setattr(schema, "upgrade", fail)
        with pytest.raises(RuntimeError, match="half way"):
            schema.migrate(database)
        monkeypatch.undo()
        assert schema.stored_revision(database) == revision
        assert rows_of(database) == {name: len(rows) for name, rows in ROWS.items()}
