"""JSON Lines and CSV: a document per record, with the columns that are asked for."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from annotator.formats.readers import inputs, streams
from annotator.formats.readers.inputs import Metadata, ReadOptions

Found = Callable[..., Any]

ROWS = [
    {
        "text": "朝の港です。\n#海(波)\n",
        "url": "https://a.example/1",
        "title": "朝",
        "date": "2022-01-31T23:00:00Z",
    },
    {"text": "「夜」の港, です。", "url": "https://a.example/2", "title": "夜", "date": "2022年2月1日"},
]
TEXTS = ["朝の港です。\n#海(波)\n", "「夜」の港, です。"]
ABOUT = [
    Metadata("https://a.example/1", "朝", "2022-01-31"),
    Metadata("https://a.example/2", "夜", "2022-02-01"),
]


def json_lines(*rows: Mapping[str, object]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def table(separator: str = ",", end: str = "\n") -> str:
    rows = [
        ["url", "text", "date", "title"],
        *([row["url"], row["text"], row["date"], row["title"]] for row in ROWS),
    ]
    return "".join(separator.join('"' + cell + '"' for cell in row) + end for row in rows)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", json_lines(*ROWS)),
        ("a.ndjson", json_lines(*ROWS).replace("\n", "\r\n")),
        ("a.jsonl", json_lines(ROWS[0]) + "\n \n" + json_lines(ROWS[1]).rstrip("\n")),
        ("a.csv", table()),
        ("a.csv", "\ufeff" + table(end="\r\n")),
        ("a.csv", table(end="\r")),
        ("a.csv", table(";")),
        ("a.csv", table("\t")),
        ("a.tsv", table("\t")),
    ],
)
def test_each_record_is_a_document(found: Found, name: str, content: str) -> None:
    read = found(name, content)
    assert (read.texts, read.problems) == (TEXTS, [])
    assert [one.metadata for one in read.documents] == ABOUT
    assert [one.part for one in read.documents] == ["https://a.example/1", "https://a.example/2"]


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize(("name", "content"), [("a.jsonl", json_lines(*ROWS)), ("a.csv", table())])
def test_files_of_other_encodings_are_read(found: Found, name: str, content: str, encoding: str) -> None:
    assert found(name, content.encode(encoding)).texts == TEXTS


@pytest.mark.parametrize(("name", "content"), [("a.jsonl", json_lines(*ROWS)), ("a.csv", table())])
def test_columns_are_those_that_are_named(found: Found, name: str, content: str) -> None:
    named = ReadOptions(columns={"text": "title", "title": "url"})
    read = found(name, content, named)
    assert read.texts == ["朝", "夜"]
    assert [one.metadata.title for one in read.documents] == ["https://a.example/1", "https://a.example/2"]


@pytest.mark.parametrize("column", ["body", "Content", "本文", " TEXT "])
def test_usual_names_of_the_text_are_known(found: Found, column: str) -> None:
    assert found("a.jsonl", json_lines({column: "海"})).texts == ["海"]
    assert found("a.csv", f"{column}\n海\n").texts == ["海"]


def test_records_without_an_address_are_numbered(found: Found) -> None:
    read = found("a.jsonl", json_lines({"text": "一"}, {"text": "二"}))
    assert [one.part for one in read.documents] == ["1", "2"]


def test_a_line_that_is_no_record_is_reported_with_its_number(found: Found) -> None:
    lines_ = ["{", "[1]", '"海"', "NaN", '{"text": 3}', '{"other": "海"}', '{"text": "港"}', "[" * 5000]
    read = found("a.jsonl", "\n".join(lines_))
    assert read.texts == ["港"]
    assert [one.where.rpartition(":")[2] for one in read.problems] == ["1", "2", "3", "4", "5", "6", "8"]


def test_a_lone_surrogate_becomes_a_replacement_with_a_remark(found: Found) -> None:
    source = found("a.jsonl", '{"text": "海\\ud800"}\n').one.text
    assert source.text == "海\ufffd"
    assert [one.code for one in source.diagnostics] == ["undecodable"]


@pytest.mark.parametrize(("name", "head"), [("a.jsonl", b'{"text": "'), ("a.csv", b'text\n"')])
def test_bytes_that_do_not_decode_are_remarked_on_in_their_record(
    found: Found, name: str, head: bytes
) -> None:
    tail = '"}\n' if name == "a.jsonl" else '"\n'
    source = found(name, head + "海が見える".encode() + b"\xff" + tail.encode()).one.text
    assert source.text == "海が見える\ufffd"
    assert [(one.line, one.column) for one in source.diagnostics] == [(1, 6)]


def test_a_dataset_of_this_program_is_refused(found: Found) -> None:
    read = found("a.jsonl", json_lines({"text": "海", "annotations": [], "schema_version": 1}))
    assert read.texts == []
    assert "label --from" in read.problems[0].advice


@pytest.mark.parametrize("columns", [{}, {"text": "body"}])
def test_a_table_without_its_column_is_refused_with_its_columns(
    found: Found, columns: dict[str, str]
) -> None:
    read = found("a.csv", "url,words\nx,海\n", ReadOptions(columns=columns))
    (problem,) = read.problems
    assert "url, words" in problem.what
    assert "--column" in problem.advice


def test_a_short_row_is_reported_and_the_rest_read(found: Found) -> None:
    read = found("a.csv", "url,text\nx,海\ny\n\nz,港\n")
    assert read.texts == ["海", "港"]
    assert [one.where.rpartition(":")[2] for one in read.problems] == ["3"]


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> int:
    """A limit that a test can reach."""
    from annotator.formats.readers import csv_tables

    limit = 1000
    monkeypatch.setattr(streams, "LARGEST_DOCUMENT", limit)
    monkeypatch.setattr(csv_tables, "LARGEST_DOCUMENT", limit)
    monkeypatch.setattr(inputs, "LARGEST_DOCUMENT", limit)
    return limit


def test_a_line_that_is_too_long_is_reported_and_the_rest_read(found: Found, small_limit: int) -> None:
    long = "海" * small_limit
    read = found("a.jsonl", json_lines({"text": "一"}, {"text": long}, {"text": "二"}, {"text": long}))
    assert read.texts == ["一", "二"]
    assert [one.where.rpartition(":")[2] for one in read.problems] == ["2", "4"]


def test_a_row_that_never_ends_is_reported_where_it_begins(found: Found, small_limit: int) -> None:
    rows = "".join(f"{number},海\n" for number in range(small_limit))
    read = found("a.csv", f'url,text\nx,港\ny,"海\n{rows}')
    assert read.texts == ["港"]
    assert [one.where.rpartition(":")[2] for one in read.problems] == ["3"]
