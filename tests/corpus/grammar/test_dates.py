"""Dates of attribution lines, read in each of their styles."""

from datetime import date
from re import fullmatch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.grammar.dates import DATE_PATTERN, parse_date

MONTHS = ["January", "February", "March", "April", "May", "June", "July"]
MONTHS += ["August", "September", "October", "November", "December"]
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
# The first day of each era.
ERAS = {"令和": date(2019, 5, 1), "平成": date(1989, 1, 8), "昭和": date(1926, 12, 25)}


def japanese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def english(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def era(day: date) -> str:
    name, first = next((name, first) for name, first in ERAS.items() if day >= first)
    year = day.year - first.year + 1
    return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


@given(DAYS)
def test_japanese_dates(day: date) -> None:
    assert parse_date(japanese(day)) == (day.isoformat(), "day")


@given(DAYS)
def test_english_dates(day: date) -> None:
    assert parse_date(english(day)) == (day.isoformat(), "day")


@given(st.dates(date(1926, 12, 25), date(2060, 12, 31)))
def test_era_dates(day: date) -> None:
    assert parse_date(era(day)) == (day.isoformat(), "day")


@given(DAYS)
def test_every_style_is_found_in_a_line(day: date) -> None:
    for words in (japanese(day), english(day), day.isoformat()):
        assert fullmatch(DATE_PATTERN, words)


@given(DAYS)
def test_full_width_digits(day: date) -> None:
    wide = japanese(day).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    assert parse_date(wide) == (day.isoformat(), "day")


@given(DAYS)
def test_abbreviated_month(day: date) -> None:
    assert parse_date(f"{MONTHS[day.month - 1][:3]} {day.day}, {day.year}") == (day.isoformat(), "day")


@given(DAYS, st.sampled_from("月火水木金土日"))
def test_weekday_says_nothing(day: date, weekday: str) -> None:
    assert parse_date(f"{japanese(day)}({weekday})") == (day.isoformat(), "day")


@given(DAYS, st.times())
def test_time_of_day_says_nothing(day: date, time: object) -> None:
    assert parse_date(f"{str(time)[:5]} {english(day)}") == (day.isoformat(), "day")


@pytest.mark.parametrize(
    ("words", "iso", "precision"),
    [
        ("2023年11月", "2023-11", "month"),
        ("November 2023", "2023-11", "month"),
        ("2023年", "2023", "year"),
        ("2022年1月31日", "2022-01-31", "day"),
        ("7 November 2023", "2023-11-07", "day"),
        ("2024年2月29日", "2024-02-29", "day"),
    ],
)
def test_precision_is_that_of_the_text(words: str, iso: str, precision: str) -> None:
    assert parse_date(words) == (iso, precision)


@pytest.mark.parametrize(
    "words", ["", "海", "8日", "11月7日", "2023年2月30日", "February 29, 2023", "2023年13月1日"]
)
def test_no_date(words: str) -> None:
    assert parse_date(words) is None


@given(st.text("0123456789年月日-/, ()令和元Nov:午後", max_size=20))
def test_no_text_raises(words: str) -> None:
    found = parse_date(words)
    assert found is None or found.precision in ("year", "month", "day")
