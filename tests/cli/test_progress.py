"""Progress is shown on a terminal, and nothing in a pipe."""

import io
from collections.abc import Callable
from contextlib import redirect_stderr
from subprocess import CompletedProcess

import pytest

from annotator.cli.output import clear_line, import_progress, progress_bar
from annotator.workflow.importing.report import ImportReport

Run = Callable[..., CompletedProcess[str]]


class Terminal(io.StringIO):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_a_bar_grows_with_the_work() -> None:
    with redirect_stderr(Terminal()) as terminal, progress_bar("checking", 4) as more:
        more(1)
        half_way = terminal.getvalue()
        more(3)
    assert "checking" in half_way
    assert "100%" not in half_way
    assert "100%" in terminal.getvalue()


def test_a_bar_for_nothing_is_full_at_once() -> None:
    with redirect_stderr(Terminal()) as terminal, progress_bar("checking", 0):
        pass
    assert "checking" in terminal.getvalue()


def test_what_was_added_is_counted_and_cleared_away() -> None:
    with redirect_stderr(Terminal()) as terminal, import_progress() as show:
        show(ImportReport(new=2, same=1))
    assert "read 3 documents, 2 new" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_pipe_gets_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("checking", 2) as more, import_progress() as show:
        more(1)
        show(ImportReport(new=1))
        clear_line()
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("added")
def test_every_line_of_a_file_is_taken(run: Run) -> None:
    run("export", "jsonl", "--out", "data.jsonl")
    assert run("label", "--from", "data.jsonl").stderr == "0 answers and marks saved, 0 lines refused\n"


def test_the_screen_has_two_languages(run: Run) -> None:
    ran = run("open", "--lang", "fr")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "'fr' is not one of 'en', 'ja'" in ran.stderr
