"""${message}."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy import Text
import sqlmodel
from annotator.store import types
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Go one step forward."""
    ${upgrades if upgrades else "pass"}
