"""Search finds exactly the units whose folded text contains the folded query, in queue order."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from annotator.corpus.fold import fold_kana, fold_text
from annotator.store import documents
from annotator.store.search_index import index_document, rebuild_index
from annotator.store.values import UnitFilter
from annotator.workflow.browsing.search import count_searchable, excerpt, search_units
from annotator.workflow.importing.documents import add
from annotator.workflow.maintenance.backup import copy
from annotator.workflow.project import Project
from tests.annotating import answer, flag, skip

ALL = UnitFilter(kinds=("clip", "commentary", "quotation"))


def found(project: Project, query: str, **options: object) -> list[str]:
    """Return the texts of the units that are found."""
    return [hit.text for hit in search_units(project, query, **options)]  # type: ignore[arg-type]


@pytest.fixture
def texts(project: Project) -> list[tuple[str, str]]:
    """The id and text of every unit, in queue order."""
    with project.database.reading() as connection:
        stored = [parse.parse for parse in documents.read_documents(connection)]
    listed = []
    for parse in stored:
        units = [(clip.span.start, clip.id, clip.span.of(parse.text)) for clip in parse.clips]
        for line in parse.commentary:
            units.append((line.span.start, line.id, line.span.of(parse.text)))
            units += [(quotation.start, quotation.id, quotation.text) for quotation in line.quotations]
        listed += [(id_, text) for _, id_, text in sorted(units)]
    return listed


def test_queries_of_one_two_and_more_characters_are_found(
    project: Project, texts: list[tuple[str, str]]
) -> None:
    for query in ("氷", "港湾", "冬の航路", "#", "「", "港", "HTTPS", "2022年6月13日", "路まで", "に理解"):
        expected = [id_ for id_, text in texts if fold_text(query) in fold_text(text)]
        assert [hit.unit.id for hit in search_units(project, query, unit_filter=ALL)] == expected
        assert expected or query == "路まで"


@pytest.mark.parametrize("kana", [False, True])
def test_any_stretch_of_a_text_finds_what_holds_it(
    project: Project, texts: list[tuple[str, str]], kana: bool
) -> None:
    def plain(text: str) -> str:
        return fold_kana(fold_text(text)) if kana else fold_text(text)

    held = [(id_, plain(text)) for id_, text in texts]
    for number, (_, text) in enumerate(texts):
        for start in range(number % 7, len(text), 7):
            query = text[start : start + 1 + start % 6]
            if needle := plain(query):
                expected = [id_ for id_, folded in held if needle in folded]
                assert [
                    hit.unit.id for hit in search_units(project, query, unit_filter=ALL, kana=kana)
                ] == expected


def test_hits_are_positions_of_the_document(project: Project) -> None:
    with project.database.reading() as connection:
        text = documents.read_document(connection, 1).parse.text
    (clip, *_) = search_units(project, "ｻｰﾘ局長")
    assert [span.of(text) for span in clip.spans] == ["サーリ局長"]
    assert text[clip.start : clip.start + len(clip.text)] == clip.text
    assert text.split("\n")[clip.line - 1].startswith("港湾局のサーリ局長")


def test_syntax_of_the_index_never_acts(project: Project) -> None:
    for query in (
        '"',
        '" OR "港',
        "港*",
        "港 OR 灯台",
        "NOT 港",
        "grams:港",
        "(港",
        "港)",
        "^港",
        "%",
        "_",
        "';--",
    ):
        for hit in search_units(project, query):
            assert fold_text(query) in fold_text(hit.text)


def test_kana_of_either_kind_are_the_same_where_asked(project: Project) -> None:
    assert found(project, "ベルカの港")
    assert not found(project, "べるかの港")
    assert found(project, "べるかの港", kana=True) == found(project, "ベルカの港")


def test_an_empty_query_finds_every_unit(project: Project, texts: list[tuple[str, str]]) -> None:
    assert [hit.unit.id for hit in search_units(project, "", unit_filter=ALL)] == [id_ for id_, _ in texts]


def test_a_query_of_white_space_finds_nothing(project: Project) -> None:
    assert not found(project, " 　")


def test_a_search_continues_behind_a_hit(project: Project) -> None:
    every = list(search_units(project, "の"))
    first = list(islice(search_units(project, "の"), 2))
    assert [*first, *search_units(project, "の", after=first[-1].unit)] == every


def test_a_search_can_be_cancelled(project: Project) -> None:
    answers = iter([True, True, False])
    assert len(list(search_units(project, "の", should_continue=lambda: next(answers)))) == 2


def test_what_was_searched_is_counted_by_kind(project: Project, texts: list[tuple[str, str]]) -> None:
    assert count_searchable(project, ALL) == len(texts)
    assert count_searchable(project) == sum(not text.startswith(("航路は", "氷が")) for _, text in texts)


def test_the_index_made_anew_finds_the_same(project: Project) -> None:
    before = list(search_units(project, "冬の", unit_filter=ALL))
    with project.database.writing() as connection:
        rebuild_index(connection)
    assert list(search_units(project, "冬の", unit_filter=ALL)) == before


def test_a_unit_indexed_twice_is_found_once(project: Project) -> None:
    before = found(project, "冬の")
    with project.database.writing() as connection:
        index_document(connection, 1)
    assert found(project, "冬の") == before


def test_an_excerpt_is_the_line_around_the_match(open_as: Callable[..., Project], tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(f"見出しです\n{'あ' * 40}秤{'い' * 300}\n最後の行です\n", encoding="utf-8")
    project = open_as("aya")
    add(project, [str(path)])
    (hit,) = search_units(project, "秤")
    shown = excerpt(hit)
    assert shown.text.startswith("…あ")
    assert [span.of(shown.text) for span in shown.spans] == ["秤"]
    assert len(shown.text) < 130
    assert "\n" not in shown.text


# Filters


def test_filters_by_facet(project: Project, lines: tuple[str, ...], clip: str) -> None:
    def ids(**criteria: object) -> list[str]:
        return [hit.unit.id for hit in search_units(project, "", unit_filter=UnitFilter(**criteria))]  # type: ignore[arg-type]

    assert ids(tag="冬の航路") == [lines[0], lines[1]]
    assert ids(tag="北航路") == [lines[1]]
    assert ids(tag="ＳＨＩＯＭＩ_news") == [clip]
    assert len(ids(tag="北の海")) == 5
    assert lines[2] in ids(publisher="潮見放送ニュース")
    assert ids(publisher="shiomi_news", kinds=("commentary",)) == list(lines)
    assert ids(since="2022-06-14", kinds=("commentary",)) == [lines[2]]
    assert ids(until="2022-06-13", kinds=("commentary",)) == list(lines[:2])
    assert ids(since="2022", until="2022-06", kinds=("commentary",)) == list(lines)
    assert ids(since="2022-07", until="2022-06") == []
    assert ids(since="2023", until="2022") == []
    assert ids(evidence="verbatim") == [lines[0]]
    assert ids(evidence="absent", tag="冬の航路") == [lines[1]]
    assert [
        hit.text
        for hit in search_units(project, "航路", unit_filter=UnitFilter(("quotation",), evidence="verbatim"))
    ] == ["航路は三月まで毎日開けておく"]


def test_filters_by_ones_own_state(project: Project, lines: tuple[str, ...], article: str) -> None:
    def ids(query: str = "", **criteria: object) -> list[str]:
        return [hit.unit.id for hit in search_units(project, query, unit_filter=UnitFilter(**criteria))]  # type: ignore[arg-type]

    flag(project, lines[1])
    skip(project, lines[2], "壊れている")
    answer(project, lines[0], dimension="fact_opinion", label="opinion")
    assert ids(state="flagged") == [lines[1]]
    assert ids(state="skipped") == [lines[2]]
    assert ids(state="answered") == [lines[2]]
    assert ids(state="unanswered") == [lines[0], lines[1], article]
    assert ids(state="stale") == []
    assert ids(label=("fact_opinion", "opinion")) == [lines[0]]
    assert ids(label=("fact_opinion", "fact")) == []
    assert ids("氷", state="flagged") == [lines[1]]
    assert ids("灯台", state="flagged") == []
    assert ids(state="flagged", tag="灯台") == []


def test_other_annotators_answers_and_marks_are_ignored(
    project: Project, open_as: Callable[..., Project], lines: tuple[str, ...]
) -> None:
    flag(project, lines[1])
    answer(project, lines[0], dimension="fact_opinion", label="opinion")
    ben = open_as("ben")
    for unit_filter in (UnitFilter(state="flagged"), UnitFilter(label=("fact_opinion", "opinion"))):
        assert not list(search_units(ben, "", unit_filter=unit_filter))


def test_a_document_that_changed_is_found_by_its_present_text(project: Project, posts: Path) -> None:
    path = posts / "1-post.txt"
    text = path.read_text("utf-8")
    assert found(project, "百年続いた")
    path.write_text(
        text.replace("百年続いた明かり", "長く続いた灯")
        .replace("#灯台(", "#岬の火(")
        .replace("6月14日", "7月14日"),
        encoding="utf-8",
    )
    add(project, [str(posts)])
    assert not found(project, "百年続いた")
    assert found(project, "長く続いた灯")
    assert not list(search_units(project, "", unit_filter=UnitFilter(tag="灯台")))
    assert [hit.text[:5] for hit in search_units(project, "", unit_filter=UnitFilter(tag="岬の火"))] == [
        "#岬の火("
    ]
    assert len(list(search_units(project, "", unit_filter=UnitFilter(since="2022-07")))) == 2
    assert not list(search_units(project, "", unit_filter=UnitFilter(since="2022-06-14", until="2022-06-30")))
    assert [hit.text for hit in search_units(project, "氷が割れる")] == [
        hit.text for hit in search_units(project, "漁業者「")
    ]


def test_a_copy_of_a_project_is_searched_as_the_project_is(
    project: Project, address_of: Callable[[str], str], open_as: Callable[..., Project]
) -> None:
    source = project.database.engine.url.render_as_string(hide_password=False)
    copy(source, address_of("copy.db"))
    copied = open_as("aya", "copy.db")
    for query in ("氷", "冬の航路", ""):
        assert [hit.unit.id for hit in search_units(copied, query)] == [
            hit.unit.id for hit in search_units(project, query)
        ]
    assert list(search_units(copied, "", unit_filter=UnitFilter(tag="北航路")))
