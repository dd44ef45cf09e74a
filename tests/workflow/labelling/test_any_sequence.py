"""Any sequence of acts comes to what a list of states says, and the history tells the same."""

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from annotator.store import annotations
from annotator.store import events as history
from annotator.store.values import Annotation, Event, Mark
from annotator.workflow.browsing.statistics import queue_progress
from annotator.workflow.labelling.annotate import annotate
from annotator.workflow.labelling.replay import ReplayRules, replay
from annotator.workflow.labelling.requests import AnswerRequest
from annotator.workflow.labelling.undo import redo, undo
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project, open_project
from tests import annotating

Answers = dict[tuple[int, str], tuple[str, str | None]]
Marks = dict[tuple[int, str], object]
Act = tuple[str, int, str, str | None]

LINES = 3
REQUIRED = {"stance", "fact_opinion", "source_reliability"}


@dataclass
class Model:
    """What an annotator sees, as the list of states that she has been through."""

    states: list[tuple[Answers, Marks]] = field(default_factory=lambda: [({}, {})])
    ahead: list[tuple[Answers, Marks]] = field(default_factory=list)

    @property
    def answers(self) -> Answers:
        """The label and target of each line and dimension."""
        return self.states[-1][0]

    @property
    def marks(self) -> Marks:
        """The marks that are set, by line and name."""
        return self.states[-1][1]

    def do(self, act: Act) -> None:
        """Follow one act."""
        kind, line, what, target = act
        if kind == "undo":
            if len(self.states) > 1:
                self.ahead.append(self.states.pop())
            return
        if kind == "redo":
            if self.ahead:
                self.states.append(self.ahead.pop())
            return
        answers, marks = deepcopy(self.states[-1])
        if kind == "answer":
            dimension, label = what.split("=")
            answers[line, dimension] = (label, target)
        elif kind == "together":
            dimension, label = what.split("=")
            for one in (line, (line + 1) % LINES):
                answers[one, dimension] = (label, target)
        elif kind == "withdraw":
            answers.pop((line, what), None)
        elif kind == "flag":
            marks[line, "flagged"] = not marks.get((line, "flagged"))
        else:
            marks[line, kind] = what or None
        marks = {key: value for key, value in marks.items() if value}
        if (answers, marks) != self.states[-1]:
            self.states.append((answers, marks))
            self.ahead.clear()

    def done(self) -> int:
        """Return how many lines need nothing more."""
        given = [{dimension for one, dimension in self.answers if one == line} for line in range(LINES)]
        return sum(given[line] >= REQUIRED or (line, "skipped") in self.marks for line in range(LINES))


def do(project: Project, units: tuple[str, ...], act: Act) -> None:
    """Do one act on a project."""
    kind, line, what, target = act
    match kind:
        case "answer":
            dimension, label = what.split("=")
            annotating.answer(project, units[line], dimension=dimension, label=label, target=target)
        case "together":
            dimension, label = what.split("=")
            wanted = [
                AnswerRequest(units[one], dimension, label, target) for one in (line, (line + 1) % LINES)
            ]
            annotate(project, wanted)
        case "withdraw":
            annotating.withdraw(project, units[line], dimension=what)
        case "flag":
            annotating.flag(project, units[line])
        case "note":
            annotating.note(project, units[line], what)
        case "skipped":
            annotating.skip(project, units[line], what or None)
        case "undo":
            undo(project)
        case "redo":
            redo(project)


_line = st.integers(0, LINES - 1)
_answer_kind = st.sampled_from(["answer", "together"])
_answer = st.one_of(
    st.tuples(
        _answer_kind,
        _line,
        st.sampled_from(["stance=favor", "stance=none"]),
        st.sampled_from(["航路", "港"]),
    ),
    st.tuples(
        _answer_kind,
        _line,
        st.sampled_from(["fact_opinion=fact", "fact_opinion=opinion", "source_reliability=B"]),
        st.none(),
    ),
)
_mark = st.one_of(
    st.tuples(st.just("withdraw"), _line, st.sampled_from(sorted(REQUIRED)), st.none()),
    st.tuples(st.just("flag"), _line, st.just(""), st.none()),
    st.tuples(st.just("note"), _line, st.sampled_from(["", "一", "二"]), st.none()),
    st.tuples(st.just("skipped"), _line, st.sampled_from(["", "broken"]), st.none()),
)
_move = st.tuples(st.sampled_from(["undo", "redo"]), st.just(0), st.just(""), st.none())
_acts: st.SearchStrategy[list[Act]] = st.lists(st.one_of(_answer, _mark, _move, _move), max_size=25)


