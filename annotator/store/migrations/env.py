"""Alembic's entry: runs the steps on the connection that `schema` hands over."""

from alembic import context
from sqlmodel import SQLModel

from annotator.store import tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    compare_type=True,
)
assert tables
with context.begin_transaction():
    context.run_migrations()
