"""A document with another text keeps its units and answers: unchanged, stale or gone, nothing is lost."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sqlalchemy import text

from annotator.corpus.model import Commentary, Parse
from annotator.corpus.parse import parse
from annotator.corpus.source import text_digest
from annotator.formats.schemas import schema_files
from annotator.store import annotations, document_versions, documents
from annotator.workflow.browsing.document_view import view_document
from annotator.workflow.browsing.queue import next_open, resume_position, save_position
from annotator.workflow.browsing.statistics import queue_progress
from annotator.workflow.exchange.export import export
from annotator.workflow.exchange.history import entries
from annotator.workflow.importing.documents import add
from annotator.workflow.importing.reimport import Revision
from annotator.workflow.importing.report import ImportReport, Moved
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.labelling.undo import undo
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project
from tests.annotating import answer, flag, skip

LABELS = {"fact_opinion": "fact", "source_reliability": "A", "stance": "favor"}


@pytest.fixture
def post(posts: Path) -> Path:
    """The file of the post."""
    return posts / "1-post.txt"


def edit_and_add(project: Project, post: Path, old: str, new: str) -> ImportReport:
    """Change a file, and add its folder again."""
    text = post.read_text("utf-8")
    assert old in text
    post.write_text(text.replace(old, new), "utf-8")
    return add(project, [str(post.parent)])


def current_parse(project: Project) -> Parse:
    """Return the post with its current text."""
    return view_document(project, 1).document.parse


def line_with(project: Project, words: str) -> Commentary:
    """Return the one line that contains some words."""
    (found,) = (
        line
        for line in current_parse(project).commentary
        if words in line.span.of(current_parse(project).text)
    )
    return found


def answer_all(project: Project, unit: str) -> None:
    """Answer every dimension of a unit."""
    for dimension, label in LABELS.items():
        target = "航路" if dimension == "stance" else None
        answer(project, unit, dimension=dimension, label=label, target=target)


def staleness(project: Project, unit: str) -> set[bool]:
    """Return whether the annotator's answers to a unit are stale."""
    return {given.stale for given in unit_state(project, unit).answers.values()}


def test_unchanged_units_keep_their_answers(project: Project, post: Path) -> None:
    before = {
        line.id: line.span.of(current_parse(project).text) for line in current_parse(project).commentary
    }
    unit = line_with(project, "#灯台").id
    answer_all(project, unit)
    report = edit_and_add(project, post, "毎日開けておく」)\n", "毎朝開けておく」)\n")
    ((source, revision),) = report.changed
    assert source == post.as_posix()
    assert revision == Revision(same=5, changed=2, doubtful=0, new=0, gone=0, stale=0, kept=0)
    assert staleness(project, unit) == {False}
    assert queue_progress(project).done == 1
    assert line_with(project, "#灯台").id == unit
    assert {line.id for line in current_parse(project).commentary} == before.keys()
    assert list(verify(project)) == []


def test_answers_to_a_changed_line_become_stale(project: Project, post: Path) -> None:
    line = line_with(project, "局長「航路").id
    answer_all(project, line)
    assert queue_progress(project).done == 1
    report = edit_and_add(project, post, "毎日開けておく」)\n", "毎朝開けておく」)\n")
    assert report.changed[0].revision.stale == 3
    assert line_with(project, "毎朝").id == line
    assert staleness(project, line) == {True}
    assert queue_progress(project).done == 0
    place = next_open(project, None)
    assert place is not None
    assert place.id == line
    assert list(verify(project)) == []


def test_answering_again_makes_a_stale_answer_fresh(project: Project, post: Path) -> None:
    line = line_with(project, "局長「航路").id
    answer_all(project, line)
    edit_and_add(project, post, "毎日開けておく」)\n", "毎朝開けておく」)\n")
    answer_all(project, line)
    assert staleness(project, line) == {False}
    assert queue_progress(project).done == 1
    undo(project)
    assert staleness(project, line) == {False, True}
    assert list(verify(project)) == []