class Unsteady:
    """A clock that stands still, jumps ahead and runs back."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._now = datetime(2026, 1, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return some time."""
        self._now += timedelta(seconds=self._random.choice([0, 0, 1, 3600, -3600]))
        return self._now


def opened(path: str, seed: int, annotator: str = "aya") -> Project:
    """Open a project with an unsteady clock."""
    return open_project(
        str(path), annotator=annotator, clock=Unsteady(seed), randomness=random.Random(seed).randbytes
    )


def line_ids(project: Project) -> tuple[str, ...]:
    """Return the ids of the commentary lines."""
    with project.database.reading() as connection:
        query = text("SELECT id FROM unit WHERE kind = 'commentary' ORDER BY ordinal")
        return tuple(connection.execute(query).scalars())


def whole(project: Project) -> tuple[list[Event], set[Annotation], set[Mark]]:
    """Return the history, the current answers and the current marks."""
    with project.database.reading() as connection:
        return (
            history.events_in_order(connection),
            set(annotations.read_answers(connection)),
            set(annotations.read_marks(connection)),
        )


def seen(project: Project, units: tuple[str, ...]) -> tuple[Answers, Marks]:
    """Return what the current tables hold, as the model writes it."""
    _, answers, marks = whole(project)
    return (
        {(units.index(one.unit), one.dimension): (one.label, one.target) for one in answers},
        {
            (units.index(mark.unit), name): value
            for mark in marks
            for name in ("flagged", "note", "skipped")
            if (value := getattr(mark, name))
        },
    )


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=_acts, seed=st.integers(0, 3))
def test_any_sequence_of_acts_comes_to_what_the_model_says(
    new_project: Callable[[], str], acts: list[Act], seed: int
) -> None:
    model = Model()
    with opened(new_project(), seed) as project:
        units = line_ids(project)
        for act in acts:
            do(project, units, act)
            model.do(act)
            assert seen(project, units) == (model.answers, model.marks)
        assert queue_progress(project).done == model.done()
        assert list(verify(project)) == []


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=_acts, seed=st.integers(0, 3))
def test_the_model_holds_over_restarts(new_project: Callable[[], str], acts: list[Act], seed: int) -> None:
    model, path = Model(), new_project()
    units: tuple[str, ...] = ()
    for number, act in enumerate(acts):
        with opened(path, seed + number) as project:
            units = units or line_ids(project)
            do(project, units, act)
            model.do(act)
            assert seen(project, units) == (model.answers, model.marks)


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=_acts, seed=st.integers(0, 3))
def test_the_history_only_grows(new_project: Callable[[], str], acts: list[Act], seed: int) -> None:
    with opened(new_project(), seed) as project:
        units = line_ids(project)
        before: list[Event] = []
        for act in acts:
            do(project, units, act)
            after = whole(project)[0]
            assert after[: len(before)] == before
            by_id = {event.id: event for event in after}
            of = [by_id[event.undoes or event.id] for event in after[len(before) :]]
            assert len({event.act or event.id for event in of}) <= 1
            before = after


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    turns=st.lists(st.tuples(st.sampled_from(["aya", "ben"]), st.one_of(_answer, _mark, _move)), max_size=25)
)
def test_the_history_comes_to_the_current_tables(
    new_project: Callable[[], str], turns: list[tuple[str, Act]]
) -> None:
    path = new_project()
    with opened(path, 1) as aya, opened(path, 2, "ben") as ben:
        units, models = line_ids(aya), {"aya": Model(), "ben": Model()}
        for name, act in turns:
            do(aya if name == "aya" else ben, units, act)
            models[name].do(act)
        events, answers, marks = whole(aya)
        owner = attrgetter("unit", "annotator")
        states = [
            replay(group, ReplayRules(None, 1)) for _, group in groupby(sorted(events, key=owner), key=owner)
        ]
        assert {answer for state in states for answer in state.answers.values()} == answers
        assert {state.mark for state in states if state.mark} == marks
        assert [queue_progress(one).done for one in (aya, ben)] == [
            models[name].done() for name in ("aya", "ben")
        ]
        assert list(verify(aya)) == []
