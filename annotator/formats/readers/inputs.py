"""What the readers take and produce, and how large one document may be.

A `RawDocument` is one document as it was cut out of its file: cheap to make and to send to another process. Its
format's reader makes a `Document` of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from annotator.corpus.grammar.dates import parse_date
from annotator.corpus.source import CONTROL_CHARACTERS, SourceText
from annotator.formats.errors import FormatError

STANDARD_INPUT = "-"
# The fields of a record in a file of many; each may be given the name of a column.
FIELDS = ("text", "url", "title", "date")

# The most bytes and lines of one document. They bound the memory that reading and parsing it takes.
LARGEST_DOCUMENT = 5 << 20
MOST_LINES = 100_000

# A day followed by a time of day, as programs write it.
_TIMESTAMP = re.compile(r"\s*(\d{4}-\d\d-\d\d)[T ]\d")
_TIME_OF_DAY = re.compile(r"\s\d{1,2}:\d\d.*", re.DOTALL)
_LONGEST = 1000
_LONGEST_DATE = 60


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read; what is not given is detected.

    `globs` select the files of folders. `columns` names the column that holds a field.
    """

    encoding: str | None = None
    globs: tuple[str, ...] = ()
    format: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def overrides(self) -> bool:
        """Whether the same bytes may give another text than without these options."""
        return bool(self.encoding or self.format or self.columns)


DEFAULT_OPTIONS = ReadOptions()


class Metadata(NamedTuple):
    """What an input says about a document beside its text; `date` is an ISO date as long as it is known."""

    url: str | None = None
    title: str | None = None
    date: str | None = None


class RecordText(NamedTuple):
    """The text of one record of a file of many, decoded by `encoding`; `markup` tells whether it is HTML."""

    text: str
    encoding: str
    metadata: Metadata
    markup: bool = False


class InputFile(NamedTuple):
    """A file, its name as it is shown and its format; standard input has no `path`."""

    source: str
    path: Path | None
    format: str


class RawDocument(NamedTuple):
    """One document's content: a whole file's bytes, or the record named `part` of a file of many."""

    file: InputFile
    part: str | None
    content: bytes | RecordText

    @property
    def where(self) -> str:
        """Its address, for messages."""
        return record_address(self.file.source, self.part)

    @property
    def sha256(self) -> str:
        """The digest of its content in hexadecimal: of the file's bytes, or of the record's text in UTF-8."""
        content = self.content
        raw = content if isinstance(content, bytes) else content.text.encode("utf-8", "surrogatepass")
        return sha256(raw).hexdigest()


class Document(NamedTuple):
    """One document as read: its file, its name there, its stored text and its metadata."""

    file: InputFile
    part: str | None
    text: SourceText
    metadata: Metadata

    @property
    def where(self) -> str:
        """Its address, for messages."""
        return record_address(self.file.source, self.part)


def record_address(source: str, part: str | None) -> str:
    """Return the address of a file, or of a record in it."""
    return source if part is None else f"{source}#{part}"


def metadata_of(url: str | None, title: str | None, date: str | None) -> Metadata:
    """Return what an input says, in the project's form: address and title on one line, the date as a day."""
    return Metadata(one_line(url), one_line(title), iso_date(date))


def one_line(text: str | None) -> str | None:
    """Return a text on one line without control characters; None where nothing is left."""
    if not text:
        return None
    line = CONTROL_CHARACTERS.sub(" ", text.encode("utf-8", "replace").decode())
    return " ".join(line.split())[:_LONGEST] or None


def iso_date(text: str | None) -> str | None:
    """Return the day (or month or year) that a text names as an ISO date; None where it names none."""
    if not text or len(text) > _LONGEST_DATE:
        return None
    timestamp = _TIMESTAMP.match(text)
    found = parse_date(timestamp[1] if timestamp else _TIME_OF_DAY.sub("", text.strip()))
    return found.iso if found else None


def check_lines(raw: RawDocument, text: SourceText) -> None:
    """Raise FormatError for a text of more lines than a document may have."""
    if text.text.count("\n") > MOST_LINES:
        raise too_large(raw.where)


def too_large(where: str) -> FormatError:
    """Return the refusal of a document that is too large."""
    return FormatError(
        f"is larger than a document may be ({LARGEST_DOCUMENT >> 20} MiB, {MOST_LINES:,} lines)",
        where=where,
        advice="It was skipped; split it into its posts.",
    )
