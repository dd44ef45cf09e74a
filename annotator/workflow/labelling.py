"""Takes answers from a script: single ones, or a file of answers or of export records.

Every line is checked as the screen checks; a line that is refused stops nothing else and is reported.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import orjson

from annotator.workflow.answering import answer, check, check_note, flag, note, skip, unit_state
from annotator.workflow.errors import USER_ERRORS, Refused
from annotator.workflow.project import Project, checked_name


class Taken(NamedTuple):
    """What became of one line: how many events it made, or why it was refused."""

    line: int
    events: int
    error: str | None


class _Given(NamedTuple):
    """An answer as a line gives it, and who gives it."""

    who: Project
    words: dict[str, Any]


class _Mark(NamedTuple):
    """A mark as a line gives it, and who gives it."""

    who: Project
    flagged: bool
    note: str
    skipped: str | None


def take_lines(project: Project, lines: Iterable[bytes]) -> Iterator[Taken]:
    """Take answers from lines of JSON: `{"unit", "dimension", "label", …}` or whole export records."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Taken(number, _take(project, line), None)
        except USER_ERRORS as error:
            yield Taken(number, 0, str(error))


def _take(project: Project, line: bytes) -> int:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Refused(f"this is no JSON ({error}). Write one object a line.") from error
    if not isinstance(record, dict):
        raise Refused("this is no JSON object. Write one object a line.")
    if "annotations" in record:
        return _take_record(project, record)
    return _take_answer(project, str(record.get("unit") or ""), record)


def _take_record(project: Project, record: Mapping[str, Any]) -> int:
    """Take a whole record, or nothing of it where a part is refused."""
    unit = str(record.get("id") or "")
    answers = [_read_answer(project, unit, fields) for fields in _objects(record, "annotations")]
    marks = [_read_mark(project, mark) for mark in _objects(record, "marks")]
    for given in answers:
        check(given.who, unit, **given.words)
    events = sum(answer(given.who, unit, **given.words).event is not None for given in answers)
    return events + sum(_take_mark(mark, unit) for mark in marks)


def _take_answer(project: Project, unit: str, fields: Mapping[str, Any]) -> int:
    given = _read_answer(project, unit, fields)
    return 1 if answer(given.who, unit, **given.words).event else 0


def _read_answer(project: Project, unit: str, fields: Mapping[str, Any]) -> _Given:
    missing = [name for name in ("dimension", "label") if not isinstance(fields.get(name), str)]
    if not unit or missing:
        raise Refused(f"an answer needs {', '.join(['unit'] * (not unit) + missing)} as text.")
    words = {
        "dimension": fields["dimension"],
        "label": fields["label"],
        "target": _text(fields, "target"),
        "confidence": _text(fields, "confidence"),
        "speaker": _text(fields, "holder"),
    }
    return _Given(_as(project, fields), words)


def _read_mark(project: Project, mark: Mapping[str, Any]) -> _Mark:
    flagged = mark.get("flagged") or False
    if not isinstance(flagged, bool):
        raise Refused("flagged must be true or false.")
    return _Mark(_as(project, mark), flagged, check_note(_text(mark, "note") or ""), _text(mark, "skipped"))


def _take_mark(mark: _Mark, unit: str) -> int:
    events = 0
    if mark.flagged and not _is_flagged(mark.who, unit):
        events += flag(mark.who, unit).event is not None
    if mark.note:
        events += note(mark.who, unit, mark.note).event is not None
    if mark.skipped:
        events += skip(mark.who, unit, mark.skipped).event is not None
    return events


def _is_flagged(project: Project, unit: str) -> bool:
    mark = unit_state(project, unit).mark
    return bool(mark and mark.flagged)


def _as(project: Project, fields: Mapping[str, Any]) -> Project:
    """Return the project as the annotator whom the fields name."""
    name = _text(fields, "annotator")
    return replace(project, annotator=checked_name(name)) if name else project


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise Refused(f"{name} must be text, not {type(value).__name__}.")
    return value or None


def _objects(record: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = record.get(name) or []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Refused(f"{name} must be a list of objects.")
    return found
