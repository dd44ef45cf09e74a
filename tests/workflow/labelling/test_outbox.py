"""What could not be saved is in a file before anybody hears that it is kept, and is taken in once, in its order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from annotator.store import annotations
from annotator.store.errors import Unwritable
from annotator.workflow.errors import Refused
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.labelling.outbox import (
    Outbox,
    SavePending,
    find_recovery_files,
    read_recovery_file,
    recover,
)
from annotator.workflow.labelling.requests import (
    AnswerRequest,
    FlagRequest,
    NoteRequest,
    Request,
    SkipRequest,
    WithdrawRequest,
)
from annotator.workflow.labelling.undo import undo
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project
from tests.annotating import answer


@pytest.fixture
def full(project: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Let the database take nothing more, or take it again: `full(True)`."""
    writing = project.database.writing

    @contextmanager
    def refuse(**_: object) -> Iterator[Connection]:
        raise Unwritable("the disk is full", where="x", advice="Free some space.")
        yield

    def switch(now: bool) -> None:
        monkeypatch.setattr(project.database, "writing", refuse if now else writing)

    return switch


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A folder for recovery files beside the project's own."""
    return tmp_path / "state"


@pytest.fixture
def outbox(project: Project, state: Path) -> Outbox:
    """Aya's outbox."""
    return Outbox(project, [state])


def keep(outbox: Outbox, unit: str, *labels: str) -> None:
    """Answer while nothing can be saved."""
    for label in labels:
        with pytest.raises(SavePending, match=r"full|not saved yet"):
            outbox.save(AnswerRequest(unit, "fact_opinion", label))


def labels(project: Project, unit: str) -> list[str]:
    """Return the current labels of a unit."""
    return [one.label for one in unit_state(project, unit).answers.values()]


def test_what_can_be_saved_leaves_no_file(
    outbox: Outbox, project: Project, line: str, tmp_path: Path
) -> None:
    assert outbox.save(AnswerRequest(line, "fact_opinion", "fact"))[0].event
    assert outbox.save(FlagRequest(line, True))[0].event
    assert outbox.save(NoteRequest(line, "要確認"))[0].event
    assert outbox.save(SkipRequest(line, "broken"))[0].event
    assert outbox.pending == ()
    assert list(tmp_path.glob("**/*unsaved*")) == []
    assert labels(project, line) == ["fact"]


def test_what_cannot_be_saved_is_in_a_file_at_once_and_saved_later(
    outbox: Outbox, project: Project, full: Callable[[bool], None], line: str
) -> None:
    full(True)
    keep(outbox, line, "fact", "opinion")
    assert outbox.path is not None
    assert [action.requests for action in read_recovery_file(outbox.path)] == [
        (AnswerRequest(line, "fact_opinion", label),) for label in ("fact", "opinion")
    ]
    path = outbox.path
    with pytest.raises(Unwritable):
        outbox.flush()
    full(False)
    saved, refused = outbox.flush()
    assert [outcome.event is not None for (outcome,) in saved] == [True, True]
    assert refused == []
    assert not path.exists()
    assert labels(project, line) == ["opinion"]


def test_acts_that_follow_wait_for_those_before(
    outbox: Outbox, project: Project, full: Callable[[bool], None], lines: tuple[str, ...]
) -> None:
    full(True)
    keep(outbox, lines[0], "fact")
    full(False)
    keep(outbox, lines[0], "opinion")
    outbox.flush()
    assert labels(project, lines[0]) == ["opinion"]


def test_answers_that_were_given_together_are_kept_and_saved_as_one_act(
    outbox: Outbox, project: Project, full: Callable[[bool], None], lines: tuple[str, ...], state: Path
) -> None:
    wanted = [AnswerRequest(unit, "fact_opinion", "fact") for unit in lines]
    full(True)
    with pytest.raises(SavePending):
        outbox.save(*wanted)
    (action,) = outbox.pending
    assert action.requests == tuple(wanted)
    (path,) = find_recovery_files(project, [state])
    assert read_recovery_file(path) == [action]
    full(False)
    (outcomes,), refused = outbox.flush()
    assert (len(outcomes), refused) == (len(lines), [])
    assert [labels(project, unit) for unit in lines] == [["fact"]] * len(lines)
    assert not path.exists()
    undo(project)
    assert [labels(project, unit) for unit in lines] == [[]] * len(lines)


