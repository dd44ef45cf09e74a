"""JSON Lines: one object per line, a document each."""

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from annotator.formats.errors import FormatError
from annotator.formats.readers.inputs import InputFile, RawDocument, ReadOptions, too_large
from annotator.formats.readers.record_files import (
    RecordNames,
    choose_columns,
    missing_column,
    read,
    record_from,
)
from annotator.formats.readers.streams import BLOCK, decoded_lines, stream_encoding

__all__ = ["read", "split"]


def split(
    stream: io.BufferedReader, file: InputFile, options: ReadOptions
) -> Iterator[RawDocument | FormatError]:
    """Yield a record per line, or what is wrong with it; blank lines are ignored."""
    encoding = stream_encoding(stream.peek(BLOCK), options.encoding)
    names = RecordNames()
    for number, line in enumerate(decoded_lines(stream, encoding), 1):
        where = f"{file.source}:{number}"
        if line is None:
            yield too_large(where)
            continue
        if not line.strip():
            continue
        try:
            values = _object(line)
        except ValueError as error:
            yield FormatError(f"is not a JSON object ({error})", where=where, advice="The line was skipped.")
            continue
        if "annotations" in values and "schema_version" in values:
            raise FormatError(
                "is a dataset that this program exported, no documents",
                where=file.source,
                advice="Read its answers with `annotator label --from`.",
            )
        try:
            record = record_from(values, choose_columns(list(values), options), encoding)
        except KeyError as missing:
            yield missing_column(where, missing.args[0], list(values))
        except TypeError as column:
            yield FormatError(f"its {column} is no text", where=where, advice="The line was skipped.")
        else:
            yield RawDocument(file, names.next(record.metadata.url), record)


def _object(line: str) -> Mapping[str, Any]:
    """Return the object of a line; raises ValueError."""
    try:
        values = orjson.loads(line)
    except ValueError:
        # The standard library also accepts lone surrogates, which cleaning replaces.
        try:
            values = json.loads(line)
        except RecursionError:
            raise ValueError("nested too deep") from None
    if not isinstance(values, dict):
        raise ValueError(f"it is {type(values).__name__}")
    return values
