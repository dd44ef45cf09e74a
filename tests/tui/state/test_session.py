"""Answers, marks, undo and progress of a session, without any screen."""

from collections.abc import Callable

from annotator.store.values import QueueProgress
from annotator.tui.state.cursor import UnitPosition
from annotator.tui.state.session import Session
from annotator.workflow.browsing import queue
from annotator.workflow.labelling.annotate import Outcome, unit_state
from annotator.workflow.project import Project

Place = tuple[int, int, int | None]


# The commentary lines in the order of the texts, and the clips that stand alone: document, group, line.
WAY: tuple[Place, ...] = (
    *((1, 0, 0), (1, 1, 0), (1, 1, 1), (1, 1, 2), (1, 2, None), (1, 3, 0)),
    *((2, 0, 0), (2, 0, 1)),
    (3, 0, None),
)


def place_of(session: Session) -> Place:
    """Return the number of the document, the group in it and the line."""
    return session.cursor.view.number, session.cursor.position.group, session.cursor.position.line


def finish(session: Session) -> Outcome:
    """Answer everything that is required of the unit."""
    for dimension in session.codebook.asked_of(session.cursor.kind):
        outcome = session.answer(dimension, dimension.labels[0].id)
    return outcome


def given(project: Project, unit: str) -> dict[str, tuple[str, str | None]]:
    """Return what is stored of the annotator's answers: label and target by dimension."""
    return {one.dimension: (one.label, one.target) for one in unit_state(project, unit).answers.values()}


# Progress, and what is done


def test_the_progress_counts_the_queue(session: Session) -> None:
    assert session.progress == QueueProgress(0, 8)


def test_the_progress_follows_the_last_required_answer(session: Session) -> None:
    first, second, third = session.codebook.dimensions
    session.answer(first, "favor")
    session.answer(second, "fact")
    assert session.progress == QueueProgress(0, 8)
    session.answer(third, "A")
    assert session.progress == QueueProgress(1, 8)


def test_the_progress_follows_undo(session: Session) -> None:
    finish(session)
    session.undo()
    assert session.progress == QueueProgress(0, 8)


def test_a_line_is_done_with_its_last_required_answer(session: Session) -> None:
    done = []
    for dimension in session.codebook.dimensions:
        session.answer(dimension, dimension.labels[0].id)
        done.append(session.is_done(session.cursor.unit))
    assert done == [False, False, True]


def test_a_clip_is_done_without_a_stance(session: Session) -> None:
    session.navigation.move_clip(1)
    session.cursor.toggle_clip()
    session.answer(session.codebook.dimension("fact_opinion"), "fact")
    assert not session.is_done(session.cursor.unit)
    session.answer(session.codebook.dimension("source_reliability"), "B")
    assert session.is_done(session.cursor.unit)


# Answers and marks


def test_an_answer_is_stored_and_shown(walk: Project, session: Session) -> None:
    session.answer(session.codebook.dimension("fact_opinion"), "opinion")
    assert given(walk, session.cursor.unit.id) == {"fact_opinion": ("opinion", None)}
    assert [one.label for one in session.answers] == ["opinion"]


def test_another_answer_takes_the_place_of_the_first(session: Session) -> None:
    for label in ("opinion", "fact"):
        session.answer(session.codebook.dimension("fact_opinion"), label)
    assert [one.label for one in session.answers] == ["fact"]


def test_the_same_answer_again_is_no_event(session: Session) -> None:
    session.answer(session.codebook.dimension("fact_opinion"), "fact")
    assert session.answer(session.codebook.dimension("fact_opinion"), "fact").event is None


def test_answers_are_shown_again_after_a_visit_to_another_document(session: Session) -> None:
    session.answer(session.codebook.dimension("fact_opinion"), "fact")
    while session.navigation.move_clip(1):
        pass
    while session.navigation.move_clip(-1):
        pass
    assert [one.label for one in session.answers] == ["fact"]


def test_a_flag_is_toggled(session: Session) -> None:
    session.flag()
    assert session.mark is not None
    assert session.mark.flagged
    session.flag()
    assert session.mark is None


def test_a_unit_has_a_note_and_a_flag(session: Session) -> None:
    session.flag()
    session.note("要確認\n二行目")
    assert session.mark is not None
    assert (session.mark.flagged, session.mark.note) == (True, "要確認\n二行目")


def test_another_annotator_s_answers_are_not_shown(open_as: Callable[..., Project], session: Session) -> None:
    unit = session.cursor.unit.id
    session.flag()
    finish(session)
    other = Session(open_as("ben"))
    other.begin()
    assert other.cursor.unit.id == unit
    assert (other.answers, other.mark, other.progress) == ([], None, QueueProgress(0, 8))


# Undo and redo


def test_undo_with_nothing_done_is_nothing(session: Session) -> None:
    assert session.undo() is None


def test_redo_with_nothing_undone_is_nothing(session: Session) -> None:
    session.flag()
    assert session.redo() is None


def test_undo_returns_to_the_unit(session: Session) -> None:
    session.flag()
    session.navigation.move_clip(1)
    session.undo()
    assert place_of(session) == WAY[0]
    assert session.mark is None


def test_undo_returns_into_another_document(session: Session) -> None:
    session.answer(session.codebook.dimension("fact_opinion"), "fact")
    while session.navigation.move_clip(1):
        pass
    session.undo()
    assert place_of(session) == WAY[0]
    assert session.answers == []


def test_undo_returns_to_a_clip(session: Session) -> None:
    session.navigation.move_clip(1)
    session.cursor.toggle_clip()
    session.flag()
    session.navigation.move_clip(1)
    session.undo()
    assert session.cursor.position == UnitPosition(1, None)


def test_undo_brings_back_the_answer_before(session: Session) -> None:
    for label in ("opinion", "fact"):
        session.answer(session.codebook.dimension("fact_opinion"), label)
    session.undo()
    assert [one.label for one in session.answers] == ["opinion"]


def test_redo_restores_and_returns(session: Session) -> None:
    session.answer(session.codebook.dimension("fact_opinion"), "fact")
    session.undo()
    session.navigation.move_clip(1)
    session.redo()
    assert place_of(session) == WAY[0]
    assert [one.label for one in session.answers] == ["fact"]


def test_undo_works_in_a_later_session(walk: Project, session: Session) -> None:
    session.flag()
    later = Session(walk)
    later.begin()
    assert later.undo() is not None
    assert later.mark is None


# The next session


def test_the_place_is_stored_for_the_next_session(walk: Project, session: Session) -> None:
    session.navigation.move_clip(1)
    session.navigation.move_line(1)
    session.remember_place()
    later = Session(walk)
    later.begin()
    assert place_of(later) == (1, 1, 1)


def test_each_annotator_has_a_place_of_their_own(open_as: Callable[..., Project], session: Session) -> None:
    session.navigation.move_clip(1)
    session.remember_place()
    other = Session(open_as("ben"))
    other.begin()
    assert place_of(other) == WAY[0]


def test_a_clip_can_be_the_place(walk: Project, session: Session) -> None:
    session.navigation.move_clip(1)
    session.cursor.toggle_clip()
    session.remember_place()
    place = queue.resume_position(walk)
    assert place is not None
    assert (place.id, place.kind) == (session.cursor.unit.id, "clip")
