"""The keys and groups of clips and lines with the same or nearly the same text; `schema` fills them."""

import sqlalchemy as sa
from alembic import op

from annotator.store.types import KEY

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "twin_key",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_twin_key"),
    )
    op.create_index("ix_twin_key_group_id", "twin_key", ["group_id"], unique=False)
    op.create_table(
        "twin",
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("words", KEY, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_twin_document_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_twin_unit_id"),
        sa.PrimaryKeyConstraint("unit_id", name="pk_twin"),
    )
    op.create_index("ix_twin_group_id_document_id", "twin", ["group_id", "document_id"], unique=False)
