"""Copies of a project can be merged in any order, any number of times, with the same result."""

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from annotator.store.values import Event
from annotator.workflow.browsing.document_view import view_document
from annotator.workflow.errors import FormatError, Refused, StoreError
from annotator.workflow.exchange.export import export
from annotator.workflow.exchange.history import HistoryFilter, entries
from annotator.workflow.exchange.merge import merge
from annotator.workflow.importing.documents import add
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.labelling.undo import redo, undo
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project, open_project
from tests.annotating import answer, flag, note, skip, withdraw


class Ticking:
    """A clock of one copy; several may show the same instant."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._now = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return a time that never runs back."""
        self._now += timedelta(seconds=self._random.choice([0, 1, 1, 60]))
        return self._now


@contextmanager
def open_copy(path: Path, seed: int = 0, annotator: str = "aya") -> Iterator[Project]:
    """Open a copy."""
    with open_project(
        str(path), annotator=annotator, clock=Ticking(seed), randomness=random.Random(seed).randbytes
    ) as project:
        yield project


def current_lines(project: Project) -> list[str]:
    """Return the ids of the current commentary lines."""
    query = "SELECT id FROM unit WHERE kind = 'commentary' AND queued ORDER BY document_id, ordinal"
    with project.database.reading() as connection:
        return list(connection.execute(text(query)).scalars())


def exported(path: Path, folder: Path) -> tuple[bytes, bytes]:
    """Return the dataset and the history of a project, byte for byte."""
    found = []
    with open_copy(path) as project:
        assert list(verify(project)) == []
        for name in ("jsonl", "history"):
            export(project, name, folder / "out")
            found.append((folder / "out").read_bytes())
    return found[0], found[1]


def copy(path: Path, name: str) -> Path:
    """Copy a closed database."""
    return Path(shutil.copy(path, path.with_name(name)))


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["stance", "opinion", "withdraw", "flag", "note", "skip", "undo", "undo", "redo"]),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    max_size=10,
)
_COPIES = st.lists(st.tuples(st.sampled_from(["aya", "ben"]), _ACTS), min_size=2, max_size=3)


def perform(project: Project, units: list[str], kind: str, line: int, choice: int) -> None:
    """Perform one action."""
    unit = units[line]
    match kind:
        case "stance":
            target = ("航路", "港", "航路")[choice]
            label = ("favor", "against", "none")[choice]
            answer(project, unit, dimension="stance", label=label, target=target)
        case "opinion":
            label = ("fact", "opinion", "mixed")[choice]
            answer(project, unit, dimension="fact_opinion", label=label)
        case "withdraw":
            withdraw(project, unit, dimension="stance")
        case "flag":
            flag(project, unit)
        case "note":
            note(project, unit, ("", "一", "二")[choice])
        case "skip":
            skip(project, unit, ("", "broken", "twice")[choice] or None)
        case "undo":
            undo(project)
        case "redo":
            redo(project)


@pytest.mark.slow
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(copies=_COPIES, again=st.randoms(use_true_random=False))
def test_any_order_and_any_number_of_merges_give_the_same_result(
    new_project_file: Callable[[], Path],
    tmp_path: Path,
    copies: list[tuple[str, list[tuple[str, int, int]]]],
    again: random.Random,
) -> None:
    base = new_project_file()
    files = []
    for number, (name, acts) in enumerate(copies):
        path = copy(base, f"{base.stem}-{number}.db")
        with open_copy(path, number + 1, name) as project:
            units = current_lines(project)
            for one in acts:
                perform(project, units, *one)
        files.append(path)
    results = set()
    for number in range(3):
        order = [*files, again.choice(files)]
        again.shuffle(order)
        into = copy(again.choice([base, *files]), f"{base.stem}-into-{number}.db")
        with open_copy(into, 99) as project:
            for path in order if number else ():
                merge(project, [path])
            if not number:
                merge(project, order)
        results.add(exported(into, tmp_path))
    assert len(results) == 1


@pytest.mark.slow
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_ACTS, second=_ACTS)
def test_a_history_brings_the_same_as_its_database(
    new_project_file: Callable[[], Path],
    tmp_path: Path,
    first: list[tuple[str, int, int]],
    second: list[tuple[str, int, int]],
) -> None:
    base = new_project_file()
    one, other = copy(base, f"{base.stem}-one.db"), copy(base, f"{base.stem}-other.db")
    for seed, path, acts in ((1, one, first), (2, other, second)):
        with open_copy(path, seed) as project:
            units = current_lines(project)
            for each in acts:
                perform(project, units, *each)
    lines, dataset = tmp_path / "history.jsonl", tmp_path / "dataset.jsonl"
    with open_copy(other) as project:
        export(project, "history", lines)
        export(project, "jsonl", dataset)
    results = set()
    for number, order in enumerate(permutations([other, lines, dataset])):
        into = copy(one, f"{base.stem}-{number}.db")
        with open_copy(into, 9) as project:
            for path in order:
                merge(project, [path])
        results.add(exported(into, tmp_path))
    assert len(results) == 1


