"""What a database of an older schema holds is there after it was brought to the present one."""

from importlib import resources
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from annotator.store import documents, schema
from annotator.store.engines.open import Database, open_database


def database_of(path: Path, revision: str) -> Database:
    """Make an empty database of an older schema."""
    database = open_database(str(path))
    config = Config()
    config.set_main_option("script_location", "annotator.store:migrations")
    with (
        resources.as_file(resources.files("annotator.store") / "migrations"),
        database.writing() as connection,
    ):
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return database


def test_a_document_of_an_older_schema_has_no_address_title_or_date(tmp_path: Path) -> None:
    database = database_of(tmp_path / "a.db", "0002")
    with database.writing() as connection:
        connection.execute(text("INSERT INTO document (id, key, version_id, queued) VALUES (1, 'k', 1, 0)"))
        connection.execute(
            text(
                "INSERT INTO version (id, document_id, text_sha256, sha256, encoding, text, removed, blocks,"
                " document_tags, diagnostics, at) VALUES (1, 1, 't', 's', 'utf-8', '朝の港', '[]', '[]', '[]',"
                " '[]', '2026-01-02 03:04:05')"
            )
        )
        connection.execute(text("INSERT INTO address (source, document_id, sha256) VALUES ('a.txt', 1, 's')"))
    schema.migrate(database)
    with database.reading() as connection:
        provenance = documents.read_document(connection, 1).provenance
        assert documents.read_document(connection, 1).parse.text == "朝の港"
    database.close()
    assert (provenance.source, provenance.url, provenance.title, provenance.date) == (
        "a.txt",
        None,
        None,
        None,
    )
