"""Copies of SQLite files, made while others work: one moment of the project, whole or not there at all.

A copy is written beside its place, checked, put on disk, and moved there.
"""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from annotator.store.errors import StoreError, from_database

# Pages that are copied before the next look at whether the copy is still wanted.
_PAGES = 1024
Progress = Callable[[int, int], None]


class CopyCancelled(Exception):
    """The copy is not needed any more."""


def copy_file(source: Path, target: Path, *, progress: Progress | None = None) -> None:
    """Copy a SQLite file to a place, replacing what is there.

    `progress` gets the number of pages copied, and of all; it may raise CopyCancelled. Raises StoreError where the
    copy cannot be written or is not sound; the place is then as it was.
    """
    with _replacing(target) as written:
        try:
            with closing(_opened(source)) as giving, closing(sqlite3.connect(written)) as taking:
                # The copy is put on disk as a whole below.
                taking.execute("PRAGMA synchronous=OFF")
                _copy(giving, taking, progress)
                # One file, without a log beside it.
                taking.execute("PRAGMA journal_mode=DELETE")
                sound = taking.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.Error as error:
            raise from_database(error, where=str(source)) from error
        if sound != "ok":
            raise StoreError(
                f"the database is damaged ({sound}); no copy was made",
                where=str(source),
                advice="Restore the newest backup.",
            )


def overwrite_file(source: Path, target: Path, *, progress: Progress | None = None) -> None:
    """Make the content of a SQLite file that others may have open that of another one, in one transaction."""
    try:
        with closing(_opened(source)) as giving, closing(_opened(target)) as taking:
            _copy(giving, taking, progress)
            taking.execute("PRAGMA journal_mode=WAL")
    except sqlite3.Error as error:
        raise from_database(error, where=str(target)) from error


def fsync_path(path: Path) -> None:
    """Wait until a file, and the folder's entry for it, are on disk."""
    for place in (path, path.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            _fsync(descriptor)
        finally:
            os.close(descriptor)


def _fsync(descriptor: int) -> None:
    """Flush a file to the disk; on macOS also out of the drive's cache, where fsync alone leaves it."""
    full_fsync: int | None = getattr(fcntl, "F_FULLFSYNC", None)
    if full_fsync is not None:
        try:
            fcntl.fcntl(descriptor, full_fsync)
            return
        except OSError:
            # Some file systems, such as network ones, do not have it.
            pass
    os.fsync(descriptor)


def partial_path(target: Path, process: str) -> Path:
    """Return where a process writes what is to become a copy."""
    return target.with_name(f".{target.name}.{process}.part")


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """Give a place to write to, and move what is written there to the target in the end."""
    written = partial_path(target, str(os.getpid()))
    try:
        yield written
        fsync_path(written)
        written.replace(target)
        fsync_path(target)
    except OSError as error:
        raise StoreError(
            f"the copy cannot be written ({error.strerror or error})",
            where=str(target),
            advice="Free some space or name another place; what stood there is unchanged.",
        ) from error
    finally:
        with suppress(OSError):
            written.unlink(missing_ok=True)


def _copy(giving: sqlite3.Connection, taking: sqlite3.Connection, progress: Progress | None) -> None:
    # With a transaction open the copy is of one moment, and what others write does not restart it.
    giving.execute("BEGIN")
    giving.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def report(_status: int, remaining: int, total: int) -> None:
        if progress:
            progress(total - remaining, total)

    giving.backup(taking, pages=_PAGES, progress=report)
    giving.execute("COMMIT")


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=20)