def test_a_restored_text_makes_its_answers_fresh(project: Project, post: Path) -> None:
    line = line_with(project, "局長「航路").id
    answer_all(project, line)
    edit_and_add(project, post, "毎日開けておく」)\n", "毎朝開けておく」)\n")
    report = edit_and_add(project, post, "毎朝開けておく」)\n", "毎日開けておく」)\n")
    assert (report.changed[0].revision.same, report.changed[0].revision.stale) == (5, 0)
    assert staleness(project, line) == {False}
    assert current_parse(project) == parse(post.read_text("utf-8"))
    assert list(verify(project)) == []


def test_a_restored_line_makes_its_answers_fresh(project: Project, post: Path) -> None:
    line = line_with(project, "局長「航路").id
    answer_all(project, line)
    edit_and_add(project, post, "毎日開けておく」)\n", "毎朝開けておく」)\n")
    edit_and_add(project, post, "毎朝開けておく」)\n", "毎日開けておく」)\n#南の海(新しい)\n")
    assert staleness(project, line) == {False}
    assert list(verify(project)) == []


def test_a_removed_line_keeps_its_answers(project: Project, post: Path) -> None:
    line = line_with(project, "#灯台").id
    answer_all(project, line)
    report = edit_and_add(project, post, "#灯台(岬の灯台・百年)\n", "")
    assert (report.changed[0].revision.gone, report.changed[0].revision.kept) == (1, 3)
    assert line not in {one.id for one in current_parse(project).commentary}
    assert len(unit_state(project, line).answers) == 3
    assert queue_progress(project) == (0, 3)
    assert list(verify(project)) == []


def test_a_restored_line_has_its_answers(project: Project, post: Path) -> None:
    line = line_with(project, "#灯台").id
    answer_all(project, line)
    edit_and_add(project, post, "#灯台(岬の灯台・百年)\n", "")
    edit_and_add(project, post, "#北の海\n", "#北の海\n\n#灯台(岬の灯台・百年)\n")
    assert line_with(project, "#灯台").id == line
    assert list(verify(project)) == []


def test_answers_to_an_ambiguous_equal_line_become_stale(project: Project, post: Path) -> None:
    edit_and_add(project, post, "#灯台(岬の灯台・百年)\n", "#灯台(岬の灯台・百年)\n" * 2)
    first, second = (line.id for line in current_parse(project).commentary[-2:])
    answer_all(project, first)
    answer_all(project, second)
    report = edit_and_add(project, post, "#灯台(岬の灯台・百年)\n" * 2, "#灯台(岬の灯台・百年)\n")
    revision = report.changed[0].revision
    assert (revision.doubtful, revision.gone, revision.stale, revision.kept) == (1, 1, 3, 3)
    (left,) = (line.id for line in current_parse(project).commentary[-1:])
    assert staleness(project, left) == {True}
    assert list(verify(project)) == []


def test_answers_to_a_line_under_another_clip_become_stale(project: Project, post: Path) -> None:
    line = line_with(project, "#灯台").id
    answer_all(project, line)
    text = post.read_text("utf-8")
    words = "#灯台(岬の灯台・百年)\n"
    moved = text.replace(words, "").replace("#冬の航路(ベルカ", words + "#冬の航路(ベルカ")
    post.write_text(moved, "utf-8")
    assert add(project, [str(post)]).changed[0].revision.doubtful == 1
    assert staleness(project, line) == {True}


def test_adding_twice_changes_nothing(project: Project, post: Path) -> None:
    answer_all(project, line_with(project, "局長「航路").id)
    edit_and_add(project, post, "毎日開けておく」)\n", "毎朝開けておく」)\n")
    before = list(entries(project)), current_parse(project)
    report = add(project, [str(post.parent)])
    assert (report.same, report.changed, report.moved) == (2, [], [])
    assert (list(entries(project)), current_parse(project)) == before


