"""The tables of the database.

Units, events and annotations refer to each other by ids that are the same in every copy of a project; documents also
have a local number, which is their order in the queue. `annotation`, `mark`, `undone`, `done` and `progress` are
projections of the history, written in the same transaction as the events. The search index is not declared here,
because each database has its own kind (see `search_index`).
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Column, ForeignKey, Index, Table, Text, text
from sqlmodel import Field, SQLModel

from annotator.store.types import KEY, UTCDateTime, json_column

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class _Row(SQLModel):
    """The base of all tables. Their values are checked before, so that the models never validate."""

    model_config = {"defer_build": True}


class CodebookVersionRow(_Row, table=True):
    """The text of one version of a codebook."""

    __tablename__: ClassVar[str] = "codebook"
    name: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    text: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UTCDateTime)


class DocumentRow(_Row, table=True):
    """One document; `version_id` is its current version, `queued` the number of its queued units."""

    __tablename__: ClassVar[str] = "document"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    version_id: int | None = None
    queued: int = 0


class VersionRow(_Row, table=True):
    """One stored text of a document, with its blocks as [kind, start, end, repeat_of].

    `url`, `title` and `date` (an ISO date of any precision) are what the input stated about it.
    """

    __tablename__: ClassVar[str] = "version"
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    text_sha256: str = Field(index=True)
    sha256: str
    encoding: str
    url: str | None = Field(default=None, sa_type=Text)
    title: str | None = Field(default=None, sa_type=Text)
    date: str | None = Field(default=None, sa_type=Text)
    text: str = Field(sa_type=Text)
    removed: Any = Field(sa_column=Column(json_column(), nullable=False))
    blocks: Any = Field(sa_column=Column(json_column(), nullable=False))
    document_tags: Any = Field(sa_column=Column(json_column(), nullable=False))
    diagnostics: Any = Field(sa_column=Column(json_column(), nullable=False))
    at: datetime = Field(sa_type=UTCDateTime)


class AddressRow(_Row, table=True):
    """An address of a document; `sha256` is of the bytes when last read."""

    __tablename__: ClassVar[str] = "address"
    source: str = Field(primary_key=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    sha256: str


class UnitRow(_Row, table=True):
    """A clip, commentary line or quotation, as in the last version that contains it.

    `start` and `end` are positions in that version's text. `edition` identifies the unit's text and is null for the
    first one. The unit is part of its document where its version is the document's current one.
    """

    __tablename__: ClassVar[str] = "unit"
    __table_args__ = (Index("ix_unit_document_id_ordinal", "document_id", "ordinal"),)
    id: str = Field(primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    version_id: int = Field(foreign_key="version.id")
    ordinal: int
    kind: str
    queued: bool
    start: int
    end: int
    clip_id: str | None = None
    parent_id: str | None = None
    data: Any = Field(sa_column=Column(json_column(), nullable=False))
    edition: str | None = None


class FormerUnitRow(_Row, table=True):
    """A unit as in an earlier version of its document; its kind is the unit's."""

    __tablename__: ClassVar[str] = "former_unit"
    unit_id: str = Field(primary_key=True, foreign_key="unit.id")
    version_id: int = Field(primary_key=True, foreign_key="version.id", index=True)
    ordinal: int
    start: int
    end: int
    clip_id: str | None = None
    parent_id: str | None = None
    data: Any = Field(sa_column=Column(json_column(), nullable=False))
    edition: str | None = None


class NearDuplicateKeyRow(_Row, table=True):
    """A near-duplicate key; its group is the least of all keys that connect the group."""

    __tablename__: ClassVar[str] = "twin_key"
    key: int = Field(sa_column=Column(KEY, primary_key=True, autoincrement=False))
    group_id: int = Field(sa_column=Column(KEY, nullable=False, index=True))


class NearDuplicateRow(_Row, table=True):
    """The near-duplicate group of a clip or line; `words` is equal where the texts are."""

    __tablename__: ClassVar[str] = "twin"
    __table_args__ = (Index("ix_twin_group_id_document_id", "group_id", "document_id"),)
    unit_id: str = Field(primary_key=True, foreign_key="unit.id")
    document_id: int = Field(foreign_key="document.id")
    group_id: int = Field(sa_column=Column(KEY, nullable=False))
    words: int = Field(sa_column=Column(KEY, nullable=False))


class AnnotatorRow(_Row, table=True):
    """An annotator; `unit_id` is the unit that she last looked at."""

    __tablename__: ClassVar[str] = "annotator"
    name: str = Field(primary_key=True)
    unit_id: str | None = None


