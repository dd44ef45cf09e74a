"""Files that are one document: their bytes are the raw document, and plain text is only decoded and cleaned."""

import io
from collections.abc import Iterator

from annotator.corpus.encodings import looks_binary
from annotator.corpus.source import read_source
from annotator.formats.errors import FormatError
from annotator.formats.readers.inputs import (
    LARGEST_DOCUMENT,
    Document,
    InputFile,
    Metadata,
    RawDocument,
    ReadOptions,
    check_lines,
    too_large,
)
from annotator.formats.readers.streams import read_whole

# How files begin that are not text, whatever their names.
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
)


def split(
    stream: io.BufferedReader,
    file: InputFile,
    options: ReadOptions,  # noqa: ARG001 - as every reader
) -> Iterator[RawDocument]:
    """Yield the whole file; raises FormatError where it is too large."""
    content = read_whole(stream, LARGEST_DOCUMENT)
    if content is None:
        raise too_large(file.source)
    yield RawDocument(file, None, content)


def read(raw: RawDocument, options: ReadOptions) -> Iterator[Document]:
    """Decode and clean a plain text; raises FormatError for what is not text."""
    assert isinstance(raw.content, bytes)
    text = read_source(raw.content, encoding=options.encoding)
    check_text(raw, text.encoding)
    check_lines(raw, text)
    yield Document(raw.file, None, text, Metadata())


def check_text(raw: RawDocument, encoding: str) -> None:
    """Raise FormatError for bytes that are not text."""
    content = raw.content
    assert isinstance(content, bytes)
    kind = next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), None)
    if kind is None and looks_binary(content, encoding):
        kind = "no text"
    if kind:
        raise FormatError(f"is {kind}", where=raw.file.source, advice="It was skipped.")
