"""`annotator codebook`: shows, checks, creates and activates codebooks."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def own(run: Run, folder: Path) -> Path:
    """A codebook of one's own: core under another version, with another title."""
    path = folder / "own.toml"
    assert run("codebook", "init", "own.toml").returncode == 0
    text = path.read_text("utf-8").replace('version = "1.0.0"', 'version = "1.1.0"', 1)
    path.write_text(text.replace("Stance, fact or opinion", "Own title", 1), "utf-8")
    return path


def test_the_shipped_codebook_is_shown_without_a_database(run: Run, folder: Path) -> None:
    ran = run("codebook", "show")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("core 1.0.0: ")
    assert ["q", "fact", "fact", "事実"] in [row.split()[:4] for row in ran.stdout.splitlines()]
    assert list(folder.iterdir()) == []


def test_a_codebook_is_shown_as_json(run: Run) -> None:
    shown = json.loads(run("codebook", "show", "core", "--json").stdout)
    assert [one["id"] for one in shown["dimensions"]] == ["stance", "fact_opinion", "source_reliability"]


def test_an_unknown_codebook_is_refused_with_the_known_ones(run: Run) -> None:
    ran = run("codebook", "show", "klingon")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "core" in ran.stderr


@pytest.mark.usefixtures("folder")
def test_a_begun_codebook_is_sound(run: Run) -> None:
    assert run("codebook", "init", "own.toml").returncode == 0
    ran = run("codebook", "check", "own.toml")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "core 1.0.0 is sound" in ran.stderr


def test_a_codebook_begins_from_the_one_named(run: Run, folder: Path, root: Path) -> None:
    run("codebook", "init", "own.toml", "--from", "core")
    assert (folder / "own.toml").read_bytes() == (root / "schemas/codebooks/core.toml").read_bytes()
    assert run("codebook", "init", "other.toml", "--from", "klingon").returncode == 1
    assert not (folder / "other.toml").exists()


def test_a_file_that_is_there_is_not_written_over(run: Run, folder: Path) -> None:
    (folder / "own.toml").write_text("mine", "utf-8")
    ran = run("codebook", "init", "own.toml")
    assert ran.returncode == 1
    assert ran.stderr.startswith("annotator: own.toml: is there already")
    assert (folder / "own.toml").read_text("utf-8") == "mine"


def test_every_problem_of_a_codebook_is_told_with_its_place(run: Run, own: Path) -> None:
    text = own.read_text("utf-8").replace('scale = "nominal"', 'scale = "loud"', 1)
    own.write_text(text.replace("max_targets = 1", "max_targets = 0"), "utf-8")
    ran = run("codebook", "check", "own.toml")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "own.toml: max_targets: " in ran.stderr
    assert "own.toml: dimensions.stance.scale: " in ran.stderr


@pytest.mark.usefixtures("own")
def test_checking_makes_no_database(run: Run, folder: Path) -> None:
    run("codebook", "check", "own.toml")
    assert [path.name for path in folder.iterdir()] == ["own.toml"]


@pytest.mark.usefixtures("own", "added")
def test_a_codebook_is_put_into_force(run: Run) -> None:
    ran = run("codebook", "use", "own.toml")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "core 1.1.0 is in force\n")
    assert run("codebook", "show").stdout.startswith("core 1.1.0: Own title")
    assert json.loads(run("status", "--json").stdout)["codebook"] == "core 1.1.0"


@pytest.mark.usefixtures("own")
def test_a_codebook_in_use_is_not_exchanged(run: Run, line: str) -> None:
    run("label", line, "fact_opinion=fact")
    ran = run("codebook", "use", "own.toml")
    assert ran.returncode == 1
    assert "holds answers" in ran.stderr
    assert json.loads(run("status", "--json").stdout)["codebook"] == "core 1.0.0"


@pytest.mark.usefixtures("added")
def test_an_unsound_codebook_changes_nothing(run: Run, own: Path) -> None:
    own.write_text("name = 1\n", "utf-8")
    assert run("codebook", "use", "own.toml").returncode == 1
    assert json.loads(run("status", "--json").stdout)["codebook"] == "core 1.0.0"


@pytest.mark.parametrize("command", ["check", "use"])
def test_a_codebook_file_that_is_missing_is_refused(run: Run, command: str) -> None:
    ran = run("codebook", command, "missing.toml")
    assert ran.returncode == 1
    assert ran.stderr.startswith("annotator: missing.toml: cannot be read")
