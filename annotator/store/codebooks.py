"""The codebooks that a project has used; the one adopted last is in force."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from annotator.store.tables import CodebookVersion, table_of

_codebook = table_of(CodebookVersion)


def current(connection: Connection) -> str | None:
    """Return the text of the codebook in force, or None in a new project."""
    return connection.execute(
        select(_codebook.c.text).order_by(_codebook.c.at.desc(), _codebook.c.version.desc()).limit(1)
    ).scalar()


def text_of(connection: Connection, name: str, version: str) -> str | None:
    """Return a codebook's own words as they were adopted."""
    return connection.execute(
        select(_codebook.c.text).where(_codebook.c.name == name, _codebook.c.version == version)
    ).scalar()


def adopt(connection: Connection, name: str, version: str, text: str, *, at: datetime) -> None:
    """Put a codebook into force; a version that is known keeps its words."""
    matches = (_codebook.c.name == name, _codebook.c.version == version)
    if connection.execute(update(_codebook).where(*matches).values(at=at)).rowcount == 0:
        connection.execute(insert(_codebook).values(name=name, version=version, text=text, at=at))