@pytest.fixture
def base(new_project_file: Callable[[], Path]) -> Path:
    """A project, to make copies of."""
    return new_project_file()


def copy_with_work(
    base: Path, name: str, seed: int, *acts: tuple[str, int, int], annotator: str = "aya"
) -> Path:
    """Make a copy in which an annotator worked."""
    path = copy(base, name)
    with open_copy(path, seed, annotator) as project:
        units = current_lines(project)
        for one in acts:
            perform(project, units, *one)
    return path


def test_answers_of_two_annotators_are_both_kept(base: Path) -> None:
    other = copy_with_work(base, "ben.db", 2, ("opinion", 0, 1), annotator="ben")
    with open_copy(base, 1) as project:
        line = current_lines(project)[0]
        answer(project, line, dimension="fact_opinion", label="fact")
        report = merge(project, [other])
        assert (report.events, report.conflicts) == (1, [])
        given = unit_state(project, line).answer_to("fact_opinion")
        assert given
        assert given.label == "fact"
    with open_copy(base, 3, "ben") as project:
        given = unit_state(project, line).answer_to("fact_opinion")
        assert given
        assert given.label == "opinion"


def test_of_two_answers_of_one_annotator_the_later_one_is_current_and_reported(base: Path) -> None:
    other = copy_with_work(base, "other.db", 2, ("flag", 2, 0), ("stance", 0, 1))
    with open_copy(base, 1) as project:
        line = current_lines(project)[0]
        answer(project, line, dimension="stance", label="favor", target="航路")
        report = merge(project, [other])
        (conflict,) = report.conflicts
        assert (conflict.unit, conflict.annotator, conflict.question) == (line, "aya", "stance")
        assert {conflict.earlier, conflict.later} == {"favor (航路)", "against (港)"}
        (given,) = unit_state(project, line).answers.values()
        assert f"{given.label} ({given.target})" == conflict.later
        logged = [one for one in entries(project, HistoryFilter(unit=line)) if isinstance(one, Event)]
        assert [one.kind for one in logged] == ["answer", "answer"]
        assert merge(project, [other]).conflicts == []
        assert list(verify(project)) == []


def test_the_same_answer_twice_is_no_conflict(base: Path) -> None:
    other = copy_with_work(base, "other.db", 2, ("opinion", 0, 1))
    mine = copy_with_work(base, "mine.db", 1, ("opinion", 0, 1))
    with open_copy(mine) as project:
        report = merge(project, [other])
    assert (report.events, report.conflicts) == (1, [])


def test_an_overwritten_note_is_reported(base: Path) -> None:
    other = copy_with_work(base, "other.db", 2, ("note", 0, 1))
    mine = copy_with_work(base, "mine.db", 1, ("note", 0, 2))
    with open_copy(mine) as project:
        (conflict,) = merge(project, [other]).conflicts
    assert (conflict.question, {conflict.earlier, conflict.later}) == ("note", {"一", "二"})


def test_documents_of_the_other_copy_are_added(base: Path, tmp_path: Path) -> None:
    other = copy(base, "other.db")
    (tmp_path / "new.txt").write_text("岬の港に新しい船が来ました。\n", "utf-8")
    with open_copy(other, 2) as project:
        add(project, [str(tmp_path / "new.txt")])
    with open_copy(base, 1) as project:
        report = merge(project, [other])
        assert (report.documents, report.texts) == (1, 0)
        assert merge(project, [other]).documents == 0
        assert list(verify(project)) == []
    assert exported(base, tmp_path) == exported(other, tmp_path)


def test_the_other_copy_is_not_written_to(base: Path) -> None:
    other = copy_with_work(base, "other.db", 2, ("opinion", 0, 1))
    before = other.read_bytes()
    with open_copy(base, 1) as project:
        merge(project, [other])
    assert other.read_bytes() == before