def test_a_dry_run_reports_what_the_run_then_does(project: Project, post: Path) -> None:
    answer_all(project, line_with(project, "局長「航路").id)
    post.write_text(
        post.read_text("utf-8").replace("毎日開けておく」)\n", "毎朝開けておく」)\n#南の海(新しい)\n"),
        "utf-8",
    )
    post.with_name("2-article.txt").rename(post.with_name("3-article.txt"))
    before = list(entries(project))
    dry = add(project, [str(post.parent)], dry_run=True)
    assert list(entries(project)) == before
    assert dry == add(project, [str(post.parent)])
    assert (len(dry.changed), len(dry.moved)) == (1, 1)


def test_a_file_that_moved_is_the_same_document(project: Project, post: Path) -> None:
    line = line_with(project, "#灯台").id
    answer_all(project, line)
    # Of a file beside the database the way from there, else the whole path.
    old = "posts/1-post.txt" if project.database.is_sqlite else post.as_posix()
    new = post.rename(post.with_name("9-moved.txt"))
    report = add(project, [str(post.parent)])
    assert (report.moved, report.same) == ([Moved(new.as_posix(), old)], 1)
    assert view_document(project, 1).document_count == 2
    assert staleness(project, line) == {False}
    again = add(project, [str(post.parent)])
    assert (again.moved, again.same) == ([], 2)


def test_swapped_files_are_the_same_documents(project: Project, post: Path) -> None:
    other = post.with_name("2-article.txt")
    one, two = post.read_bytes(), other.read_bytes()
    post.write_bytes(two)
    other.write_bytes(one)
    report = add(project, [str(post.parent)])
    assert (len(report.moved), report.changed) == (2, [])
    assert current_parse(project) == parse(one.decode())
    assert list(verify(project)) == []


def test_the_answers_of_all_annotators_are_updated(
    project: Project, open_as: Callable[..., Project], post: Path
) -> None:
    line = line_with(project, "局長「航路").id
    ben = open_as("ben")
    answer_all(project, line)
    answer_all(ben, line)
    flag(ben, line)
    skip(project, line_with(project, "#灯台").id, "broken")
    edit_and_add(project, post, "毎日開けておく」)\n", "毎朝開けておく」)\n")
    assert staleness(project, line) == staleness(ben, line) == {True}
    mark = unit_state(ben, line).mark
    assert mark is not None
    assert mark.flagged
    assert (queue_progress(project).done, queue_progress(ben).done) == (1, 0)
    assert list(verify(project)) == []


def test_the_former_text_of_a_unit_can_be_read(project: Project, post: Path) -> None:
    line = line_with(project, "局長「航路")
    words = line.span.of(current_parse(project).text)
    edit_and_add(project, post, "毎日開けておく」)\n", "毎朝開けておく」)\n")
    with project.database.reading() as connection:
        assert document_versions.former_texts(connection, line.id) == {None: words}


