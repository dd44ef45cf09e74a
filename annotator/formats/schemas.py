"""The JSON Schemas of the records, their tables for docs/formats.md, and the reader that checks records from outside.

Nothing of a file that another program wrote passes `read_records` unchecked.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from pydantic import TypeAdapter, ValidationError

from annotator.formats.errors import FormatError, unreadable
from annotator.formats.readers.inputs import STANDARD_INPUT
from annotator.formats.records import SCHEMA_VERSION, ExportRecord, HistoryRecord, ParseRecord

PARSE_VALIDATOR = TypeAdapter(ParseRecord)
EXPORT_VALIDATOR = TypeAdapter(ExportRecord)
HISTORY_VALIDATOR = TypeAdapter(HistoryRecord)

SCHEMAS: dict[str, TypeAdapter[Any]] = {
    "parse": PARSE_VALIDATOR,
    "export": EXPORT_VALIDATOR,
    "history": HISTORY_VALIDATOR,
}
"""Each record by the name of its schema."""


class NumberedRecord(NamedTuple):
    """A record and the number of its line."""

    number: int
    record: HistoryRecord | ExportRecord


def schema_files() -> dict[str, str]:
    """Return the text of each published schema by its file name."""
    return {
        f"{name}.schema.json": json.dumps(_schema(name), ensure_ascii=False, indent=2) + "\n"
        for name in SCHEMAS
    }


def field_table(name: str) -> str:
    """Return a record's fields with their descriptions as a table in Markdown."""
    fields = _schema(name)["properties"].items()
    rows = [f"| `{key}` | {field['description']} |\n" for key, field in fields]
    return "".join(["| field | content |\n", "| --- | --- |\n", *rows])


def read_records(path: Path) -> Iterator[NumberedRecord]:
    """Yield the history or export records of a file, or of standard input for `-`.

    Raises FormatError for what cannot be read or is no such record.
    """
    try:
        with ExitStack() as stack:
            lines: Iterable[bytes] = sys.stdin.buffer
            if str(path) != STANDARD_INPUT:
                lines = stack.enter_context(path.open("rb"))
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield NumberedRecord(number, _record(line, f"{path}:{number}"))
    except OSError as error:
        raise unreadable(str(path), error) from error


def _schema(name: str) -> dict[str, Any]:
    schema = SCHEMAS[name].json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _record(line: bytes, where: str) -> HistoryRecord | ExportRecord:
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise _refusal(f"this is not valid JSON ({error})", where) from error
    if not isinstance(fields, dict):
        raise _refusal("this is not a JSON object", where)
    if fields.get("schema_version") != SCHEMA_VERSION:
        raise _refusal("this is no record that this version of the program knows", where)
    try:
        if "annotations" in fields:
            return EXPORT_VALIDATOR.validate_python(fields)
        return HISTORY_VALIDATOR.validate_python(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        is_unknown = first["type"] == "unexpected_keyword_argument"
        message = "Extra inputs are not permitted" if is_unknown else first["msg"]
        raise _refusal(f"{field}: {message}", where) from error


def _refusal(what: str, where: str) -> FormatError:
    return FormatError(
        what,
        where=where,
        advice="Give a database, or what `annotator export history` or `annotator export jsonl` wrote.",
    )