class EventRow(_Row, table=True):
    """One action of one annotator, or a part of one (`act`); `edition` is the edition that she saw. Append-only."""

    __tablename__: ClassVar[str] = "event"
    __table_args__ = (
        Index("ix_event_annotator_at_id", "annotator", "at", "id"),
        Index("ix_event_unit_id_annotator", "unit_id", "annotator"),
        Index(
            "ix_event_act",
            "act",
            # The migration states it for PostgreSQL; stating it here would load that dialect for everybody.
            sqlite_where=text("act IS NOT NULL"),
        ),
    )
    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime)
    annotator: str = Field(sa_column=Column(ForeignKey("annotator.name"), nullable=False))
    kind: str
    unit_id: str = Field(sa_column=Column(ForeignKey("unit.id"), nullable=False))
    dimension: str | None = None
    before: Any = Field(default=None, sa_column=Column(json_column(), nullable=True))
    after: Any = Field(default=None, sa_column=Column(json_column(), nullable=True))
    undoes: str | None = None
    act: str | None = None
    codebook_version: str
    program_version: str
    edition: str | None = None


class ChangeRow(_Row, table=True):
    """One change of the project itself: a document imported, a codebook activated. Append-only.

    `subject` is the document's key or the codebook's name.
    """

    __tablename__: ClassVar[str] = "change"
    __table_args__ = (Index("ix_change_at_id", "at", "id"),)
    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime)
    annotator: str | None = None
    kind: str
    subject: str = Field(index=True)
    before: Any = Field(default=None, sa_column=Column(json_column(), nullable=True))
    after: Any = Field(default=None, sa_column=Column(json_column(), nullable=True))
    program_version: str


class AnnotationRow(_Row, table=True):
    """The current answer of one annotator to one dimension of a unit, by holder and target ("" for none)."""

    __tablename__: ClassVar[str] = "annotation"
    __table_args__ = (Index("ix_annotation_annotator_dimension_label", "annotator", "dimension", "label"),)
    unit_id: str = Field(primary_key=True, foreign_key="unit.id")
    annotator: str = Field(primary_key=True, foreign_key="annotator.name")
    dimension: str = Field(primary_key=True)
    holder: str = Field(primary_key=True)
    target: str = Field(primary_key=True)
    label: str
    confidence: str | None = None
    event_id: str
    codebook_version: str
    stale: bool = False
    at: datetime = Field(sa_type=UTCDateTime)


class MarkRow(_Row, table=True):
    """One annotator's flag, note and skip on a unit."""

    __tablename__: ClassVar[str] = "mark"
    __table_args__ = (Index("ix_mark_annotator", "annotator"),)
    unit_id: str = Field(primary_key=True, foreign_key="unit.id")
    annotator: str = Field(primary_key=True, foreign_key="annotator.name")
    flagged: bool = False
    note: str | None = Field(default=None, sa_type=Text)
    skipped: str | None = None
    event_id: str
    at: datetime = Field(sa_type=UTCDateTime)


class UndoneRow(_Row, table=True):
    """Events that are currently undone."""

    __tablename__: ClassVar[str] = "undone"
    event_id: str = Field(primary_key=True)


class DoneRow(_Row, table=True):
    """Queued units that an annotator has done."""

    __tablename__: ClassVar[str] = "done"
    annotator: str = Field(primary_key=True)
    document_id: int = Field(primary_key=True)
    unit_id: str = Field(primary_key=True)


class ProgressRow(_Row, table=True):
    """The number of units of a document that an annotator has done."""

    __tablename__: ClassVar[str] = "progress"
    annotator: str = Field(primary_key=True)
    document_id: int = Field(primary_key=True)
    done: int


class SavedFilterRow(_Row, table=True):
    """Filter criteria that an annotator saved under a name."""

    __tablename__: ClassVar[str] = "saved_filter"
    annotator: str = Field(sa_column=Column(ForeignKey("annotator.name"), primary_key=True))
    name: str = Field(primary_key=True)
    criteria: Any = Field(sa_column=Column(json_column(), nullable=False))


class UnitFacetRow(_Row, table=True):
    """A facet value that consecutive units of a document share: those of its present version between two ordinals.

    Names are folded; a date is an ISO date of any precision.
    """

    __tablename__: ClassVar[str] = "unit_facet"
    __table_args__ = (
        Index("ix_unit_facet_value", "facet", "value", "document_id", "first_ordinal", "last_ordinal"),
        {"sqlite_with_rowid": False},
    )
    facet: str = Field(primary_key=True)
    document_id: int = Field(primary_key=True)
    first_ordinal: int = Field(primary_key=True)
    value: str = Field(primary_key=True)
    last_ordinal: int


class FacetNameRow(_Row, table=True):
    """Every tag and publisher that a document ever had, as written there; filters suggest them."""

    __tablename__: ClassVar[str] = "facet_name"
    facet: str = Field(primary_key=True)
    name: str = Field(primary_key=True)


def table_of(model: type[SQLModel]) -> Table:
    """Return the table behind a model, for SQLAlchemy Core."""
    return SQLModel.metadata.tables[str(model.__tablename__)]
