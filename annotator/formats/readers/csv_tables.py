"""CSV: a header with the names of the columns, then a document a row; also with tabs or semicolons."""

import csv
import io
from collections import deque
from collections.abc import Iterator

from annotator.formats.errors import FormatError
from annotator.formats.readers.files import format_suffix
from annotator.formats.readers.pieces import LARGEST_DOCUMENT, Choices, Format, Piece, Place
from annotator.formats.readers.plain_text import too_large
from annotator.formats.readers.record_columns import Parts, choose_columns, no_column, read, record_of
from annotator.formats.readers.streams import BLOCK
from annotator.formats.readers.text_lines import decoded_lines, stream_encoding

__all__ = ["cut", "read"]

_SEPARATORS = ",\t;"


def cut(
    stream: io.BufferedReader, place: Place, choices: Choices, form: Format
) -> Iterator[Piece | FormatError]:
    """Yield a record a row; raises FormatError where the header has no such columns or a row never ends."""
    encoding = stream_encoding(stream.peek(BLOCK), choices.encoding)
    lines = _Lines(decoded_lines(stream, encoding))
    # A setting of the whole process: the longest field that is not refused.
    csv.field_size_limit(LARGEST_DOCUMENT)
    header = next(lines, "").removeprefix("\ufeff")
    separator = "\t" if format_suffix(place.source) == ".tsv" else max(_SEPARATORS, key=header.count)
    names = _row(csv.reader([header], delimiter=separator), place, 1) or []
    try:
        columns = choose_columns(names, choices)
    except KeyError as missing:
        raise no_column(place.source, missing.args[0], names) from None
    rows = csv.reader(lines, delimiter=separator)
    parts = Parts()
    begun = lines.number + 1
    while (row := _row(rows, place, begun)) is not None:
        where = f"{place.source}:{begun}"
        begun = lines.number + 1
        if lines.too_long:
            lines.too_long = False
            yield too_large(where)
        elif row:
            try:
                record = record_of(dict(zip(names, row, strict=False)), columns, encoding)
            except TypeError:
                yield FormatError("the row has no text", where=where, advice="It was skipped.")
            else:
                yield Piece(place, parts.name(record.described.url), record, form)


def _row(rows: Iterator[list[str]], place: Place, begun: int) -> list[str] | None:
    """Return the next row, which begins at a line; None where there is none. Raises FormatError."""
    try:
        return next(rows, None)
    except csv.Error as error:
        raise FormatError(
            f"the row that begins here cannot be read ({error})",
            where=f"{place.source}:{begun}",
            advice="Look for an unclosed quotation mark; the rest was not read.",
        ) from error


class _Lines:
    """The lines of a table, counted by their line feeds; carriage returns end lines too, as old programs write them.

    A line that is too long is told by `too_long` and stands as an empty one.
    """

    def __init__(self, lines: Iterator[str | None]) -> None:
        self._lines = lines
        self._ready: deque[str] = deque()
        self.number = 0
        self.too_long = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._ready:
            return self._ready.popleft()
        line = next(self._lines)
        self.number += 1
        if line is None:
            self.too_long = True
            return "\n"
        if "\r" in line:
            *ended, rest = line.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._ready.extend(f"{words}\n" for words in ended)
            self._ready.extend([rest] if rest else [])
            return self._ready.popleft()
        return line
