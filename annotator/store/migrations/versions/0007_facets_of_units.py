"""The facets by which filters find units; `schema` fills the table."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the table and its index."""
    op.create_table(
        "unit_facet",
        sa.Column("facet", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("first_ordinal", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("last_ordinal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("facet", "document_id", "first_ordinal", "value", name="pk_unit_facet"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_unit_facet_value",
        "unit_facet",
        ["facet", "value", "document_id", "first_ordinal", "last_ordinal"],
        unique=False,
    )
