"""Writes down what is done to the project itself: documents read, codebooks put into force.

The entry is written in the transaction of the act that it tells of, so that neither is there without the other.
"""

from datetime import datetime

from sqlalchemy import Connection

from annotator import __version__
from annotator.codebook.model import Codebook
from annotator.store import codebooks, event_log
from annotator.store.values import Change, ChangeKind, Details


def record_change(
    connection: Connection,
    kind: ChangeKind,
    subject: str,
    *,
    annotator: str,
    at: datetime,
    random: bytes,
    before: Details | None = None,
    after: Details | None = None,
) -> None:
    """Add a change to the history; `random` makes its id its own."""
    event_log.add_change(
        connection,
        Change(event_id(at, random), at, annotator, kind, subject, before, after, __version__),
    )


def adopt_codebook(
    connection: Connection,
    codebook: Codebook,
    text: str,
    *,
    former: Codebook | None,
    annotator: str,
    at: datetime,
    random: bytes,
) -> None:
    """Put a codebook into force, and write it down."""
    codebooks.adopt(connection, codebook.name, codebook.version, text, at=at)
    record_change(
        connection,
        "codebook",
        codebook.name,
        annotator=annotator,
        at=at,
        random=random,
        before=None if former is None else {"name": former.name, "version": former.version},
        after={"name": codebook.name, "version": codebook.version},
    )


def event_id(at: datetime, random: bytes) -> str:
    """Return an id that sorts by time and is the same in every copy: 48 bits of milliseconds, 80 of chance."""
    milliseconds = int(at.timestamp() * 1000)
    return f"{milliseconds:012x}{random[:10].hex()}"
