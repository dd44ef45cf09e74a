"""Takes answers from a script: single ones, or a file of answers or of export records.

Every line is checked as the screen checks; a line that is refused stops nothing else and is reported.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import orjson

from annotator.workflow.answering import answer, flag, note, skip, state_of
from annotator.workflow.errors import USER_ERRORS, Refused
from annotator.workflow.project import Project, checked_name


class Taken(NamedTuple):
    """What became of one line: how many events it made, or why it was refused."""

    line: int
    events: int
    error: str | None


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
    unit = str(record.get("id") or "")
    events = sum(_take_answer(project, unit, fields) for fields in _objects(record, "annotations"))
    for mark in _objects(record, "marks"):
        events += _take_mark(_as(project, mark), unit, mark)
    return events


def _take_answer(project: Project, unit: str, fields: Mapping[str, Any]) -> int:
    missing = [name for name in ("dimension", "label") if not isinstance(fields.get(name), str)]
    if not unit or missing:
        raise Refused(f"an answer needs {', '.join(['unit'] * (not unit) + missing)} as text.")
    outcome = answer(
        _as(project, fields),
        unit,
        dimension=fields["dimension"],
        label=fields["label"],
        target=_text(fields, "target"),
        confidence=_text(fields, "confidence"),
    )
    return 1 if outcome.event else 0


def _take_mark(project: Project, unit: str, mark: Mapping[str, Any]) -> int:
    events = 0
    if mark.get("flagged") and not _is_flagged(project, unit):
        events += flag(project, unit).event is not None
    if words := _text(mark, "note"):
        events += note(project, unit, words).event is not None
    if reason := _text(mark, "skipped"):
        events += skip(project, unit, reason).event is not None
    return events


def _is_flagged(project: Project, unit: str) -> bool:
    mark = state_of(project, unit).mark
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
