"""Runs commands: in this process with captured streams, or as a program of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from annotator.cli.main import main

Ran = subprocess.CompletedProcess[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which commands have as their current one, and no settings but the name aya."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.delenv("ANNOTATOR_DB", raising=False)
    monkeypatch.setenv("ANNOTATOR_NAME", "aya")
    monkeypatch.setenv("COLUMNS", "120")
    return here


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run a command in this process: `run("add", "posts", given=b"…")`."""

    monkeypatch.chdir(folder)

    def run_one(*words: str, given: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["annotator", *words])
        code: str | int | None = 0
        with CliRunner().isolation(input=given) as (out, err, _):
            try:
                main()
            except SystemExit as ended:
                code = ended.code
            sys.stdout.flush()
            sys.stderr.flush()
            streams = out.getvalue().decode(), err.getvalue().decode()
        return Ran(words, int(code or 0), *streams)

    return run_one


@pytest.fixture
def shell(folder: Path, root: Path) -> Callable[..., Ran]:
    """Run `python -m annotator` as a program of its own; other streams and settings as for `subprocess.run`."""

    def run_one(*words: str, environment: dict[str, str] | None = None, **options: Any) -> Ran:
        streams: dict[str, Any] = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
        }
        return subprocess.run(
            [sys.executable, "-m", "annotator", *words],
            **(streams | options),
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1", **(environment or {})},
            encoding="utf-8",
            check=False,
        )

    return run_one


@pytest.fixture
def added(run: Callable[..., Ran], folder: Path, posts: Path) -> Path:
    """The current folder's database, with the post and the article in it."""
    assert run("add", str(posts)).returncode == 0
    return folder / "annotator.db"


@pytest.fixture
def records(run: Callable[..., Ran], added: Path) -> Callable[[], list[dict[str, Any]]]:
    """Read the export records of the current folder's database."""

    def read() -> list[dict[str, Any]]:
        exported = run("export", "jsonl", "--out", "-", "--db", str(added))
        return [json.loads(line) for line in exported.stdout.splitlines()]

    return read


@pytest.fixture
def line(records: Callable[[], list[dict[str, Any]]]) -> str:
    """The id of the first commentary line."""
    return str(next(record["id"] for record in records() if record["kind"] == "commentary"))


@pytest.fixture
def clip(records: Callable[[], list[dict[str, Any]]]) -> str:
    """The id of the first clip."""
    return str(next(record["id"] for record in records() if record["kind"] == "clip"))


@pytest.fixture
def odd(posts: Path, post_text: str) -> Path:
    """The folder of posts with one more, in which four lines are odd in the same way."""
    (posts / "3-odd.txt").write_text(post_text + "#港(市場\n" * 4, "utf-8")
    return posts
