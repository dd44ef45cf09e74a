"""`annotator history`: what it prints, and how it restores earlier work."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from annotator.formats.schemas import schema_files

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def labelled(run: Run, line: str) -> str:
    """The id of a line that was called a fact, then an opinion."""
    run("label", line, "fact_opinion=fact")
    run("label", line, "fact_opinion=opinion")
    return line


def test_it_prints_a_line_an_act(run: Run, labelled: str) -> None:
    ran = run("history")
    assert ran.returncode == 0
    lines = ran.stdout.splitlines()
    assert len(lines) == 5
    assert lines[0].endswith("codebook  core  core, 1.0.0")
    assert f"aya  answer  {labelled}  fact_opinion: fact → opinion" in lines[-1]


@pytest.mark.usefixtures("labelled")
def test_json_is_what_the_export_writes_and_fits_the_schema(run: Run) -> None:
    printed = run("history", "--json").stdout
    assert printed == run("export", "history", "--out", "-").stdout
    check = Draft202012Validator(json.loads(schema_files()["history.schema.json"]))
    records = [json.loads(line) for line in printed.splitlines()]
    assert len(records) == 5
    for record in records:
        check.validate(record)


@pytest.mark.usefixtures("labelled")
def test_the_export_has_a_name_of_its_own(run: Run, folder: Path) -> None:
    assert run("export", "history").returncode == 0
    assert (folder / "exports" / "annotator.history.jsonl").is_file()


def test_a_day_holds_all_its_instants(run: Run, labelled: str) -> None:
    day = run("history", "--unit", labelled).stdout.split()[1]
    assert len(run("history", "--since", day, "--until", day).stdout.splitlines()) == 5
    assert run("history", "--until", "2001-01-01").stdout == ""
    assert run("history", "--since", "2999-01-01T00:00").stdout == ""


@pytest.mark.usefixtures("labelled")
def test_a_time_that_is_none_is_wrong_usage(run: Run) -> None:
    assert run("history", "--since", "yesterday").returncode == 2


def test_an_event_is_put_back(run: Run, labelled: str) -> None:
    first = run("history", "--unit", labelled).stdout.split()[0]
    ran = run("history", "--event", first, "--restore")
    assert (ran.returncode, ran.stderr) == (0, "1 answers and marks put back\n")
    assert run("history").stdout.splitlines()[-1].endswith("fact_opinion: opinion → fact")


@pytest.mark.usefixtures("labelled")
def test_putting_back_everything_is_wrong_usage(run: Run) -> None:
    assert run("history", "--restore").returncode == 2


def test_anothers_work_is_not_put_back(run: Run, labelled: str) -> None:
    ran = run("history", "--unit", labelled, "--restore", "--as", "ben")
    assert ran.returncode == 1
    assert "nothing of yours" in ran.stderr
