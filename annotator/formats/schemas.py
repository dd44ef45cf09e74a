"""The JSON Schemas of the records, generated from their models."""

import json

from annotator.formats.records import SCHEMAS


def schema_files() -> dict[str, str]:
    """Return the text of each published schema by its file name."""
    files = {}
    for name, model in SCHEMAS.items():
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **model.model_json_schema(by_alias=True),
        }
        files[name] = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return files
