"""Databases as older programs left them, for the tests of the steps between schemas."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config

from annotator.store.engines.open import open_database


def old_copy(new: Path, old: Path, revision: str) -> None:
    """Make a database of an older schema that holds what one of the present schema holds."""
    database = open_database(str(old))
    config = Config()
    config.set_main_option("script_location", "annotator.store:migrations")
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    database.close()
    copy = sqlite3.connect(old)
    copy.execute("ATTACH ? AS new", (str(new),))
    for (table,) in copy.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
        if table != "alembic_version":
            columns = ", ".join(f'"{row[1]}"' for row in copy.execute(f"PRAGMA main.table_info({table})"))
            copy.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    copy.commit()
    copy.close()
