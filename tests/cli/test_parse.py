"""`annotator parse`: one record per document, and no database."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from jsonschema import Draft202012Validator

Run = Callable[..., CompletedProcess[str]]


@pytest.mark.parametrize("how", [(), ("--explain",)])
def test_a_strict_parse_prints_and_ends_with_one(run: Run, odd: Path, how: tuple[str, ...]) -> None:
    plain, strict = run("parse", str(odd), *how), run("parse", str(odd), *how, "--strict")
    assert (plain.returncode, strict.returncode) == (0, 1)
    assert plain.stdout == strict.stdout != ""
    assert run("parse", str(odd / "1-post.txt"), *how, "--strict").returncode == 0


def test_parse_prints_one_valid_record_a_document(run: Run, posts: Path, root: Path) -> None:
    ran = run("parse", str(posts))
    assert (ran.returncode, ran.stderr) == (0, "")
    schema = json.loads((root / "schemas" / "parse.schema.json").read_text("utf-8"))
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [Path(record["source"]).name for record in found] == ["1-post.txt", "2-article.txt"]
    for record in found:
        Draft202012Validator(schema).validate(record)


def test_parse_gives_every_span_its_text(run: Run, posts: Path, post_text: str) -> None:
    record = json.loads(run("parse", str(posts / "1-post.txt")).stdout)
    assert record["text"] == post_text
    for line in record["commentary"]:
        assert post_text[line["start"] : line["end"]].startswith("#")
        for part in (*line["segments"], *line["quotations"]):
            assert post_text[part["start"] : part["end"]] == part["text"]


def test_parse_touches_no_database(run: Run, folder: Path, posts: Path) -> None:
    run("parse", str(posts))
    assert list(folder.iterdir()) == []


def test_parse_leaves_a_database_alone(run: Run, folder: Path, posts: Path) -> None:
    (folder / "annotator.db").write_bytes(b"no database at all")
    assert run("parse", str(posts)).returncode == 0
    assert (folder / "annotator.db").read_bytes() == b"no database at all"


def test_parse_reads_standard_input(run: Run, post_text: str) -> None:
    record = json.loads(run("parse", "-", given=post_text.encode()).stdout)
    assert (record["source"], record["text"]) == ("-", post_text)


def test_parse_goes_on_after_what_it_cannot_read(run: Run, posts: Path) -> None:
    os.mkfifo(posts / "0.txt")
    ran = run("parse", str(posts))
    assert (ran.returncode, len(ran.stdout.splitlines())) == (1, 2)
    assert "0.txt" in ran.stderr


def test_documents_may_have_spaces_and_japanese_in_their_paths(
    run: Run, folder: Path, post_text: str
) -> None:
    path = folder / "記事 集" / "一 日目.txt"
    path.parent.mkdir()
    path.write_text(post_text, "utf-8")
    assert json.loads(run("parse", "記事 集").stdout)["source"] == "記事 集/一 日目.txt"
