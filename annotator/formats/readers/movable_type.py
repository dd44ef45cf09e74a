"""The Movable Type format, in which Hatena Blog gives its users their entries: many in one file.

An entry is a head of `KEY: value` lines, then sections between lines of five hyphens, and ends at a line of eight.
Its text is that of its body and its extended body; comments are other people's and are left out.
"""

import io
import re
from collections.abc import Iterator

from annotator.formats.errors import FormatError
from annotator.formats.readers.document_fields import described
from annotator.formats.readers.pieces import LARGEST_DOCUMENT, Choices, Format, Piece, Place, Record
from annotator.formats.readers.plain_text import too_large
from annotator.formats.readers.record_columns import Parts, read
from annotator.formats.readers.streams import BLOCK
from annotator.formats.readers.text_lines import decoded_lines, stream_encoding

__all__ = ["begins_like_one", "cut", "read"]

_KEY = re.compile(r"([A-Z][A-Z ]{2,24}):(?: (.*))?")
_SECTION = re.compile(r"(BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT|PING):\s*")
_END_OF_SECTION = "-----"
_END_OF_ENTRY = "--------"
_TEXTS = ("BODY", "EXTENDED BODY")


def begins_like_one(head: str) -> bool:
    """Tell whether a text begins as an export does: with keys, then a line of five hyphens and a section."""
    lines = head.split("\n")
    for number, line in enumerate(lines):
        if line.rstrip() == _END_OF_SECTION:
            return number > 0 and bool(
                _SECTION.fullmatch(lines[number + 1 : number + 2][0] if lines[number + 1 :] else "")
            )
        if line.strip() and not _KEY.fullmatch(line.rstrip()):
            return False
    return False


def cut(
    stream: io.BufferedReader, place: Place, choices: Choices, form: Format
) -> Iterator[Piece | FormatError]:
    """Yield an entry at a time; one that is too large is told and passed over."""
    encoding = stream_encoding(stream.peek(BLOCK), choices.encoding)
    parts = Parts()
    entry = _Entry()
    begun = 1
    for number, line in enumerate(decoded_lines(stream, encoding), 1):
        if line is None:
            entry.too_large = True
        elif entry.take(line):
            yield from _piece(entry, parts, place, encoding, form, begun)
            entry, begun = _Entry(), number + 1
    yield from _piece(entry, parts, place, encoding, form, begun)


def _piece(
    entry: "_Entry", parts: Parts, place: Place, encoding: str, form: Format, begun: int
) -> Iterator[Piece | FormatError]:
    if entry.too_large:
        yield too_large(f"{place.source}:{begun}")
    elif entry.keys or entry.text().strip():
        keys = entry.keys
        about = described(keys.get("URL") or keys.get("PERMALINK"), keys.get("TITLE"), keys.get("DATE"))
        record = Record(entry.text(), encoding, about, markup=True)
        yield Piece(place, parts.name(keys.get("BASENAME")), record, form)


class _Entry:
    """One entry as its lines come in."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self.too_large = False
        self._section: str | None = None
        self._texts: list[str] = []
        self._size = 0
        self._at_end = False
        self._in_head = True

    def take(self, line: str) -> bool:
        """Take a line in; tell whether it ends the entry.

        Hyphens end a section only where another begins behind them, or the entry ends: they may stand in a text.
        """
        words = line.rstrip("\r\n").removeprefix("\ufeff")
        if self._at_end:
            self._at_end = False
            section = _SECTION.fullmatch(words)
            if section:
                self._section, self._in_head = section[1], False
                return False
            if words.rstrip() == _END_OF_ENTRY:
                return True
            if not self._in_head:
                self._add(f"{_END_OF_SECTION}\n")
        if words.rstrip() == _END_OF_SECTION:
            self._at_end = True
        elif words.rstrip() == _END_OF_ENTRY and self._in_head:
            return True
        elif self._in_head:
            key = _KEY.fullmatch(words)
            if key:
                self.keys.setdefault(key[1], key[2] or "")
        else:
            self._add(f"{words}\n")
        return False

    def text(self) -> str:
        """Return the text of the body and what it goes on with, as markup."""
        return "".join(self._texts)

    def _add(self, line: str) -> None:
        if self._section not in _TEXTS or self.too_large:
            return
        self._size += len(line)
        if self._size > LARGEST_DOCUMENT:
            self.too_large = True
            self._texts.clear()
        else:
            self._texts.append(line)
