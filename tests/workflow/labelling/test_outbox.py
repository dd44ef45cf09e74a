"""What could not be saved is in a file before anybody hears that it is kept, and is taken in once, in its order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from annotator.store import annotations
from annotator.store.errors import Unwritable
from annotator.workflow.errors import Refused
from annotator.workflow.labelling.actions import Wanted, answer, undo, unit_state
from annotator.workflow.labelling.outbox import Kept, Outbox, left_behind, read_acts, take_in
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project


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
def keeper(project: Project, state: Path) -> Outbox:
    """Aya's keeper."""
    return Outbox(project, [state])


def keep(keeper: Outbox, unit: str, *labels: str) -> None:
    """Answer while nothing can be saved."""
    for label in labels:
        with pytest.raises(Kept, match=r"full|not saved yet"):
            keeper.do("answer", unit, dimension="fact_opinion", words=label)


def labels(project: Project, unit: str) -> list[str]:
    """Return the current labels of a unit."""
    return [one.label for one in unit_state(project, unit).answers.values()]


def test_what_can_be_saved_leaves_no_file(
    keeper: Outbox, project: Project, line: str, tmp_path: Path
) -> None:
    assert keeper.do("answer", line, dimension="fact_opinion", words="fact").event
    assert keeper.do("flag", line, flagged=True).event
    assert keeper.do("note", line, words="要確認").event
    assert keeper.do("skip", line, words="broken").event
    assert keeper.acts == ()
    assert list(tmp_path.glob("**/*unsaved*")) == []
    assert labels(project, line) == ["fact"]


def test_what_cannot_be_saved_is_in_a_file_at_once_and_saved_later(
    keeper: Outbox, project: Project, full: Callable[[bool], None], line: str
) -> None:
    full(True)
    keep(keeper, line, "fact", "opinion")
    assert keeper.path is not None
    assert [act.words for act in read_acts(keeper.path)] == ["fact", "opinion"]
    path = keeper.path
    with pytest.raises(Unwritable):
        keeper.flush()
    full(False)
    outcomes, refused = keeper.flush()
    assert [outcome.event is not None for outcome in outcomes] == [True, True]
    assert refused == []
    assert not path.exists()
    assert labels(project, line) == ["opinion"]


def test_acts_that_follow_wait_for_those_before(
    keeper: Outbox, project: Project, full: Callable[[bool], None], lines: tuple[str, ...]
) -> None:
    full(True)
    keep(keeper, lines[0], "fact")
    full(False)
    keep(keeper, lines[0], "opinion")
    keeper.flush()
    assert labels(project, lines[0]) == ["opinion"]


def test_answers_that_were_given_together_are_kept_and_saved_as_one_act(
    keeper: Outbox, project: Project, full: Callable[[bool], None], lines: tuple[str, ...], state: Path
) -> None:
    wanted = [Wanted(unit, "fact_opinion", "fact") for unit in lines]
    full(True)
    with pytest.raises(Kept):
        keeper.answer_together(wanted)
    (act,) = keeper.acts
    assert [part.unit for part in act.parts] == list(lines)
    (path,) = left_behind(project, [state])
    assert read_acts(path) == [act]
    full(False)
    (outcome,), refused = keeper.flush()
    assert (len(outcome.others), refused) == (len(lines) - 1, [])
    assert [labels(project, unit) for unit in lines] == [["fact"]] * len(lines)
    assert not path.exists()
    undo(project)
    assert [labels(project, unit) for unit in lines] == [[]] * len(lines)


def test_of_answers_that_were_given_together_what_was_done_later_stands(
    keeper: Outbox, project: Project, full: Callable[[bool], None], lines: tuple[str, ...], state: Path
) -> None:
    full(True)
    with pytest.raises(Kept):
        keeper.answer_together([Wanted(unit, "fact_opinion", "fact") for unit in lines])
    full(False)
    answer(project, lines[0], dimension="fact_opinion", label="opinion")
    (path,) = left_behind(project, [state])
    assert take_in(project, path) == (len(lines) - 1, [])
    assert [labels(project, unit) for unit in lines] == [["opinion"], *[["fact"]] * (len(lines) - 1)]
    assert list(verify(project)) == []


def test_what_is_refused_is_refused_at_once_and_holds_up_nothing(
    keeper: Outbox, project: Project, full: Callable[[bool], None], line: str
) -> None:
    with pytest.raises(Refused):
        keeper.do("note", "f" * 20, words="x")
    full(True)
    keep(keeper, "f" * 20, "fact")
    keep(keeper, line, "fact")
    full(False)
    outcomes, refused = keeper.flush()
    assert (len(outcomes), len(refused)) == (1, 1)
    assert labels(project, line) == ["fact"]


