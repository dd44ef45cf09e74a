"""Data of older schemas survives the migrations, and search and filters find it."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, insert, inspect, select

from annotator.store.engines.open import Database, open_database
from annotator.store.values import UnitFilter
from annotator.workflow.browsing.search import search_units
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project, open_project
from tests.annotating import flag

pytestmark = pytest.mark.sqlite


def older(path: Path, revision: str, source: Database) -> None:
    """Make a database of an older schema with the rows of another one, as far as it has their tables and columns."""
    database = open_database(str(path))
    with database.writing() as connection, source.reading() as reading:
        config = Config()
        config.set_main_option("script_location", "annotator.store:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        tables = MetaData()
        tables.reflect(bind=connection, only=lambda name, _: not name.startswith("search"))
        present = MetaData()
        present.reflect(bind=reading, only=lambda name, _: not name.startswith("search"))
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                columns = [present.tables[table.name].c[column.name] for column in table.c]
                if rows := [dict(row) for row in reading.execute(select(*columns)).mappings()]:
                    connection.execute(insert(table), rows)
    database.close()


def test_documents_from_before_the_index_are_found(project: Project, tmp_path: Path) -> None:
    (line,) = (hit.unit.id for hit in search_units(project, "氷が", unit_filter=UnitFilter(("commentary",))))
    flag(project, line)
    path = tmp_path / "older.db"
    older(path, "0001", project.database)
    opened = open_project(
        str(path),
        annotator="aya",
        clock=lambda: datetime(2026, 2, 3, tzinfo=UTC),
        randomness=random.Random(1).randbytes,
    )
    with opened:
        assert (
            [hit.text for hit in search_units(opened, "氷が")]
            == [hit.text for hit in search_units(project, "氷が")]
            != []
        )
        (flagged,) = search_units(opened, "", unit_filter=UnitFilter(tag="冬の航路", state="flagged"))
        assert flagged.unit.id == line
        assert not list(verify(opened))


def test_an_older_schema_is_what_it_was(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    older(path, "0001", project.database)
    database = open_database(str(path))
    with database.reading() as connection:
        assert not inspect(connection).has_table("search")
    database.close()
