"""Which stream and exit code a message has, and that control characters of names are escaped."""

import json
import os
import re
import signal
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE, CompletedProcess, Popen
from types import SimpleNamespace

import pytest

Run = Callable[..., CompletedProcess[str]]
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HOSTILE = "x\x1b[31m\u009b2J\u202e.txt"
WRITTEN = "x\\x1b[31m\\x9b2J\\u202e.txt"
needs_rights = pytest.mark.skipif(os.geteuid() == 0, reason="rights of files do not bind this user")
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
ON_A_PROJECT = [
    ("status",),
    ("verify",),
    ("export", "jsonl", "--out", "-"),
    ("label", "unit", "fact_opinion=fact"),
]


def _one_message(ran: CompletedProcess[str], where: str) -> None:
    """Check that a command was refused with one message that says where, what and what to do."""
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"annotator: {where}: ")
    assert ran.stderr.count("\n") == 1
    what, _, advice = ran.stderr.removeprefix(f"annotator: {where}: ").strip().partition(". ")
    assert what
    assert advice


@pytest.mark.parametrize("words", ON_A_PROJECT, ids=lambda words: str(words[0]))
def test_a_missing_database_is_refused_and_not_made(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    _one_message(run(*words), "annotator.db")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "words", [*ON_A_PROJECT, ("add", "a.txt"), ("codebook", "show")], ids=lambda words: str(words[0])
)
def test_a_file_that_is_no_database_is_refused_and_left(
    run: Run, folder: Path, words: tuple[str, ...]
) -> None:
    (folder / "a.txt").write_text("港の朝です。\n", "utf-8")
    (folder / "annotator.db").write_bytes(b"dear diary\n" * 100)
    _one_message(run(*words), "annotator.db")
    assert (folder / "annotator.db").read_bytes() == b"dear diary\n" * 100


def test_a_newer_database_is_refused_and_left(run: Run, added: Path) -> None:
    database = sqlite3.connect(added)
    database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.commit()
    database.close()
    before = added.read_bytes()
    ran = run("status")
    _one_message(ran, "annotator.db")
    assert "newer" in ran.stderr
    assert added.read_bytes() == before


@pytest.mark.parametrize("address", ["missing/annotator.db", "."])
def test_a_place_that_holds_no_database_is_refused(run: Run, folder: Path, posts: Path, address: str) -> None:
    _one_message(run("add", str(posts), "--db", address), address)
    assert list(folder.iterdir()) == []


def test_a_database_of_another_kind_is_refused(run: Run, folder: Path) -> None:
    _one_message(run("status", "--db", "mysql://host/name"), "mysql://host/name")
    assert list(folder.iterdir()) == []


def test_a_url_that_is_none_is_refused(run: Run) -> None:
    # What cannot be read as a URL may hold a password, and is not repeated.
    ran = run("status", "--db", "://aya:secret@host")
    _one_message(ran, "--db")
    assert "secret" not in ran.stderr


@pytest.mark.parametrize("name", ["-", " ", "a\x1b[31mb", "../aya", "名" * 65])
@pytest.mark.usefixtures("added")
def test_a_name_that_cannot_stand_in_records_is_refused(run: Run, name: str) -> None:
    ran = run("status", "--as", name)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "--as" in ran.stderr
    assert not ACTING.search(ran.stderr)


@needs_rights
def test_a_read_only_folder_is_refused(run: Run, folder: Path, posts: Path) -> None:
    folder.chmod(0o555)
    try:
        _one_message(run("add", str(posts)), "annotator.db")
    finally:
        folder.chmod(0o755)
    assert list(folder.iterdir()) == []


@needs_rights
def test_an_unreadable_file_is_named(run: Run, posts: Path) -> None:
    (posts / "1-post.txt").chmod(0)
    ran = run("add", str(posts))
    assert ran.returncode == 1
    assert "1-post.txt" in ran.stderr


def test_open_needs_a_terminal(shell: Run, folder: Path, posts: Path) -> None:
    ran = shell("open", str(posts))
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("annotator: open needs a terminal.")
    assert list(folder.iterdir()) == []


def test_keys_that_cannot_be_used_are_refused_before_anything_is_added(
    run: Run, folder: Path, posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "keys.toml").write_text('[actions]\nflag = "enter"', "utf-8")
    terminal = SimpleNamespace(isatty=lambda: True)
    with monkeypatch.context() as patched:
        patched.setattr(
            "annotator.cli.open.sys", SimpleNamespace(stdin=terminal, stdout=terminal, stderr=terminal)
        )
        ran = run("open", str(posts), "--keys", "keys.toml")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "key `enter` belongs to" in ran.stderr
    assert json.loads(run("status", "--json").stdout)["documents"] == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [(("--version",), 0), (("status",), 1), (("add", "missing.txt"), 1), (("nothing",), 2), (("export",), 2)],
    ids=str,
)
def test_a_program_ends_with_its_code(shell: Run, words: tuple[str, ...], code: int) -> None:
    ran = shell(*words)
    assert ran.returncode == code
    assert bool(ran.stdout) == (code == 0)
    assert bool(ran.stderr) == (code != 0)


@pytest.mark.usefixtures("added")
def test_data_is_all_of_standard_output(shell: Run) -> None:
    ran = shell("export", "jsonl", "--out", "-")
    assert ran.returncode == 0
    assert [json.loads(line)["schema_version"] for line in ran.stdout.splitlines()] == [1] * 8


