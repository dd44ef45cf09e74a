"""The dataset keeps its schema, its order and its bytes, and every text is at its span."""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from annotator.formats.errors import FormatError
from annotator.formats.schemas import EXPORT_VALIDATOR, schema_files
from annotator.formats.writers import jsonl
from annotator.formats.writers.registry import WRITERS
from annotator.store import documents
from annotator.workflow.errors import Refused
from annotator.workflow.exchange.export import default_path, export
from annotator.workflow.importing.documents import add
from annotator.workflow.project import Project, open_project
from tests.annotating import answer, flag, note, skip

Record = dict[str, Any]


def exported(project: Project, path: Path) -> list[Record]:
    """Export to a file and return its records."""
    count = export(project, "jsonl", path).records
    records = [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
    assert len(records) == count
    return records


@pytest.fixture
def records(project: Project, lines: tuple[str, ...], quotation: str, tmp_path: Path) -> list[Record]:
    """The dataset of the project after some work."""
    answer(project, lines[0], dimension="stance", label="favor", target="冬の航路", confidence="high")
    answer(project, quotation, dimension="stance", label="none", target="冬の航路")
    answer(project, lines[1], dimension="fact_opinion", label="fact")
    flag(project, lines[1])
    note(project, lines[2], '"二行"\nの覚え書き')
    skip(project, lines[2], "broken")
    return exported(project, tmp_path / "out.jsonl")


def test_every_record_is_valid_by_the_published_schema(records: list[Record], root: Path) -> None:
    schema = json.loads((root / "schemas" / "export.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert [error.message for record in records for error in validator.iter_errors(record)] == []


def test_every_record_is_read_back_as_the_same_bytes(records: list[Record]) -> None:
    for record in records:
        line = orjson.dumps(record) + b"\n"
        assert jsonl.encode(EXPORT_VALIDATOR.validate_json(line, strict=True)) == line


def test_records_stand_in_the_order_of_the_text(records: list[Record]) -> None:
    kinds = ["clip", "commentary", "quotation", "commentary", "quotation", "clip", "commentary", "clip"]
    assert [record["kind"] for record in records] == kinds
    places = [(record["document"]["source"], record["document"]["start"]) for record in records]
    assert places == sorted(places)


def test_every_text_stands_where_the_record_says(records: list[Record], project: Project) -> None:
    with project.database.reading() as connection:
        texts = {one.parse.key: one.parse.text for one in documents.read_documents(connection)}
    for record in records:
        document = record["document"]
        assert texts[document["id"]][document["start"] : document["end"]] == record["text"]


def test_the_evidence_stands_where_the_record_says(records: list[Record], post_text: str) -> None:
    evidence = next(record["evidence"] for record in records if record["kind"] == "quotation")
    assert (evidence["status"], evidence["clip"]) == ("verbatim", records[0]["id"])
    assert post_text[evidence["start"] : evidence["end"]] == "航路は三月まで毎日開けておく"


def test_a_line_says_what_it_is_about(records: list[Record]) -> None:
    line = records[3]
    assert line["text"] == "#冬の航路=北航路(漁業者「氷が割れる音を聞いてから船を出す」)"
    assert line["tags"] == [{"name": "冬の航路", "alias": "北航路"}]
    assert line["document_tags"] == ["北の海"]
    assert line["clip"]["headline"] == "ベルカの港 冬の航路を再開へ 漁業者は歓迎"
    assert line["clip"]["text"] == records[0]["text"]
    assert [quotation["id"] for quotation in line["quotations"]] == [records[4]["id"]]


def test_a_quotation_names_its_line_and_speaker(records: list[Record]) -> None:
    assert (records[2]["parent"], records[2]["speaker"]) == (records[1]["id"], "サーリ局長")


def test_answers_and_marks_are_in_the_record(records: list[Record]) -> None:
    (given,) = records[1]["annotations"]
    assert (given["dimension"], given["holder"], given["target"]) == ("stance", "author", "冬の航路")
    assert (given["label"], given["confidence"], given["annotator"]) == ("favor", "high", "aya")
    assert (given["pass"], given["blind"], given["suggested"], given["stale"]) == ("open", False, None, False)
    assert [mark["flagged"] for mark in records[3]["marks"]] == [True]
    (mark,) = records[6]["marks"]
    assert (mark["note"], mark["skipped"]) == ('"二行"\nの覚え書き', "broken")


def test_every_dimension_has_its_labels(records: list[Record]) -> None:
    for record in records:
        assert list(record["labels"]) == ["stance", "fact_opinion", "source_reliability"]
    (settled,) = records[1]["labels"]["stance"]
    assert settled == {
        "holder": "author",
        "target": "冬の航路",
        "label": "favor",
        "by": "single",
        "soft": {"favor": 1.0},
    }


def test_the_answers_of_all_are_settled(
    project: Project, open_as: Callable[..., Project], lines: tuple[str, ...], tmp_path: Path
) -> None:
    people = [project, open_as("ben"), open_as("cho")]
    for person, label in zip(people, ("fact", "fact", "opinion"), strict=True):
        answer(person, lines[0], dimension="fact_opinion", label=label)
        answer(person, lines[1], dimension="fact_opinion", label="fact")
    for person, label in zip(people[:2], ("fact", "opinion"), strict=True):
        answer(person, lines[2], dimension="fact_opinion", label=label)
    records = {record["id"]: record for record in exported(project, tmp_path / "out.jsonl")}
    settled = [records[line]["labels"]["fact_opinion"][0] for line in lines]
    assert [(one["label"], one["by"]) for one in settled] == [
        ("fact", "majority"),
        ("fact", "unanimous"),
        (None, "unsettled"),
    ]
    assert [one["annotator"] for one in records[lines[0]]["annotations"]] == ["aya", "ben", "cho"]


def test_the_same_database_gives_the_same_bytes(
    project: Project, records: list[Record], tmp_path: Path
) -> None:
    first = (tmp_path / "out.jsonl").read_bytes()
    export(project, "jsonl", tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == first
    assert records


def test_whoever_runs_it_gets_the_same_bytes(
    records: list[Record], open_as: Callable[..., Project], tmp_path: Path
) -> None:
    export(open_as("zoe"), "jsonl", tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()
    assert records


def test_a_database_filled_in_the_same_way_gives_the_same_bytes(
    new_project: Callable[[], str], tmp_path: Path
) -> None:
    def work(name: str) -> bytes:
        moments = iter(datetime(2026, 1, 2, tzinfo=UTC) + timedelta(seconds=one) for one in range(9))
        with open_project(
            str(new_project()),
            annotator="aya",
            clock=lambda: next(moments),
            randomness=random.Random(7).randbytes,
        ) as project:
            unit = exported(project, tmp_path / name)[1]["id"]
            answer(project, unit, dimension="stance", label="favor", target="航路")
            note(project, unit, "要確認")
            export(project, "jsonl", tmp_path / name)
        return (tmp_path / name).read_bytes()

    assert work("a.jsonl") == work("b.jsonl")


def test_a_hostile_text_stays_inside_its_record(open_as: Callable[..., Project], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(
        "題\n— 局 (@kyoku) 2022年6月13日\n本文。\n#海(\x1b]0;x\x07「\"'=1+1\u2028\x00」)\n".encode()
    )
    project = open_as()
    add(project, [str(path)])
    records = exported(project, tmp_path / "out.jsonl")
    assert b"\x1b" not in (tmp_path / "out.jsonl").read_bytes()
    assert [record["kind"] for record in records][:2] == ["clip", "commentary"]


def test_an_empty_project_gives_an_empty_dataset(open_as: Callable[..., Project], tmp_path: Path) -> None:
    assert exported(open_as(), tmp_path / "out.jsonl") == []


def test_an_unknown_format_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="jsonl"):
        export(project, "xls", tmp_path / "out.xls")
    assert not (tmp_path / "out.xls").exists()


@pytest.mark.usefixtures("records")
def test_a_format_of_several_files_is_a_folder_that_is_there_whole_or_not_at_all(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "out" / "labels"
    assert export(project, "labelstudio", folder).records > 0
    assert {path.name for path in folder.iterdir()} == {"config.xml", "tasks.json"}
    with pytest.raises(FormatError, match="no empty folder"):
        export(project, "brat", folder)
    with pytest.raises(Refused, match="Name one with --out"):
        export(project, "brat", None)
    (tmp_path / "file").touch()
    with pytest.raises(FormatError, match="file/labels"):
        export(project, "brat", tmp_path / "file" / "labels")
    assert [path.name for path in folder.parent.iterdir()] == ["labels"]


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "history"])
def test_every_format_takes_every_unit_and_gives_the_same_bytes(
    project: Project, records: list[Record], tmp_path: Path, name: str
) -> None:
    first, second = (export(project, name, tmp_path / place) for place in ("first", "second"))
    assert first == second
    assert first.records == len(records)
    assert all(number > 0 for number in first.losses.values())
    for file in (tmp_path / "first", *(tmp_path / "first").rglob("*")):
        if file.is_file():
            other = tmp_path / "second" / file.relative_to(tmp_path / "first")
            assert file.read_bytes() == other.read_bytes()


@pytest.mark.sqlite
def test_a_dataset_is_named_after_its_database(open_as: Callable[..., Project]) -> None:
    assert default_path(open_as("aya", "strait.db"), "jsonl") == Path("exports/strait.jsonl")


def test_the_progress_of_an_export_is_told(project: Project, tmp_path: Path) -> None:
    told: list[None] = []
    export(project, "jsonl", tmp_path / "out.jsonl", progress=lambda: told.append(None))
    assert len(told) == 2


@pytest.mark.parametrize("corpus", ["shipped", "real"])
def test_whole_corpora_are_exported_as_the_schema_says(
    open_as: Callable[..., Project], root: Path, tmp_path: Path, request: pytest.FixtureRequest, corpus: str
) -> None:
    paths = (
        sorted((root / "seeds").glob("*.txt"))
        if corpus == "shipped"
        else request.getfixturevalue("real_documents")
    )
    project = open_as()
    add(project, [str(path) for path in paths])
    validator = Draft202012Validator(json.loads(schema_files()["export.schema.json"]))
    with project.database.reading() as connection:
        texts = {one.parse.key: one.parse.text for one in documents.read_documents(connection)}
    for record in exported(project, tmp_path / "out.jsonl"):
        assert list(validator.iter_errors(record)) == []
        place = record["document"]
        assert texts[place["id"]][place["start"] : place["end"]] == record["text"]
