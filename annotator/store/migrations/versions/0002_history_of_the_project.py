"""Editions of units, units of earlier versions, and the history of the project itself.

Documents and codebooks that are there already get their entries in that history, the same ones in every copy.
"""

from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from annotator.store.types import UTCDateTime, json_column

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables and columns, and write down what is known of the past."""
    op.add_column("unit", sa.Column("edition", sa.String(), nullable=True))
    op.add_column("event", sa.Column("edition", sa.String(), nullable=True))
    op.create_table(
        "former_unit",
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("clip_id", sa.String(), nullable=True),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("data", json_column(), nullable=False),
        sa.Column("edition", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_former_unit_unit_id"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_former_unit_version_id"),
        sa.PrimaryKeyConstraint("unit_id", "version_id", name="pk_former_unit"),
    )
    op.create_index("ix_former_unit_version_id", "former_unit", ["version_id"], unique=False)
    change = op.create_table(
        "change",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("annotator", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", json_column(), nullable=True),
        sa.Column("after", json_column(), nullable=True),
        sa.Column("program_version", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
    )
    op.create_index("ix_change_at_id", "change", ["at", "id"], unique=False)
    op.create_index("ix_change_subject", "change", ["subject"], unique=False)
    _write_past(change)


def _write_past(change: sa.Table) -> None:
    """Enter what was imported and adopted before it was recorded; nobody knows by whom, or from where."""
    at = sa.column("at", UTCDateTime())
    key: sa.ColumnClause[str] = sa.column("key")
    digest: sa.ColumnClause[str] = sa.column("text_sha256")
    name: sa.ColumnClause[str] = sa.column("name")
    number: sa.ColumnClause[str] = sa.column("version")
    read = sa.text("version JOIN document ON document.id = version.document_id")
    imports = op.get_bind().execute(sa.select(key, digest, at).select_from(read)).all()
    adopted = op.get_bind().execute(sa.select(name, number, at).select_from(sa.table("codebook"))).all()
    rows = [
        *(
            _row(row.at, "import", row.key, {"source": None, "text_sha256": row.text_sha256})
            for row in imports
        ),
        *(_row(row.at, "codebook", row.name, {"name": row.name, "version": row.version}) for row in adopted),
    ]
    if rows:
        op.bulk_insert(change, rows)


def _row(at: datetime, kind: str, subject: str, after: dict[str, str | None]) -> dict[str, object]:
    """Return a row whose id is made from what it says."""
    words = "\n".join((kind, subject, *(str(value) for value in after.values())))
    chance = sha256(words.encode()).hexdigest()[:20]
    return {
        "id": f"{int(at.timestamp() * 1000):012x}{chance}",
        "at": at,
        "annotator": None,
        "kind": kind,
        "subject": subject,
        "before": None,
        "after": after,
        "program_version": "",
    }
