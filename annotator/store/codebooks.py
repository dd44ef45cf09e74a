"""The codebooks that a project has used; the one activated last is the active one."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from annotator.store.tables import CodebookVersionRow, table_of

_codebook = table_of(CodebookVersionRow)


def active_text(connection: Connection) -> str | None:
    """Return the source of the active codebook; None in a new project."""
    return connection.execute(
        select(_codebook.c.text).order_by(_codebook.c.at.desc(), _codebook.c.version.desc()).limit(1)
    ).scalar()


def text_of(connection: Connection, name: str, version: str) -> str | None:
    """Return the source of a codebook version; None where the project does not have it."""
    return connection.execute(
        select(_codebook.c.text).where(_codebook.c.name == name, _codebook.c.version == version)
    ).scalar()


def activate(connection: Connection, name: str, version: str, text: str, *, at: datetime) -> None:
    """Make a codebook the active one from `at` on; of a known version the later activation counts.

    A known version keeps its source.
    """
    matches = (_codebook.c.name == name, _codebook.c.version == version)
    known = connection.execute(select(_codebook.c.at).where(*matches)).scalar()
    if known is None:
        connection.execute(insert(_codebook).values(name=name, version=version, text=text, at=at))
    elif at > known:
        connection.execute(update(_codebook).where(*matches).values(at=at))


def all_versions(connection: Connection) -> list[tuple[str, str, str, datetime]]:
    """Return the name, version, source and last activation of every codebook."""
    columns = _codebook.c
    rows = connection.execute(
        select(columns.name, columns.version, columns.text, columns.at).order_by(
            columns.name, columns.version
        )
    )
    return [(row.name, row.version, row.text, row.at) for row in rows]
