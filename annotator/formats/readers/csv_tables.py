"""CSV: a header with the names of the columns, then a document per row; also with tabs or semicolons."""

import csv
import io
from collections import deque
from collections.abc import Iterator

from annotator.formats.errors import FormatError
from annotator.formats.readers.inputs import (
    LARGEST_DOCUMENT,
    InputFile,
    RawDocument,
    ReadOptions,
    too_large,
)
from annotator.formats.readers.record_files import (
    RecordNames,
    choose_columns,
    missing_column,
    read,
    record_from,
)
from annotator.formats.readers.registry import format_suffix
from annotator.formats.readers.streams import BLOCK, decoded_lines, stream_encoding

__all__ = ["read", "split"]

_SEPARATORS = ",\t;"


def split(
    stream: io.BufferedReader, file: InputFile, options: ReadOptions
) -> Iterator[RawDocument | FormatError]:
    """Yield a record per row; raises FormatError where the header lacks a column or a row never ends."""
    encoding = stream_encoding(stream.peek(BLOCK), options.encoding)
    lines = _Lines(decoded_lines(stream, encoding))
    # A setting of the whole process: the longest field that is accepted.
    csv.field_size_limit(LARGEST_DOCUMENT)
    header = next(lines, "").removeprefix("\ufeff")
    separator = "\t" if format_suffix(file.source) == ".tsv" else max(_SEPARATORS, key=header.count)
    column_names = _next_row(csv.reader([header], delimiter=separator), file, 1) or []
    try:
        columns = choose_columns(column_names, options)
    except KeyError as missing:
        raise missing_column(file.source, missing.args[0], column_names) from None
    rows = csv.reader(lines, delimiter=separator)
    names = RecordNames()
    first_line = lines.number + 1
    while (row := _next_row(rows, file, first_line)) is not None:
        where = f"{file.source}:{first_line}"
        first_line = lines.number + 1
        if lines.too_long:
            lines.too_long = False
            yield too_large(where)
        elif row:
            try:
                record = record_from(dict(zip(column_names, row, strict=False)), columns, encoding)
            except TypeError:
                yield FormatError("the row has no text", where=where, advice="It was skipped.")
            else:
                yield RawDocument(file, names.next(record.metadata.url), record)


def _next_row(rows: Iterator[list[str]], file: InputFile, first_line: int) -> list[str] | None:
    """Return the next row, which begins at a line; None at the end. Raises FormatError."""
    try:
        return next(rows, None)
    except csv.Error as error:
        raise FormatError(
            f"the row that begins here cannot be read ({error})",
            where=f"{file.source}:{first_line}",
            advice="Look for an unclosed quotation mark; the rest was not read.",
        ) from error


class _Lines:
    """The lines of a table, counted by line feeds; carriage returns end lines too, as old programs write them.

    A line that is too long sets `too_long` and becomes an empty one.
    """

    def __init__(self, lines: Iterator[str | None]) -> None:
        self._lines = lines
        self._pending: deque[str] = deque()
        self.number = 0
        self.too_long = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._pending:
            return self._pending.popleft()
        line = next(self._lines)
        self.number += 1
        if line is None:
            self.too_long = True
            return "\n"
        if "\r" in line:
            *ended, rest = line.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._pending.extend(f"{part}\n" for part in ended)
            self._pending.extend([rest] if rest else [])
            return self._pending.popleft()
        return line
