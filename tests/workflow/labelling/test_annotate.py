"""Each act is one event; what changes nothing and what is refused is none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from annotator.codebook.answer import AnswerError
from annotator.store import annotations
from annotator.store import events as history
from annotator.store.values import Event
from annotator.workflow.errors import USER_ERRORS, Refused
from annotator.workflow.labelling.annotate import unit_state
from annotator.workflow.labelling.requests import LONGEST_NOTE
from annotator.workflow.labelling.undo import redo, undo
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project
from tests.annotating import answer, flag, note, skip, withdraw

Shown = dict[tuple[str, str | None, str | None], tuple[str, str | None]]


def events(project: Project) -> list[Event]:
    """Return the whole history."""
    with project.database.reading() as connection:
        return history.events_in_order(connection)


def shown(project: Project, unit: str) -> Shown:
    """Return the current answers: label and confidence by dimension, holder and target."""
    with project.database.reading() as connection:
        return {
            (one.dimension, one.holder, one.target): (one.label, one.confidence)
            for one in annotations.read_answers(connection)
            if (one.unit, one.annotator) == (unit, project.annotator)
        }


def marked(project: Project, unit: str) -> tuple[bool, str | None, str | None]:
    """Return the flag, note and skip on a unit."""
    mark = unit_state(project, unit).mark
    return (mark.flagged, mark.note, mark.skipped) if mark else (False, None, None)


def test_an_answer_is_one_event(project: Project, line: str) -> None:
    outcome = answer(project, line, dimension="stance", label="favor", target="航路", confidence="high")
    (event,) = events(project)
    assert event == outcome.event
    assert (event.kind, event.unit, event.annotator) == ("answer", line, "aya")
    assert event.before is None
    assert event.after == {"holder": "author", "target": "航路", "label": "favor", "confidence": "high"}


def test_an_event_says_which_codebook_and_program_made_it(project: Project, line: str) -> None:
    event = answer(project, line, dimension="fact_opinion", label="fact").event
    assert event is not None
    assert (event.codebook_version, event.program_version) == ("1.0.0", project.program_version)


def test_an_answer_is_shown(project: Project, line: str) -> None:
    answer(project, line, dimension="stance", label="favor", target="航路", confidence="low")
    assert shown(project, line) == {("stance", "author", "航路"): ("favor", "low")}


def test_the_holder_of_a_quotation_is_its_speaker(project: Project, quotation: str) -> None:
    answer(project, quotation, dimension="stance", label="against", target="航路")
    assert shown(project, quotation) == {("stance", "サーリ局長", "航路"): ("against", None)}


@pytest.mark.parametrize("target", ["\x1b[31m赤", "a\0b", "航\n路", "\u202e航路", "港" * 501, "\ud800"])
def test_a_target_that_could_act_or_is_no_line_is_refused(project: Project, line: str, target: str) -> None:
    with pytest.raises(Refused):
        answer(project, line, dimension="stance", label="favor", target=target)
    assert events(project) == []


def test_the_same_answer_again_is_no_event(project: Project, line: str) -> None:
    answer(project, line, dimension="stance", label="favor", target="航路")
    outcome = answer(project, line, dimension="stance", label="favor", target=" 航路 ")
    assert outcome.event is None
    assert len(events(project)) == 1


def test_another_label_replaces_the_one_before(project: Project, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    outcome = answer(project, line, dimension="fact_opinion", label="opinion")
    assert outcome.event is not None
    assert outcome.event.before == {"holder": None, "target": None, "label": "fact", "confidence": None}
    assert shown(project, line) == {("fact_opinion", None, None): ("opinion", None)}


def test_another_confidence_is_an_event(project: Project, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    answer(project, line, dimension="fact_opinion", label="fact", confidence="low")
    assert len(events(project)) == 2
    assert shown(project, line) == {("fact_opinion", None, None): ("fact", "low")}


def test_another_target_replaces_the_one_before(project: Project, line: str) -> None:
    answer(project, line, dimension="stance", label="favor", target="航路")
    answer(project, line, dimension="stance", label="favor", target="港")
    assert shown(project, line) == {("stance", "author", "港"): ("favor", None)}


def test_undoing_another_target_brings_the_one_before_back(project: Project, line: str) -> None:
    answer(project, line, dimension="stance", label="favor", target="航路")
    answer(project, line, dimension="stance", label="against", target="港")
    undo(project)
    assert shown(project, line) == {("stance", "author", "航路"): ("favor", None)}


def test_targets_stand_side_by_side_as_far_as_the_codebook_allows(project: Project, line: str) -> None:
    two = replace(project, codebook=project.codebook.model_copy(update={"max_targets": 2}))
    answer(two, line, dimension="stance", label="favor", target="航路")
    answer(two, line, dimension="stance", label="against", target="港")
    with pytest.raises(Refused, match="2 targets"):
        answer(two, line, dimension="stance", label="none", target="灯台")
    assert set(shown(project, line)) == {("stance", "author", "航路"), ("stance", "author", "港")}
    assert len(events(project)) == 2


def test_withdrawing_takes_the_answer_away(project: Project, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    outcome = withdraw(project, line, dimension="fact_opinion")
    assert outcome.event is not None
    assert (outcome.event.kind, outcome.event.after) == ("withdraw", None)
    assert shown(project, line) == {}


def test_withdrawing_nothing_is_no_event(project: Project, line: str) -> None:
    assert withdraw(project, line, dimension="fact_opinion").event is None
    assert events(project) == []


def test_withdrawing_leaves_the_other_answers(project: Project, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    answer(project, line, dimension="source_reliability", label="B")
    withdraw(project, line, dimension="fact_opinion")
    assert set(shown(project, line)) == {("source_reliability", None, None)}


def test_a_flag_is_set_and_taken_away(project: Project, line: str) -> None:
    states = [flag(project, line).state.mark is not None for _ in range(3)]
    assert states == [True, False, True]
    assert len(events(project)) == 3


def test_a_note_is_kept_without_its_edges(project: Project, line: str) -> None:
    note(project, line, "  二通りに\n読める \n")
    assert marked(project, line) == (False, "二通りに\n読める", None)


def test_the_same_note_again_is_no_event(project: Project, line: str) -> None:
    note(project, line, "要確認")
    assert note(project, line, " 要確認 ").event is None


def test_no_words_take_a_note_away(project: Project, line: str) -> None:
    note(project, line, "要確認")
    note(project, line, "  \n")
    assert marked(project, line) == (False, None, None)
    assert len(events(project)) == 2


def test_a_note_may_be_long_but_not_endless(project: Project, line: str) -> None:
    note(project, line, "長" * LONGEST_NOTE)
    with pytest.raises(Refused, match="Shorten"):
        note(project, line, "長" * (LONGEST_NOTE + 1))
    assert len(events(project)) == 1


def test_a_skip_has_a_reason(project: Project, line: str) -> None:
    outcome = skip(project, line, "本文が途中で切れている")
    assert marked(project, line) == (False, None, "本文が途中で切れている")
    assert outcome.done


def test_a_skip_is_taken_back(project: Project, line: str) -> None:
    skip(project, line, "broken")
    outcome = skip(project, line, None)
    assert marked(project, line) == (False, None, None)
    assert not outcome.done


def test_a_skip_without_words_is_no_skip(project: Project, line: str) -> None:
    assert skip(project, line, "").event is None
    assert events(project) == []


def test_flag_note_and_skip_do_not_touch_each_other(project: Project, line: str) -> None:
    flag(project, line)
    note(project, line, "要確認")
    skip(project, line, "broken")
    assert marked(project, line) == (True, "要確認", "broken")
    flag(project, line)
    assert marked(project, line) == (False, "要確認", "broken")


def test_a_unit_is_done_when_every_required_answer_is_there(project: Project, line: str) -> None:
    done = [
        answer(project, line, dimension="stance", label="none", target="航路").done,
        answer(project, line, dimension="fact_opinion", label="fact").done,
        answer(project, line, dimension="source_reliability", label="F").done,
        withdraw(project, line, dimension="stance").done,
    ]
    assert done == [False, False, True, False]


@pytest.mark.parametrize(
    ("dimension", "label", "target", "confidence"),
    [
        ("mood", "fact", None, None),
        ("fact_opinion", "favor", None, None),
        ("fact_opinion", "fact", "航路", None),
        ("stance", "favor", None, None),
        ("stance", "favor", "  ", None),
        ("fact_opinion", "fact", None, "sure"),
    ],
)
def test_what_the_codebook_does_not_allow_is_refused_and_not_written(
    project: Project, line: str, dimension: str, label: str, target: str | None, confidence: str | None
) -> None:
    with pytest.raises(AnswerError):
        answer(project, line, dimension=dimension, label=label, target=target, confidence=confidence)
    assert events(project) == []
    assert shown(project, line) == {}


def test_a_clip_has_no_stance(project: Project, clip: str) -> None:
    with pytest.raises(AnswerError, match="not asked of a clip"):
        answer(project, clip, dimension="stance", label="favor", target="航路")
    assert events(project) == []


@pytest.mark.parametrize(
    "act",
    [
        lambda project, unit: answer(project, unit, dimension="stance", label="favor", target="\udcff"),
        lambda project, unit: note(project, unit, "\udcff"),
        lambda project, unit: skip(project, unit, "\udcff"),
    ],
)
def test_what_is_no_text_is_refused_in_words(
    project: Project, line: str, act: Callable[[Project, str], object]
) -> None:
    with pytest.raises(USER_ERRORS):
        act(project, line)
    assert events(project) == []


@pytest.mark.parametrize("act", [flag, lambda project, unit: note(project, unit, "x"), unit_state])
def test_a_unit_that_is_not_there_is_refused(project: Project, act: Callable[[Project, str], object]) -> None:
    with pytest.raises(Refused, match="no unit has the id"):
        act(project, "f" * 20)
    assert events(project) == []


def test_undo_takes_back_and_redo_restores(project: Project, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    assert undo(project)
    assert shown(project, line) == {}
    assert redo(project)
    assert shown(project, line) == {("fact_opinion", None, None): ("fact", None)}


def test_undo_and_redo_name_the_event_and_are_events(project: Project, line: str) -> None:
    flag(project, line)
    undo(project)
    redo(project)
    first, second, third = events(project)
    assert [event.kind for event in (first, second, third)] == ["flag", "undo", "redo"]
    assert [second.undoes, third.undoes] == [first.id, first.id]


@pytest.mark.parametrize("act", [undo, redo])
def test_there_may_be_nothing_to_undo_or_redo(project: Project, act: Callable[[Project], object]) -> None:
    assert act(project) == []
    assert events(project) == []


def test_undo_says_where_it_was(project: Project, lines: tuple[str, ...]) -> None:
    flag(project, lines[0])
    flag(project, lines[2])
    places = [outcome.place.id for _ in range(2) for outcome in undo(project)]
    assert places == [lines[2], lines[0]]


def test_every_kind_of_act_is_taken_back_in_turn(project: Project, line: str, article: str) -> None:
    def everything() -> tuple[object, ...]:
        return tuple((shown(project, unit), marked(project, unit)) for unit in (line, article))

    acts: list[Callable[[], object]] = [
        lambda: answer(project, line, dimension="stance", label="favor", target="航路"),
        lambda: answer(project, line, dimension="stance", label="against", target="港"),
        lambda: answer(project, article, dimension="source_reliability", label="C"),
        lambda: withdraw(project, line, dimension="stance"),
        lambda: flag(project, article),
        lambda: note(project, article, "一"),
        lambda: note(project, article, "二"),
        lambda: skip(project, line, "broken"),
        lambda: skip(project, line, None),
        lambda: flag(project, article),
    ]
    states = [everything()]
    for act in acts:
        act()
        states.append(everything())
    for state in reversed(states[:-1]):
        undo(project)
        assert everything() == state
    assert undo(project) == []
    for state in states[1:]:
        redo(project)
        assert everything() == state
    assert redo(project) == []


def test_undo_works_after_a_restart(open_as: Callable[..., Project], project: Project, line: str) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    answer(project, line, dimension="fact_opinion", label="opinion")
    project.close()
    undo(open_as("aya"))
    again = open_as("aya")
    assert shown(again, line) == {("fact_opinion", None, None): ("fact", None)}
    redo(again)
    assert shown(open_as("aya"), line) == {("fact_opinion", None, None): ("opinion", None)}


def test_a_new_act_clears_what_could_be_redone(project: Project, lines: tuple[str, ...]) -> None:
    flag(project, lines[0])
    undo(project)
    flag(project, lines[1])
    assert redo(project) == []
    undo(project)
    redo(project)
    assert redo(project) == []
    assert [marked(project, unit)[0] for unit in lines] == [False, True, False]


def test_undo_is_of_ones_own_acts(project: Project, open_as: Callable[..., Project], line: str) -> None:
    ben = open_as("ben")
    flag(project, line)
    flag(ben, line)
    undo(project)
    assert undo(project) == []
    assert marked(ben, line) == (True, None, None)


def test_two_annotators_answer_apart(project: Project, open_as: Callable[..., Project], line: str) -> None:
    ben = open_as("ben")
    answer(project, line, dimension="fact_opinion", label="fact")
    answer(ben, line, dimension="fact_opinion", label="opinion")
    assert [shown(one, line)["fact_opinion", None, None][0] for one in (project, ben)] == ["fact", "opinion"]
    assert unit_state(ben, line).answers.keys() == unit_state(project, line).answers.keys()


@pytest.mark.parametrize("back", [timedelta(0), timedelta(days=400)])
def test_instants_grow_when_the_clock_stands_or_runs_back(
    project: Project, line: str, set_clock: Callable[[datetime], None], back: timedelta
) -> None:
    for number in range(4):
        set_clock(datetime(2026, 5, 5, tzinfo=UTC) - number * back)
        flag(project, line)
    instants = [event.at for event in events(project)]
    assert instants[0] == datetime(2026, 5, 5, tzinfo=UTC)
    assert instants == sorted(set(instants))


def test_undo_follows_the_order_of_acts_when_the_clock_runs_back(
    project: Project, line: str, set_clock: Callable[[datetime], None]
) -> None:
    answer(project, line, dimension="fact_opinion", label="fact")
    set_clock(datetime(2001, 1, 1, tzinfo=UTC))
    answer(project, line, dimension="fact_opinion", label="opinion")
    set_clock(datetime(2000, 1, 1, tzinfo=UTC))
    undo(project)
    assert shown(project, line) == {("fact_opinion", None, None): ("fact", None)}
    assert list(verify(project)) == []


@pytest.mark.parametrize("name", ["", "  ", "../aya", "a\nb", "\x1b[31m", "_a", "x" * 65])
def test_a_name_that_cannot_stand_in_records_is_refused(open_as: Callable[..., Project], name: str) -> None:
    with pytest.raises(Refused, match="annotator's name"):
        open_as(name)


@pytest.mark.parametrize("name", ["aya", " 彩 ", "Aya K.", "aya@example.org"])
def test_a_name_is_taken_without_its_edges(open_as: Callable[..., Project], name: str) -> None:
    assert open_as(name).annotator == name.strip()


@pytest.mark.parametrize("elsewhere", ["answer", "mark", "another unit", "another annotator"])
def test_what_another_session_did_is_seen_by_the_next_answer(
    project: Project, open_as: Callable[..., Project], lines: tuple[str, ...], elsewhere: str
) -> None:
    line, other = lines[:2]
    answer(project, line, dimension="fact_opinion", label="fact")
    again = open_as("ben" if elsewhere == "another annotator" else "aya")
    if elsewhere == "mark":
        flag(again, line, flagged=True)
    else:
        unit = other if elsewhere == "another unit" else line
        answer(again, unit, dimension="fact_opinion", label="mixed")
    outcome = answer(project, line, dimension="fact_opinion", label="opinion")
    assert outcome.event
    assert outcome.event.before == {
        "holder": None,
        "target": None,
        "label": "mixed" if elsewhere == "answer" else "fact",
        "confidence": None,
    }
    assert bool(outcome.state.mark) == (elsewhere == "mark")
    assert list(verify(project)) == []


def test_what_is_known_refuses_nothing(project: Project, open_as: Callable[..., Project], line: str) -> None:
    two = replace(project, codebook=project.codebook.model_copy(update={"max_targets": 2}))
    for target in ("航路", "港"):
        answer(two, line, dimension="stance", label="favor", target=target)
    with pytest.raises(Refused, match="at most 2 targets"):
        answer(two, line, dimension="stance", label="favor", target="橋")
    answer(two, line, dimension="stance", label="against", target="港")
    withdraw(open_as("aya"), line, dimension="stance", target="港")
    assert answer(two, line, dimension="stance", label="favor", target="橋").event
