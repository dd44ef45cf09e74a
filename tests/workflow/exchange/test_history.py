"""The history has every event in order, and earlier work is restored by new events."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from annotator import __version__
from annotator.store.values import Change, Event
from annotator.workflow.codebooks import activate_codebook
from annotator.workflow.errors import Refused
from annotator.workflow.exchange.history import HistoryFilter, entries, history_lines
from annotator.workflow.importing.documents import add
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.labelling.undo import redo, restore, undo
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project
from tests.annotating import answer, flag, note, skip, withdraw


def events(project: Project, wanted: HistoryFilter | None = None) -> list[Event]:
    """Return the events that are wanted."""
    return [entry for entry in entries(project, wanted or HistoryFilter()) if isinstance(entry, Event)]


def changes(project: Project) -> list[Change]:
    """Return what was done to the project itself."""
    return [entry for entry in entries(project) if isinstance(entry, Change)]


def opinion(project: Project, unit: str) -> str | None:
    """Return the annotator's answer to fact or opinion."""
    given = unit_state(project, unit).answer_to("fact_opinion")
    return given.label if given else None


def test_every_kind_of_act_is_told_in_order(project: Project, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    answer(project, line, dimension="fact_opinion", label="opinion")
    withdraw(project, line, dimension="fact_opinion")
    flag(project, line)
    note(project, line, "要確認")
    skip(project, line, "broken")
    undo(project)
    redo(project)
    told = list(entries(project))
    assert [entry.kind for entry in told] == [
        *("codebook", "import", "import"),
        *("answer", "answer", "withdraw", "flag", "note", "skip", "undo", "redo"),
    ]
    assert [(entry.at, entry.id) for entry in told] == sorted((entry.at, entry.id) for entry in told)
    assert {entry.annotator for entry in told} == {"aya"}
    assert {entry.program_version for entry in told} == {__version__}


def test_an_answer_tells_from_what_to_what(project: Project, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    answer(project, line, dimension="fact_opinion", label="opinion")
    first, second = events(project)
    assert (first.before, second.before) == (None, first.after)
    assert second.after == {"holder": None, "target": None, "label": "opinion", "confidence": None}
    assert second.codebook_version == project.codebook.version


def test_an_undo_names_the_event_that_it_takes_back(project: Project, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    undo(project)
    given, taken_back = events(project)
    assert taken_back.undoes == given.id


def test_a_document_tells_where_it_was_read_and_by_whom(project: Project, posts: Path) -> None:
    (posts / "3-twin.txt").write_bytes((posts / "2-article.txt").read_bytes())
    add(project, [str(posts)])
    read = [change for change in changes(project) if change.kind != "codebook"]
    # Of a file beside the database the way from there, else the whole path.
    folder = "posts" if project.database.is_sqlite else str(posts)
    assert [(change.kind, change.after and change.after["source"]) for change in read] == [
        ("import", f"{folder}/1-post.txt"),
        ("import", f"{folder}/2-article.txt"),
        ("address", f"{folder}/3-twin.txt"),
    ]
    assert read[1].subject == read[2].subject


def test_adding_again_tells_nothing_new(project: Project, posts: Path) -> None:
    before = list(entries(project))
    add(project, [str(posts)])
    assert list(entries(project)) == before


def test_another_codebook_tells_from_which_to_which(
    open_as: Callable[..., Project], root: Path, tmp_path: Path
) -> None:
    project = open_as()
    path = tmp_path / "own.toml"
    core = (root / "schemas" / "codebooks" / "core.toml").read_text("utf-8")
    path.write_text(core.replace('version = "1', 'version = "9', 1), "utf-8")
    activate_codebook(project, path)
    last = changes(project)[-1]
    assert (last.kind, last.subject) == ("codebook", "core")
    assert last.before == {"name": "core", "version": project.codebook.version}
    assert last.after
    assert str(last.after["version"]).startswith("9")


def test_a_selection_restricts_what_is_told(
    project: Project, open_as: Callable[..., Project], lines: tuple[str, ...]
) -> None:
    ben = open_as("ben")
    for one, unit in ((project, lines[0]), (ben, lines[0]), (project, lines[1])):
        flag(one, unit)
    first, second, third = events(project)
    assert events(project, HistoryFilter(unit=lines[0])) == [first, second]
    assert events(project, HistoryFilter(annotator="ben")) == [second]
    assert events(project, HistoryFilter(since=second.at)) == [second, third]
    assert events(project, HistoryFilter(until=second.at)) == [first, second]
    assert events(project, HistoryFilter(event=third.id)) == [third]


def test_the_history_of_an_unknown_unit_is_refused(project: Project) -> None:
    with pytest.raises(Refused, match="no unit"):
        list(entries(project, HistoryFilter(unit="0" * 20)))


def test_the_lines_of_the_history_hold_all_of_it(project: Project, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    undo(project)
    told = [json.loads(words) for words in history_lines(project)]
    assert [one["id"] for one in told] == [entry.id for entry in entries(project)]
    assert told[-2]["unit"] == line
    assert told[-2]["document"]["kind"] == "commentary"
    assert told[-1]["undoes"] == told[-2]["id"]


def test_an_earlier_answer_is_put_back_by_a_new_event(project: Project, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    answer(project, line, dimension="fact_opinion", label="opinion")
    (first, _) = events(project)
    assert len(restore(project, HistoryFilter(event=first.id))) == 1
    assert opinion(project, line) == "fact"
    assert len(events(project)) == 3
    assert list(verify(project)) == []


def test_putting_back_can_be_undone(project: Project, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    answer(project, line, dimension="fact_opinion", label="opinion")
    restore(project, HistoryFilter(event=events(project)[0].id))
    undo(project)
    assert opinion(project, line) == "opinion"


def test_what_stands_already_is_not_put_back(project: Project, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    assert restore(project, HistoryFilter(unit=line)) == []
    assert len(events(project)) == 1


def test_a_period_is_put_back_as_it_stood_at_its_end(
    project: Project, lines: tuple[str, ...], set_clock: Callable[[datetime], None]
) -> None:
    answer(project, lines[0], dimension="fact_opinion", label="fact")
    since = events(project)[-1].at
    answer(project, lines[0], dimension="fact_opinion", label="opinion")
    answer(project, lines[1], dimension="stance", label="favor", target="航路", confidence="low")
    answer(project, lines[1], dimension="source_reliability", label="A")
    undo(project)
    note(project, lines[2], "一")
    note(project, lines[2], "二")
    flag(project, lines[2])
    until = events(project)[-1].at
    set_clock(until.replace(hour=23))
    answer(project, lines[0], dimension="fact_opinion", label="unsure")
    withdraw(project, lines[1], dimension="stance")
    note(project, lines[2], "")
    flag(project, lines[2])
    assert len(restore(project, HistoryFilter(since=since, until=until))) == 4
    assert opinion(project, lines[0]) == "opinion"
    stance = unit_state(project, lines[1]).answer_to("stance")
    assert stance is not None
    assert (stance.label, stance.target, stance.confidence) == ("favor", "航路", "low")
    assert unit_state(project, lines[1]).answer_to("source_reliability") is None
    mark = unit_state(project, lines[2]).mark
    assert mark is not None
    assert (mark.note, mark.flagged) == ("二", True)
    assert list(verify(project)) == []


def test_only_ones_own_work_is_put_back(project: Project, open_as: Callable[..., Project], line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    ben = open_as("ben")
    (given,) = events(project)
    for wanted in (
        HistoryFilter(event=given.id),
        HistoryFilter(unit=line),
        HistoryFilter(annotator="aya"),
        HistoryFilter(),
    ):
        with pytest.raises(Refused):
            restore(ben, wanted)
    assert unit_state(ben, line).answers == {}


def test_an_undo_cannot_be_put_back(project: Project, line: str) -> None:
    flag(project, line)
    undo(project)
    with pytest.raises(Refused, match="undo"):
        restore(project, HistoryFilter(event=events(project)[-1].id))
