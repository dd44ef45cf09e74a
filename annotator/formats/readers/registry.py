"""The formats of input files. A new one is a module here with `split` and `read`, and a row in `READERS`.

Nothing heavy is imported here: the command line lists the formats in its help.
"""

import io
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from annotator.formats.errors import FormatError, needs_extra

if TYPE_CHECKING:
    from annotator.formats.readers.inputs import Document, InputFile, RawDocument, ReadOptions

# Suffixes of compressed files; the format's own suffix comes before them.
COMPRESSED = (".gz", ".zst")


class Reader(Protocol):
    """What a format's module provides."""

    def split(
        self, stream: io.BufferedReader, file: "InputFile", options: "ReadOptions"
    ) -> "Iterator[RawDocument | FormatError]":
        """Yield the raw documents of a stream; raises FormatError where it cannot continue."""

    def read(self, raw: "RawDocument", options: "ReadOptions") -> "Iterator[Document]":
        """Yield the documents of a raw one; raises FormatError where it cannot be read."""


class InputFormat(NamedTuple):
    """A format: its module, the suffixes of its files, and how they begin where the suffix says nothing.

    `whole_file` formats give a file's documents only when the whole file was read. `html` ones need the extra `web`.
    """

    module: str
    suffixes: tuple[str, ...]
    beginning: re.Pattern[str] | None = None
    whole_file: bool = False
    html: bool = False

    def reader(self, where: str) -> Reader:
        """Import the format's module for an input; raises FormatError where the extra that it needs is missing.

        The module of pages alone takes as long to import as the parser.
        """
        if self.html:
            with needs_extra("HTML needs", "web", where=where):
                import_module("annotator.formats.readers.html_text")
        return cast(Reader, import_module(f"annotator.formats.readers.{self.module}"))


READERS = {
    "text": InputFormat("plain_text", (".txt",), whole_file=True),
    "html": InputFormat(
        "html_pages",
        (".html", ".htm", ".xhtml"),
        re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.I | re.S),
        whole_file=True,
        html=True,
    ),
    "mt": InputFormat(
        "movable_type",
        (),
        # Lines of `KEY: value`, then a line of five hyphens and the name of a section.
        re.compile(
            r"(?:(?:[A-Z][A-Z ]{2,24}:(?: .*)?)?[^\S\n]*\n)+?-----[^\S\n]*\n"
            r"(?:BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT|PING):[^\S\n]*(?:\n|\Z)"
        ),
        html=True,
    ),
    "jsonl": InputFormat("json_lines", (".jsonl", ".ndjson")),
    "csv": InputFormat("csv_tables", (".csv", ".tsv")),
}
DEFAULT = "text"


def format_by_suffix(name: str) -> str | None:
    """Return the format that a file's name tells; None for `.txt`, whose files may also be exports or pages."""
    suffix = format_suffix(name)
    return next((form for form, row in READERS.items() if suffix in row.suffixes and form != DEFAULT), None)


def format_by_beginning(head: str) -> str:
    """Return the format of a file that begins with `head`."""
    return next(
        (form for form, row in READERS.items() if row.beginning and row.beginning.match(head)), DEFAULT
    )


def is_document_file(name: str) -> bool:
    """Tell whether a folder's file of this name is read where no pattern selects files."""
    return any(format_suffix(name) in row.suffixes for row in READERS.values())


def format_suffix(name: str) -> str:
    """Return the suffix that tells a file's format, in lower case, without that of its compression."""
    path = Path(name.lower())
    return Path(path.stem).suffix if path.suffix in COMPRESSED else path.suffix
