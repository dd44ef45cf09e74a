"""Lines of JSON that another copy of a project wrote: its history, or its export.

Every line is checked against the model of its record, so that nothing else gets any further.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import orjson
from pydantic import ValidationError

from annotator.formats.errors import FormatError
from annotator.formats.records import ExportRecord, HistoryRecord
from annotator.formats.schemas import EXPORT_VALIDATOR, HISTORY_VALIDATOR

STANDARD_INPUT = "-"


class Line(NamedTuple):
    """One line and what it holds."""

    number: int
    record: HistoryRecord | ExportRecord


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the records of a file, or of standard input for `-`.

    Raises FormatError for what cannot be read or holds something else.
    """
    try:
        with ExitStack() as stack:
            lines: Iterable[bytes] = sys.stdin.buffer
            if str(path) != STANDARD_INPUT:
                lines = stack.enter_context(path.open("rb"))
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield Line(number, _record(line, f"{path}:{number}"))
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> FormatError:
    """Return the refusal of a file that cannot be read."""
    return FormatError(
        f"cannot be read ({error.strerror or error})",
        where=str(path),
        advice="Check the path and its rights.",
    )


def _record(line: bytes, where: str) -> HistoryRecord | ExportRecord:
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise _refusal(f"this is no JSON ({error})", where) from error
    if not isinstance(fields, dict):
        raise _refusal("this is no JSON object", where)
    if fields.get("schema_version") != 1:
        raise _refusal("this is no record that this version of the program knows", where)
    try:
        if "annotations" in fields:
            return EXPORT_VALIDATOR.validate_python(fields)
        return HISTORY_VALIDATOR.validate_python(fields)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        unknown = first["type"] == "unexpected_keyword_argument"
        message = "Extra inputs are not permitted" if unknown else first["msg"]
        raise _refusal(f"{place}: {message}", where) from error


def _refusal(what: str, where: str) -> FormatError:
    return FormatError(
        what,
        where=where,
        advice="Give a database, or what `annotator export history` or `annotator export jsonl` wrote.",
    )
