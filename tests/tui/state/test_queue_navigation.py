"""The cursor and the ways from unit to unit: where each leads, across clips and documents."""

from collections.abc import Callable

import pytest

from annotator.corpus.model import Commentary
from annotator.store.values import QueueProgress
from annotator.tui.state.cursor import UnitPosition
from annotator.tui.state.session import Session
from annotator.workflow.labelling.annotate import Outcome
from annotator.workflow.project import Project

Place = tuple[int, int, int | None]


# The commentary lines in the order of the texts, and the clips that stand alone: document, group, line.
WAY: tuple[Place, ...] = (
    *((1, 0, 0), (1, 1, 0), (1, 1, 1), (1, 1, 2), (1, 2, None), (1, 3, 0)),
    *((2, 0, 0), (2, 0, 1)),
    (3, 0, None),
)


# The groups, each by its first line or its clip.
GROUPS: tuple[Place, ...] = ((1, 0, 0), (1, 1, 0), (1, 2, None), (1, 3, 0), (2, 0, 0), (3, 0, None))


def place_of(session: Session) -> Place:
    """Return the number of the document, the group in it and the line."""
    return session.cursor.view.number, session.cursor.position.group, session.cursor.position.line


def finish(session: Session) -> Outcome:
    """Answer everything that is required of the unit."""
    for dimension in session.codebook.asked_of(session.cursor.kind):
        outcome = session.answer(dimension, dimension.labels[0].id)
    return outcome


def test_it_begins_at_the_first_queued_unit(session: Session) -> None:
    assert place_of(session) == WAY[0]


def test_nothing_to_label_is_no_beginning(open_as: Callable[..., Project]) -> None:
    assert not Session(open_as("aya")).begin()


def test_lines_follow_each_other_across_clips_and_documents(session: Session) -> None:
    way = [place_of(session)]
    while session.navigation.move_line(1):
        way.append(place_of(session))
    assert tuple(way) == WAY


def test_lines_lead_back_the_same_way(session: Session) -> None:
    while session.navigation.move_line(1):
        pass
    way = [place_of(session)]
    while session.navigation.move_line(-1):
        way.append(place_of(session))
    assert tuple(reversed(way)) == WAY


def test_clips_follow_each_other_at_their_first_lines(session: Session) -> None:
    way = [place_of(session)]
    while session.navigation.move_clip(1):
        way.append(place_of(session))
    assert tuple(way) == GROUPS


def test_a_clip_back_is_the_first_line_of_the_one_before(session: Session) -> None:
    session.navigation.move_clip(1)
    session.navigation.move_clip(1)
    session.navigation.move_clip(-1)
    assert place_of(session) == (1, 1, 0)


@pytest.mark.parametrize("step", [-1, 1])
def test_the_ends_hold(session: Session, step: int) -> None:
    while session.navigation.move_line(step):
        pass
    end = place_of(session)
    assert not session.navigation.move_line(step)
    assert not session.navigation.move_clip(step)
    assert place_of(session) == end


def test_the_kind_is_that_of_the_unit(session: Session) -> None:
    kinds = {session.cursor.kind}
    assert kinds == {"commentary"}
    session.navigation.move_clip(1)
    session.cursor.toggle_clip()
    assert session.cursor.kind == "clip"
    assert session.cursor.unit is session.cursor.group.clip


def test_tab_takes_the_clip_and_returns_to_the_line(session: Session) -> None:
    session.navigation.move_clip(1)
    session.navigation.move_line(1)
    assert session.cursor.toggle_clip()
    assert session.cursor.position == UnitPosition(1, None)
    assert session.cursor.toggle_clip()
    assert session.cursor.position == UnitPosition(1, 1)


def test_a_line_above_all_clips_has_no_clip_to_take(session: Session) -> None:
    assert not session.cursor.toggle_clip()
    assert place_of(session) == WAY[0]


def test_a_clip_without_lines_stays_the_unit(session: Session) -> None:
    session.navigation.move_clip(1)
    session.navigation.move_clip(1)
    assert not session.cursor.toggle_clip()
    assert place_of(session) == (1, 2, None)


def test_down_from_a_clip_is_its_first_line(session: Session) -> None:
    session.navigation.move_clip(1)
    session.cursor.toggle_clip()
    assert session.navigation.move_line(1)
    assert place_of(session) == (1, 1, 0)


def test_up_from_a_clip_is_the_line_before_it(session: Session) -> None:
    session.navigation.move_clip(1)
    session.cursor.toggle_clip()
    assert session.navigation.move_line(-1)
    assert place_of(session) == (1, 0, 0)


