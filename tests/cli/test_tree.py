"""Every command has help, takes the common options, and is described in the guide."""

import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import typer.main

from annotator import __version__
from annotator.cli.main import app

Run = Callable[..., CompletedProcess[str]]


def _leaves(tree: object, *path: str) -> list[tuple[tuple[str, ...], set[str]]]:
    """Return every command's words and options."""
    found = []
    for name, command in getattr(tree, "commands", {}).items():
        if hasattr(command, "commands"):
            found += _leaves(command, *path, name)
        else:
            options = {option for one in command.params for option in one.opts if option.startswith("--")}
            found.append(((*path, name), options))
    return found


LEAVES = _leaves(typer.main.get_command(app))
COMMANDS = [words for words, _ in LEAVES]
SHIPPED = {
    *((name,) for name in ("open", "add", "parse", "export", "label", "status", "verify")),
    *(("codebook", name) for name in ("show", "check", "init", "use")),
}


def test_the_tree_holds_every_command() -> None:
    assert not SHIPPED.difference(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(run: Run, words: tuple[str, ...], option: str) -> None:
    ran = run(*words, option)
    assert (ran.returncode, ran.stderr) == (0, "")
    sentences = re.findall(r"^ *[A-Z][^─│╭╰]+\.\s*$", ran.stdout, re.MULTILINE)
    assert "Usage:" in ran.stdout
    assert sentences, "no sentence says what the command does"


@pytest.mark.parametrize("options", [options for _, options in LEAVES], ids=map(" ".join, COMMANDS))
def test_every_command_takes_the_database_and_the_name(options: set[str]) -> None:
    assert options.issuperset({"--db", "--as"})


@pytest.mark.parametrize(("words", "options"), LEAVES, ids=map(" ".join, COMMANDS))
def test_the_guide_describes_every_command_and_option(
    root: Path, words: tuple[str, ...], options: set[str]
) -> None:
    guide = (root / "docs" / "guide.md").read_text("utf-8")
    assert f"annotator {' '.join(words)}" in guide
    missing = {option for option in options if f"`{option}" not in guide}
    assert not missing


def test_help_without_a_command_is_wrong_usage(run: Run) -> None:
    assert run().returncode == 2


def test_the_version_is_data(run: Run) -> None:
    ran = run("--version")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{__version__}\n", "")


@pytest.mark.parametrize(
    "words",
    [
        ("nothing-like-this",),
        ("add",),
        ("add", "x.txt", "--no-such-option"),
        ("export",),
        ("label",),
        ("label", "unit"),
        ("label", "unit", "no-separator"),
        ("label", "unit", "stance=favor", "--from", "x.jsonl"),
        ("label", "--from", "x.jsonl", "--target", "北航路"),
        ("label", "--from", "x.jsonl", "--confidence", "low"),
        ("parse", "x.txt", "--encoding", "klingon"),
        ("parse", "x.txt", "--format", "punchcards"),
        ("parse", "x.txt", "--column", "text"),
        ("parse", "x.txt", "--column", "colour=red"),
        ("add", "x.txt", "--column", "text="),
        ("parse", "x.txt", "--encoding", "rot13"),
        ("parse", "x.txt", "--encoding", "undefined"),
        ("parse", "x.txt", "--encoding", "idna"),
        ("codebook", "check"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_two_and_no_data(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    (folder / "x.txt").write_text("港の朝です。\n", "utf-8")
    (folder / "x.jsonl").write_text("", "utf-8")
    ran = run(*words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Usage:" in ran.stderr


def test_wrong_usage_makes_no_database(run: Run, folder: Path) -> None:
    run("add", "x.txt", "--no-such-option")
    assert list(folder.iterdir()) == []
