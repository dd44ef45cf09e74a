"""Readers of posts: from paths to raw documents, one at a time.

A folder is walked in name order and gives its text files; a file that is named is read whatever its name. What
cannot be read is yielded as a problem in its place, so that the rest goes on.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.corpus.source import ACTING
from annotator.formats.errors import FormatError

SUFFIXES = frozenset((".txt",))
STANDARD_INPUT = "-"


class RawDocument(NamedTuple):
    """The bytes of one document, and the path that it was asked for by; standard input has none."""

    source: str
    raw: bytes
    path: Path | None = None


def read_posts(paths: Sequence[str]) -> Iterator[RawDocument | FormatError]:
    """Yield every document under `paths`, or what kept it from being read.

    Raises FormatError at once for a path that does not exist.
    """
    check_paths(paths)
    return _read_all(paths)


def check_paths(paths: Sequence[str]) -> None:
    """Raise FormatError for the first path that does not exist."""
    for path in paths:
        if path != STANDARD_INPUT and not Path(path).exists():
            raise FormatError("no such file or folder", where=path, advice="Check the path.")


def _read_all(paths: Sequence[str]) -> Iterator[RawDocument | FormatError]:
    for path in paths:
        if path == STANDARD_INPUT:
            yield RawDocument(STANDARD_INPUT, sys.stdin.buffer.read())
            continue
        for file in _files(Path(path)):
            yield file if isinstance(file, FormatError) else _read(file)


def _files(path: Path) -> Iterator[Path | FormatError]:
    if not path.is_dir():
        yield path
        return
    unlisted: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=unlisted.append):
        yield from _problems(unlisted)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield Path(folder) / name
    yield from _problems(unlisted)


def _problems(unlisted: list[OSError]) -> Iterator[FormatError]:
    """Yield the folders that could not be listed, and forget them."""
    while unlisted:
        error = unlisted.pop(0)
        yield FormatError(
            f"cannot be listed ({error.strerror or error})",
            where=shown(Path(error.filename)),
            advice="Check its rights; it was skipped.",
        )


def _read(file: Path) -> RawDocument | FormatError:
    if not file.is_file():
        return FormatError("no regular file", where=shown(file), advice="It was skipped.")
    try:
        return RawDocument(shown(file), file.read_bytes(), file)
    except OSError as error:
        return FormatError(
            f"cannot be read ({error.strerror or error})",
            where=shown(file),
            advice="Check its rights; it was skipped.",
        )


def shown(file: Path) -> str:
    """Return a path as an address: with forward slashes, and what is no text or acts on a terminal written out."""
    words = file.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")
    return ACTING.sub(lambda match: match.group().encode("unicode_escape").decode(), words)