def test_up_from_the_first_clip_is_the_document_before(session: Session) -> None:
    while place_of(session) != (2, 0, 0):
        session.navigation.move_line(1)
    session.cursor.toggle_clip()
    assert session.navigation.move_line(-1)
    assert place_of(session) == (1, 3, 0)


def test_a_quotation_is_a_place_of_its_own_on_its_line(session: Session) -> None:
    session.navigation.move_clip(1)
    session.navigation.move_line(1)
    line = session.cursor.unit
    assert isinstance(line, Commentary)
    session.navigation.move_clip(1)
    assert session.navigation.go_to_unit(line.quotations[-1].id)
    assert session.cursor.unit == line.quotations[-1]
    assert session.cursor.kind == "quotation"
    assert session.cursor.line == line


def test_quotations_are_opened_one_after_the_other(session: Session) -> None:
    session.navigation.move_clip(1)
    opened = []
    for _ in range(4):
        opened.append(session.cursor.opened)
        assert session.cursor.next_quotation()
        assert session.cursor.kind == "commentary"
    assert opened == [None, 0, 1, None]
    session.cursor.next_quotation()
    session.flag()
    session.undo()
    assert session.cursor.opened == 1
    session.navigation.move_line(1)
    assert session.cursor.opened is None


def test_a_line_without_quotations_opens_none(session: Session) -> None:
    assert not session.cursor.next_quotation()
    assert not session.cursor.toggle_quotation()
    session.navigation.move_clip(1)
    session.cursor.toggle_clip()
    assert not session.cursor.next_quotation()


def test_a_quotation_is_answered_as_a_unit_of_its_own(session: Session) -> None:
    session.navigation.move_clip(1)
    line = session.cursor.unit
    assert isinstance(line, Commentary)
    session.cursor.next_quotation()
    session.cursor.next_quotation()
    assert session.cursor.toggle_quotation()
    assert session.cursor.unit.id == line.quotations[1].id
    assert session.target == line.tags[0].name
    outcome = session.answer(session.codebook.dimensions[0], "favor")
    assert (outcome.place.id, session.answers[0].holder) == (line.quotations[1].id, "漁業者")
    assert session.cursor.next_quotation()
    assert session.cursor.unit.id == line.quotations[0].id
    assert session.answers == []
    assert session.cursor.toggle_quotation()
    assert session.cursor.unit.id == line.id
    assert session.cursor.opened == 0
    session.navigation.move_line(1)
    assert session.undo()
    assert session.cursor.unit.id == line.quotations[1].id
    assert session.navigation.move_line(1)
    assert session.cursor.unit.id == session.cursor.group.lines[1].id


def test_a_unit_of_another_document_brings_that_into_view(walk: Project, session: Session) -> None:
    while session.navigation.move_line(1):
        last = session.cursor.unit.id
    fresh = Session(walk)
    fresh.begin()
    assert fresh.navigation.go_to_unit(last)
    assert place_of(fresh) == WAY[-1]


def test_an_unknown_unit_leads_nowhere(session: Session) -> None:
    assert not session.navigation.go_to_unit("0" * 20)
    assert place_of(session) == WAY[0]


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_position_in_a_line_is_that_line(session: Session, line: int) -> None:
    session.navigation.move_clip(1)
    span = session.cursor.group.lines[line].span
    for position in (span.start, span.end - 1):
        assert session.cursor.move_to_line_at(position)
        assert session.cursor.position == UnitPosition(1, line)


def test_a_position_outside_the_lines_moves_nothing(session: Session) -> None:
    session.navigation.move_clip(1)
    clip = session.cursor.group.clip
    assert clip is not None
    assert not session.cursor.move_to_line_at(clip.span.start)
    assert session.cursor.position == UnitPosition(1, 0)


# Open units


def test_next_open_passes_over_what_is_done(session: Session) -> None:
    session.navigation.move_line(1)
    finish(session)
    session.navigation.move_line(-1)
    assert session.navigation.next_open()
    assert place_of(session) == (1, 1, 1)


def test_next_open_begins_again_at_the_end(session: Session) -> None:
    while session.navigation.move_line(1):
        pass
    assert session.navigation.next_open()
    assert place_of(session) == WAY[0]


def test_next_open_leaves_out_clips_beside_commentary(session: Session) -> None:
    session.navigation.move_clip(1)
    session.navigation.move_line(1)
    session.navigation.move_line(1)
    assert session.navigation.next_open()
    assert place_of(session) == (1, 3, 0)


def test_where_all_is_done_nothing_is_open(session: Session) -> None:
    for _ in range(8):
        finish(session)
        more = session.navigation.next_open()
    assert not more
    assert session.progress == QueueProgress(8, 8)
