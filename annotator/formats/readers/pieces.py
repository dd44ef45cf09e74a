"""What the readers give and take, and how large one document may be.

A `Piece` is one document as it was cut out of its file, cheap to make and to hand to another process; a `Document`
is what its format's reader makes of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from annotator.corpus.source import SourceText

Format = Literal["text", "html", "mt", "jsonl", "csv"]
# What a record may have; each may be the name of a column.
FIELDS = ("text", "url", "title", "date")

# One document's bytes and lines at most. They bound the memory that reading and parsing it takes.
LARGEST_DOCUMENT = 5 << 20
MOST_LINES = 100_000


@dataclass(frozen=True, slots=True)
class Choices:
    """How a person wants files to be read.

    `globs` choose the files of folders; else their suffixes do. `columns` names the column that holds a field.
    """

    encoding: str | None = None
    globs: tuple[str, ...] = ()
    format: Format | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def overrides(self) -> bool:
        """Tell whether the same bytes may give another text than without these choices."""
        return bool(self.encoding or self.format or self.columns)


AS_FOUND = Choices()


class Described(NamedTuple):
    """What an input says of a document beside its text; `date` is an ISO date as long as it is known."""

    url: str | None = None
    title: str | None = None
    date: str | None = None


class Record(NamedTuple):
    """One record of a file of many, decoded by `encoding`; `markup` tells whether its text is HTML."""

    text: str
    encoding: str
    described: Described
    markup: bool = False


class Place(NamedTuple):
    """A file as it was asked for; standard input has no `path`."""

    source: str
    path: Path | None


class Piece(NamedTuple):
    """One document's content: a whole file's bytes, or the record that `part` names in a file of many."""

    place: Place
    part: str | None
    content: bytes | Record
    format: Format

    @property
    def where(self) -> str:
        """Where it stood, for a person."""
        return in_file(self.place.source, self.part)

    @property
    def sha256(self) -> str:
        """The digest of what it holds, in hexadecimal: of the file's bytes, or of the record's text in UTF-8."""
        raw = self.content if isinstance(self.content, bytes) else _bytes(self.content.text)
        return sha256(raw).hexdigest()


class Document(NamedTuple):
    """One document as read: where it stood, its stored text, and what its input says of it."""

    place: Place
    part: str | None
    text: SourceText
    described: Described

    @property
    def where(self) -> str:
        """Where it stood, for a person."""
        return in_file(self.place.source, self.part)


def in_file(source: str, part: str | None) -> str:
    """Return the address of a file or of a record in it."""
    return source if part is None else f"{source}#{part}"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
