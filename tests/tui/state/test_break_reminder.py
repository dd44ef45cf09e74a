"""A rest is due after fifty minutes of keys, and a pause of five minutes is one."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.tui.state.break_reminder import PAUSE, REST, WORK, WorkClock


def worked(*gaps: float) -> WorkClock:
    """Return a clock after keys with these seconds between them."""
    clock, now = WorkClock(), 1000.0
    clock.press(now)
    for gap in gaps:
        now += gap
        clock.press(now)
    return clock


def test_a_rest_is_due_after_fifty_minutes_of_work() -> None:
    assert not worked(*[10.0] * 299).is_due
    assert worked(*[10.0] * 300).is_due
    assert worked(*[10.0] * 306).minutes == 51


def test_a_rest_begins_anew() -> None:
    clock = worked(*[10.0] * 300, REST)
    assert not clock.is_due
    assert clock.minutes == 0


def test_a_pause_is_no_work_and_no_rest() -> None:
    clock = worked(*[10.0] * 299, PAUSE)
    assert not clock.is_due
    clock = worked(*[10.0] * 299, PAUSE, 10.0)
    assert clock.is_due


def test_nothing_is_due_before_the_first_key() -> None:
    assert not WorkClock().is_due


@given(st.lists(st.floats(0, REST * 2)))
def test_work_is_never_more_than_the_time_between_the_keys(gaps: list[float]) -> None:
    clock = worked(*gaps)
    assert clock.minutes * 60 <= sum(gaps) + 1e-6
    assert not clock.is_due or sum(gaps) >= WORK - 1e-6