def test_an_incoming_undo_is_applied(base: Path) -> None:
    mine = copy_with_work(base, "mine.db", 1, ("opinion", 0, 1))
    other = copy(mine, "other.db")
    with open_copy(other, 2) as project:
        undo(project)
    with open_copy(mine, 3) as project:
        line = current_lines(project)[0]
        merge(project, [other])
        assert unit_state(project, line).answers == {}
        redo(project)
        assert unit_state(project, line).answer_to("fact_opinion")
        assert list(verify(project)) == []


def test_an_export_brings_current_answers_and_marks(base: Path, tmp_path: Path) -> None:
    other = copy_with_work(
        base, "ben.db", 2, ("stance", 0, 0), ("note", 0, 1), ("flag", 0, 0), annotator="ben"
    )
    dataset = tmp_path / "dataset.jsonl"
    with open_copy(other) as project:
        export(project, "jsonl", dataset)
    with open_copy(base, 1) as project:
        line = current_lines(project)[0]
        assert merge(project, [dataset]).events == 3
        assert merge(project, [dataset]).events == 0
        assert list(verify(project)) == []
    with open_copy(base, 3, "ben") as project:
        state = unit_state(project, line)
        assert state.mark
        assert (state.mark.note, state.mark.flagged) == ("一", True)
        (given,) = state.answers.values()
        assert (given.label, given.stale) == ("favor", False)


def refused(base: Path, file: Path, tmp_path: Path) -> str:
    """Return why a file is refused, and check that the project did not change."""
    before = exported(base, tmp_path)
    with open_copy(base, 1) as project, pytest.raises((Refused, FormatError, StoreError)) as caught:
        merge(project, [copy_with_work(base, "good.db", 5, ("opinion", 1, 1)), file])
    assert exported(base, tmp_path) == before
    assert str(file) in str(caught.value)
    return str(caught.value)


def test_a_file_that_is_no_copy_is_refused(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"\x00\x01\xff")
    assert "not valid JSON" in refused(base, file, tmp_path)
    file.write_text('{"a": 1}\n', "utf-8")
    assert "no record" in refused(base, file, tmp_path)
    file.unlink()
    assert "cannot be read" in refused(base, file, tmp_path)


def test_a_damaged_or_foreign_or_newer_database_is_refused(base: Path, tmp_path: Path) -> None:
    file = copy(base, "file.db")
    with file.open("r+b") as bytes_:
        bytes_.seek(8192)
        bytes_.write(b"\xff" * 40_000)
    assert "damaged" in refused(base, file, tmp_path)
    foreign = tmp_path / "foreign.db"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    assert "no project" in refused(base, foreign, tmp_path)
    newer = copy(base, "newer.db")
    connection = sqlite3.connect(newer)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    assert "newer" in refused(base, newer, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"label":"opinion"', '"label":"nonsense"', "codebook allows"),
        ('"dimension":"fact_opinion"', '"dimension":"nonsense"', "codebook allows"),
        ('"codebook_version":"', '"codebook_version":"9', "codebook that is not here"),
        ('"annotator":"aya"', '"annotator":"\\u001b[31m"', "annotator's name"),
        ('"kind":"undo"', '"kind":"nonsense"', "kind"),
        ('"undoes":"0', '"undoes":"f', "takes back"),
        ('"note":"一"', '"note":"\\u009b31m"', "no text"),
    ],
)
def test_a_history_with_an_invalid_event_is_refused(
    base: Path, tmp_path: Path, old: str, new: str, why: str
) -> None:
    other = copy_with_work(
        base, "other.db", 2, ("opinion", 0, 1), ("note", 0, 1), ("flag", 0, 0), ("undo", 0, 0)
    )
    file = tmp_path / "history.jsonl"
    with open_copy(other) as project:
        export(project, "history", file)
    words = file.read_text("utf-8")
    assert old in words
    file.write_text(words.replace(old, new), "utf-8")
    with open_copy(base, 1) as project, pytest.raises((Refused, FormatError), match=why):
        merge(project, [file])


