"""`annotator label`: answers from a script, with the checks of the screen."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

Run = Callable[..., CompletedProcess[str]]
Records = Callable[[], list[dict[str, Any]]]
ANSWER = {"dimension": "fact_opinion", "label": "fact"}


def _answers(records: Records, unit: str) -> list[tuple[str | None, ...]]:
    """Return what was answered to a unit: dimension, label, target and annotator."""
    record = next(record for record in records() if record["id"] == unit)
    names = ("dimension", "label", "target", "annotator")
    return [tuple(answer[name] for name in names) for answer in record["annotations"]]


def test_several_answers_in_one_command(run: Run, line: str, records: Records) -> None:
    ran = run(
        "label", line, "stance=against", "fact_opinion=opinion", "source_reliability=B", "--target", "北航路"
    )
    assert (ran.returncode, ran.stdout) == (0, "")
    assert sorted(_answers(records, line)) == [
        ("fact_opinion", "opinion", None, "aya"),
        ("source_reliability", "B", None, "aya"),
        ("stance", "against", "北航路", "aya"),
    ]


def test_the_same_answer_again_is_no_event(run: Run, line: str) -> None:
    run("label", line, "fact_opinion=fact")
    ran = run("label", line, "fact_opinion=fact")
    assert ran.returncode == 0
    assert json.loads(run("status", "--json").stdout)["events"] == 1


def test_a_confidence_goes_with_an_answer(run: Run, line: str, records: Records) -> None:
    run("label", line, "fact_opinion=fact", "--confidence", "low")
    record = next(record for record in records() if record["id"] == line)
    assert [answer["confidence"] for answer in record["annotations"]] == ["low"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("stance=favor",), "target"),
        (("stance=loud", "--target", "港"), "favor, against, neutral, none, unsure"),
        (("mood=good",), "stance, fact_opinion, source_reliability"),
        (("fact_opinion=fact", "--confidence", "huge"), "low, middle, high"),
    ],
    ids=["no target", "label", "dimension", "confidence"],
)
def test_what_the_codebook_forbids_is_refused_with_what_it_allows(
    run: Run, line: str, records: Records, words: tuple[str, ...], named: str
) -> None:
    ran = run("label", line, *words)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("annotator: ")
    assert named in ran.stderr
    assert _answers(records, line) == []


def test_a_stance_on_a_clip_is_refused_with_the_reason(run: Run, clip: str) -> None:
    ran = run("label", clip, "stance=favor", "--target", "港")
    assert ran.returncode == 1
    assert "a report has no holder" in ran.stderr


def test_a_target_for_no_stance_is_wrong_usage(run: Run, line: str, records: Records) -> None:
    assert run("label", line, "fact_opinion=fact", "--target", "港").returncode == 2
    assert _answers(records, line) == []


@pytest.mark.usefixtures("added")
def test_an_unknown_unit_is_refused(run: Run) -> None:
    ran = run("label", "0" * 20, "fact_opinion=fact")
    assert ran.returncode == 1
    assert "0" * 20 in ran.stderr


def test_answers_come_from_a_file(run: Run, folder: Path, line: str, clip: str, records: Records) -> None:
    rows = [{"unit": line, **ANSWER}, {"unit": clip, **ANSWER, "annotator": "ken"}]
    (folder / "answers.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    ran = run("label", "--from", "answers.jsonl")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr == "2 answers and marks saved, 0 lines refused\n"
    assert _answers(records, line) == [("fact_opinion", "fact", None, "aya")]
    assert _answers(records, clip) == [("fact_opinion", "fact", None, "ken")]


def test_answers_come_from_standard_input(run: Run, line: str, records: Records) -> None:
    ran = run("label", "--from", "-", given=json.dumps({"unit": line, **ANSWER}).encode())
    assert ran.returncode == 0
    assert _answers(records, line) == [("fact_opinion", "fact", None, "aya")]


def test_a_refused_line_is_named_and_stops_nothing_else(run: Run, line: str, records: Records) -> None:
    rows = [{"unit": "0" * 20, **ANSWER}, {"unit": line, **ANSWER}]
    given = b"\n".join([b"{", *(json.dumps(row).encode() for row in rows), b"[1]"])
    ran = run("label", "--from", "-", given=given)
    assert ran.returncode == 1
    assert [message.split(": ")[1] for message in ran.stderr.splitlines()[:3]] == ["-:1", "-:2", "-:4"]
    assert ran.stderr.splitlines()[-1] == "1 answers and marks saved, 3 lines refused"
    assert _answers(records, line) == [("fact_opinion", "fact", None, "aya")]


def test_an_export_can_be_labelled_from(run: Run, line: str, posts: Path, records: Records) -> None:
    run("label", line, "stance=favor", "fact_opinion=fact", "--target", "北航路")
    before = _answers(records, line)
    run("export", "jsonl", "--out", "all.jsonl")
    run("add", str(posts), "--db", "other.db")
    assert run("label", "--from", "all.jsonl", "--db", "other.db").returncode == 0
    again = run("export", "jsonl", "--out", "-", "--db", "other.db").stdout.splitlines()
    assert _answers(lambda: [json.loads(record) for record in again], line) == before


@pytest.mark.parametrize("path", ["missing.jsonl", "."])
@pytest.mark.usefixtures("added")
def test_a_file_that_cannot_be_read_is_refused(run: Run, path: str) -> None:
    ran = run("label", "--from", path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"annotator: {path}: ")
