"""Parses the dates of attribution lines, Japanese and English.

A date is a day and not an instant: an ISO date string cut to its precision. Missing fields are never filled in from
today.
"""

import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from dateutil.parser import ParserError, parser, parserinfo

Precision = Literal["year", "month", "day"]

# The year before the first one of each era.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_ERA_YEAR = re.compile(f"({'|'.join(_ERAS)})\\s*(元|\\d{{1,2}})\\s*年")
_WEEKDAY = re.compile(r"[(\[][月火水木金土日](?:曜日?)?[)\]]|[月火水木金土日]曜日?")
# The time of day and the zone are ignored.
_TIME = re.compile(
    r"(?:午前|午後)?\s*\d{1,2}(?::\d\d(?::\d\d)?|時(?:\d{1,2}分?)?)\s*(?:[AaPp]\.?[Mm]\.?)?(?:\s*(?:JST|UTC|GMT))?|[·・]"
)
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001 - a day has no zone

_MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
DATE_PATTERN = (
    rf"(?:(?:{'|'.join(_ERAS)})(?:元|\d{{1,2}})|\d{{4}})\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日"
    rf"|{_MONTH}\.?\s\d{{1,2}},?\s\d{{4}}|\d{{1,2}}\s{_MONTH}\.?,?\s\d{{4}}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
)


class ClipDate(NamedTuple):
    """A date at its precision: `2023-11-07` (day), `2023-11` (month) or `2023` (year)."""

    iso: str
    precision: Precision


class _JapaneseInfo(parserinfo):
    JUMP = [*parserinfo.JUMP, "年", "月", "日", "(", ")", "（", "）"]  # noqa: RUF012 - as the library declares it


@lru_cache(maxsize=4096)
def parse_date(text: str) -> ClipDate | None:
    """Parse a Japanese (also with era years) or English date; None where there is none."""
    plain = _ERA_YEAR.sub(_western_year, unicodedata.normalize("NFKC", text))
    plain = _TIME.sub(" ", _WEEKDAY.sub(" ", plain))
    plain = re.sub(r"(?<=\d)\s*[年月]\s*(?=\d)", "-", plain)
    try:
        first, second = (parser(_JapaneseInfo()).parse(plain, default=default) for default in _DEFAULTS)
    except (ParserError, OverflowError, ValueError):
        return None
    if first.year != second.year:
        return None
    if first.month != second.month:
        return ClipDate(f"{first.year:04d}", "year")
    if first.day != second.day:
        return ClipDate(f"{first.year:04d}-{first.month:02d}", "month")
    return ClipDate(first.date().isoformat(), "day")


def _western_year(match: re.Match[str]) -> str:
    era, year = match.groups()
    return f"{_ERAS[era] + (1 if year == '元' else int(year))}年"
