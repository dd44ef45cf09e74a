"""The same texts get the same groups in whatever order they are added, in a migrated database too."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, MetaData, delete, insert, select, update

from annotator.corpus.near_duplicates import near_duplicate_keys
from annotator.corpus.parse import parse
from annotator.corpus.source import read_source
from annotator.store import document_insert, documents, near_duplicates, schema
from annotator.store.engines.open import Database, open_database
from annotator.store.tables import NearDuplicateKeyRow, NearDuplicateRow, table_of
from annotator.store.values import NearDuplicateCounts, NewDocument, Provenance
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
HEAD = "冬の航路を再開へ https://t.co/Ab3dE5fGh7\n— 潮見放送ニュース (@shiomi_news) 2022年6月13日\n"
BODY = (
    "ベルカ共和国の港湾局は、氷で閉じていた冬の航路を来月から再開すると発表しました。\n"
    "港湾局のサーリ局長は記者会見で、航路は三月まで毎日開けておくと述べ、漁業者に理解を求めました。\n"
    "沿岸の組合は、砕氷船の数が足りないとして、隣国に応援を求める考えを示しています。\n"
    "市場では早くも値段が動き、干し魚の卸値は前の週より二割ほど高くなっています。\n"
)
# Documents of a few lines, most of which are in several, and of clips that differ more and more.
LINES = (
    "#北航路(サーリ局長「毎日開けておく」)",
    "#北航路(サーリ局長「毎日開けておかない」)",
    "#灯台(百年)",
    "＃灯台（百年）",
)
DRIFTING = [BODY[: 150 - 12 * step] + chr(0x4E00 + step) * (12 * step) for step in range(8)]
DOCUMENTS = [
    *(f"{HEAD}{BODY}{one}\n{other}\n" for one, other in pairwise(LINES)),
    *(f"{HEAD}{body}\n#灯台(百年・{number})\n" for number, body in enumerate(DRIFTING)),
]


def store(connection: Connection, texts: Sequence[str]) -> None:
    """Add texts as documents, in this order."""
    for text in texts:
        source = read_source(text.encode())
        provenance = Provenance(source.text_sha256, source.sha256, source.text_sha256, source.encoding, ())
        document_insert.insert_documents(
            connection, [NewDocument(parse(source.text), provenance, ["commentary"], NOW)]
        )


def groups(connection: Connection) -> dict[str, str]:
    """Return the group of each unit."""
    return dict(near_duplicates.group_ids(connection))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """A database with all tables and no documents."""
    database = open_database(str(tmp_path_factory.mktemp("near_duplicates") / "empty.db"))
    schema.migrate(database)
    return database


@contextmanager
def scratch(database: Database) -> Iterator[Connection]:
    """Give a connection of which nothing stays."""
    with database.engine.connect() as connection:
        yield connection


def grouped(database: Database, texts: Sequence[str]) -> dict[str, str]:
    """Return the groups of texts that are added in this order; nothing of them is saved."""
    with scratch(database) as connection:
        store(connection, texts)
        return groups(connection)


@given(st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_adding_makes_no_difference(empty: Database, data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.sampled_from(DOCUMENTS), unique=True, min_size=2))
    other = data.draw(st.permutations(texts))
    assert grouped(empty, texts) == grouped(empty, other) != {}


def test_groups_are_what_the_keys_say(empty: Database) -> None:
    """Compare with joining every two units that share a key, one pair at a time."""
    keys = {unit: set(found.shared) for text in DOCUMENTS for unit, found in near_duplicate_keys(parse(text))}
    number = {unit: place for place, unit in enumerate(keys)}
    for _ in keys:
        for one in keys:
            for other in keys:
                if keys[one] & keys[other]:
                    number[one] = number[other] = min(number[one], number[other])
    expected = {frozenset(unit for unit in keys if number[unit] == place) for place in set(number.values())}
    found = grouped(empty, DOCUMENTS)
    assert {frozenset(unit for unit in found if found[unit] == group) for group in found.values()} == expected
    # There are groups of one, groups of several, and one that only other units connect.
    assert {1, 2} < {len(group) for group in expected}


def test_a_group_that_two_meet_in_is_one(empty: Database) -> None:
    first, *between, last = DOCUMENTS[3:]
    apart = set(grouped(empty, [first, last]).values())
    together = grouped(empty, [first, last, *between])
    assert len(apart) == 4
    clips = {together[unit] for text in (first, last) for unit in [parse(text).clips[0].id]}
    assert len(clips) == 1


def test_groups_of_one_are_not_counted(empty: Database) -> None:
    with scratch(empty) as connection:
        assert near_duplicates.count_groups(connection) == NearDuplicateCounts(0, 0)
        store(connection, [f"{HEAD}{LINES[0]}\n", f"{LINES[0]}\n{LINES[1]}\n"])
        assert near_duplicates.count_groups(connection) == NearDuplicateCounts(1, 2)


def test_near_duplicates_are_in_queue_order_from_the_next_on(empty: Database) -> None:
    texts = [f"{HEAD}{LINES[2]}\n#港({number})\n{LINES[3]}\n" for number in range(3)]
    lines = [[one.id for one in parse(text).commentary] for text in texts]
    ring = [unit for first, _, second in lines for unit in (first, second)]
    with scratch(empty) as connection:
        store(connection, texts)
        for at, unit in enumerate(ring):
            place = documents.find_unit(connection, unit)
            assert place
            found = [
                one.unit.id
                for one in near_duplicates.near_duplicates_of(connection, place.id, annotator="aya", limit=9)
            ]
            assert found == ring[at + 1 :] + ring[:at]
            assert [
                one.unit.id
                for one in near_duplicates.near_duplicates_of(connection, place.id, annotator="aya", limit=2)
            ] == found[:2]
        alone = documents.find_unit(connection, lines[0][1])
        assert alone
        assert near_duplicates.near_duplicates_of(connection, alone.id, annotator="aya", limit=9) == []
        assert near_duplicates.units_with_near_duplicates(connection, 1) == {
            lines[0][0],
            lines[0][2],
            parse(texts[0]).clips[0].id,
        }


def test_near_duplicates_are_told_from_equal_texts(empty: Database) -> None:
    texts = [f"{HEAD}{BODY}", f"{HEAD}{BODY}#港(朝)\n", f"{HEAD}{BODY[:-30]}\n"]
    with scratch(empty) as connection:
        store(connection, texts)
        here = documents.find_unit(connection, parse(texts[0]).clips[0].id)
        assert here
        assert [
            one.same
            for one in near_duplicates.near_duplicates_of(connection, here.id, annotator="aya", limit=9)
        ] == [
            True,
            False,
        ]


@pytest.mark.parametrize("damage", ["group", "key", "missing"])
def test_verify_finds_a_broken_link(project: Project, damage: str) -> None:
    assert list(verify(project)) == []
    member, key = table_of(NearDuplicateRow), table_of(NearDuplicateKeyRow)
    with project.database.writing() as connection:
        if damage == "missing":
            connection.execute(delete(member))
        else:
            connection.execute(update(key if damage == "key" else member).values(group_id=1))
    (first, *_) = found = list(verify(project))
    assert len(found) == 6
    assert "not linked" in first.what


def at_revision(path: Path, revision: str) -> Database:
    """Return a new database as an older program made it."""
    database = open_database(str(path))
    with database.writing() as connection:
        schema.upgrade(connection, revision)
    return database


def test_the_documents_of_an_older_database_are_linked(
    new_project_file: Callable[[], Path], tmp_path: Path
) -> None:
    present = open_database(str(shutil.copy(new_project_file(), tmp_path / "present.db")))
    older = at_revision(tmp_path / "older.db", "0001")
    with present.writing() as source, older.writing() as target:
        store(source, DOCUMENTS)
        tables = MetaData()
        tables.reflect(target)
        for table in tables.sorted_tables:
            rows = [dict(row._mapping) for row in source.execute(select(table))]
            if rows and table.name != "alembic_version":
                target.execute(insert(table), rows)
    schema.migrate(older)
    with present.reading() as one, older.reading() as other:
        assert groups(other) == groups(one) != {}
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                assert other.execute(select(table)).all() == one.execute(select(table)).all()
        for model in (NearDuplicateRow, NearDuplicateKeyRow):
            assert set(other.execute(select(table_of(model)))) == set(one.execute(select(table_of(model))))
    for database in (present, older):
        database.close()
