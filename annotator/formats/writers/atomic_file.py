"""Writes files whole or not at all: an error leaves the file that was there."""

import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from annotator.formats.errors import FormatError


def write_lines(lines: Iterable[bytes], path: Path | None) -> None:
    """Write lines, their line ends included, to a file or, for None, to standard output.

    A temporary file beside it is renamed when it is complete and on disk. Raises FormatError.
    """
    if path is None:
        sys.stdout.buffer.writelines(lines)
        sys.stdout.buffer.flush()
        return
    if not path.name:
        raise FormatError("this is a folder", where=str(path), advice="Name a file with --out.")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        _remove(partial)
        raise FormatError(
            f"cannot be written ({error.strerror or error})",
            where=str(path),
            advice="Free some space or name another file with --out; what stood there is unchanged.",
        ) from error
    except BaseException:
        _remove(partial)
        raise


def write_files(files: Iterable[tuple[str, Iterable[bytes]]], folder: Path) -> None:
    """Write files, given by their paths below a folder and their contents; the folder must be new or empty.

    A temporary folder beside it is renamed when all is complete and on disk. Raises FormatError.
    """
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FormatError(
                "this is no empty folder",
                where=str(folder),
                advice="Name another one with --out, or remove it.",
            )
        partial.mkdir(parents=True)
        for name, lines in files:
            path = partial / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.writelines(lines)
        # Once for all files: one by one, thousands of small files would take minutes.
        os.sync()
        partial.replace(folder)
    except OSError as error:
        raise FormatError(
            f"cannot be written ({error.strerror or error})",
            where=str(folder),
            advice="Free some space or name another folder with --out; nothing was left behind.",
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _remove(partial: Path) -> None:
    """Remove the temporary file, if there is one."""
    with suppress(OSError):
        partial.unlink()
