"""The schema that the steps make is the one that the tables describe."""

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlmodel import SQLModel

from annotator.store import schema, tables
from annotator.store.engines.open import open_database
from annotator.workflow.project import Project


def scripts() -> ScriptDirectory:
    """Return the steps that the program ships."""
    config = Config()
    config.set_main_option("script_location", "annotator.store:migrations")
    return ScriptDirectory.from_config(config)


def is_of_the_index(name: str | None, kind: str) -> bool:
    """Tell whether a table is the index of search, which has no model, or one that SQLite keeps it in."""
    return kind == "table" and (name or "").startswith("search")


def test_a_new_database_has_the_schema_of_the_tables(open_as: Callable[..., Project]) -> None:
    assert tables
    with open_as().database.reading() as connection:
        options = {
            "compare_type": True,
            "include_name": lambda name, kind, _: not is_of_the_index(name, kind),
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_a_new_database_has_every_table(open_as: Callable[..., Project]) -> None:
    with open_as().database.reading() as connection:
        names = {name for name in inspect(connection).get_table_names() if not is_of_the_index(name, "table")}
    assert names == {*SQLModel.metadata.tables, "alembic_version"}


def test_the_present_schema_is_the_last_step() -> None:
    assert scripts().get_heads() == [schema.HEAD]


def test_every_step_is_known() -> None:
    assert {step.revision for step in scripts().walk_revisions()} == set(schema._OURS)


def test_the_template_of_a_step_names_modules_that_exist(root: Path) -> None:
    template = (root / "annotator" / "store" / "migrations" / "script.py.mako").read_text("utf-8")
    imports = [line for line in template.split("\n") if line.startswith(("from ", "import "))]
    named: dict[str, object] = {}
    exec("\n".join(imports), named)
    # What the steps of this program are written with.
    assert {"op", "sa", "UTCDateTime", "json_column"} <= named.keys()


def test_preparing_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    for _ in range(2):
        database = open_database(str(path))
        schema.migrate(database)
        database.close()
    before = path.read_bytes()
    database = open_database(str(path))
    schema.migrate(database)
    database.close()
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_project(open_as: Callable[..., Project], tmp_path: Path) -> None:
    (tmp_path / "annotator.db").touch()
    with open_as().database.reading() as connection:
        assert inspect(connection).has_table("event")


def test_a_step_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("half way")

    database = open_database(str(tmp_path / "a.db"))
    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.create_index", fail)
        with pytest.raises(RuntimeError, match="half way"):
            schema.migrate(database)
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == []
    schema.migrate(database)
    with database.reading() as connection:
        assert inspect(connection).has_table("event")
    database.close()
