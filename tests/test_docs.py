"""The documentation is true: its commands run; its options, keys, labels, paths and links exist."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import typer.main
from typer.testing import CliRunner

from annotator.cli.main import app, main
from annotator.codebook.model import Codebook
from annotator.corpus.grammar.diagnostics import DiagnosticCode
from annotator.tui.actions import ACTIONS
from annotator.workflow.codebooks import shipped_codebook

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    "README.md",
    "CHANGELOG.md",
    "seeds/README.md",
    *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]
# Pages that name options of other programs.
ABOUT_OTHER_PROGRAMS = {"docs/CONTRIBUTING.md", "docs/benchmarks.md"}
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`]+)`")
OPTION = re.compile(r"--[a-z][a-z-]+")
# A path in the checkout, as a code span names it.
PATH = re.compile(r"(?:annotator|tests|docs|schemas|seeds|exports|\.ci)/[\w./-]*")
# Options of other programs, in the lines that call them.
OTHERS = re.compile(
    r"\bpip install\b|\bpytest\b|\.ci/run|\bmypy\b|python -m tests|tests\.\w+\.run|tests/fuzzing|--keep FOLDER"
)


class Command(NamedTuple):
    """A command's words and its options."""

    words: tuple[str, ...]
    options: frozenset[str]


# Files that the commands of the guide write.
CREATED = {"exports/annotator.jsonl", "exports/annotator.history.jsonl"}
# The id in the examples of the guide, in place of a real one.
_SOME_UNIT = "0123456789abcdef0123"


def _commands(tree: object, *path: str) -> Iterator[Command]:
    """Yield every command of the tree, and the tree itself."""
    options = {one for parameter in getattr(tree, "params", ()) for one in parameter.opts}
    yield Command(path, frozenset(options | {"--help", "-h"}))
    for name, command in getattr(tree, "commands", {}).items():
        yield from _commands(command, *path, name)


COMMANDS = {command.words: command.options for command in _commands(typer.main.get_command(app))}
ALL_OPTIONS = frozenset(option for options in COMMANDS.values() for option in options)


