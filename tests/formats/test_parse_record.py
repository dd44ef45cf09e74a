"""The parse record: valid by its schema, with every text at its span, one document per line."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from annotator.corpus.parse import parse
from annotator.corpus.source import read_source
from annotator.formats.document_records import parse_record
from annotator.formats.errors import FormatError
from annotator.formats.records import Record as AnyRecord
from annotator.formats.schemas import PARSE_VALIDATOR, schema_files
from annotator.formats.writers import jsonl
from annotator.workflow.importing.parsing import parse_lines

Record = dict[str, Any]
SIGNS = "#＃(（)）「」『』・=＝、。 \n\r\u2028\x1b—@a1海ア年月日"
VALIDATOR = Draft202012Validator(json.loads(schema_files()["parse.schema.json"]))


def record_of(raw: bytes) -> bytes:
    """Return the record of a document as a line."""
    source = read_source(raw)
    return jsonl.encode(
        parse_record(
            parse(source.text),
            source="a.txt",
            sha256=source.sha256,
            text_sha256=source.text_sha256,
            encoding=source.encoding,
            removed=source.removed,
        )
    )


def parsed(*paths: Path) -> list[Record]:
    """Return the records of files."""
    return [
        json.loads(line) for line in parse_lines([str(path) for path in paths]) if isinstance(line, bytes)
    ]


def check(line: bytes) -> Record:
    """Check one line against the schema and the model, and return its record."""
    record: Record = json.loads(line)
    assert [error.message for error in VALIDATOR.iter_errors(record)] == []
    assert jsonl.encode(PARSE_VALIDATOR.validate_json(line, strict=True)) == line
    text = record["text"]
    assert record["chars"] == len(text)
    assert "".join(text[block["start"] : block["end"]] for block in record["blocks"]) == text
    for clip in record["clips"]:
        assert "\n".join(text[start:end] for start, end in clip["body_spans"]) == clip["body"]
    for commentary in record["commentary"]:
        assert text.count("\n", 0, commentary["start"]) + 1 == commentary["line"]
        for part in (*commentary["segments"], *commentary["quotations"]):
            assert text[part["start"] : part["end"]] == part["text"]
    return record


def test_the_record_of_a_post_is_valid(post_text: str) -> None:
    record = check(record_of(post_text.encode()))
    assert len(record["clips"]) == 2
    assert [line["line"] for line in record["commentary"]] == [5, 6, 10]


def test_a_clip_says_what_stands_in_the_post(post_text: str) -> None:
    clip = check(record_of(post_text.encode()))["clips"][0]
    assert (clip["headline"], clip["url"]) == (
        "ベルカの港 冬の航路を再開へ 漁業者は歓迎",
        "https://t.co/Ab3dE5fGh7",
    )
    assert (clip["publisher"], clip["handle"]) == ("潮見放送ニュース", "shiomi_news")
    assert (clip["date"], clip["date_precision"]) == ("2022-06-13", "day")
    assert clip["inline_tags"] == ["shiomi_news"]


def test_fields_that_the_text_does_not_have_are_null(article_text: str) -> None:
    (clip,) = check(record_of(article_text.encode()))["clips"]
    assert [clip[name] for name in ("publisher", "handle", "date", "date_precision", "url")] == [None] * 5


def test_every_shipped_document_is_valid(root: Path) -> None:
    paths = sorted((root / "seeds").glob("*.txt"))
    lines = list(parse_lines([str(path) for path in paths]))
    assert len(lines) == len(paths) > 0
    for line in lines:
        assert isinstance(line, bytes)
        check(line)


def test_every_real_document_is_valid(real_documents: list[Path]) -> None:
    for line in parse_lines([str(path) for path in real_documents]):
        assert isinstance(line, bytes)
        check(line)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=200), st.text(SIGNS, max_size=80).map(str.encode)))
def test_any_bytes_give_a_valid_record(raw: bytes) -> None:
    line = record_of(raw)
    assert line.count(b"\n") == 1
    check(line)


def test_the_same_bytes_give_the_same_line(root: Path) -> None:
    paths = [str(root / "seeds" / "01-strait-talks.txt")]
    assert list(parse_lines(paths)) == list(parse_lines(paths))


def test_what_was_removed_is_in_the_record(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("赤\x1bい港\n".encode())
    (record,) = parsed(tmp_path / "a.txt")
    assert record["removed"] == [[1, "U+001B"]]
    assert record["text"] == "赤い港\n"


def test_what_could_not_be_decoded_is_remarked_on_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("一行目\n二".encode() + b"\xff\n")
    (record,) = parsed(tmp_path / "a.txt")
    remark = record["diagnostics"][0]
    assert (remark["code"], remark["line"], remark["column"]) == ("undecodable", 2, 2)


def test_a_problem_stands_in_its_place(tmp_path: Path, post_text: str) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b.txt").write_text(post_text, encoding="utf-8")
    first, second = parse_lines([str(tmp_path)])
    assert isinstance(first, FormatError)
    assert isinstance(second, bytes)


def test_a_value_that_has_no_form_in_json_is_refused() -> None:
    @dataclass
    class Broken(AnyRecord):
        place: set[int]

    with pytest.raises(TypeError):
        jsonl.encode(Broken({1, 2}))
