"""The walk through a project without any screen: where it leads, and what is saved on the way."""

from collections.abc import Callable

import pytest

from annotator.codebook.model import Dimension
from annotator.corpus.model import Commentary
from annotator.tui.state.session import Session
from annotator.tui.state.unit_positions import UnitPosition
from annotator.workflow.browsing import queue
from annotator.workflow.labelling.actions import unit_state
from annotator.workflow.labelling.record import Outcome
from annotator.workflow.project import Project
from annotator.workflow.values import QueueProgress

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


def stance(session: Session) -> Dimension:
    """Return the dimension that takes a target."""
    return session.codebook.dimension("stance")


def finish(session: Session) -> Outcome:
    """Answer everything that is required of the unit."""
    for dimension in session.codebook.asked_of(session.cursor.kind):
        outcome = session.answer(dimension, dimension.labels[0].id)
    return outcome


def given(project: Project, unit: str) -> dict[str, tuple[str, str | None]]:
    """Return what is stored of the annotator's answers: label and target by dimension."""
    return {one.dimension: (one.label, one.target) for one in unit_state(project, unit).answers.values()}


# Moving


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


# What is open, and what is done


def test_the_tally_counts_the_queue(session: Session) -> None:
    assert session.progress == QueueProgress(0, 8)


def test_the_tally_follows_the_last_required_answer(session: Session) -> None:
    first, second, third = session.codebook.dimensions
    session.answer(first, "favor")
    session.answer(second, "fact")
    assert session.progress == QueueProgress(0, 8)
    session.answer(third, "A")
    assert session.progress == QueueProgress(1, 8)


def test_the_tally_follows_undo(session: Session) -> None:
    finish(session)
    session.undo()
    assert session.progress == QueueProgress(0, 8)


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


def test_answers_are_still_shown_after_a_look_elsewhere(session: Session) -> None:
    session.answer(session.codebook.dimension("fact_opinion"), "fact")
    while session.navigation.move_clip(1):
        pass
    while session.navigation.move_clip(-1):
        pass
    assert [one.label for one in session.answers] == ["fact"]


def test_a_flag_comes_and_goes(session: Session) -> None:
    session.flag()
    assert session.mark is not None
    assert session.mark.flagged
    session.flag()
    assert session.mark is None


def test_a_note_stands_beside_a_flag(session: Session) -> None:
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


# Taking back


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


# Targets


def test_the_tag_proposes_the_target(session: Session) -> None:
    session.navigation.move_clip(1)
    assert session.target == "冬の航路"


def test_a_clip_has_no_target(session: Session) -> None:
    session.navigation.move_clip(1)
    session.cursor.toggle_clip()
    assert session.target is None


def test_a_stance_is_towards_the_proposed_target(walk: Project, session: Session) -> None:
    session.navigation.move_clip(1)
    session.answer(stance(session), "against")
    assert given(walk, session.cursor.unit.id) == {"stance": ("against", "冬の航路")}


def test_a_target_chosen_before_waits_for_the_answer(walk: Project, session: Session) -> None:
    assert session.choose_target("港湾局") is None
    assert given(walk, session.cursor.unit.id) == {}
    session.answer(stance(session), "favor")
    assert given(walk, session.cursor.unit.id) == {"stance": ("favor", "港湾局")}


def test_a_target_chosen_after_moves_the_answer(walk: Project, session: Session) -> None:
    session.answer(stance(session), "favor")
    session.choose_target("港湾局")
    assert given(walk, session.cursor.unit.id) == {"stance": ("favor", "港湾局")}
    assert session.target == "港湾局"


def test_a_moved_target_is_taken_back_by_undo(session: Session) -> None:
    session.answer(stance(session), "favor")
    session.choose_target("港湾局")
    session.undo()
    assert session.target == "前置き"


def test_a_chosen_target_is_of_its_unit_alone(session: Session) -> None:
    session.choose_target("港湾局")
    session.navigation.move_line(1)
    assert session.target == "冬の航路"


def test_a_chosen_target_outlasts_an_answer_taken_back(session: Session) -> None:
    session.choose_target("港湾局")
    session.answer(stance(session), "favor")
    session.undo()
    assert session.target == "港湾局"


def test_a_later_label_keeps_the_target(walk: Project, session: Session) -> None:
    session.answer(stance(session), "favor")
    session.choose_target("港湾局")
    session.answer(stance(session), "against")
    assert given(walk, session.cursor.unit.id) == {"stance": ("against", "港湾局")}


def test_tags_and_aliases_are_offered_before_the_list(session: Session) -> None:
    session.navigation.move_clip(1)
    session.navigation.move_line(1)
    assert session.offered_targets() == ["北航路", "冬の北航路", "和平交渉", "制裁", "軍事支援"]


def test_recent_targets_are_offered_the_latest_first(session: Session) -> None:
    session.choose_target("甲")
    session.choose_target("乙")
    session.navigation.move_line(1)
    assert session.offered_targets()[:3] == ["冬の航路", "乙", "甲"]


def test_a_target_is_offered_once(session: Session) -> None:
    session.choose_target("制裁")
    session.choose_target("前置き")
    assert session.offered_targets() == ["前置き", "制裁", "和平交渉", "軍事支援"]


# The next time


def test_the_place_is_kept_for_the_next_time(walk: Project, session: Session) -> None:
    session.navigation.move_clip(1)
    session.navigation.move_line(1)
    session.remember_place()
    later = Session(walk)
    later.begin()
    assert place_of(later) == (1, 1, 1)


def test_each_annotator_has_a_place_of_her_own(open_as: Callable[..., Project], session: Session) -> None:
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