def test_an_event_on_a_document_that_is_not_here_is_refused(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    with open_copy(copy_with_work(base, "other.db", 2, ("opinion", 0, 1))) as project:
        export(project, "history", file)
    with open_copy(tmp_path / "empty.db") as project, pytest.raises(Refused, match="not here"):
        merge(project, [file])


def test_separate_projects_with_the_same_documents_are_merged(posts: Path, tmp_path: Path) -> None:
    paths = [tmp_path / "one.db", tmp_path / "two.db"]
    for seed, path in enumerate(paths, 1):
        with open_copy(path, seed) as project:
            add(project, [str(posts)])
            perform(project, current_lines(project), "opinion", 0, seed)
    copies = [copy(path, f"{path.stem}-copy.db") for path in paths]
    for path, other in zip(paths, reversed(copies), strict=True):
        with open_copy(path, 7) as project:
            merge(project, [other])
    assert exported(paths[0], tmp_path) == exported(paths[1], tmp_path)


POST = """\
港の便り 春の市が開く https://t.co/Ab3dE5fGh7
— 潮見放送 (@shiomi) 2022年6月13日
朝の市は六時に始まりました。
#港(市場「朝の市は六時」)
#春(漁業者・朝)
#北の海
"""


def project_of(path: Path, seed: int, words: str, name: str = "post.txt") -> Path:
    """Make a project of one post, with the same address in every project."""
    post = path.with_name(name)
    post.write_text(words, "utf-8")
    with open_copy(path, seed) as project:
        add(project, [str(post)])
    return path


def answer_line(path: Path, seed: int, words: str, label: str, annotator: str = "aya") -> None:
    """Answer the line that contains some words."""
    with open_copy(path, seed, annotator) as project:
        parsed = view_document(project, 1).document.parse
        (unit,) = (line.id for line in parsed.commentary if words in line.span.of(parsed.text))
        answer(project, unit, dimension="fact_opinion", label=label)


def answers_by_text(path: Path) -> dict[str, list[tuple[str, str, bool]]]:
    """Return each annotator's answer to each line, and whether it is stale."""
    records = [json.loads(line) for line in exported(path, path.parent)[0].splitlines()]
    return {
        record["text"]: [(one["annotator"], one["label"], one["stale"]) for one in record["annotations"]]
        for record in records
        if record["annotations"]
    }


def test_a_new_text_of_one_copy_is_merged(tmp_path: Path) -> None:
    base = project_of(tmp_path / "base.db", 1, POST)
    other = copy(base, "other.db")
    answer_line(other, 2, "#港", "fact", "ben")
    project_of(other, 3, POST.replace("六時」", "七時」"))
    answer_line(base, 4, "#港", "opinion")
    answer_line(other, 5, "#春", "mixed", "ben")
    results = []
    for name, mine, theirs in (("one.db", base, other), ("two.db", other, base)):
        into = copy(mine, name)
        with open_copy(into, 6) as project:
            assert merge(project, [theirs]).texts == (mine is base)
            merge(project, [theirs])
        results.append(exported(into, tmp_path))
    assert results[0] == results[1]
    assert answers_by_text(into) == {
        "#港(市場「朝の市は七時」)": [("aya", "opinion", True), ("ben", "fact", True)],
        "#春(漁業者・朝)": [("ben", "mixed", False)],
    }


def test_of_two_new_texts_the_later_import_is_current(tmp_path: Path) -> None:
    base = project_of(tmp_path / "base.db", 1, POST)
    one, two = copy(base, "one.db"), copy(base, "two.db")
    project_of(one, 2, POST.replace("#北の海", "#南の海"))
    project_of(two, 3, POST.replace("朝)", "昼)"))
    results = []
    for name, mine, theirs in (("a.db", one, two), ("b.db", two, one)):
        into = copy(mine, name)
        with open_copy(into, 6) as project:
            merge(project, [theirs])
        results.append(exported(into, tmp_path))
    assert results[0] == results[1]


def test_a_document_is_recognized_by_any_of_its_texts(tmp_path: Path) -> None:
    newer = POST.replace("六時」", "七時」")
    one = project_of(tmp_path / "one.db", 1, POST)
    answer_line(one, 2, "#春", "fact")
    project_of(one, 3, newer)
    two = project_of(tmp_path / "two.db", 4, newer)
    answer_line(two, 5, "#春", "opinion", "ben")
    answer_line(two, 6, "#港", "opinion", "ben")
    with open_copy(one, 7) as project:
        assert merge(project, [two]).documents == 0
    assert answers_by_text(one) == {
        "#港(市場「朝の市は七時」)": [("ben", "opinion", False)],
        "#春(漁業者・朝)": [("aya", "fact", False), ("ben", "opinion", False)],
    }


def test_a_document_is_recognized_by_its_address(tmp_path: Path) -> None:
    one = project_of(tmp_path / "one.db", 1, POST)
    answer_line(one, 2, "#春", "fact")
    answer_line(one, 3, "#港", "fact")
    two = project_of(tmp_path / "two.db", 4, POST.replace("六時」", "七時」"))
    answer_line(two, 5, "#春", "opinion", "ben")
    answer_line(two, 6, "#港", "opinion", "ben")
    first = copy(one, "first.db")
    for into, other in ((one, two), (two, first)):
        with open_copy(into, 7) as project:
            assert merge(project, [other]).documents == 0
        assert answers_by_text(into)["#春(漁業者・朝)"] == [
            ("aya", "fact", False),
            ("ben", "opinion", False),
        ]


def test_two_documents_that_had_the_same_text_stay_apart(tmp_path: Path) -> None:
    first, second = POST, POST.replace("六時」", "七時」")
    one = project_of(tmp_path / "one.db", 1, first)
    two = project_of(tmp_path / "two.db", 2, second, name="other.txt")
    with open_copy(one, 3) as project:
        assert merge(project, [two]).documents == 1
    # Where only the second document is known, it comes to have the text of the first.
    two = project_of(two, 4, first, name="other.txt")
    results = []
    for name, mine, theirs in (("a.db", one, two), ("b.db", two, one)):
        into = copy(mine, name)
        with open_copy(into, 6) as project:
            merge(project, [theirs])
            texts = [view_document(project, number).document.parse.text for number in (1, 2)]
        assert texts == [first, first]
        results.append(exported(into, tmp_path))
    assert results[0] == results[1]


@pytest.mark.parametrize("kind", ["database", "history", "dataset"])
def test_events_on_unknown_units_are_left_out_and_reported(base: Path, tmp_path: Path, kind: str) -> None:
    other = copy_with_work(
        base, "other.db", 2, ("opinion", 0, 1), ("opinion", 1, 1), ("undo", 0, 0), ("flag", 0, 0)
    )
    with open_copy(other) as project:
        moved, kept = current_lines(project)[:2]
        answer(project, kept, dimension="fact_opinion", label="mixed")
    # As if a line had been read from its second character on.
    with sqlite3.connect(other) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("UPDATE unit SET id = ?, start = start + 1 WHERE id = ?", ("f" * 20, moved))
        for table in ("event", "annotation", "mark", "done", "twin", "annotator"):
            connection.execute(f"UPDATE {table} SET unit_id = ? WHERE unit_id = ?", ("f" * 20, moved))
    connection.close()
    file = other
    if kind != "database":
        file = tmp_path / "out.jsonl"
        with open_copy(other) as project:
            export(project, "jsonl" if kind == "dataset" else kind, file)
    with open_copy(base, 1) as project:
        report = merge(project, [file])
        assert {left.unit for left in report.left_out} == {"f" * 20}
        assert len(report.left_out) == 2
        assert [one.label for one in unit_state(project, kept).answers.values()] == ["mixed"]
        assert unit_state(project, moved).answers == {}
        assert list(verify(project)) == []
        assert merge(project, [file]).events == 0


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=_ACTS)
def test_the_work_of_one_copy_has_no_conflicts(
    new_project_file: Callable[[], Path], acts: list[tuple[str, int, int]]
) -> None:
    base = new_project_file()
    other = copy_with_work(base, f"{base.stem}-other.db", 2, *acts)
    with open_copy(base, 1) as project:
        assert merge(project, [other]).conflicts == []


