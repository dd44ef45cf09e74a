"""The schema of a database, and its migration to the current one.

A database is never touched by a program older than itself, and a step that fails leaves it as it was.
"""

from collections.abc import Sequence
from contextlib import closing
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import JSON, Connection, DateTime, MetaData, Table, text
from sqlmodel import SQLModel

from annotator.store.engines.database import PATIENCE, Database
from annotator.store.engines.sqlite import SqliteFile
from annotator.store.errors import StoreError
from annotator.store.facets import replace_all_facets
from annotator.store.search_index import rebuild_index
from annotator.store.sqlite_backup import copy_file
from annotator.store.table_copy import copy_tables
from annotator.store.types import UTCDateTime, json_column

# The revision that this program's tables belong to.
HEAD = "0007"
_OURS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")


def migrate(database: Database) -> Path | None:
    """Bring a database to this program's schema, making it where it is empty.

    One of an older schema is copied first; its copy's place is returned. Raises StoreError for a database from a
    newer program and for one that holds other tables.
    """
    revision = stored_revision(database)
    if isinstance(database, SqliteFile):
        database.use_wal()
    if revision == HEAD:
        return None
    copy = None if revision is None else _copy_before(database, revision)
    with database.writing() as connection:
        if _revision(connection) != HEAD:
            had_index, had_facets = (
                connection.dialect.has_table(connection, name) for name in ("search", "unit_facet")
            )
            upgrade(connection)
            if not had_index:
                rebuild_index(connection)
            if not had_facets:
                replace_all_facets(connection)
            if revision is not None:
                # The queries behind the links need not load for a new database.
                from annotator.store import document_versions

                document_versions.link_unlinked(connection)
    return copy


def stored_revision(database: Database) -> str | None:
    """Return the schema that a database has, None where it is empty; raises StoreError as `prepare` does."""
    with database.reading() as connection:
        revision = _revision(connection)
        if revision is not None and not connection.dialect.has_table(connection, "codebook"):
            revision = None
        if revision is not None and revision not in _OURS:
            raise StoreError(
                f"a newer version of this program made it (schema {revision}; this one knows {HEAD})",
                where=database.where,
                advice="Update annotator; the database was left as it was.",
            )
        if revision is None and _has_tables(connection, database):
            raise StoreError(
                "this database belongs to another program",
                where=database.where,
                advice="Choose another one with --db; this one was left as it was.",
            )
    return revision


def _copy_before(database: Database, revision: str) -> Path:
    """Copy a database of an older schema, before it is changed, to a file whose place is returned."""
    if isinstance(database, SqliteFile):
        kept = database.path.with_name(f"{database.path.name}.before-{HEAD}")
        copy_file(database.path, kept)
        return kept
    kept = Path(f"{database.engine.url.database}.db.before-{HEAD}").absolute()
    with TemporaryDirectory(dir=kept.parent) as folder:
        made = SqliteFile(Path(folder) / "kept.db", patience=PATIENCE)
        with closing(made), database.reading() as giving, made.writing() as taking:
            upgrade(taking, revision)
            copy_tables(giving, taking, where=str(kept), copied=tables_of(taking))
        copy_file(made.path, kept)
    return kept


def tables_of(connection: Connection) -> Sequence[Table]:
    """Return the tables that a SQLite file has, of whichever schema, each behind those that it refers to."""
    # Virtual tables and what they keep their indexes in are no rows of the project.
    listed = connection.execute(text("PRAGMA table_list")).all()
    plain = {row.name for row in listed if row.type == "table" and not row.name.startswith("sqlite_")}
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: name in plain)
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = json_column()
            elif isinstance(column.type, DateTime):
                column.type = UTCDateTime()
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def _revision(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _has_tables(connection: Connection, database: Database) -> bool:
    if database.is_sqlite:
        return bool(connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar())
    return any(connection.dialect.has_table(connection, name) for name in ("document", "unit", "event"))


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Take every step to a schema; all of it is undone where one fails."""
    # Alembic takes 150 ms to import, and most starts find the schema up to date.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "annotator.store:migrations")
    config.attributes["connection"] = connection
    with resources.as_file(resources.files("annotator.store") / "migrations"):
        command.upgrade(config, revision)
    if connection.dialect.name == "postgresql":
        _order_by_code_point(connection)


def _order_by_code_point(connection: Connection) -> None:
    """Let PostgreSQL order text as SQLite does, whatever the language of the server; exports depend on it."""
    columns = connection.execute(
        text(
            "SELECT table_name, column_name, udt_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND table_name = ANY(:ours) "
            "AND udt_name IN ('text', 'varchar') AND collation_name IS DISTINCT FROM 'C'"
        ),
        {"ours": list(SQLModel.metadata.tables)},
    ).all()
    for table, column, kind in columns:
        quoted = [connection.dialect.identifier_preparer.quote(name) for name in (table, column)]
        connection.exec_driver_sql('ALTER TABLE {} ALTER COLUMN {} TYPE {} COLLATE "C"'.format(*quoted, kind))
