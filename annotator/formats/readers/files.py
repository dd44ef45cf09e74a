"""From paths to files: a folder is walked in name order, a file that is named is read whatever its name.

A folder gives the files that the readers know by their suffixes, or those that a pattern names. What cannot be
read is a problem in its place, so that the rest goes on.
"""

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from annotator.corpus.source import ACTING
from annotator.formats.errors import FormatError
from annotator.formats.readers.streams import PACKED

SUFFIXES = frozenset((".txt", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".csv", ".tsv"))
STANDARD_INPUT = "-"


def check_paths(paths: Sequence[str]) -> None:
    """Raise FormatError for the first path that does not exist."""
    for path in paths:
        if path != STANDARD_INPUT and not Path(path).exists():
            raise FormatError("no such file or folder", where=path, advice="Check the path.")


def find_files(path: Path, globs: Sequence[str]) -> Iterator[Path | FormatError]:
    """Yield a file itself, or the files of a folder and the folders in it, in name order."""
    if not path.is_dir():
        yield path
        return
    root = path.resolve()
    unlisted: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=unlisted.append):
        yield from _problems(unlisted)
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = here / name
            if not _is_wanted(file.relative_to(path).as_posix(), globs):
                continue
            yield _outside(file) if file.is_symlink() and not _is_in(file, root) else file
        yield from (
            _outside(here / name) for name in folders if not _is_in(here / name, root, link_only=True)
        )
    yield from _problems(unlisted)


def shown(file: Path | str) -> str:
    """Return a path as an address: with forward slashes, and what is no text or acts on a terminal written out."""
    words = file if isinstance(file, str) else file.as_posix()
    if words.isascii() and words.isprintable():
        return words
    words = words.encode("utf-8", "backslashreplace").decode("utf-8")
    return ACTING.sub(lambda match: match.group().encode("unicode_escape").decode(), words)


def format_suffix(name: str) -> str:
    """Return the suffix that tells a file's format, in small letters, without that of its packing."""
    path = Path(name.lower())
    return Path(path.stem).suffix if path.suffix in PACKED else path.suffix


def _is_wanted(path: str, globs: Sequence[str]) -> bool:
    """Tell whether a folder's file is read: by its name, or by its path in the folder for a pattern with a slash."""
    name = path.rpartition("/")[2]
    if name.startswith("."):
        return False
    if globs:
        return any(fnmatchcase(path if "/" in glob else name, glob) for glob in globs)
    return format_suffix(name) in SUFFIXES


def _is_in(path: Path, root: Path, *, link_only: bool = False) -> bool:
    """Tell whether what a path leads to lies in the folder, or leads nowhere, which reading it will tell."""
    if link_only and not path.is_symlink():
        return True
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return True


def _outside(path: Path) -> FormatError:
    return FormatError(
        "is a link that leads out of the folder",
        where=shown(path),
        advice="It was skipped; name what it leads to if you want it.",
    )


def _problems(unlisted: list[OSError]) -> Iterator[FormatError]:
    """Yield the folders that could not be listed, and forget them."""
    while unlisted:
        error = unlisted.pop(0)
        yield FormatError(
            f"cannot be listed ({error.strerror or error})",
            where=shown(Path(error.filename)),
            advice="Check its rights; it was skipped.",
        )
