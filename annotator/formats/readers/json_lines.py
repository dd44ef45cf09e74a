"""JSON Lines: one object a line, a document each."""

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from annotator.formats.errors import FormatError
from annotator.formats.readers.pieces import Choices, Format, Piece, Place
from annotator.formats.readers.plain_text import too_large
from annotator.formats.readers.record_columns import Parts, choose_columns, no_column, read, record_of
from annotator.formats.readers.streams import BLOCK
from annotator.formats.readers.text_lines import decoded_lines, stream_encoding

__all__ = ["cut", "read"]


def cut(
    stream: io.BufferedReader, place: Place, choices: Choices, form: Format
) -> Iterator[Piece | FormatError]:
    """Yield a record a line, or what is wrong with it; blank lines are passed over."""
    encoding = stream_encoding(stream.peek(BLOCK), choices.encoding)
    parts = Parts()
    for number, line in enumerate(decoded_lines(stream, encoding), 1):
        where = f"{place.source}:{number}"
        if line is None:
            yield too_large(where)
            continue
        if not line.strip():
            continue
        try:
            values = _object(line)
        except ValueError as error:
            yield FormatError(f"is no JSON object ({error})", where=where, advice="The line was skipped.")
            continue
        if "annotations" in values and "schema_version" in values:
            raise FormatError(
                "is a dataset that this program exported, no documents",
                where=place.source,
                advice="Read its answers with `annotator label --from`.",
            )
        try:
            record = record_of(values, choose_columns(list(values), choices), encoding)
        except KeyError as missing:
            yield no_column(where, missing.args[0], list(values))
        except TypeError as column:
            yield FormatError(f"its {column} is no text", where=where, advice="The line was skipped.")
        else:
            part = parts.name(record.described.url)
            yield Piece(place, part, record, form)


def _object(line: str) -> Mapping[str, Any]:
    """Return the object of a line; raises ValueError."""
    try:
        values = orjson.loads(line)
    except ValueError:
        # The standard library also reads lone surrogates, which cleaning takes care of.
        try:
            values = json.loads(line)
        except RecursionError:
            raise ValueError("nested too deep") from None
    if not isinstance(values, dict):
        raise ValueError(f"it is {type(values).__name__}")
    return values
