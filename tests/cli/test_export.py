"""`annotator export`: where the dataset goes, and what it refuses."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from jsonschema import Draft202012Validator

Run = Callable[..., CompletedProcess[str]]


@pytest.mark.usefixtures("added")
def test_a_dataset_goes_under_exports(run: Run, folder: Path, root: Path) -> None:
    ran = run("export", "jsonl")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr == "8 records in exports/annotator.jsonl\n"
    schema = json.loads((root / "schemas" / "export.schema.json").read_text("utf-8"))
    lines = (folder / "exports" / "annotator.jsonl").read_text("utf-8").splitlines()
    # Three clips, three lines, two quotations.
    assert len(lines) == 8
    for line in lines:
        Draft202012Validator(schema).validate(json.loads(line))


@pytest.mark.usefixtures("added")
def test_a_dataset_goes_where_it_is_told(run: Run, folder: Path) -> None:
    assert run("export", "jsonl", "--out", "new folder/データ.jsonl").returncode == 0
    named = (folder / "new folder" / "データ.jsonl").read_bytes()
    assert named.decode() == run("export", "jsonl", "--out", "-").stdout
    assert not (folder / "exports").exists()


@pytest.mark.usefixtures("added")
def test_an_export_is_the_same_each_time_and_for_everybody(run: Run) -> None:
    first = run("export", "jsonl", "--out", "-", "--as", "aya").stdout
    assert run("export", "jsonl", "--out", "-", "--as", "ken").stdout == first


@pytest.mark.usefixtures("added")
def test_an_unknown_format_is_refused_with_the_known_ones(run: Run, folder: Path) -> None:
    ran = run("export", "punchcards")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "'punchcards'" in ran.stderr
    assert "jsonl" in ran.stderr
    assert not (folder / "exports").exists()


def test_a_refused_export_leaves_what_stood_there(run: Run, folder: Path) -> None:
    (folder / "kept.jsonl").write_text("kept", "utf-8")
    assert run("export", "jsonl", "--out", "kept.jsonl").returncode == 1
    assert (folder / "kept.jsonl").read_text("utf-8") == "kept"


@pytest.mark.usefixtures("added")
def test_an_export_onto_a_folder_is_refused(run: Run) -> None:
    ran = run("export", "jsonl", "--out", ".")
    assert ran.returncode == 1
    assert ran.stderr.startswith("annotator: ")
