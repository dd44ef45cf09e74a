"""Copies of a project: backups while others work, back from them, between databases, and one a day.

A copy is compared with what it is a copy of before it counts as made. Nothing is replaced without being asked to.
"""

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.store import schema, sqlite_backup, table_copy
from annotator.store.engines.open import Database, open_database
from annotator.store.engines.sqlite import SqliteFile
from annotator.store.errors import StoreError
from annotator.store.facets import replace_all_facets
from annotator.store.search_index import rebuild_index
from annotator.store.sqlite_backup import CopyCancelled
from annotator.store.table_copy import TableSum
from annotator.workflow.errors import Refused
from annotator.workflow.project import Project

__all__ = ["DAILY_COPIES", "CopyCancelled", "TableSum", "backup", "copy", "daily_copy", "restore"]

# How many daily copies are kept.
DAILY_COPIES = 7
# Told how much is done, of how much in all (None where that is not known).
Progress = Callable[[int, int | None], None]


def backup(address: str, path: Path, *, replace: bool = False, progress: Progress | None = None) -> None:
    """Copy a project into a new SQLite file while others work on it; with `replace` over an older copy.

    Raises Refused where the file is there, StoreError where there is no project or the copy cannot be made.
    """
    with closing(_there(address)) as database:
        if isinstance(database, SqliteFile):
            _check_free(path, replace=replace, other=database.path)
            sqlite_backup.copy_file(database.path, path, progress=progress)
            return
        _check_free(path, replace=replace)
        with TemporaryDirectory(dir=_folder(path)) as folder:
            made = Path(folder) / "copy.db"
            _copy(database, str(made), progress)
            sqlite_backup.copy_file(made, path)


def restore(
    path: Path, address: str, *, replace: bool = False, stamp: str, progress: Progress | None = None
) -> Path | None:
    """Make a backup the project at an address; return the copy of what was there before, None for nothing.

    With `replace` a SQLite file takes the place of the project that is there, which is copied beside it first,
    under a name with `stamp`. Raises Refused where a project is there, StoreError for what is no backup.
    """
    with closing(_there(str(path))) as saved:
        assert isinstance(saved, SqliteFile)
        database = open_database(address)
        with closing(database):
            if isinstance(database, SqliteFile):
                return _restore_file(saved.path, database.path, progress, replace=replace, stamp=stamp)
            if replace:
                raise Refused(
                    f"{database.where}: a project on a server is not replaced. "
                    "Restore into a new database (createdb), then use its address."
                )
        # The backup stays as it is, whichever schema it has.
        with TemporaryDirectory() as folder:
            again = Path(folder) / "restored.db"
            sqlite_backup.copy_file(saved.path, again)
            copy(str(again), address, progress=progress)
    return None


def copy(source: str, target: str, *, progress: Progress | None = None) -> list[TableSum]:
    """Copy a project to another address that holds none, compare every table, and return their sums.

    Raises Refused where the target holds a project, StoreError where a table differs; nothing is then there.
    """
    with closing(_there(source)) as database:
        schema.migrate(database)
        return _copy(database, target, progress)


def daily_copy(
    project: Project, today: date, *, should_continue: Callable[[], bool] = lambda: True
) -> Path | None:
    """Make the day's copy of a SQLite project beside it, and remove all but the newest; None where it exists already.

    It ends without a copy as soon as `should_continue` is False.
    """
    database = project.database
    if not isinstance(database, SqliteFile):
        return None
    folder = database.path.with_name(f"{database.path.name}-copies")
    path = folder / f"{today.isoformat()}.db"
    if path.exists():
        return None

    def report(_done: int, _total: int) -> None:
        if not should_continue():
            raise CopyCancelled

    try:
        folder.mkdir(exist_ok=True)
        sqlite_backup.copy_file(database.path, path, progress=report)
        for old in sorted(folder.glob("????-??-??.db"))[:-DAILY_COPIES]:
            old.unlink()
        # What was being written on another day when the program was killed; today's may be another session's.
        for left in set(folder.glob(sqlite_backup.partial_path(folder / "????-??-??.db", "*").name)) - set(
            folder.glob(sqlite_backup.partial_path(path, "*").name)
        ):
            left.unlink(missing_ok=True)
    except CopyCancelled:
        return None
    except OSError as error:
        raise StoreError(
            f"the day's copy cannot be made ({error.strerror or error})",
            where=str(folder),
            advice="Check the rights of the folder, or switch the copies off with --no-copies.",
        ) from error
    return path


def _there(address: str) -> Database:
    """Open a project that must be there."""
    database = open_database(address, must_exist=True)
    try:
        if schema.stored_revision(database) is None:
            raise StoreError("no project is here", where=database.where, advice="Name another with --db.")
    except BaseException:
        database.close()
        raise
    return database


def _copy(source: Database, address: str, progress: Progress | None) -> list[TableSum]:
    done = 0

    def report(_table: str, rows: int) -> None:
        nonlocal done
        done += rows
        if progress:
            progress(done, None)

    with closing(open_database(address)) as target:
        if target.engine.url == source.engine.url:
            raise Refused(f"{target.where}: this is the same database. Name another one.")
        schema.migrate(target)
        with source.reading() as giving, target.writing() as taking:
            if not table_copy.is_empty(taking):
                raise Refused(
                    f"{target.where}: a project is there already. Name a new database; it was left as it is."
                )
            sums = table_copy.copy_tables(giving, taking, where=target.where, progress=report)
            rebuild_index(taking)
            replace_all_facets(taking)
            return sums


def _restore_file(
    saved: Path, path: Path, progress: Progress | None, *, replace: bool, stamp: str
) -> Path | None:
    if saved.resolve() == path.resolve():
        raise Refused(f"{path}: this is the backup itself. Name the project's database with --db.")
    if not path.exists() or not path.stat().st_size:
        sqlite_backup.copy_file(saved, path, progress=progress)
        return None
    if not replace:
        raise Refused(
            f"{path}: a project is there already. Name a new database, or use --replace; it was left as it is."
        )
    kept = path.with_name(f"{path.name}.before-restore-{stamp}")
    _check_free(kept, replace=False)
    sqlite_backup.copy_file(path, kept)
    sqlite_backup.overwrite_file(saved, path, progress=progress)
    return kept


def _check_free(path: Path, *, replace: bool, other: Path | None = None) -> None:
    if path.is_dir() or not _folder(path).is_dir():
        raise Refused(f"{path}: this is a folder, or its folder does not exist. Name a file.")
    if other is not None and path.exists() and path.samefile(other):
        raise Refused(f"{path}: this is the project itself. Name another file.")
    if path.exists() and not replace:
        raise Refused(f"{path}: is there already. Name another file, or use --replace; it was left as it is.")


def _folder(path: Path) -> Path:
    return path.absolute().parent
