"""What inputs say of a document, in the project's form: a title on one line, a day, an address."""

import re

from annotator.corpus.grammar.dates import parse_date
from annotator.corpus.source import ACTING
from annotator.formats.readers.pieces import Described

# A day with a time of day behind it, as programs write it.
_INSTANT = re.compile(r"\s*(\d{4}-\d\d-\d\d)[T ]\d")
_TIME_OF_DAY = re.compile(r"\s\d{1,2}:\d\d.*", re.DOTALL)
_LONGEST = 1000
_LONGEST_DATE = 60


def described(url: str | None, title: str | None, date: str | None) -> Described:
    """Return what an input says, each in the project's form."""
    return Described(plain(url), plain(title), day(date))


def plain(words: str | None) -> str | None:
    """Return words on one line without anything that could act; None where nothing is left."""
    if not words:
        return None
    line = ACTING.sub(" ", words.encode("utf-8", "replace").decode())
    return " ".join(line.split())[:_LONGEST] or None


def day(words: str | None) -> str | None:
    """Return the day (or month or year) that a date names, as an ISO date; None where there is none."""
    if not words or len(words) > _LONGEST_DATE:
        return None
    instant = _INSTANT.match(words)
    found = parse_date(instant[1] if instant else _TIME_OF_DAY.sub("", words.strip()))
    return found.iso if found else None
