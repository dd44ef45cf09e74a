"""Agreement of a project: the same from its export, by unit and target, and refused for what does not exist."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.workflow.errors import Refused
from annotator.workflow.exchange.export import export
from annotator.workflow.labelling.annotate import annotate
from annotator.workflow.labelling.requests import AnswerRequest
from annotator.workflow.project import Project
from annotator.workflow.studies.agreement import AgreementRequest, agreement, agreement_of_export

STANCE = AgreementRequest(dimensions=("stance",), resamples=50)


def answer(project: Project, unit: str, label: str, *, target: str | None = None) -> None:
    dimension = "stance" if target else "fact_opinion"
    annotate(project, [AnswerRequest(unit, dimension, label, target)])


@pytest.fixture
def ben(open_as: Callable[..., Project]) -> Project:
    return open_as("ben")


def test_figures_of_a_project_and_of_its_export_are_the_same(
    project: Project, ben: Project, lines: tuple[str, ...], root: Path, tmp_path: Path
) -> None:
    for line, mine, hers in zip(
        lines, ("fact", "opinion", "fact"), ("fact", "opinion", "mixed"), strict=True
    ):
        answer(project, line, mine)
        answer(ben, line, hers)
    export(project, "jsonl", tmp_path / "out.jsonl")
    request = AgreementRequest(resamples=200, seed=3)
    found = agreement(project, request)
    assert found == agreement_of_export(
        tmp_path / "out.jsonl", root / "schemas" / "codebooks" / "core.toml", request
    )
    figures = next(one.figures for one in found if one.dimension == "fact_opinion")
    assert figures.pairable == 3
    assert figures.percent.value == pytest.approx(2 / 3)
    assert figures.few


def test_a_stance_towards_another_target_is_another_item(
    project: Project, ben: Project, lines: tuple[str, ...]
) -> None:
    answer(project, lines[0], "favor", target="NATO")
    answer(ben, lines[0], "against", target="港")
    (found,) = agreement(project, STANCE)
    assert found.figures.alpha.undefined == "no_overlap"
    answer(ben, lines[0], "against", target="ＮＡＴＯ")
    (found,) = agreement(project, STANCE)
    assert found.figures.pairable == 1


def test_groups_have_figures_of_their_own(
    project: Project, ben: Project, lines: tuple[str, ...], quotation: str
) -> None:
    for unit in (*lines, quotation):
        answer(project, unit, "fact")
        answer(ben, unit, "fact")
    found = agreement(project, AgreementRequest(by="kind", resamples=10))
    assert [(one.group, one.figures.pairable) for one in found] == [
        ("commentary", len(lines)),
        ("quotation", 1),
    ]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (AgreementRequest(dimensions=("mood",)), "no dimension 'mood'"),
        (AgreementRequest(annotators=("zoe",)), "nobody called 'zoe'"),
    ],
)
def test_what_does_not_exist_is_refused(project: Project, request_: AgreementRequest, message: str) -> None:
    with pytest.raises(Refused, match=message):
        agreement(project, request_)


def test_an_export_needs_its_codebook(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="--codebook"):
        agreement_of_export(tmp_path / "out.jsonl", None, STANCE)
