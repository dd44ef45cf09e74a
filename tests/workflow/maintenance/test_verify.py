"""Every promise about stored data, broken by hand one at a time, is found and named."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.corpus.search_bigrams import grams
from annotator.store import documents
from annotator.store.search_index import queue_number
from annotator.workflow.importing.documents import add
from annotator.workflow.labelling.undo import redo, undo
from annotator.workflow.maintenance.verify import Break, verify
from annotator.workflow.project import Project
from tests.annotating import answer, flag, note, skip, withdraw


@pytest.fixture
def worked(project: Project, lines: tuple[str, ...], quotation: str, article: str) -> Project:
    """A project with every kind of event in it: one line done, one skipped, one event taken back."""
    answer(project, lines[0], dimension="stance", label="favor", target="冬の航路", confidence="low")
    answer(project, lines[0], dimension="fact_opinion", label="fact")
    answer(project, lines[0], dimension="source_reliability", label="A")
    answer(project, quotation, dimension="fact_opinion", label="opinion")
    answer(project, article, dimension="fact_opinion", label="fact")
    withdraw(project, article, dimension="fact_opinion")
    flag(project, lines[1])
    note(project, lines[1], "要確認")
    skip(project, lines[2], "broken")
    undo(project)
    redo(project)
    flag(project, quotation)
    undo(project)
    return project


def breaks_after(project: Project, path: Path, *commands: str) -> list[Break]:
    """Break a database with SQL, and return what is found."""
    connection = sqlite3.connect(path)
    changed = sum(connection.execute(command).rowcount for command in commands)
    connection.commit()
    connection.close()
    assert changed > 0
    return list(verify(project))


def test_a_sound_project_has_no_breaks(worked: Project) -> None:
    assert list(verify(worked)) == []


def test_a_new_project_has_no_breaks(open_as: Callable[..., Project]) -> None:
    assert list(verify(open_as())) == []


BROKEN_TEXT = {
    "another text": "UPDATE version SET text = replace(text, '毎日', '毎朝')",
    "a shorter text": "UPDATE version SET text = substr(text, 1, 100)",
    "another digest": "UPDATE version SET text_sha256 = '00' || substr(text_sha256, 3)",
    "no text": "UPDATE document SET version_id = NULL",
    "a gap": "UPDATE version SET blocks = json_set(blocks, '$[1][1]', json_extract(blocks, '$[1][1]') + 1)",
    "an overlap": "UPDATE version SET blocks = json_set(blocks, '$[1][1]', json_extract(blocks, '$[1][1]') - 1)",
    "a block less": "UPDATE version SET blocks = json_remove(blocks, '$[#-1]')",
}

BROKEN_UNITS = {
    "a unit behind the text": 'UPDATE unit SET start = start + 90000, "end" = "end" + 90000',
    "a unit before the text": "UPDATE unit SET start = -1 WHERE kind = 'clip'",
    "an empty line": "UPDATE unit SET \"end\" = start WHERE kind = 'commentary'",
    "a quotation outside its line": "UPDATE unit SET start = 0, \"end\" = 5 WHERE kind = 'quotation'",
    "a quotation that has moved in its line": 'UPDATE unit SET start = start + 1, "end" = "end" + 1 '
    "WHERE kind = 'quotation'",
    "a quotation that begins too late": "UPDATE unit SET start = start + 1 WHERE kind = 'quotation'",
    "a quotation that ends too early": 'UPDATE unit SET "end" = "end" - 1 WHERE kind = \'quotation\'',
    "a line of another number": "UPDATE unit SET data = json_set(data, '$.line', 1) WHERE kind = 'commentary'",
    "a quotation without its line": "UPDATE unit SET parent_id = 'ffffffffffffffffffff' WHERE kind = 'quotation'",
    "a line under no known clip": "UPDATE unit SET clip_id = 'ffffffffffffffffffff' WHERE kind = 'commentary'",
    "a part outside its line": "UPDATE unit SET data = json_set(data, '$.segments[0][1]', 90000) "
    "WHERE kind = 'commentary'",
    "a body outside its clip": "UPDATE unit SET data = json_set(data, '$.body_spans[0][1]', 90000) WHERE kind = 'clip'",
    "a headline outside its clip": "UPDATE unit SET data = json_set(data, '$.headline_span[1]', 90000) "
    "WHERE kind = 'clip'",
    "evidence behind the text": "UPDATE unit SET data = json_set(data, '$.evidence.end', 90000) "
    "WHERE json_extract(data, '$.evidence.status') = 'verbatim'",
    "evidence in other words": "UPDATE unit SET data = json_set(data, '$.evidence.start', 0, '$.evidence.end', 14) "
    "WHERE json_extract(data, '$.evidence.status') = 'verbatim'",
    "evidence in no known clip": "UPDATE unit SET data = json_set(data, '$.evidence.clip', 'ffffffffffffffffffff') "
    "WHERE json_extract(data, '$.evidence.status') = 'verbatim'",
}

# What is broken, and what is said of it.
BROKEN_NAMES = {
    "a document of another key": (
        "UPDATE document SET key = 'ffffffffffffffffffff' WHERE id = 1",
        "its key is that of none of its texts",
    ),
    "a unit of another id": (
        "UPDATE unit SET id = 'ffffffffffffffffffff' WHERE kind = 'clip' AND document_id = 1 AND ordinal = 0",
        "its id is not that of its kind, its words and its place",
    ),
    "a quotation deeper than it is": (
        "UPDATE unit SET data = json_set(data, '$.depth', 1) WHERE kind = 'quotation'",
        "it does not stand inside the quotation that it names",
    ),
    "a quotation in no known other one": (
        "UPDATE unit SET data = json_set(data, '$.outer', 'ffffffffffffffffffff') WHERE kind = 'quotation'",
        "it does not stand inside the quotation that it names",
    ),
    "an address of no document": ("UPDATE address SET document_id = 99", "it leads to no document"),
}

BROKEN_ANSWERS = {
    "another label": "UPDATE annotation SET label = 'against' WHERE dimension = 'stance'",
    "another target": "UPDATE annotation SET target = '港' WHERE dimension = 'stance'",
    "another confidence": "UPDATE annotation SET confidence = 'high' WHERE dimension = 'stance'",
    "a lost answer": "DELETE FROM annotation WHERE dimension = 'stance'",
    "an answer of nobody's": "INSERT INTO annotation SELECT unit_id, 'zoe', dimension, holder, target, label, "
    "confidence, event_id, codebook_version, stale, at FROM annotation LIMIT 1",
    "another note": "UPDATE mark SET note = 'x' WHERE note IS NOT NULL",
    "another flag": "UPDATE mark SET flagged = NOT flagged",
    "a lost mark": "DELETE FROM mark",
    "a mark of nobody's": "INSERT INTO mark SELECT unit_id, 'zoe', flagged, note, skipped, event_id, at "
    "FROM mark LIMIT 1",
}

BROKEN_HISTORY = {
    "another event": "UPDATE event SET after = json_set(after, '$.label', 'against') WHERE dimension = 'stance'",
    "a lost event": "DELETE FROM event WHERE kind = 'note'",
    "an undo of nothing": "UPDATE event SET undoes = 'ffff' WHERE kind = 'redo'",
    "an event on no unit": "UPDATE event SET unit_id = 'ffffffffffffffffffff' WHERE kind = 'note'",
    "an answer without a label": "UPDATE event SET after = '{}' WHERE dimension = 'stance'",
    "an undo that was forgotten": "DELETE FROM undone",
    "an undo that never was": "INSERT INTO undone SELECT id FROM event WHERE kind = 'note'",
}

BROKEN_QUEUE = {
    "a unit done that is not": "INSERT INTO done SELECT 'aya', unit.document_id, unit.id FROM unit "
    "JOIN event ON event.unit_id = unit.id WHERE event.kind = 'note'",
    "a unit done without a history": "INSERT INTO done SELECT 'zoe', document_id, id FROM unit WHERE queued LIMIT 1",
    "a unit done and not counted as done": "DELETE FROM done",
    "a progress that is not": "UPDATE progress SET done = done + 1",
    "a progress that was lost": "DELETE FROM progress",
    "a queue of another length": "UPDATE document SET queued = queued + 1",
}

EVERYTHING = BROKEN_TEXT | BROKEN_UNITS | BROKEN_ANSWERS | BROKEN_HISTORY | BROKEN_QUEUE


@pytest.mark.sqlite
@pytest.mark.parametrize("broken", EVERYTHING)
def test_a_break_is_found(worked: Project, tmp_path: Path, broken: str) -> None:
    found = breaks_after(worked, tmp_path / "annotator.db", EVERYTHING[broken])
    assert found
    assert all(one.where and one.what and one.advice for one in found)


@pytest.mark.sqlite
@pytest.mark.parametrize("broken", BROKEN_NAMES)
def test_what_is_called_wrongly_is_named(worked: Project, tmp_path: Path, broken: str) -> None:
    command, what = BROKEN_NAMES[broken]
    assert what in [one.what for one in breaks_after(worked, tmp_path / "annotator.db", command)]


LOST_INDEX = {
    "sqlite": {
        "the whole index": "INSERT INTO search(search) VALUES ('delete-all')",
        "one unit's": "INSERT INTO search(search, rowid, grams) VALUES ('delete', :place, :grams)",
    },
    "postgresql": {
        "the whole index": "DELETE FROM search WHERE place > 0",
        "one unit's": "UPDATE search SET grams = grams[2:] WHERE place = :place",
    },
}


@pytest.mark.parametrize("lost", ["the whole index", "one unit's"])
def test_what_search_does_not_find_is_named(worked: Project, line: str, lost: str) -> None:
    with worked.database.writing() as connection:
        place = documents.find_unit(connection, line)
        assert place
        stored = documents.read_document(connection, place.document).parse
        (words,) = (one.span.of(stored.text) for one in stored.commentary if one.id == line)
        connection.execute(
            text(LOST_INDEX[connection.dialect.name][lost]),
            {"place": queue_number(place.document, place.ordinal), "grams": " ".join(grams(words))},
        )
    found = list(verify(worked))
    assert {one.what for one in found} == {"search does not find it by all of its words"}
    assert all("annotator copy" in one.advice for one in found)
    where = [one.where for one in found]
    assert (where == [f"unit {line}"]) == (lost == "one unit's")
    assert f"unit {line}" in where


@pytest.mark.sqlite
def test_a_break_names_the_unit_and_the_annotator(worked: Project, tmp_path: Path, line: str) -> None:
    found = breaks_after(worked, tmp_path / "annotator.db", BROKEN_ANSWERS["another label"])
    assert [one.where for one in found] == [f"unit {line}, annotator aya"]


@pytest.mark.sqlite
def test_a_break_names_the_document(worked: Project, tmp_path: Path) -> None:
    found = breaks_after(worked, tmp_path / "annotator.db", BROKEN_TEXT["another digest"])
    assert len(found) == 2
    assert all(one.where.startswith("document ") for one in found)


@pytest.mark.sqlite
def test_looking_changes_nothing(worked: Project, tmp_path: Path) -> None:
    breaks_after(worked, tmp_path / "annotator.db", BROKEN_ANSWERS["a lost answer"])
    before = list(verify(worked))
    assert before == list(verify(worked)) != []


def test_the_shipped_documents_have_no_breaks(open_as: Callable[..., Project], root: Path) -> None:
    project = open_as()
    add(project, [str(root / "seeds")])
    assert list(verify(project)) == []


@pytest.mark.sqlite
def test_real_documents_have_no_breaks(open_as: Callable[..., Project], real_documents: list[Path]) -> None:
    project = open_as()
    add(project, [str(path) for path in real_documents])
    assert list(verify(project)) == []