def test_the_last_act_that_is_not_saved_can_be_dropped(
    keeper: Outbox, project: Project, full: Callable[[bool], None], line: str
) -> None:
    full(True)
    keep(keeper, line, "fact", "opinion")
    keeper.drop()
    full(False)
    keeper.flush()
    assert labels(project, line) == ["fact"]


def test_the_next_start_finds_and_takes_in(
    keeper: Outbox, project: Project, full: Callable[[bool], None], line: str, state: Path
) -> None:
    full(True)
    keep(keeper, line, "fact")
    with pytest.raises(Kept):
        keeper.do("note", line, words="要確認")
    full(False)
    (path,) = left_behind(project, [state])
    assert path == keeper.path
    assert take_in(project, path) == (2, [])
    assert left_behind(project, [state]) == []
    assert labels(project, line) == ["fact"]
    assert list(verify(project)) == []


def test_taking_in_twice_changes_nothing(
    keeper: Outbox, project: Project, full: Callable[[bool], None], line: str, state: Path
) -> None:
    full(True)
    keep(keeper, line, "fact")
    full(False)
    (path,) = left_behind(project, [state])
    content = path.read_bytes()
    take_in(project, path)
    path.write_bytes(content)
    assert take_in(project, path) == (0, [])


def test_what_was_done_later_stands(
    keeper: Outbox, project: Project, full: Callable[[bool], None], line: str, state: Path
) -> None:
    full(True)
    keep(keeper, line, "fact")
    full(False)
    answer(project, line, dimension="fact_opinion", label="opinion")
    (path,) = left_behind(project, [state])
    assert take_in(project, path) == (0, [])
    assert labels(project, line) == ["opinion"]


def test_a_file_that_was_cut_off_gives_what_it_holds(
    keeper: Outbox, project: Project, full: Callable[[bool], None], lines: tuple[str, ...], state: Path
) -> None:
    full(True)
    keep(keeper, lines[0], "fact")
    keep(keeper, lines[1], "fact")
    full(False)
    (path,) = left_behind(project, [state])
    path.write_bytes(path.read_bytes()[:-10])
    assert take_in(project, path) == (1, [])


def test_what_is_refused_stays_in_a_file(
    keeper: Outbox, project: Project, full: Callable[[bool], None], line: str, state: Path
) -> None:
    full(True)
    keep(keeper, "f" * 20, "fact")
    keep(keeper, line, "fact")
    full(False)
    (path,) = left_behind(project, [state])
    events, refused = take_in(project, path)
    assert (events, len(refused)) == (1, 1)
    assert path.with_suffix(".refused").exists()
    assert left_behind(project, [state]) == []


def test_a_file_is_taken_in_only_where_it_can_be_saved(
    keeper: Outbox, project: Project, full: Callable[[bool], None], line: str, state: Path
) -> None:
    full(True)
    keep(keeper, line, "fact")
    (path,) = left_behind(project, [state])
    with pytest.raises(Unwritable):
        take_in(project, path)
    assert path.exists()


def test_another_annotator_is_not_offered_it(
    keeper: Outbox,
    project: Project,
    open_as: Callable[..., Project],
    full: Callable[[bool], None],
    line: str,
    state: Path,
) -> None:
    full(True)
    keep(keeper, line, "fact")
    assert [left_behind(open_as(name), [state]) for name in ("ben", "ay", "aya-b")] == [[], [], []]
    assert len(left_behind(project, [state])) == 1


def test_a_draft_is_kept_until_it_is_closed(keeper: Outbox, project: Project, line: str, state: Path) -> None:
    keeper.draft(line, "途中")
    (path,) = left_behind(project, [state])
    assert [(act.kind, act.words) for act in read_acts(path)] == [("note", "途中")]
    keeper.draft(line, None)
    assert left_behind(project, [state]) == []
    keeper.draft(line, "途中")
    (path,) = left_behind(project, [state])
    assert take_in(project, path) == (1, [])
    with project.database.reading() as connection:
        assert [mark.note for mark in annotations.all_marks(connection)] == ["途中"]


@pytest.mark.sqlite
def test_where_the_folder_takes_no_file_another_one_does(
    keeper: Outbox,
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
    keep(keeper, line, "fact")
    assert keeper.path is not None
    assert keeper.path.parent == state
    assert left_behind(project, [state]) == [keeper.path]


def test_without_any_place_it_is_still_known(
    project: Project, full: Callable[[bool], None], line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    keeper = Outbox(project, [])
    full(True)
    monkeypatch.setattr(Path, "write_text", refuse)
    keep(keeper, line, "fact")
    assert keeper.path is None
    assert len(keeper.lines()) == 1
