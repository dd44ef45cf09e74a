"""Reads documents: paths to raw documents, cheaply and one after the other; raw documents to documents.

A folder is walked in name order; a file that is named is read whatever its name. What cannot be read is a
FormatError in its place, and the rest continues.
"""

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from annotator.corpus.source import CONTROL_CHARACTERS, decode
from annotator.formats.errors import FormatError
from annotator.formats.readers.inputs import STANDARD_INPUT, Document, InputFile, RawDocument, ReadOptions
from annotator.formats.readers.registry import (
    DEFAULT,
    READERS,
    format_by_beginning,
    format_by_suffix,
    is_document_file,
)
from annotator.formats.readers.streams import open_stream

# The bytes that a file's format is detected from.
_HEAD = 4096
# The most bad records of one file that are reported one by one.
_MOST_PROBLEMS = 10


def check_paths(paths: Sequence[str]) -> None:
    """Raise FormatError for the first path that does not exist."""
    for path in paths:
        if path != STANDARD_INPUT and not Path(path).exists():
            raise FormatError("no such file or folder", where=path, advice="Check the path.")


def find_raw_documents(paths: Sequence[str], options: ReadOptions) -> Iterator[RawDocument | FormatError]:
    """Yield every raw document under `paths`, or why it cannot be read.

    Raises FormatError at once for a path that does not exist.
    """
    check_paths(paths)
    return _raw_documents(paths, options)


def read_raw_document(raw: RawDocument, options: ReadOptions) -> Iterator[Document | FormatError]:
    """Yield the documents of a raw one, or why it cannot be read."""
    try:
        yield from READERS[raw.file.format].reader(raw.where).read(raw, options)
    except FormatError as problem:
        yield problem


def read_documents(paths: Sequence[str], options: ReadOptions) -> Iterator[Document | FormatError]:
    """Yield every document under `paths`, or why it cannot be read, in one process.

    Raises FormatError at once for a path that does not exist.
    """
    return (
        found
        for raw in find_raw_documents(paths, options)
        for found in ([raw] if isinstance(raw, FormatError) else read_raw_document(raw, options))
    )


def find_files(path: Path, globs: Sequence[str]) -> Iterator[Path | FormatError]:
    """Yield a file itself, or the files of a folder and its subfolders, in name order."""
    if not path.is_dir():
        yield path
        return
    root = path.resolve()
    errors: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=errors.append):
        yield from _unlisted(errors)
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = here / name
            if _is_selected(file.relative_to(path).as_posix(), globs):
                yield _leads_outside(file) if file.is_symlink() and not _is_inside(file, root) else file
        links = (here / name for name in folders if (here / name).is_symlink())
        yield from (_leads_outside(link) for link in links if not _is_inside(link, root))
    yield from _unlisted(errors)


def display_path(file: Path | str) -> str:
    """Return a path as an address: with forward slashes, and control characters and invalid text escaped."""
    name = file if isinstance(file, str) else file.as_posix()
    if name.isascii() and name.isprintable():
        return name
    name = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return CONTROL_CHARACTERS.sub(lambda match: match.group().encode("unicode_escape").decode(), name)


def _is_selected(path: str, globs: Sequence[str]) -> bool:
    """Tell whether a folder's file is read: by its name, or by its path in the folder for a pattern with a slash."""
    name = path.rpartition("/")[2]
    if name.startswith("."):
        return False
    if globs:
        return any(fnmatchcase(path if "/" in glob else name, glob) for glob in globs)
    return is_document_file(name)


def _is_inside(link: Path, root: Path) -> bool:
    """Tell whether a link leads into the folder, or nowhere, which reading it reports."""
    try:
        return link.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return True


def _leads_outside(link: Path) -> FormatError:
    return FormatError(
        "is a link that leads out of the folder",
        where=display_path(link),
        advice="It was skipped; name what it leads to if you want it.",
    )


def _unlisted(errors: list[OSError]) -> Iterator[FormatError]:
    """Yield the folders that could not be listed, and clear the list."""
    while errors:
        error = errors.pop(0)
        yield FormatError(
            f"cannot be listed ({error.strerror or error})",
            where=display_path(Path(error.filename)),
            advice="Check its rights; it was skipped.",
        )


def _raw_documents(paths: Sequence[str], options: ReadOptions) -> Iterator[RawDocument | FormatError]:
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _split(None, STANDARD_INPUT, options)
            continue
        for file in find_files(Path(path), options.globs):
            if isinstance(file, FormatError):
                yield file
            else:
                yield from _split(file, display_path(file), options)


def _split(path: Path | None, source: str, options: ReadOptions) -> Iterator[RawDocument | FormatError]:
    try:
        with open_stream(path, source) as stream:
            head = stream.peek(_HEAD)[:_HEAD]
            form = options.format or format_by_suffix(source) or _detected(head, options.encoding)
            found = READERS[form].reader(source).split(stream, InputFile(source, path, form), options)
            if READERS[form].whole_file:
                # Closing the stream raises where the file changed while it was read.
                found = iter(list(found))
            else:
                yield from _limited(found, source)
                return
        yield from found
    except FormatError as problem:
        yield problem


def _detected(head: bytes, encoding: str | None) -> str:
    """Return the format of a file by how it begins."""
    if b"<" not in head and b"-----" not in head:
        return DEFAULT
    text = decode(head, encoding=encoding).text
    return format_by_beginning(text.removeprefix("\ufeff").replace("\r\n", "\n"))


def _limited(found: Iterator[RawDocument | FormatError], source: str) -> Iterator[RawDocument | FormatError]:
    """Yield the raw documents and the first problems of a file, and at its end how many more there were."""
    problems = 0
    for item in found:
        problems += isinstance(item, FormatError)
        if problems <= _MOST_PROBLEMS or isinstance(item, RawDocument):
            yield item
    if problems > _MOST_PROBLEMS:
        yield FormatError(
            f"{problems - _MOST_PROBLEMS} more records cannot be read",
            where=source,
            advice="Look at the first ones; they were skipped.",
        )
