"""Filters by facet find the units that the stored documents say they should, and no others."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.corpus.fold import fold_text
from annotator.corpus.model import Clip, Commentary, Parse
from annotator.store import documents, facets
from annotator.store.unit_search import find_units
from annotator.store.values import UnitFilter
from annotator.workflow.importing.documents import add
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project

KINDS = ("clip", "commentary", "quotation")
Facets = dict[str, set[str]]

POST = """\
#前置き(港)
ベルカの港 冬の航路を再開へ #氷 https://t.co/Ab3dE5fGh7
— 潮見放送ニュース (@shiomi_news) 2022年6月13日
港湾局のサーリ局長は「航路は三月まで毎日開けておく」と述べました。
#冬の航路(サーリ局長「航路は三月まで毎日開けておく」)
#冬の航路=北航路(漁業者「氷が割れる音を聞いてから船を出す」)
灯台の明かり 百年ぶりに消える https://t.co/Zy9xW8vUt6
— 北の新聞 (@kita) 2022年6月
岬の灯台は14日、百年続いた明かりを消しました。
#ＮＡＴＯ(岬の灯台・百年)
砕氷船の数 https://t.co/Zy9xW8vUt7
— 潮見放送ニュース (@shiomi_news) 2021年12月31日
組合は、砕氷船の数が足りないとして、隣国に応援を求める考えです。
#冬の航路(組合)
#北の海
"""


@pytest.fixture
def stored(project: Project, posts: Path) -> list[tuple[str, Facets]]:
    """The ids of all units in queue order, each with its facets by the rules, read off the parses."""
    (posts / "3-more.txt").write_text(POST, "utf-8")
    (posts / "4-more.txt").write_text(
        POST.replace("北の新聞", "潮見放送ニュース").replace("6月13日", "7月1日"), "utf-8"
    )
    add(project, [str(posts)])
    with project.database.reading() as connection:
        parses = [document.parse for document in documents.read_documents(connection)]
    return [unit for parse in parses for unit in expected_facets(parse)]


def expected_facets(parse: Parse) -> Iterator[tuple[str, Facets]]:
    """Yield the units of a parse in order with their facets."""
    clips = {clip.id: clip for clip in parse.clips}
    units: list[Clip | Commentary] = [*parse.clips, *parse.commentary]
    for unit in sorted(units, key=lambda unit: unit.span.start):
        clip = unit if isinstance(unit, Clip) else clips.get(unit.clip or "")
        if isinstance(unit, Clip):
            tags: list[str | None] = [*unit.inline_tags]
        else:
            tags = [name for tag in unit.tags for name in tag]
        of_clip = {
            "tag": {fold_text(tag) for tag in (*tags, *parse.document_tags) if tag},
            "publisher": {
                fold_text(name) for name in (clip and clip.publisher, clip and clip.handle) if name
            },
            "date": {clip.date} if clip and clip.date else set(),
        }
        quotations = () if isinstance(unit, Clip) else unit.quotations
        evidence = [{one.evidence.status} if one.evidence else set() for one in quotations]
        yield unit.id, {**of_clip, "evidence": {status for one in evidence for status in one}}
        for quotation, status in zip(quotations, evidence, strict=True):
            yield quotation.id, {**of_clip, "evidence": set(status)}


def found(project: Project, **criteria: str) -> list[str]:
    """Return the ids of the units that a filter finds."""
    unit_filter = UnitFilter(KINDS, **criteria)  # type: ignore[arg-type]
    with project.database.reading() as connection:
        return [one.unit.id for one in find_units(connection, unit_filter, annotator="aya")]


def includes(since: str | None, until: str | None, dates: set[str]) -> bool:
    """Tell whether a part of one of the dates is in the range."""
    return any(
        (not since or date.ljust(10, "~") >= since) and (not until or date <= until.ljust(10, "~"))
        for date in dates
    )


def test_every_value_finds_its_units(project: Project, stored: list[tuple[str, Facets]]) -> None:
    for facet in ("tag", "publisher", "evidence"):
        values = {value for _, own in stored for value in own[facet]}
        assert len(values) > 1
        for value in values:
            assert found(project, **{facet: value}) == [id_ for id_, own in stored if value in own[facet]]


def test_dates_of_any_precision_are_in_a_range_where_part_of_them_is(
    project: Project, stored: list[tuple[str, Facets]]
) -> None:
    bounds = [
        None,
        "2021",
        "2021-12",
        "2021-12-31",
        "2022",
        "2022-06",
        "2022-06-12",
        "2022-06-13",
        "2022-07-02",
    ]
    for since in bounds:
        for until in bounds:
            given = {name: date for name, date in (("since", since), ("until", until)) if date}
            if given:
                expected = [id_ for id_, own in stored if includes(since, until, own["date"])]
                assert found(project, **given) == expected


def test_all_criteria_must_hold(project: Project, stored: list[tuple[str, Facets]]) -> None:
    for tag in ("冬の航路", "nato"):
        for publisher in ("kita", "潮見放送ニュース"):
            for evidence in ("verbatim", "absent"):
                criteria = {"tag": tag, "publisher": publisher, "evidence": evidence}
                expected = [
                    id_
                    for id_, own in stored
                    if all(value in own[facet] for facet, value in criteria.items())
                ]
                assert found(project, **criteria) == expected
                dated = [
                    id_
                    for id_, own in stored
                    if id_ in expected and includes("2022-06", "2022-06", own["date"])
                ]
                assert found(project, **criteria, since="2022-06", until="2022-06") == dated


@pytest.mark.parametrize(
    "criteria", [{"publisher": "潮見放送ニュース"}, {"since": "2022"}, {"tag": "冬の航路"}]
)
def test_a_filter_continues_behind_any_unit(
    project: Project, stored: list[tuple[str, Facets]], criteria: dict[str, str]
) -> None:
    unit_filter = UnitFilter(KINDS, **criteria)  # type: ignore[arg-type]
    assert stored
    with project.database.reading() as connection:
        every = [one.unit for one in find_units(connection, unit_filter, annotator="aya")]
        assert len(every) > 4
        for number, unit in enumerate(every):
            rest = find_units(connection, unit_filter, annotator="aya", after=unit)
            assert [one.unit for one in islice(rest, 3)] == every[number + 1 : number + 4]


def test_long_names_that_begin_alike_are_told_apart(open_as: Callable[..., Project], tmp_path: Path) -> None:
    names = ["長" * 2000 + end for end in ("い", "う")]
    path = tmp_path / "long.txt"
    path.write_text("".join(f"#{name}(港)\n" for name in names), "utf-8")
    project = open_as()
    add(project, [str(path)])
    first, second = (found(project, tag=name) for name in names)
    assert len(first) == len(second) == 1
    assert first != second


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM unit_facet WHERE facet = 'tag'",
        "UPDATE unit_facet SET last_ordinal = last_ordinal - 1 WHERE facet = 'publisher'",
        "UPDATE unit_facet SET value = '1999' WHERE facet = 'date'",
    ],
)
def test_verify_finds_wrong_facets_and_storing_them_anew_mends_them(project: Project, damage: str) -> None:
    assert list(verify(project)) == []
    with project.database.writing() as connection:
        connection.execute(text(damage))
    assert list(verify(project))
    with project.database.writing() as connection:
        facets.replace_all_facets(connection)
    assert list(verify(project)) == []
