"""The published schemas and the tables of docs/formats.md follow from the definitions of the records."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from annotator.formats.schemas import SCHEMAS, field_table, schema_files

FILES = schema_files()


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_published_file_is_what_the_definition_gives(root: Path, name: str) -> None:
    assert (root / "schemas" / name).read_bytes() == FILES[name].encode()


def test_every_schema_file_is_generated(root: Path) -> None:
    assert sorted(path.name for path in (root / "schemas").glob("*.json")) == sorted(FILES)


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_schema_is_a_schema(name: str) -> None:
    schema = json.loads(FILES[name])
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_record_has_all_its_fields_and_no_others(name: str) -> None:
    schema = json.loads(FILES[name])
    for node in (schema, *schema["$defs"].values()):
        assert node["required"] == list(node["properties"])
        assert node["additionalProperties"] is False


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_table_of_the_documentation_is_what_the_definition_gives(root: Path, name: str) -> None:
    assert field_table(name) in (root / "docs" / "formats.md").read_text("utf-8")


def test_the_fields_of_a_parse_are_the_promised_ones() -> None:
    assert list(json.loads(FILES["parse.schema.json"])["properties"]) == [
        "source",
        "sha256",
        "text_sha256",
        "encoding",
        "chars",
        "text",
        "removed",
        "blocks",
        "clips",
        "commentary",
        "document_tags",
        "diagnostics",
    ]


def test_the_fields_of_an_export_are_the_promised_ones() -> None:
    assert list(json.loads(FILES["export.schema.json"])["properties"]) == [
        "id",
        "kind",
        "text",
        "tags",
        "document_tags",
        "document",
        "clip",
        "parent",
        "speaker",
        "evidence",
        "quotations",
        "annotations",
        "marks",
        "labels",
        "codebook",
        "schema_version",
    ]
