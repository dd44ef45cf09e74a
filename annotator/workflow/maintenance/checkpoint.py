"""What the database needs beside the work, done while nobody waits for it."""

from annotator.store.engines.sqlite import SqliteFile
from annotator.workflow.project import Project

# Bytes in the log from which it is worth carrying them over; SQLite itself begins at four times as many.
_LOG = 1 << 20


def defer_checkpoints(project: Project) -> None:
    """Let no commit stop to carry the log over into the file; `rest` does it."""
    if isinstance(project.database, SqliteFile):
        project.database.disable_auto_checkpoint()


def checkpoint_if_large(project: Project) -> None:
    """Carry the log over into the file, where it has grown; it holds up nobody who reads or writes."""
    if isinstance(project.database, SqliteFile) and project.database.wal_size() > _LOG:
        project.database.checkpoint()
