"""What differs between the databases: instants in UTC, JSON and keys of 64 bits, and inserts that may conflict."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, DateTime, Dialect, Integer, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import JSON, TypeDecorator, TypeEngine

# 64 bits of a hash, signed; SQLite keeps them in an INTEGER, which as a primary key is the row itself.
KEY = BigInteger().with_variant(Integer, "sqlite")


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC without a zone and given back with it."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values and store the rest in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back as aware UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class _Json(TypeDecorator[Any]):
    """JSON; JSONB where the database has it. That dialect takes 20 ms to import, so it waits to be asked for."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the type by the database."""
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON(none_as_null=True))
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB(none_as_null=True))


def json_column() -> TypeEngine[Any]:
    """Return the JSON type of this project."""
    return _Json(none_as_null=True)


def insert_into(connection: Connection, table: Table) -> Any:
    """Return the insert that knows about conflicts, in the database's own dialect."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