def test_of_answers_that_were_given_together_what_was_done_later_stands(
    outbox: Outbox, project: Project, full: Callable[[bool], None], lines: tuple[str, ...], state: Path
) -> None:
    full(True)
    with pytest.raises(SavePending):
        outbox.save(*(AnswerRequest(unit, "fact_opinion", "fact") for unit in lines))
    full(False)
    answer(project, lines[0], dimension="fact_opinion", label="opinion")
    (path,) = find_recovery_files(project, [state])
    assert recover(project, path) == (len(lines) - 1, [])
    assert [labels(project, unit) for unit in lines] == [["opinion"], *[["fact"]] * (len(lines) - 1)]
    assert list(verify(project)) == []


def test_what_is_refused_is_refused_at_once_and_holds_up_nothing(
    outbox: Outbox, project: Project, full: Callable[[bool], None], line: str
) -> None:
    with pytest.raises(Refused):
        outbox.save(NoteRequest("f" * 20, "x"))
    full(True)
    keep(outbox, "f" * 20, "fact")
    keep(outbox, line, "fact")
    full(False)
    outcomes, refused = outbox.flush()
    assert (len(outcomes), len(refused)) == (1, 1)
    assert labels(project, line) == ["fact"]


def test_the_last_act_that_is_not_saved_can_be_dropped(
    outbox: Outbox, project: Project, full: Callable[[bool], None], line: str
) -> None:
    full(True)
    keep(outbox, line, "fact", "opinion")
    outbox.drop()
    full(False)
    outbox.flush()
    assert labels(project, line) == ["fact"]


def test_the_next_start_finds_and_takes_in(
    outbox: Outbox, project: Project, full: Callable[[bool], None], line: str, state: Path
) -> None:
    full(True)
    keep(outbox, line, "fact")
    with pytest.raises(SavePending):
        outbox.save(NoteRequest(line, "要確認"))
    full(False)
    (path,) = find_recovery_files(project, [state])
    assert path == outbox.path
    assert recover(project, path) == (2, [])
    assert find_recovery_files(project, [state]) == []
    assert labels(project, line) == ["fact"]
    assert list(verify(project)) == []


def test_taking_in_twice_changes_nothing(
    outbox: Outbox, project: Project, full: Callable[[bool], None], line: str, state: Path
) -> None:
    full(True)
    keep(outbox, line, "fact")
    full(False)
    (path,) = find_recovery_files(project, [state])
    content = path.read_bytes()
    recover(project, path)
    path.write_bytes(content)
    assert recover(project, path) == (0, [])


def test_what_was_done_later_stands(
    outbox: Outbox, project: Project, full: Callable[[bool], None], line: str, state: Path
) -> None:
    full(True)
    keep(outbox, line, "fact")
    full(False)
    answer(project, line, dimension="fact_opinion", label="opinion")
    (path,) = find_recovery_files(project, [state])
    assert recover(project, path) == (0, [])
    assert labels(project, line) == ["opinion"]


def test_a_file_that_was_cut_off_gives_what_it_holds(
    outbox: Outbox, project: Project, full: Callable[[bool], None], lines: tuple[str, ...], state: Path
) -> None:
    full(True)
    keep(outbox, lines[0], "fact")
    keep(outbox, lines[1], "fact")
    full(False)
    (path,) = find_recovery_files(project, [state])
    path.write_bytes(path.read_bytes()[:-10])
    assert recover(project, path) == (1, [])


def test_what_is_refused_stays_in_a_file(
    outbox: Outbox, project: Project, full: Callable[[bool], None], line: str, state: Path
) -> None:
    full(True)
    keep(outbox, "f" * 20, "fact")
    keep(outbox, line, "fact")
    full(False)
    (path,) = find_recovery_files(project, [state])
    events, refused = recover(project, path)
    assert (events, len(refused)) == (1, 1)
    assert path.with_suffix(".refused").exists()
    assert find_recovery_files(project, [state]) == []


def test_a_file_is_taken_in_only_where_it_can_be_saved(
    outbox: Outbox, project: Project, full: Callable[[bool], None], line: str, state: Path
) -> None:
    full(True)
    keep(outbox, line, "fact")
    (path,) = find_recovery_files(project, [state])
    with pytest.raises(Unwritable):
        recover(project, path)
    assert path.exists()


