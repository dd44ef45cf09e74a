"""Which schema a database has, and the way to the present one.

A database is never touched by a program older than itself, and a step that fails leaves it as it was.
"""

from importlib import resources

from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from annotator.store.database import Database
from annotator.store.errors import StoreError
from annotator.store.sqlite import SqliteFile

# The revision that this program's tables belong to.
HEAD = "0003"
_OURS = ("0001", "0002", "0003")


def prepare(database: Database) -> None:
    """Bring a database to this program's schema, making it where it is empty.

    Raises StoreError for one from a newer program and for one that holds other tables.
    """
    with database.reading() as connection:
        found = _revision(connection)
        if found is not None and not connection.dialect.has_table(connection, "codebook"):
            found = None
        if found is not None and found not in _OURS:
            raise StoreError(
                f"a newer version of this program made it (schema {found}; this one knows {HEAD})",
                where=database.where,
                advice="Update annotator; the database was left as it was.",
            )
        if found is None and _has_tables(connection, database):
            raise StoreError(
                "this database belongs to another program",
                where=database.where,
                advice="Choose another one with --db; this one was left as it was.",
            )
    if isinstance(database, SqliteFile):
        database.use_wal()
    if found == HEAD:
        return
    with database.writing() as connection:
        if _revision(connection) != HEAD:
            _upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _has_tables(connection: Connection, database: Database) -> bool:
    if database.is_sqlite:
        return bool(connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar())
    return any(connection.dialect.has_table(connection, name) for name in ("document", "unit", "event"))


def _upgrade(connection: Connection) -> None:
    """Take every step to the head; all of it is undone where one fails."""
    # Alembic takes 150 ms to import, and most starts find the schema up to date.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "annotator.store:migrations")
    config.attributes["connection"] = connection
    with resources.as_file(resources.files("annotator.store") / "migrations"):
        command.upgrade(config, "head")
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
