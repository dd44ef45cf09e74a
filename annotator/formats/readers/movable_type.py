"""The Movable Type format, in which Hatena Blog exports a user's entries: many in one file.

An entry is a head of `KEY: value` lines, then sections between lines of five hyphens, and ends at a line of eight.
Its text is that of its body and its extended body; comments are other people's and are left out.
"""

import io
import re
from collections.abc import Iterator

from annotator.formats.errors import FormatError
from annotator.formats.readers.inputs import (
    LARGEST_DOCUMENT,
    InputFile,
    RawDocument,
    ReadOptions,
    RecordText,
    metadata_of,
    too_large,
)
from annotator.formats.readers.record_files import RecordNames, read
from annotator.formats.readers.streams import BLOCK, decoded_lines, stream_encoding

__all__ = ["read", "split"]

_KEY = re.compile(r"([A-Z][A-Z ]{2,24}):(?: (.*))?")
_SECTION = re.compile(r"(BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT|PING):\s*")
_END_OF_SECTION = "-----"
_END_OF_ENTRY = "--------"
_TEXT_SECTIONS = ("BODY", "EXTENDED BODY")


def split(
    stream: io.BufferedReader, file: InputFile, options: ReadOptions
) -> Iterator[RawDocument | FormatError]:
    """Yield one entry after the other; one that is too large is reported and skipped."""
    encoding = stream_encoding(stream.peek(BLOCK), options.encoding)
    names = RecordNames()
    entry, first_line = _Entry(), 1
    for number, line in enumerate(decoded_lines(stream, encoding), 1):
        if line is None:
            entry.too_large = True
        elif entry.add_line(line):
            yield from _raw_document(entry, names, file, encoding, first_line)
            entry, first_line = _Entry(), number + 1
    yield from _raw_document(entry, names, file, encoding, first_line)


def _raw_document(
    entry: "_Entry", names: RecordNames, file: InputFile, encoding: str, first_line: int
) -> Iterator[RawDocument | FormatError]:
    if entry.too_large:
        yield too_large(f"{file.source}:{first_line}")
    elif entry.keys or entry.text().strip():
        keys = entry.keys
        metadata = metadata_of(keys.get("URL") or keys.get("PERMALINK"), keys.get("TITLE"), keys.get("DATE"))
        record = RecordText(entry.text(), encoding, metadata, markup=True)
        yield RawDocument(file, names.next(keys.get("BASENAME")), record)


class _Entry:
    """One entry, collected line by line."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self.too_large = False
        self._section: str | None = None
        self._texts: list[str] = []
        self._size = 0
        self._after_hyphens = False
        self._in_head = True

    def add_line(self, line: str) -> bool:
        """Add a line; tell whether it ends the entry.

        Hyphens end a section only where another section or the end of the entry follows: a text may contain them.
        """
        line = line.rstrip("\r\n").removeprefix("\ufeff")
        if self._after_hyphens:
            self._after_hyphens = False
            section = _SECTION.fullmatch(line)
            if section:
                self._section, self._in_head = section[1], False
                return False
            if line.rstrip() == _END_OF_ENTRY:
                return True
            if not self._in_head:
                self._add_text(f"{_END_OF_SECTION}\n")
        if line.rstrip() == _END_OF_SECTION:
            self._after_hyphens = True
        elif line.rstrip() == _END_OF_ENTRY and self._in_head:
            return True
        elif self._in_head:
            key = _KEY.fullmatch(line)
            if key:
                self.keys.setdefault(key[1], key[2] or "")
        else:
            self._add_text(f"{line}\n")
        return False

    def text(self) -> str:
        """Return the text of the body and the extended body, as markup."""
        return "".join(self._texts)

    def _add_text(self, line: str) -> None:
        if self._section not in _TEXT_SECTIONS or self.too_large:
            return
        self._size += len(line)
        if self._size > LARGEST_DOCUMENT:
            self.too_large = True
            self._texts.clear()
        else:
            self._texts.append(line)
