"""The metadata agree with each other: names, versions, extras and the hooks that run before a commit."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from annotator import __version__

EXTRA = re.compile(r"(?<![\w-])(?P<distribution>[\w-]+)\[(?P<extra>[a-z]+)\](?=[\"'`, ])")


@pytest.fixture
def metadata(root: Path) -> dict[str, Any]:
    """The tables of pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


def test_the_distribution_installs_the_command_annotator(metadata: dict[str, Any]) -> None:
    assert metadata["project"]["name"] == "hashtag-annotator"
    assert metadata["project"]["scripts"] == {"annotator": "annotator.cli.main:main"}


def test_the_citation_names_the_same_version_and_licence(root: Path, metadata: dict[str, Any]) -> None:
    citation = (root / "CITATION.cff").read_text("utf-8")
    fields = dict(re.findall(r"^([a-z-]+): (.+)$", citation, re.MULTILINE))
    assert fields["cff-version"] == "1.2.0"
    assert fields["version"] == __version__
    assert fields["license"] == metadata["project"]["license"]
    assert [{"name": name} for name in re.findall(r"^  - name: (.+)$", citation, re.MULTILINE)] == metadata[
        "project"
    ]["authors"]


def test_every_extra_that_a_message_or_a_page_names_exists(root: Path, metadata: dict[str, Any]) -> None:
    paths = [*(root / "annotator").rglob("*.py"), *(root / "docs").glob("*.md"), root / "README.md"]
    named = {
        (match["distribution"], match["extra"])
        for path in paths
        for line in path.read_text("utf-8").splitlines()
        if "pip install" in line
        for match in EXTRA.finditer(line)
    }
    assert ("hashtag-annotator", "postgres") in named
    assert {distribution for distribution, _ in named} == {"hashtag-annotator"}
    extras = set(metadata["project"]["optional-dependencies"])
    assert {extra for _, extra in named} <= extras
    (table,) = re.findall(
        r"^\| extra \| adds \|\n.*?\n\n", (root / "docs/guide.md").read_text("utf-8"), re.M | re.S
    )
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.M)) <= extras


def test_the_hooks_before_a_commit_run_programs_of_the_dev_extra(
    root: Path, metadata: dict[str, Any]
) -> None:
    hooks = (root / ".pre-commit-config.yaml").read_text("utf-8")
    assert re.findall(r"- repo: (.+)", hooks) == ["local"]
    programs = set(re.findall(r"entry: \.venv/bin/([\w-]+)", hooks))
    assert programs == {"ruff", "mypy", "lint-imports"}
    packages = " ".join(metadata["project"]["optional-dependencies"]["dev"])
    assert all(package in packages for package in ("ruff", "mypy", "import-linter"))