def _anchors(text: str) -> set[str]:
    """Return the anchors of the headings of a page, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _blocks(name: str) -> list[str]:
    """Return the command blocks of a document."""
    return [body for language, body in BLOCK.findall(_read(name)) if language == "sh"]


def _mentions(name: str) -> list[str]:
    """Return what a document writes as code: the lines of its blocks, and its code spans."""
    text = _read(name)
    lines = [line for _, body in BLOCK.findall(text) for line in body.splitlines()]
    return [*lines, *(" ".join(span.split()) for span in SPAN.findall(BLOCK.sub("", text)))]


def _called(mention: str) -> tuple[str, ...] | None:
    """Return the command that a mention calls, or None where it calls none."""
    found = re.search(r"(?:^|/|\s)annotator((?: [a-z]+)*)(?= |$|`)", mention)
    if found is None:
        return None
    words: tuple[str, ...] = ()
    for word in found[1].split():
        if (*words, word) not in COMMANDS:
            break
        words = (*words, word)
    return words


def test_the_readme_has_two_commands_of_one_line() -> None:
    blocks = BLOCK.findall(_read("README.md"))
    assert [(language, body.count("\n")) for language, body in blocks] == [("sh", 1), ("sh", 1)]


@pytest.mark.parametrize("number", [0, 1])
def test_each_command_sets_itself_up(number: int) -> None:
    words = _blocks("README.md")[number]
    assert words.startswith("python3 -m venv .venv && .venv/bin/pip install ")


def test_the_first_command_opens_the_seeds() -> None:
    assert _blocks("README.md")[0].rstrip().endswith("&& .venv/bin/annotator open seeds/")


def test_the_second_command_is_the_one_that_the_checks_run() -> None:
    ran = subprocess.run(
        ["bash", str(ROOT / ".ci" / "run"), "--command"], capture_output=True, check=True, encoding="utf-8"
    )
    assert ran.stdout == _blocks("README.md")[1]
    assert " -m pytest" in ran.stdout


def test_what_the_second_command_installs_is_declared() -> None:
    (extra,) = re.findall(r"\.\[(\w+)\]", _blocks("README.md")[1])
    assert re.search(rf"^{extra} = \[$", _read("pyproject.toml"), re.MULTILINE)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_named_exists(name: str) -> None:
    for mention in _mentions(name):
        for named in re.findall(r"(?:^|bin/|\s)annotator ([a-z]+(?: [a-z]+)?)", mention):
            words = tuple(named.split())
            assert (words if words[0] == "codebook" else words[:1]) in COMMANDS, mention


@pytest.mark.parametrize("name", sorted({*DOCUMENTS} - ABOUT_OTHER_PROGRAMS))
def test_every_option_named_exists(name: str) -> None:
    for mention in _mentions(name):
        if OTHERS.search(mention):
            continue
        called = _called(mention)
        options = COMMANDS[called] if called else ALL_OPTIONS
        assert options.issuperset(OPTION.findall(mention)), mention


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", _read(name)) if "://" not in link]
    for link in links:
        path, _, anchor = link.partition("#")
        target = ROOT / name if not path else (ROOT / name).parent / path
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target.read_text("utf-8")), link


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_named_exists(name: str) -> None:
    for span in SPAN.findall(BLOCK.sub("", _read(name))):
        for path in span.split():
            if PATH.fullmatch(path) and path not in CREATED:
                assert (ROOT / path).exists(), path


@pytest.mark.parametrize("name", ["README.md", "docs/guide.md"])
def test_the_table_of_keys_holds_every_action(name: str) -> None:
    (table,) = re.findall(r"^\| key \| does \|(?: name \|)?\n.*?\n\n", _read(name), re.MULTILINE | re.DOTALL)
    keys = {key for row in table.split("\n| ")[2:] for key in SPAN.findall(row.split(" | ")[0])}
    assert not [action.id for action in ACTIONS if keys.isdisjoint(action.keys)]
    assert keys.issubset({key for action in ACTIONS for key in action.keys})


def test_every_action_is_in_the_guide_by_its_name_and_keys() -> None:
    (table,) = re.findall(
        r"^\| key \| does \| name \|\n.*?\n\n", _read("docs/guide.md"), re.MULTILINE | re.DOTALL
    )
    rows = [row.strip("| ").split(" | ") for row in table.strip().split("\n")[2:]]
    named = {name.strip("`"): set(SPAN.findall(keys)) for keys, _, name in rows}
    assert named == {action.id: set(action.keys) for action in ACTIONS}


def test_the_table_of_labels_is_that_of_the_codebook() -> None:
    core: Codebook = shipped_codebook("core")
    rows = {}
    for row in _read("docs/codebooks.md").splitlines():
        if row.startswith("| `"):
            dimension, units, labels = (cell.strip() for cell in row.strip("|").split(" | "))
            rows[dimension.strip("`")] = (units.split(", "), re.findall(r"`(\w+)` (\w)", labels))
    assert rows == {
        one.id: (list(one.units), [(label.id, label.key) for label in one.labels]) for one in core.dimensions
    }


def test_the_table_of_codes_is_that_of_the_reader() -> None:
    (table,) = re.findall(
        r"^\| code \| what it means \|\n.*?\n\n", _read("docs/guide.md"), re.MULTILINE | re.DOTALL
    )
    assert re.findall(r"^\| `(.+)` \| (.+) \|$", table, re.MULTILINE) == [
        (code.value, code.meaning) for code in DiagnosticCode
    ]


def test_the_picture_asks_nothing_of_the_network() -> None:
    picture = _read("docs/screen.svg")
    assert "<text" in picture
    assert not re.search(r"url\(\s*['\"]?https?:|@import|<image|<script", picture)


def _examples() -> list[str]:
    """Return the commands of the guide, in their order."""
    lines = [line for block in _blocks("docs/guide.md") for line in block.splitlines()]
    return [line for line in lines if line.startswith("annotator ")]


@pytest.mark.slow
def test_the_commands_of_the_guide_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNOTATOR_NAME", "aya")
    monkeypatch.delenv("ANNOTATOR_DB", raising=False)
    unit = ""
    for example in _examples():
        words = shlex.split(example)
        if _SOME_UNIT in words:
            unit = unit or _first_line(tmp_path / "dataset.jsonl")
            words[words.index(_SOME_UNIT)] = unit
        monkeypatch.setattr(sys, "argv", words)
        code: str | int | None = 0
        with CliRunner().isolation() as (_, err, _):
            try:
                main()
            except SystemExit as ended:
                code = ended.code
            message = err.getvalue().decode()
        assert not code, f"{example}: {message}"
    assert unit


def _first_line(dataset: Path) -> str:
    """Return the id of the first commentary line of a dataset."""
    found = re.search(
        r'^\{"id":"([0-9a-f]{20})","kind":"commentary"', dataset.read_text("utf-8"), re.MULTILINE
    )
    assert found
    return found[1]
