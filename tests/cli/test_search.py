"""`annotator search`: what it prints, for people and for programs, and what it refuses."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from annotator.workflow.project import Project

Ran = CompletedProcess[str]


def test_hits_are_printed_with_their_place(run: Callable[..., Ran], added: Path) -> None:
    ran = run("search", "ｻｰﾘ局長", "--db", str(added))
    assert ran.returncode == 0
    clip, line = ran.stdout.splitlines()
    assert "1-post.txt:4  clip  " in clip
    assert "1-post.txt:5  commentary  #冬の航路(" in line


def test_json_gives_every_hit_with_its_positions(run: Callable[..., Ran], added: Path) -> None:
    ran = run("search", "航路", "--kind", "quotation", "--json", "--db", str(added))
    (hit,) = map(json.loads, ran.stdout.splitlines())
    assert hit["kind"] == "quotation"
    assert hit["text"] == "航路は三月まで毎日開けておく"
    assert hit["hits"] == [[hit["start"], hit["start"] + 2]]


def test_criteria_combine(run: Callable[..., Ran], added: Path) -> None:
    words = (
        "search",
        "",
        "--tag",
        "冬の航路",
        "--evidence",
        "absent",
        "--since",
        "2022-06",
        "--db",
        str(added),
    )
    assert len(run(*words).stdout.splitlines()) == 1
    assert not run(*words, "--publisher", "nobody").stdout


def test_what_was_searched_is_said_where_nothing_is_found(run: Callable[..., Ran], added: Path) -> None:
    ran = run("search", "幽霊船", "--tag", "灯台", "--db", str(added))
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr == "nothing found in 6 units for '幽霊船' with tag 灯台\n"


def test_limit_and_kana(run: Callable[..., Ran], added: Path) -> None:
    assert len(run("search", "の", "--limit", "2", "--db", str(added)).stdout.splitlines()) == 2
    assert not run("search", "べるか", "--db", str(added)).stdout
    assert run("search", "べるか", "--kana", "--db", str(added)).stdout


@pytest.mark.parametrize(
    ("criterion", "problem"),
    [
        (("--state", "gone"), "'gone' is no state. Known: unanswered,"),
        (("--evidence", "true"), "'true' is no evidence. Known: verbatim,"),
        (("--since", "yesterday"), "'yesterday' is no date."),
        (("--since", "2022-13"), "'2022-13' is no date."),
        (("--since", "2023", "--until", "2022-05"), "2023 is after 2022-05."),
        (("--label", "stance=up"), "'stance=up' is no label of the codebook."),
        (("--kind", "page"), "'page' is no kind of unit."),
        (("--filter", "nie"), "you have no filter of the name 'nie'. Yours: none yet."),
    ],
)
def test_what_is_no_criterion_is_refused(
    run: Callable[..., Ran], added: Path, criterion: tuple[str, ...], problem: str
) -> None:
    ran = run("search", "港", *criterion, "--db", str(added))
    assert (ran.returncode, ran.stdout) == (1, "")
    assert problem in ran.stderr


def test_a_saved_filter_is_the_annotators_own(
    run: Callable[..., Ran], added: Path, open_as: Callable[..., Project]
) -> None:
    from annotator.store.values import UnitFilter
    from annotator.workflow.browsing.filters import save_filter

    save_filter(open_as("aya", str(added)), "冬", UnitFilter(tag="冬の航路"))
    assert len(run("search", "", "--filter", "冬", "--db", str(added)).stdout.splitlines()) == 2
    narrower = run("search", "", "--filter", "冬", "--evidence", "absent", "--db", str(added))
    assert len(narrower.stdout.splitlines()) == 1
    assert run("search", "", "--filter", "冬", "--as", "ben", "--db", str(added)).returncode == 1
