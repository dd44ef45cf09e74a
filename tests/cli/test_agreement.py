"""`annotator agreement`: a block per dimension, JSON, groups, and what it refuses."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Ran = CompletedProcess[str]


@pytest.fixture
def labelled(run: Callable[..., Ran], added: Path) -> Path:
    """A project whose line two people gave labels of fact or opinion that differ."""
    hit = json.loads(run("search", "ｻｰﾘ局長", "--kind", "commentary", "--json", "--db", str(added)).stdout)
    for name, label in (("aya", "fact"), ("ben", "opinion")):
        run("label", hit["id"], f"fact_opinion={label}", "--as", name, "--db", str(added))
    return added


def test_figures_are_a_block_per_dimension(run: Callable[..., Ran], labelled: Path) -> None:
    ran = run("agreement", "--dimension", "fact_opinion", "--db", str(labelled))
    assert ran.returncode == 0
    first, _, percent, alpha, *_ = ran.stdout.splitlines()
    assert first == "fact_opinion: 1 of 1 units answered by two or more; 1 documents, 2 annotators"
    assert percent.split() == ["percent", "0.000"]
    assert "too few to trust" in alpha
    assert "on forecast" in ran.stdout
    assert "never given" in ran.stdout


def test_json_has_every_figure(run: Callable[..., Ran], labelled: Path) -> None:
    found = json.loads(run("agreement", "--json", "--resamples", "10", "--db", str(labelled)).stdout)
    assert [one["dimension"] for one in found] == ["stance", "fact_opinion", "source_reliability"]
    assert found[0]["alpha"] == {"value": None, "interval": None, "undefined": "no_ratings"}
    assert found[1]["percent"]["value"] == 0.0
    assert found[1]["distribution"]["fact"] == 1


def test_groups_are_rows(run: Callable[..., Ran], labelled: Path) -> None:
    ran = run("agreement", "--by", "kind", "--db", str(labelled))
    assert ran.stdout.splitlines()[1].split()[:3] == ["fact_opinion", "commentary", "1"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--dimension", "mood"), 1, "no dimension 'mood'"),
        (("--by", "mood"), 2, "mood is not one of"),
        (("--kind", "mood"), 2, "mood is not one of"),
        (("--from", "missing.jsonl"), 1, "--codebook"),
    ],
)
def test_what_does_not_exist_is_refused(
    run: Callable[..., Ran], labelled: Path, words: tuple[str, ...], code: int, message: str
) -> None:
    ran = run("agreement", *words, "--db", str(labelled))
    assert ran.returncode == code
    assert message in ran.stderr


def test_without_numpy_it_says_what_to_install(
    run: Callable[..., Ran], labelled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [
        name for name in sys.modules if name.startswith(("annotator.agreement", "annotator.workflow.studies"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numpy", None)
    ran = run("agreement", "--db", str(labelled))
    assert ran.returncode == 1
    assert 'pip install "hashtag-annotator[agreement]"' in ran.stderr
