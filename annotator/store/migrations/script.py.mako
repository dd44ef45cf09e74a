"""${message}."""

from alembic import op
import sqlalchemy as sa
from annotator.store.types import UTCDateTime, json_column
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Go one step forward."""
    ${upgrades if upgrades else "pass"}
