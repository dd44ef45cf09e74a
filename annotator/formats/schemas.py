"""The JSON Schemas of the records, their tables for docs/formats.md, and the check of records from outside.

The validators raise pydantic's ValidationError.
"""

import json
from typing import Any

from pydantic import TypeAdapter

from annotator.formats.records import ExportRecord, HistoryRecord, ParseRecord

PARSE_VALIDATOR = TypeAdapter(ParseRecord)
EXPORT_VALIDATOR = TypeAdapter(ExportRecord)
HISTORY_VALIDATOR = TypeAdapter(HistoryRecord)

SCHEMAS: dict[str, TypeAdapter[Any]] = {
    "parse": PARSE_VALIDATOR,
    "export": EXPORT_VALIDATOR,
    "history": HISTORY_VALIDATOR,
}
"""Each record by the name of its schema."""


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


def _schema(name: str) -> dict[str, Any]:
    schema = SCHEMAS[name].json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
