"""The address, title and date that an input gives a document."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns; what is stored already keeps them empty."""
    for name in ("url", "title", "date"):
        op.add_column("version", sa.Column(name, sa.Text(), nullable=True))