def test_another_annotator_is_not_offered_it(
    outbox: Outbox,
    project: Project,
    open_as: Callable[..., Project],
    full: Callable[[bool], None],
    line: str,
    state: Path,
) -> None:
    full(True)
    keep(outbox, line, "fact")
    assert [find_recovery_files(open_as(name), [state]) for name in ("ben", "ay", "aya-b")] == [[], [], []]
    assert len(find_recovery_files(project, [state])) == 1


def test_a_draft_is_kept_until_it_is_closed(outbox: Outbox, project: Project, line: str, state: Path) -> None:
    outbox.draft(line, "途中")
    (path,) = find_recovery_files(project, [state])
    assert [action.requests for action in read_recovery_file(path)] == [(NoteRequest(line, "途中"),)]
    outbox.draft(line, None)
    assert find_recovery_files(project, [state]) == []
    outbox.draft(line, "途中")
    (path,) = find_recovery_files(project, [state])
    assert recover(project, path) == (1, [])
    with project.database.reading() as connection:
        assert [mark.note for mark in annotations.read_marks(connection)] == ["途中"]


@pytest.mark.sqlite
def test_where_the_folder_takes_no_file_another_one_does(
    outbox: Outbox,
    project: Project,
    full: Callable[[bool], None],
    line: str,
    state: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self.parent == tmp_path:
            raise OSError(30, "Read-only file system")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    full(True)
    keep(outbox, line, "fact")
    assert outbox.path is not None
    assert outbox.path.parent == state
    assert find_recovery_files(project, [state]) == [outbox.path]


def test_without_any_place_it_is_still_known(
    project: Project, full: Callable[[bool], None], line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    outbox = Outbox(project, [])
    full(True)
    monkeypatch.setattr(Path, "write_text", refuse)
    keep(outbox, line, "fact")
    assert outbox.path is None
    assert len(outbox.lines()) == 1


def test_every_kind_of_request_is_read_back_as_it_was_written(
    outbox: Outbox, full: Callable[[bool], None], line: str
) -> None:
    requests: list[Request] = [
        AnswerRequest(line, "stance", "favor", "航路", "high"),
        AnswerRequest(line, "fact_opinion", "fact"),
        WithdrawRequest(line, "stance", "航路"),
        FlagRequest(line, True),
        FlagRequest(line),
        NoteRequest(line, "要確認"),
        SkipRequest(line, "broken"),
        SkipRequest(line, None),
    ]
    full(True)
    for request in requests:
        with pytest.raises(SavePending):
            outbox.save(request)
    assert outbox.path is not None
    assert [action.requests for action in read_recovery_file(outbox.path)] == [(one,) for one in requests]


def test_a_file_of_an_earlier_version_is_recovered(
    project: Project, lines: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "unsaved.jsonl"
    first, second, third = (
        line.format(*lines)
        for line in (
            '{{"kind":"answer","unit":"{0}","at":"2030-01-02T03:04:05.678901+00:00","words":"fact",'
            '"dimension":"fact_opinion","others":[{{"kind":"answer","unit":"{1}","words":"opinion",'
            '"dimension":"fact_opinion","confidence":"low"}}]}}',
            '{{"kind":"flag","unit":"{0}","at":"2030-01-02T03:04:06+00:00","flagged":true}}',
            '{{"kind":"skip","unit":"{1}","at":"2030-01-02T03:04:07+00:00"}}',
        )
    )
    path.write_text(f"{first}\n{second}\n{third}\n", "utf-8")
    assert recover(project, path) == (3, [])
    assert [labels(project, unit) for unit in lines[:2]] == [["fact"], ["opinion"]]
    mark = unit_state(project, lines[0]).mark
    assert mark is not None
    assert mark.flagged
    assert not path.exists()


def test_a_withdrawal_that_cannot_be_saved_is_saved_later(
    outbox: Outbox, project: Project, full: Callable[[bool], None], line: str
) -> None:
    outbox.save(AnswerRequest(line, "fact_opinion", "fact"))
    full(True)
    with pytest.raises(SavePending):
        outbox.save(WithdrawRequest(line, "fact_opinion"))
    full(False)
    outbox.flush()
    assert labels(project, line) == []
