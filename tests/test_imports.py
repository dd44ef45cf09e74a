"""Imports point down and have no effect: nothing is written, printed or loaded that a caller did not ask for."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

EVERYTHING = """
import importlib, pkgutil
import annotator

names = [module.name for module in pkgutil.walk_packages(annotator.__path__, "annotator.")]
assert len(names) > 40
for name in names:
    # Alembic alone can run its entry: it hands the connection over.
    if name != "annotator.store.migrations.env":
        importlib.import_module(name)
"""


def python(code: str, root: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a new interpreter with an empty home, in that home."""
    environment = {
        "PATH": "",
        "HOME": str(home),
        "PYTHONPATH": str(root),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        [sys.executable, "-c", code], cwd=home, env=environment, capture_output=True, text=True, check=False
    )


def loaded(module: str, root: Path, home: Path) -> set[str]:
    """Return the top-level packages that importing a module loads."""
    code = f"import sys, {module}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = python(code, root, home)
    assert done.stderr == ""
    return set(done.stdout.split())


def test_the_contracts_hold(root: Path) -> None:
    code = (
        "import sys; from importlinter.cli import lint_imports; "
        f"sys.exit(lint_imports(config_filename={str(root / 'pyproject.toml')!r}, no_cache=True))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_importing_every_module_has_no_effect(root: Path, tmp_path: Path) -> None:
    done = python(EVERYTHING, root, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_the_parser_loads_neither_pydantic_nor_a_database(root: Path, tmp_path: Path) -> None:
    modules = loaded("annotator.corpus.parse", root, tmp_path)
    assert "annotator" in modules
    assert modules.isdisjoint({"pydantic", "sqlalchemy", "sqlmodel", "alembic", "textual", "rich", "typer"})


@pytest.mark.parametrize(
    "module",
    [
        "annotator.codebook.load",
        "annotator.formats.readers.reading",
        "annotator.workflow.importing.parsing",
    ],
)
def test_what_needs_no_database_loads_none(root: Path, tmp_path: Path, module: str) -> None:
    assert loaded(module, root, tmp_path).isdisjoint({"sqlalchemy", "sqlmodel", "alembic", "textual", "rich"})


def test_the_root_of_the_package_loads_nothing(root: Path, tmp_path: Path) -> None:
    done = python(
        "import sys, annotator\nprint(*sorted(name for name in sys.modules if 'annotator' in name))",
        root,
        tmp_path,
    )
    assert done.stdout.split() == ["annotator"]


def test_opening_a_database_that_is_up_to_date_loads_no_migrations(root: Path, tmp_path: Path) -> None:
    code = """
import sys
from datetime import UTC, datetime
from annotator.workflow.project import open_project

clock = lambda: datetime(2026, 1, 1, tzinfo=UTC)
open_project("a.db", annotator="aya", clock=clock, randomness=bytes).close()
print("alembic" in sys.modules)
"""
    assert [python(code, root, tmp_path).stdout for _ in range(2)] == ["True\n", "False\n"]


def test_the_first_frame_waits_for_nothing_that_it_does_not_show(root: Path, tmp_path: Path) -> None:
    begin = """
import asyncio, importlib.util, os, sys
from datetime import UTC, datetime
from annotator.cli.open import open_screen
from annotator.workflow.project import open_project

clock = lambda: datetime(2026, 1, 1, tzinfo=UTC)
project = open_project("a.db", annotator="aya", clock=clock, randomness=os.urandom)
"""
    add = "from annotator.workflow.importing.documents import add; print(add(project, ['a.txt']).new)"
    show = """
from annotator.tui.app import AnnotatorApp
from annotator.workflow.labelling.outbox import find_recovery_files

async def first_frame() -> None:
    app = AnnotatorApp(project, "en")
    async with app.run_test() as pilot:
        await pilot.pause()
        print(app.session.cursor.unit.id != "")

find_recovery_files(project, [])
asyncio.run(first_frame())
unwanted = [
    "alembic", "rapidfuzz", "annotator.corpus.parse", "annotator.formats.readers.reading",
    "annotator.formats.writers.jsonl", "annotator.workflow.maintenance.backup", "sqlalchemy.dialects.postgresql",
]
loaded = [name for name in unwanted if name in sys.modules]
# A name that does not exist would never be loaded.
print(loaded, all(map(importlib.util.find_spec, unwanted)))
"""
    (tmp_path / "a.txt").write_text(
        "見出し — 通信 (@a) May 1, 2022\n\n本文\n\n#話題(議長「本文」)\n", "utf-8"
    )
    done = [python(f"{begin}{code}\nproject.close()\n", root, tmp_path) for code in (add, show)]
    assert [(each.stdout, each.stderr) for each in done] == [("1\n", ""), ("True\n[] True\n", "")]
