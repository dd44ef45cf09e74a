"""Checkpoints of a SQLite file's write-ahead log, run while the annotator is idle."""

from annotator.store.engines.sqlite import SqliteFile
from annotator.workflow.project import Project

# Bytes in the log from which a checkpoint is worth while; SQLite itself begins at four times as many.
_LOG = 1 << 20


def defer_checkpoints(project: Project) -> None:
    """Let no commit run a checkpoint; `checkpoint_if_large` does it instead."""
    if isinstance(project.database, SqliteFile):
        project.database.disable_auto_checkpoint()


def checkpoint_if_large(project: Project) -> None:
    """Copy the log into the file where it has grown; nobody who reads or writes waits for it."""
    if isinstance(project.database, SqliteFile) and project.database.wal_size() > _LOG:
        project.database.checkpoint()
