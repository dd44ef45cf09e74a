"""The codebooks that a project has used; the one adopted last is in force."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from annotator.store.tables import CodebookVersion

_codebook = CodebookVersion.__table__  # type: ignore[attr-defined]


def current(connection: Connection) -> str | None:
    """Return the text of the codebook in force, or None in a new project."""
    return connection.execute(
        select(_codebook.c.text).order_by(_codebook.c.at.desc(), _codebook.c.version.desc()).limit(1)
    ).scalar()


def adopt(connection: Connection, name: str, version: str, text: str, *, at: datetime) -> None:
    """Put a codebook into force, unless the same version is known already."""
    known = connection.execute(
        select(_codebook.c.text).where(_codebook.c.name == name, _codebook.c.version == version)
    ).first()
    if known is None:
        connection.execute(insert(_codebook).values(name=name, version=version, text=text, at=at))
