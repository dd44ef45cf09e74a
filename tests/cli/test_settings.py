"""Where the database and the name come from: an option, else the environment, else the default."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]


def test_the_environment_names_the_database(
    run: Run, folder: Path, posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNOTATOR_DB", "named.db")
    run("add", str(posts))
    assert [path.name for path in folder.iterdir()] == ["named.db"]


def test_the_option_goes_before_the_environment(
    run: Run, folder: Path, posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNOTATOR_DB", "named.db")
    run("add", str(posts), "--db", "given.db")
    assert [path.name for path in folder.iterdir()] == ["given.db"]


@pytest.mark.usefixtures("added")
def test_the_environment_names_the_annotator(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNOTATOR_NAME", "凪 さくら")
    assert json.loads(run("status", "--json").stdout)["annotator"] == "凪 さくら"
    assert json.loads(run("status", "--json", "--as", "ken").stdout)["annotator"] == "ken"


@pytest.mark.usefixtures("added")
def test_the_login_name_stands_in(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANNOTATOR_NAME")
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "minato")
    assert json.loads(run("status", "--json").stdout)["annotator"] == "minato"


def test_a_program_of_its_own_reads_the_environment(shell: Run, folder: Path, posts: Path) -> None:
    chosen = {"ANNOTATOR_DB": str(folder / "named.db"), "ANNOTATOR_NAME": "ken"}
    assert shell("add", str(posts), environment=chosen).returncode == 0
    status = json.loads(shell("status", "--json", environment=chosen).stdout)
    assert (status["database"], status["annotator"]) == (str(folder / "named.db"), "ken")


@pytest.mark.parametrize(
    ("option", "value", "known"),
    [("--lang", "fr", "ja"), ("--theme", "darkness", "high-contrast"), ("--ambiguous", "broad", "wide")],
)
def test_an_unknown_choice_about_the_screen_is_wrong_usage(
    run: Run, folder: Path, posts: Path, option: str, value: str, known: str
) -> None:
    ended = run("open", str(posts), option, value)
    assert ended.returncode == 2
    assert value in ended.stderr
    assert known in ended.stderr
    assert not list(folder.iterdir())
