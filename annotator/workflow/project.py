"""A project: one database, its codebook, and who works on it.

Time, randomness and the annotator's name are handed in; nothing here asks the machine for them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from annotator import __version__
from annotator.codebook.load import parse_codebook
from annotator.codebook.model import Codebook
from annotator.formats.bundled_files import codebook_text
from annotator.store import codebooks, schema
from annotator.store.engines.open import PATIENCE, Database, open_database
from annotator.workflow.errors import Refused
from annotator.workflow.project_changes import adopt_codebook

Clock = Callable[[], datetime]
# Gives so many random bytes.
Randomness = Callable[[int], bytes]

DEFAULT_CODEBOOK = "core"
# A name stands in file names, exports and messages: no control characters, no edges of white space.
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
    # Where a copy from before stands, if the database was brought to a newer schema when it was opened.
    copied_to: Path | None = None

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return self.clock().astimezone(UTC)

    def close(self) -> None:
        """Give the database back."""
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
    """Open the project at a path or URL, making it with the default codebook where there is none.

    Raises StoreError for a database that cannot be used, Refused for a name that cannot stand in records, and
    StoreError for a project that does not exist where it must. A write waits `patience` seconds for others.
    """
    name = checked_name(annotator)
    database = open_database(address, must_exist=must_exist, patience=patience)
    try:
        kept = schema.prepare(database)
        codebook = _codebook(database, name, clock, randomness)
        return Project(database, codebook, name, clock, randomness, copied_to=kept)
    except BaseException:
        database.close()
        raise


def checked_name(annotator: str) -> str:
    """Return a name as it stands in records; raises Refused for one that cannot."""
    name = annotator.strip()
    if not _NAME.fullmatch(name):
        raise Refused(
            f"{annotator!r} cannot be an annotator's name. Give letters, digits, spaces and . - _ @ + with --as."
        )
    return name


def _codebook(database: Database, annotator: str, clock: Clock, randomness: Randomness) -> Codebook:
    """Return the project's codebook; a new project takes the default one."""
    with database.reading() as connection:
        text = codebooks.current(connection)
    if text is None:
        text = codebook_text(DEFAULT_CODEBOOK)
        if text is None:
            raise Refused(
                f"the codebook {DEFAULT_CODEBOOK} is missing from this installation. Install annotator again."
            )
        codebook = parse_codebook(text, origin=f"{DEFAULT_CODEBOOK}.toml")
        with database.writing() as connection:
            adopt_codebook(
                connection,
                codebook,
                text,
                former=None,
                annotator=annotator,
                at=clock().astimezone(UTC),
                random=randomness(10),
            )
        return codebook
    return parse_codebook(text, origin=f"{database.where} (codebook)")
