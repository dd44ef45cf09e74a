"""A rest is due after fifty minutes of keys, and a pause of five minutes is one."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.tui.state.break_reminder import BREAK, PAUSE, WORK, WorkTimer


def worked(*gaps: float) -> WorkTimer:
    """Return a timer after keys with these seconds between them."""
    timer, now = WorkTimer(), 1000.0
    timer.record_key(now)
    for gap in gaps:
        now += gap
        timer.record_key(now)
    return timer


def test_a_rest_is_break_due_after_fifty_minutes_of_work() -> None:
    assert not worked(*[10.0] * 299).is_break_due
    assert worked(*[10.0] * 300).is_break_due
    assert worked(*[10.0] * 306).minutes == 51


def test_a_rest_begins_anew() -> None:
    timer = worked(*[10.0] * 300, BREAK)
    assert not timer.is_break_due
    assert timer.minutes == 0


def test_a_pause_is_no_work_and_no_rest() -> None:
    timer = worked(*[10.0] * 299, PAUSE)
    assert not timer.is_break_due
    timer = worked(*[10.0] * 299, PAUSE, 10.0)
    assert timer.is_break_due


def test_nothing_is_break_due_before_the_first_key() -> None:
    assert not WorkTimer().is_break_due


@given(st.lists(st.floats(0, BREAK * 2)))
def test_work_is_never_more_than_the_time_between_the_keys(gaps: list[float]) -> None:
    timer = worked(*gaps)
    assert timer.minutes * 60 <= sum(gaps) + 1e-6
    assert not timer.is_break_due or sum(gaps) >= WORK - 1e-6
