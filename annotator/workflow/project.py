"""An open project: one database, its active codebook, and who works on it; and the log of changes to the project.

Invariants: time, randomness and the annotator's name are passed in, never taken from the machine. A change is logged in
the transaction that makes it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from annotator import __version__
from annotator.codebook.load import parse_codebook
from annotator.codebook.model import Codebook
from annotator.formats.bundled_files import codebook_text
from annotator.store import codebooks, events, schema
from annotator.store.engines.open import PATIENCE, Database, open_database
from annotator.store.values import Change, ChangeKind, Details
from annotator.workflow.errors import Refused

Clock = Callable[[], datetime]
# Returns so many random bytes.
Randomness = Callable[[int], bytes]

DEFAULT_CODEBOOK = "core"
# A name occurs in file names, exports and messages: no control characters, no outer white space.
_NAME = re.compile(r"[^\W_][\w .@+-]{0,63}")


@dataclass(frozen=True)
class Project:
    """An open project; use it as a context manager, or close it."""

    database: Database
    codebook: Codebook
    annotator: str
    clock: Clock
    randomness: Randomness
    program_version: str = __version__
    # The copy from before, where opening the database migrated it to a newer schema.
    copied_to: Path | None = None

    def now(self) -> datetime:
        """Return the current instant in UTC."""
        return self.clock().astimezone(UTC)

    def new_id(self, at: datetime) -> str:
        """Return a new id for an event or change: 48 bits of milliseconds, by which ids sort, and 80 random ones."""
        milliseconds = int(at.timestamp() * 1000)
        return f"{milliseconds:012x}{self.randomness(10).hex()}"

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_project(
    address: str,
    *,
    annotator: str,
    clock: Clock,
    randomness: Randomness,
    must_exist: bool = False,
    patience: float = PATIENCE,
) -> Project:
    """Open the project at a path or URL, creating it with the default codebook where there is none.

    A write waits `patience` seconds for others. Raises StoreError for a database that cannot be used, and for a project
    that does not exist where it must; Refused for a name that `checked_name` refuses.
    """
    name = checked_name(annotator)
    database = open_database(address, must_exist=must_exist, patience=patience)
    try:
        copied_to = schema.migrate(database)
        with database.reading() as connection:
            active = codebooks.active_text(connection)
        text = _default_codebook() if active is None else active
        origin = f"{DEFAULT_CODEBOOK}.toml" if active is None else f"{database.where} (codebook)"
        codebook = parse_codebook(text, origin=origin)
        project = Project(database, codebook, name, clock, randomness, copied_to=copied_to)
        if active is None:
            with database.writing() as connection:
                set_codebook(project, connection, text, former=None)
        return project
    except BaseException:
        database.close()
        raise


def checked_name(annotator: str) -> str:
    """Return an annotator's name without outer spaces; raises Refused for one that records cannot hold."""
    name = annotator.strip()
    if not _NAME.fullmatch(name):
        raise Refused(
            f"{annotator!r} cannot be an annotator's name. Give letters, digits, spaces and . - _ @ + with --as."
        )
    return name


def set_codebook(project: Project, connection: Connection, text: str, *, former: Codebook | None) -> None:
    """Make the project's codebook, whose source is `text`, the active one of the database, and log it."""
    codebook, at = project.codebook, project.now()
    codebooks.activate(connection, codebook.name, codebook.version, text, at=at)
    record_change(
        project,
        connection,
        "codebook",
        codebook.name,
        at=at,
        before=None if former is None else {"name": former.name, "version": former.version},
        after={"name": codebook.name, "version": codebook.version},
    )


def record_change(
    project: Project,
    connection: Connection,
    kind: ChangeKind,
    subject: str,
    *,
    at: datetime,
    before: Details | None = None,
    after: Details | None = None,
) -> None:
    """Log a change of the project itself: a document read, or a codebook activated."""
    change = Change(
        project.new_id(at), at, project.annotator, kind, subject, before, after, project.program_version
    )
    events.add_changes(connection, [change])


def _default_codebook() -> str:
    text = codebook_text(DEFAULT_CODEBOOK)
    if text is None:
        raise Refused(
            f"the codebook {DEFAULT_CODEBOOK} is missing from this installation. Install annotator again."
        )
    return text