LINES = ["#港(市場「朝の市は六時」)", "#春(漁業者・朝)", "#春(漁業者・朝)", "#北の海", "#岬(灯台「昼の火」)"]
_WORK = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.lists(st.integers(0, len(LINES) - 1), max_size=5)),
        st.tuples(st.just("answer"), st.lists(st.integers(0, 4), min_size=1, max_size=2)),
    ),
    max_size=4,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(works=st.lists(_WORK, min_size=2, max_size=3))
def test_copies_with_different_texts_give_the_same_result_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, works: list[list[tuple[str, list[int]]]]
) -> None:
    folder = tmp_path_factory.mktemp("texts")
    base = project_of(folder / "base.db", 1, POST)
    files = []
    for number, work in enumerate(works):
        path = copy(base, f"copy-{number}.db")
        for step, (kind, choice) in enumerate(work):
            if kind == "read":
                lines = "\n".join(LINES[one] for one in choice)
                project_of(path, 1000 + 10 * number + step, f"{POST}{lines}\n#写し{number}-{step}\n")
                continue
            with open_copy(path, 2000 + 10 * number + step) as project:
                units = current_lines(project)
                answer(project, units[choice[0] % len(units)], dimension="fact_opinion", label="fact")
        files.append(path)
    results = set()
    for number, order in enumerate(permutations(files)):
        into = copy(order[0], f"into-{number}.db")
        with open_copy(into, 99) as project:
            for path in order[1:]:
                merge(project, [path])
        results.add(exported(into, folder))
    assert len(results) == 1