@pytest.mark.parametrize(
    "words",
    [("parse", "a.txt"), ("export", "jsonl", "--out", "-"), ("status",), ("codebook", "show")],
    ids=" ".join,
)
@pytest.mark.usefixtures("added")
def test_a_reader_that_is_gone_ends_a_command_quietly(
    shell: Run, folder: Path, post_text: str, words: tuple[str, ...]
) -> None:
    (folder / "a.txt").write_text(post_text, "utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ran = shell(*words, stdout=writer)
    finally:
        os.close(writer)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_reader_of_one_line_gets_it_and_sees_no_error(shell: Run, root: Path) -> None:
    # The records of the seeds are many times what a pipe holds.
    reader, writer = os.pipe()
    with ThreadPoolExecutor(1) as pool, os.fdopen(reader, "rb") as pipe:
        ended = pool.submit(shell, "parse", *[str(root / "seeds")] * 4, stdout=writer)
        first = pipe.readline()
        os.close(writer)
        pipe.close()
        ran = ended.result()
    assert json.loads(first)["blocks"]
    assert (ran.returncode, ran.stderr) == (0, "")


def _take_interrupts() -> None:
    """Let a program take interrupts, which those in the background of a shell ignore."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_ends_a_command_without_a_trace(folder: Path, root: Path, post_text: str) -> None:
    (folder / "a.txt").write_text(post_text, "utf-8")
    command = [sys.executable, "-m", "annotator", "parse", "a.txt", "-"]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with Popen(
        command,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        cwd=folder,
        env=environment,
        preexec_fn=_take_interrupts,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        # The first record is out, so that the program waits for standard input.
        assert program.stdout.readline()
        program.send_signal(signal.SIGINT)
        told = program.stderr.read()
    assert program.returncode == 130
    assert b"Traceback" not in told


@needs_full
@pytest.mark.parametrize(
    "words", [("parse", "a.txt"), ("export", "jsonl", "--out", "-"), ("status", "--json")], ids=" ".join
)
@pytest.mark.usefixtures("added")
def test_a_full_disk_behind_standard_output_is_one_message(
    shell: Run, folder: Path, post_text: str, words: tuple[str, ...]
) -> None:
    (folder / "a.txt").write_text(post_text, "utf-8")
    with Path("/dev/full").open("wb") as full:
        ran = shell(*words, stdout=full)
    assert ran.returncode == 1
    assert ran.stderr.startswith("annotator: standard output: ")
    assert ran.stderr.count("\n") == 1


@pytest.fixture
def hostile(folder: Path, post_text: str) -> Path:
    """A folder with a document and a broken link whose names would act on a terminal."""
    inside = folder / "d"
    inside.mkdir()
    (inside / HOSTILE).write_text(post_text, "utf-8")
    (inside / f"y{HOSTILE}").symlink_to("nowhere")
    return inside


@pytest.mark.parametrize(
    "words",
    [("add", "d"), ("add", "d", "--json"), ("add", "d", "--dry-run"), ("add", f"d/{HOSTILE}gone")],
    ids=["add", "json", "dry", "missing"],
)
@pytest.mark.usefixtures("hostile")
def test_a_file_name_never_acts_on_the_terminal(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert ran.returncode == 1
    assert WRITTEN in ran.stderr
    assert not ACTING.search(ran.stdout + ran.stderr)


def test_a_name_in_json_is_written_out(run: Run, hostile: Path) -> None:
    run("add", "d")
    (hostile / HOSTILE).write_text("ほかの文です。\n", "utf-8")
    ran = run("add", "d", "--json")
    assert [changed["source"] for changed in json.loads(ran.stdout)["changed"]] == [f"d/{WRITTEN}"]
    assert not ACTING.search(ran.stdout)


@pytest.mark.parametrize(
    "words", [("parse", "d"), ("export", "jsonl", "--out", "-")], ids=lambda words: str(words[0])
)
@pytest.mark.usefixtures("hostile")
def test_a_name_in_a_record_never_acts_on_the_terminal(run: Run, words: tuple[str, ...]) -> None:
    run("add", "d")
    ran = run(*words)
    first = json.loads(ran.stdout.splitlines()[0])
    assert first.get("document", first)["source"] == f"d/{WRITTEN}"
    assert not ACTING.search(ran.stdout)


def test_the_name_of_a_database_never_acts_on_the_terminal(run: Run, posts: Path) -> None:
    name = "x\x1b[31m.db"
    assert run("add", str(posts), "--db", name).returncode == 0
    assert run("status", "--db", name).stdout.startswith("x\\x1b[31m.db: ")
    assert json.loads(run("status", "--db", name, "--json").stdout)["database"] == name


def test_a_name_cannot_pass_itself_off_as_a_message(run: Run) -> None:
    ran = run("add", "a\nannotator: all is lost")
    assert [line[:2] for line in ran.stderr.splitlines()] == ["an", "  "]


def test_a_codebook_never_acts_on_the_terminal(run: Run, folder: Path) -> None:
    run("codebook", "init", "own.toml")
    text = (folder / "own.toml").read_text("utf-8")
    text = text.replace('version = "1.0.0"', 'version = "1.1.0"', 1)
    (folder / "own.toml").write_text(
        text.replace("Stance, fact", "\\u001B[31m\\u009BStance, fact", 1), "utf-8"
    )
    assert run("codebook", "use", "own.toml").returncode == 0
    for words in (("codebook", "show"), ("codebook", "show", "--json")):
        ran = run(*words)
        assert "Stance, fact" in ran.stdout
        assert not ACTING.search(ran.stdout)
