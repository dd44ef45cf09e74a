"""Acts that are several events."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Let events share an act."""
    op.add_column("event", sa.Column("act", sa.String(), nullable=True))
    op.create_index(
        "ix_event_act",
        "event",
        ["act"],
        sqlite_where=sa.text("act IS NOT NULL"),
        postgresql_where=sa.text("act IS NOT NULL"),
    )