LINES = ["#冬(一)", "#冬(一)", "#航路=北航路(局長「毎日」)", "#灯台(岬・百年)", "#港", "#港の市(朝)"]
_posts = st.lists(st.sampled_from([*LINES, "CLIP1", "CLIP2"]), max_size=9)
CLIPS = {
    "CLIP1": "港の便り 春の市が開く https://t.co/Ab3dE5fGh7\n— 潮見放送 (@shiomi) 2022年6月13日\n朝の市です。",
    "CLIP2": "岬の便り 灯台が消える https://t.co/Zy9xW8vUt6\n— 潮見放送 (@shiomi) 2022年6月14日\n夜の岬です。",
}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(_posts, min_size=2, max_size=4), answered=st.integers(0, 9))
def test_no_sequence_of_texts_loses_an_answer(
    tmp_path_factory: pytest.TempPathFactory,
    open_as: Callable[..., Project],
    texts: list[list[str]],
    answered: int,
) -> None:
    folder = tmp_path_factory.mktemp("texts")
    project = open_as("aya", f"{folder.name}.db")
    given_answers = 0
    for number, lines in enumerate(texts):
        words = "\n".join(CLIPS.get(line, line) for line in lines) + f"\n終わり{number}\n"
        (folder / "post.txt").write_text(words, "utf-8")
        dry = add(project, [str(folder)], dry_run=True)
        assert add(project, [str(folder)]) == dry
        assert add(project, [str(folder)]).same == 1
        # A dry run may use up numbers of documents.
        with project.database.reading() as connection:
            (stored,) = documents.read_documents(connection)
        document = stored.parse
        fresh = parse(words)
        assert [line.span for line in document.commentary] == [line.span for line in fresh.commentary]
        assert [clip.body for clip in document.clips] == [clip.body for clip in fresh.clips]
        assert list(verify(project)) == []
        for line in document.commentary[: answered % 4]:
            state = unit_state(project, line.id)
            if not (given := state.answer_to("fact_opinion")) or given.stale:
                answer(project, line.id, dimension="fact_opinion", label="fact")
                given_answers += not given
    with project.database.reading() as connection:
        assert len(annotations.read_answers(connection)) == given_answers
    project.close()


BROKEN = {
    "a former text": "UPDATE version SET text = replace(text, '毎日', '毎晩') WHERE text LIKE '%毎日%'",
    "a former unit beyond its text": 'UPDATE former_unit SET start = start + 90000, "end" = "end" + 90000',
    "a former text as the current one": "UPDATE document SET version_id = 1 WHERE id = 1",
    "a unit in a former version": "UPDATE unit SET version_id = 1 WHERE id = (SELECT unit_id FROM former_unit LIMIT 1)",
    "a removed unit that is queued": "UPDATE unit SET queued = true WHERE version_id <> "
    "(SELECT version_id FROM document WHERE document.id = document_id)",
    "an answer that is fresh and should be stale": "UPDATE annotation SET stale = false",
    "a unit of another edition": "UPDATE unit SET edition = 'x' WHERE edition IS NOT NULL",
}


@pytest.mark.parametrize("broken", BROKEN)
def test_verify_finds_broken_versions(project: Project, post: Path, broken: str) -> None:
    answer_all(project, line_with(project, "局長「航路").id)
    edit_and_add(project, post, "毎日開けておく」)\n", "毎朝開けておく」)\n")
    edit_and_add(project, post, "#灯台(岬の灯台・百年)\n", "")
    assert list(verify(project)) == []
    with project.database.writing() as connection:
        assert connection.execute(text(BROKEN[broken])).rowcount > 0
    assert list(verify(project))


def test_the_cursor_on_a_removed_line_moves_to_the_next_open_unit(project: Project, post: Path) -> None:
    save_position(project, line_with(project, "#灯台").id)
    edit_and_add(project, post, "#灯台(岬の灯台・百年)\n", "")
    place = resume_position(project)
    assert place is not None
    assert place.id == line_with(project, "局長「航路").id


def test_a_removed_line_is_exported_with_its_former_text(
    project: Project, post: Path, tmp_path: Path
) -> None:
    line = line_with(project, "#灯台").id
    answer_all(project, line)
    before = parse(post.read_text("utf-8"))
    edit_and_add(project, post, "#灯台(岬の灯台・百年)\n", "")
    export(project, "jsonl", tmp_path / "out.jsonl")
    records = [json.loads(words) for words in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert len([record for record in records if record["id"] == line]) == 1
    (record,) = (record for record in records if record["id"] == line)
    place = record["document"]
    assert place["text_sha256"] == text_digest(before.text)
    assert before.text[place["start"] : place["end"]] == record["text"] == "#灯台(岬の灯台・百年)"
    assert len(record["annotations"]) == 3
    check = Draft202012Validator(json.loads(schema_files()["export.schema.json"]))
    for one in records:
        check.validate(one)
