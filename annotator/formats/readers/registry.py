"""The way in: paths to pieces, cheap and one after the other; pieces to documents, each by itself.

What cannot be read is a FormatError in its place, and the rest goes on. A format is a module with `cut`, which cuts
a stream into pieces, and `read`, which makes documents of a piece.
"""

import io
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast, get_args

from annotator.corpus.source import decode
from annotator.formats.errors import FormatError
from annotator.formats.readers.files import STANDARD_INPUT, check_paths, find_files, format_suffix, shown
from annotator.formats.readers.movable_type import begins_like_one
from annotator.formats.readers.pieces import Choices, Document, Format, Piece, Place
from annotator.formats.readers.streams import opened

FORMATS: tuple[Format, ...] = get_args(Format)

# A format's module is imported when it is met: that of pages alone takes as long as the parser.
_MODULES: dict[Format, str] = {
    "text": "plain_text",
    "html": "html_pages",
    "mt": "movable_type",
    "jsonl": "json_lines",
    "csv": "csv_tables",
}
_SUFFIXES: dict[str, Format] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
}
_PAGE = re.compile(r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.I | re.S)
_HEAD = 4096
# So many records of one file are told one by one to be wrong.
_MOST_PROBLEMS = 10


class Reader(Protocol):
    """What a format's module gives."""

    def cut(
        self, stream: io.BufferedReader, place: Place, choices: Choices, form: Format
    ) -> Iterator[Piece | FormatError]:
        """Yield the pieces of a stream; raises FormatError where it cannot go on."""

    def read(self, piece: Piece, choices: Choices) -> Iterator[Document]:
        """Yield the documents of a piece; raises FormatError for one that is none."""


def find_pieces(paths: Sequence[str], choices: Choices) -> Iterator[Piece | FormatError]:
    """Yield every piece under `paths`, or what kept it from being read.

    Raises FormatError at once for a path that does not exist.
    """
    check_paths(paths)
    return _pieces(paths, choices)


def read_piece(piece: Piece, choices: Choices) -> Iterator[Document | FormatError]:
    """Yield the documents of a piece, or what is wrong with it."""
    try:
        yield from _reader(piece.format).read(piece, choices)
    except FormatError as problem:
        yield problem


def read_documents(paths: Sequence[str], choices: Choices) -> Iterator[Document | FormatError]:
    """Yield every document under `paths`, or what kept it from being read, in one process.

    Raises FormatError at once for a path that does not exist.
    """
    pieces = find_pieces(paths, choices)
    return (
        found
        for piece in pieces
        for found in ([piece] if isinstance(piece, FormatError) else read_piece(piece, choices))
    )


def _pieces(paths: Sequence[str], choices: Choices) -> Iterator[Piece | FormatError]:
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _cut(Place(STANDARD_INPUT, None), choices)
            continue
        for file in find_files(Path(path), choices.globs):
            if isinstance(file, FormatError):
                yield file
            else:
                yield from _cut(Place(shown(file), file), choices)


def _cut(place: Place, choices: Choices) -> Iterator[Piece | FormatError]:
    try:
        with opened(place.path, place.source) as stream:
            form = choices.format or _format(place, stream, choices.encoding)
            # A whole file is given when it is known that it did not change while it was read.
            pieces = _reader(form).cut(stream, place, choices, form)
            if form in ("text", "html"):
                pieces = iter(list(pieces))
            else:
                yield from _shortened(pieces, place)
                return
        yield from pieces
    except FormatError as problem:
        yield problem


def _shortened(items: Iterator[Piece | FormatError], place: Place) -> Iterator[Piece | FormatError]:
    """Yield the pieces and the first problems of a file, and at its end how many more there were."""
    problems = 0
    for item in items:
        problems += isinstance(item, FormatError)
        if problems <= _MOST_PROBLEMS or isinstance(item, Piece):
            yield item
    if problems > _MOST_PROBLEMS:
        yield FormatError(
            f"{problems - _MOST_PROBLEMS} more records cannot be read",
            where=place.source,
            advice="Look at the first ones; they were skipped.",
        )


def _reader(form: Format) -> Reader:
    return cast(Reader, import_module(f"annotator.formats.readers.{_MODULES[form]}"))


def _format(place: Place, stream: io.BufferedReader, encoding: str | None) -> Format:
    """Tell a file's format: by its suffix, else by how it begins."""
    named = _SUFFIXES.get(format_suffix(place.source))
    if named:
        return named
    head = stream.peek(_HEAD)[:_HEAD]
    if b"<" not in head and b"-----" not in head:
        return "text"
    text = decode(head, encoding=encoding).text
    if _PAGE.match(text):
        return "html"
    return "mt" if begins_like_one(text.removeprefix("\ufeff").replace("\r\n", "\n")) else "text"
