"""`annotator add`: what it prints, what it refuses, and what a dry or strict run leaves."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from annotator.cli.import_report import print_report
from annotator.corpus.parse import parse
from annotator.workflow.importing.report import ImportReport

Run = Callable[..., CompletedProcess[str]]
Records = Callable[[], list[dict[str, Any]]]


def test_add_ends_with_a_table_of_what_came_in(run: Run, posts: Path) -> None:
    ran = run("add", str(posts))
    assert (ran.returncode, ran.stdout) == (0, "")
    # The post holds two clips, three lines and two quotations; the article is one clip.
    assert ran.stderr.splitlines() == [
        "documents   2 new, 0 the same, 0 moved, 0 changed, 0 skipped",
        "clips       3",
        "commentary  3",
        "quotations  2: 1 verbatim, 1 absent",
        "tags        3 in commentary, 1 of documents",
        "odd places  0",
    ]


def test_add_prints_its_counts_for_programs(run: Run, posts: Path) -> None:
    assert json.loads(run("add", str(posts), "--json").stdout) == {
        "new": 2,
        "same": 0,
        "moved": [],
        "changed": [],
        "skipped": 0,
        "clips": 3,
        "commentary": 3,
        "quotations": 2,
        "evidence": {"verbatim": 1, "recast": 0, "altered": 0, "absent": 1, "no_clip": 0},
        "tags": 3,
        "document_tags": 1,
        "diagnostics": [],
        "problems": [],
    }


def test_add_names_what_looked_odd(run: Run, odd: Path) -> None:
    ran = run("add", str(odd))
    assert ran.returncode == 0
    told = ran.stderr.partition("\n\n")[2].splitlines()
    assert told[0].startswith("unclosed-bracket (4): A bracket is never closed")
    assert told[1:] == [f"  {odd}/3-odd.txt:{line}:6" for line in (12, 13, 14)] + [
        "  and 1 more; --verbose names all"
    ]


def test_add_names_every_odd_place_when_asked(run: Run, odd: Path) -> None:
    told = run("add", str(odd), "--verbose").stderr.splitlines()
    assert told[-4:] == [f"  {odd}/3-odd.txt:{line}:6" for line in (12, 13, 14, 15)]


def test_programs_are_given_every_odd_place(run: Run, odd: Path) -> None:
    (unclosed,) = json.loads(run("add", str(odd), "--json").stdout)["diagnostics"]
    assert (unclosed["code"], unclosed["count"]) == ("unclosed-bracket", 4)
    assert unclosed["meaning"].startswith("A bracket is never closed")
    assert [(place["line"], place["column"]) for place in unclosed["places"]] == [
        (line, 6) for line in (12, 13, 14, 15)
    ]
    assert unclosed["places"][0]["source"] == f"{odd}/3-odd.txt"


def test_a_strict_add_of_something_odd_writes_nothing(run: Run, folder: Path, odd: Path) -> None:
    ran = run("add", str(odd), "--strict")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "unclosed-bracket (4)" in ran.stderr
    assert ran.stderr.splitlines()[-1].startswith("annotator: nothing was added")
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("added")
def test_a_strict_add_to_what_is_there_adds_nothing(run: Run, odd: Path) -> None:
    assert run("add", str(odd), "--strict").returncode == 1
    assert json.loads(run("status", "--json").stdout)["documents"] == 2


def test_a_strict_add_of_what_cannot_be_read_writes_nothing(run: Run, folder: Path, posts: Path) -> None:
    os.mkfifo(posts / "0.txt")
    assert run("add", str(posts), "--strict").returncode == 1
    assert list(folder.iterdir()) == []


def test_a_strict_add_without_oddity_adds(run: Run, posts: Path) -> None:
    ran = run("add", str(posts), "--strict", "--json")
    assert (ran.returncode, json.loads(ran.stdout)["new"]) == (0, 2)
    assert json.loads(run("status", "--json").stdout)["documents"] == 2


def test_a_strict_add_reads_standard_input(run: Run, post_text: str) -> None:
    assert run("add", "-", "--strict", given=post_text.encode()).returncode == 0
    assert json.loads(run("status", "--json").stdout)["documents"] == 1


@pytest.mark.usefixtures("added")
def test_what_is_there_is_left_as_it_is(run: Run, posts: Path) -> None:
    again = json.loads(run("add", str(posts), "--json").stdout)
    assert (again["new"], again["same"]) == (0, 2)


def test_a_dry_run_counts_and_makes_no_database(run: Run, folder: Path, posts: Path) -> None:
    ran = run("add", str(posts), "--dry-run")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "2 would be new" in ran.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("added")
def test_a_dry_run_adds_nothing(run: Run, posts: Path) -> None:
    (posts / "3.txt").write_text("岬の朝です。\n", "utf-8")
    assert json.loads(run("add", str(posts), "--dry-run", "--json").stdout)["new"] == 1
    assert json.loads(run("status", "--json").stdout)["documents"] == 2


def test_a_path_that_does_not_exist_is_refused(run: Run) -> None:
    ran = run("add", "missing.txt")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "annotator: missing.txt: no such file or folder. Check the path.\n"


def test_a_refused_path_makes_no_database(run: Run, folder: Path) -> None:
    run("add", "missing.txt")
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("added")
def test_a_changed_text_is_told_before_and_after(run: Run, posts: Path) -> None:
    path = posts / "1-post.txt"
    path.write_text(path.read_text("utf-8") + "#南の海(新しい)\n", "utf-8")
    counts = "7 units the same, 0 changed, 0 doubtful, 1 new, 0 gone; 0 answers stale, 0 kept"
    dry = run("add", str(posts), "--dry-run")
    assert dry.stderr.splitlines()[0].startswith(f"{path}: would have another text: {counts}")
    ran = run("add", str(posts))
    assert ran.returncode == 0
    assert ran.stderr.splitlines()[0].startswith(f"{path}: has another text: {counts}")
    assert "1 the same, 0 moved, 1 changed" in ran.stderr
    assert json.loads(run("add", str(posts), "--json").stdout)["changed"] == []


@pytest.mark.usefixtures("added")
def test_a_file_that_moved_is_told(run: Run, posts: Path) -> None:
    new = (posts / "1-post.txt").rename(posts / "3-post.txt")
    ran = run("add", str(posts))
    assert ran.returncode == 0
    assert ran.stderr.splitlines()[0].startswith(f"{new}: is known, moved from ")


def test_a_file_that_cannot_be_read_stops_nothing_else(run: Run, posts: Path) -> None:
    os.mkfifo(posts / "0.txt")
    ran = run("add", str(posts), "--json")
    assert ran.returncode == 1
    report = json.loads(ran.stdout)
    assert (report["new"], len(report["problems"])) == (2, 1)
    assert str(posts / "0.txt") in report["problems"][0]


def test_add_reads_standard_input(run: Run, post_text: str) -> None:
    ran = run("add", "-", "--json", given=post_text.encode())
    assert json.loads(ran.stdout)["commentary"] == 3


def test_standard_input_may_hold_another_document_each_time(
    run: Run, post_text: str, article_text: str
) -> None:
    run("add", "-", given=post_text.encode())
    ran = run("add", "-", "--json", given=article_text.encode())
    assert (ran.returncode, json.loads(ran.stdout)["new"]) == (0, 1)


def test_add_decodes_as_it_is_told(run: Run, folder: Path, article_text: str, records: Records) -> None:
    text = f"{article_text}競りは昼まで続きます。\n"
    (folder / "euc.txt").write_bytes(text.encode("euc-jp"))
    assert run("add", "euc.txt", "--encoding", "euc-jp").returncode == 0
    last = records()[-1]
    assert last["document"]["source"] == "euc.txt"
    assert text.startswith(last["text"])
    assert "港の市場" in last["text"]


@pytest.mark.parametrize("name", ["日本語 の 箱.db", "a b.db", "what?.db", "50%.db", "a#b.db", "a&b=c.db"])
def test_a_database_has_the_name_that_it_was_given(run: Run, folder: Path, posts: Path, name: str) -> None:
    assert run("add", str(posts), "--db", name).returncode == 0
    assert [path.name for path in folder.iterdir()] == [name]
    assert json.loads(run("status", "--json", "--db", name).stdout)["documents"] == 2


def test_a_brief_report_names_codes_and_how_to_see_them(capsys: pytest.CaptureFixture[str]) -> None:
    report = ImportReport(new=1)
    report.contents.add(parse("#港(市場\n" * 4), "3-odd.txt")
    print_report(report, dry_run=False, brief=True)
    told = capsys.readouterr().err
    assert told.splitlines()[0] == "documents   1 new, 0 the same, 0 moved, 0 changed, 0 skipped"
    assert "8 odd places: no-clip-above 4, unclosed-bracket 4. `annotator parse --explain FILE`" in told
