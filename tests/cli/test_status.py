"""`annotator status`: counts for people and for programs."""

import json
from collections.abc import Callable
from subprocess import CompletedProcess

Run = Callable[..., CompletedProcess[str]]


def test_status_counts(run: Run, line: str) -> None:
    run("label", line, "stance=favor", "fact_opinion=fact", "source_reliability=A", "--target", "港")
    status = json.loads(run("status", "--json").stdout)
    assert status["units"] == {"clip": 3, "commentary": 3, "quotation": 2}
    # The three lines of the post wait, and the clip of the article, which has no line.
    assert status["tally"] == {"done": 1, "queued": 4}
    assert status["progress"] == {"aya": 1}
    assert status["labels"]["stance"]["favor"] == 1
    assert (status["annotator"], status["codebook"], status["events"]) == ("aya", "core 1.0.0", 3)


def test_status_prints_tables_as_data(run: Run, line: str) -> None:
    run("label", line, "fact_opinion=fact")
    ran = run("status")
    assert (ran.returncode, ran.stderr) == (0, "")
    rows = [row.split() for row in ran.stdout.splitlines()]
    assert ["fact_opinion", "fact", "1"] in rows
    assert ["fact_opinion", "opinion", "0"] in rows


def test_status_shows_others_progress_and_not_their_answers(run: Run, line: str) -> None:
    run("label", line, "stance=favor", "fact_opinion=fact", "source_reliability=A", "--target", "港")
    status = json.loads(run("status", "--json", "--as", "ken").stdout)
    assert status["progress"] == {"aya": 1}
    assert {count for labels in status["labels"].values() for count in labels.values()} == {0}
