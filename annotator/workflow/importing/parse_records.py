"""Parses documents without any database."""

from collections.abc import Iterator, Sequence

from annotator.formats.document_records import parse_record
from annotator.formats.errors import FormatError
from annotator.formats.readers.pieces import AS_FOUND, FIELDS, Choices
from annotator.formats.readers.registry import FORMATS, find_pieces
from annotator.formats.writers import jsonl
from annotator.workflow.importing.parse_files import Known, ParsedDocument, read_all, read_each

__all__ = ["FIELDS", "FORMATS", "Choices", "ParsedDocument", "parse_lines"]


def parse_lines(paths: Sequence[str], choices: Choices = AS_FOUND) -> Iterator[bytes | FormatError]:
    """Yield the parse record of each document as a line of JSON, or what kept it from being read."""
    for made in read_each(find_pieces(paths, choices), choices, record_line):
        assert not isinstance(made, Known)
        yield made


def read_documents(
    paths: Sequence[str], choices: Choices = AS_FOUND
) -> Iterator[ParsedDocument | FormatError]:
    """Yield every document parsed, or what kept it from being read."""
    for read in read_all(find_pieces(paths, choices), choices):
        assert not isinstance(read, Known)
        yield read


def record_line(read: ParsedDocument) -> bytes:
    """Return the parse record of a document as a line of JSON."""
    document = read.document
    source = document.text
    return jsonl.encode(
        parse_record(
            read.parse,
            source=document.where,
            sha256=source.sha256,
            text_sha256=source.text_sha256,
            encoding=source.encoding,
            removed=source.removed,
        )
    )
