"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

from annotator.store.types import UTCDateTime, json_column

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "annotator",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_annotator"),
    )
    op.create_table(
        "codebook",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", "version", name="pk_codebook"),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("key", name="uq_document_key"),
    )
    op.create_table(
        "done",
        sa.Column("annotator", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("annotator", "document_id", "unit_id", name="pk_done"),
    )
    op.create_table(
        "progress",
        sa.Column("annotator", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("annotator", "document_id", name="pk_progress"),
    )
    op.create_table(
        "undone",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_undone"),
    )
    op.create_table(
        "address",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_address_document_id"),
        sa.PrimaryKeyConstraint("source", name="pk_address"),
    )
    op.create_index("ix_address_document_id", "address", ["document_id"], unique=False)

    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("encoding", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "removed",
            json_column(),
            nullable=False,
        ),
        sa.Column(
            "blocks",
            json_column(),
            nullable=False,
        ),
        sa.Column(
            "document_tags",
            json_column(),
            nullable=False,
        ),
        sa.Column(
            "diagnostics",
            json_column(),
            nullable=False,
        ),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_version_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
    )
    op.create_index("ix_version_document_id", "version", ["document_id"], unique=False)
    op.create_index("ix_version_text_sha256", "version", ["text_sha256"], unique=False)

    op.create_table(
        "unit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("queued", sa.Boolean(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("clip_id", sa.String(), nullable=True),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("data", json_column(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_unit_document_id"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_unit_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
    )
    op.create_index("ix_unit_document_id_ordinal", "unit", ["document_id", "ordinal"], unique=False)

    op.create_table(
        "annotation",
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("annotator", sa.String(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=True),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("codebook_version", sa.String(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["annotator"], ["annotator.name"], name="fk_annotation_annotator"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_annotation_unit_id"),
        sa.PrimaryKeyConstraint(
            "unit_id", "annotator", "dimension", "holder", "target", name="pk_annotation"
        ),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("annotator", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=True),
        sa.Column(
            "before",
            json_column(),
            nullable=True,
        ),
        sa.Column("after", json_column(), nullable=True),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.Column("codebook_version", sa.String(), nullable=False),
        sa.Column("program_version", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["annotator"], ["annotator.name"], name="fk_event_annotator"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_event_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_annotator_at_id", "event", ["annotator", "at", "id"], unique=False)
    op.create_index("ix_event_unit_id_annotator", "event", ["unit_id", "annotator"], unique=False)

    op.create_table(
        "mark",
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("annotator", sa.String(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("skipped", sa.String(), nullable=True),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["annotator"], ["annotator.name"], name="fk_mark_annotator"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_mark_unit_id"),
        sa.PrimaryKeyConstraint("unit_id", "annotator", name="pk_mark"),
    )
