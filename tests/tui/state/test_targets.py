"""The target of a stance: proposed by a tag, chosen, moved with its answer, and offered."""

from annotator.codebook.model import Dimension
from annotator.tui.state.session import Session
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.project import Project


def stance(session: Session) -> Dimension:
    """Return the dimension that takes a target."""
    return session.codebook.dimension("stance")


def given(project: Project, unit: str) -> dict[str, tuple[str, str | None]]:
    """Return what is stored of the annotator's answers: label and target by dimension."""
    return {one.dimension: (one.label, one.target) for one in unit_state(project, unit).answers.values()}


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


def test_a_moved_target_is_undone(session: Session) -> None:
    session.answer(stance(session), "favor")
    session.choose_target("港湾局")
    session.undo()
    assert session.target == "前置き"


def test_a_chosen_target_is_of_its_unit_alone(session: Session) -> None:
    session.choose_target("港湾局")
    session.navigation.move_line(1)
    assert session.target == "冬の航路"


def test_a_chosen_target_outlasts_an_undone_answer(session: Session) -> None:
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
