"""Files that are one document: their bytes are the piece, and plain text is decoded and cleaned only."""

import io
from collections.abc import Iterator

from annotator.corpus.encodings import looks_binary
from annotator.corpus.source import SourceText, read_source
from annotator.formats.errors import FormatError
from annotator.formats.readers.pieces import (
    LARGEST_DOCUMENT,
    MOST_LINES,
    Choices,
    Described,
    Document,
    Format,
    Piece,
    Place,
)
from annotator.formats.readers.streams import read_whole

# What files begin with that are no texts, whatever their names.
_KINDS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
)


def cut(stream: io.BufferedReader, place: Place, choices: Choices, form: Format) -> Iterator[Piece]:  # noqa: ARG001
    """Yield the whole file as one piece; raises FormatError where it is too large."""
    raw = read_whole(stream, LARGEST_DOCUMENT)
    if raw is None:
        raise too_large(place.source)
    yield Piece(place, None, raw, form)


def read(piece: Piece, choices: Choices) -> Iterator[Document]:
    """Decode and clean a plain text; raises FormatError for what is none."""
    assert isinstance(piece.content, bytes)
    text = read_source(piece.content, encoding=choices.encoding)
    check_text(piece, text.encoding)
    check_lines(piece, text)
    yield Document(piece.place, None, text, Described())


def check_text(piece: Piece, encoding: str) -> None:
    """Raise FormatError for bytes that are no text."""
    raw = piece.content
    assert isinstance(raw, bytes)
    kind = next((words for mark, words in _KINDS if raw.startswith(mark)), None)
    if kind is None and looks_binary(raw, encoding):
        kind = "no text"
    if kind:
        raise FormatError(f"is {kind}", where=piece.place.source, advice="It was skipped.")


def check_lines(piece: Piece, text: SourceText) -> None:
    """Raise FormatError for a text of more lines than a document may have."""
    if text.text.count("\n") > MOST_LINES:
        raise too_large(piece.where)


def too_large(where: str) -> FormatError:
    """Return the refusal of a document that is too large."""
    return FormatError(
        f"is larger than a document may be ({LARGEST_DOCUMENT >> 20} MiB, {MOST_LINES:,} lines)",
        where=where,
        advice="It was skipped; split it into its posts.",
    )
