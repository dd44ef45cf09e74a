"""The index of search, filters saved by name, and the ways to one's own answers and marks.

The index is filled by `schema.migrate`, which reads documents by the tables as they are in the end.
"""

import sqlalchemy as sa
from alembic import op

from annotator.store.types import json_column

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the index of the database's own kind, the table, and the indexes."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5"
            "(grams, content='', columnsize=0, detail=none, prefix='1', tokenize='ascii')"
        )
    else:
        op.execute("CREATE TABLE search (place BIGINT PRIMARY KEY, grams TEXT[] NOT NULL)")
        op.execute("CREATE INDEX ix_search_grams ON search USING gin (grams)")
    op.create_table(
        "saved_filter",
        sa.Column("annotator", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("criteria", json_column(), nullable=False),
        sa.ForeignKeyConstraint(["annotator"], ["annotator.name"], name="fk_saved_filter_annotator"),
        sa.PrimaryKeyConstraint("annotator", "name", name="pk_saved_filter"),
    )
    op.create_table(
        "facet_name",
        sa.Column("facet", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("facet", "name", name="pk_facet_name"),
    )
    op.create_index(
        "ix_annotation_annotator_dimension_label",
        "annotation",
        ["annotator", "dimension", "label"],
        unique=False,
    )
    op.create_index("ix_mark_annotator", "mark", ["annotator"], unique=False)
