"""Help starts fast: it loads neither the screen nor the database stack."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

HEAVY = {
    "textual",
    "sqlmodel",
    "sqlalchemy",
    "alembic",
    "orjson",
    "rapidfuzz",
    "dateutil",
    "annotator.workflow",
}
PROGRAM = """
import sys
from annotator.cli.main import main

sys.argv = ["annotator", *sys.argv[1:]]
try:
    main()
except SystemExit as ended:
    code = ended.code
else:
    code = 0
names = {name for name in sys.modules if "." not in name or name == "annotator.workflow"}
print("LOADED", code, *sorted(names))
"""


def _loaded(root: Path, tmp_path: Path, *words: str) -> tuple[str, set[str]]:
    """Return the exit code of a command in a clean interpreter, and the packages that it loaded."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        capture_output=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(root), "PYTHONUTF8": "1", "HOME": str(tmp_path)},
        encoding="utf-8",
        check=True,
    )
    _, code, *names = ran.stdout.splitlines()[-1].split()
    return code, set(names)


@pytest.mark.parametrize("words", [("--help",), ("--version",)], ids=" ".join)
def test_help_and_version_load_nothing_heavy(root: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    code, names = _loaded(root, tmp_path, *words)
    assert code == "0"
    assert "typer" in names
    assert names.isdisjoint(HEAVY | {"pydantic"})


@pytest.mark.parametrize(
    "words", [("open",), ("add",), ("label",), ("codebook",), ("codebook", "show")], ids=" ".join
)
def test_help_of_a_command_loads_nothing_heavy(root: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    # Typer itself turns arguments into values with pydantic.
    code, names = _loaded(root, tmp_path, *words, "--help")
    assert code == "0"
    assert names.isdisjoint(HEAVY)


def test_parse_loads_neither_the_screen_nor_the_database(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("港の朝です。\n", "utf-8")
    code, names = _loaded(root, tmp_path, "parse", "a.txt")
    assert code == "0"
    assert names.isdisjoint({"textual", "sqlmodel", "sqlalchemy", "alembic"})


def test_status_does_without_the_screen(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("港の朝です。\n", "utf-8")
    assert _loaded(root, tmp_path, "add", "a.txt")[0] == "0"
    code, names = _loaded(root, tmp_path, "status")
    assert code == "0"
    assert "textual" not in names


def test_help_makes_no_file(root: Path, tmp_path: Path) -> None:
    _loaded(root, tmp_path, "--help")
    assert list(tmp_path.iterdir()) == []
