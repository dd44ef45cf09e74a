"""Takes answers from a script: single ones, or a file of answers or of export records.

Every line is checked as the screen checks; a line that is refused stops nothing else and is reported.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection

from annotator.workflow.errors import USER_ERRORS, Refused
from annotator.workflow.labelling.annotate import Sitting
from annotator.workflow.project import Project, checked_name


class Taken(NamedTuple):
    """What became of one line: how many events it made, or why it was refused."""

    line: int
    events: int
    error: str | None


def take_answers(
    project: Project,
    unit: str,
    answers: Sequence[tuple[str, str]],
    *,
    target: str | None = None,
    confidence: str | None = None,
) -> list[bool]:
    """Take several (dimension, label) for one unit, all or none; return which of them were new."""
    targeted = {dimension.id for dimension in project.codebook.dimensions if dimension.targeted}
    with project.database.writing(owner=project.annotator) as connection:
        sitting = Sitting(project, connection)
        outcomes = [
            sitting.answer(
                unit,
                dimension=dimension,
                label=label,
                target=target if dimension in targeted else None,
                confidence=confidence,
            )
            for dimension, label in answers
        ]
    return [outcome.event is not None for outcome in outcomes]


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
    """Take a whole line, or nothing of it where a part is refused."""
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Refused(f"this is no JSON ({error}). Write one object a line.") from error
    if not isinstance(record, dict):
        raise Refused("this is no JSON object. Write one object a line.")
    with project.database.writing() as connection:
        if "annotations" not in record:
            return _take_answer(project, connection, str(record.get("unit") or ""), record)
        unit = str(record.get("id") or "")
        events = sum(
            _take_answer(project, connection, unit, fields) for fields in _objects(record, "annotations")
        )
        return events + sum(_take_mark(project, connection, unit, mark) for mark in _objects(record, "marks"))


def _take_answer(project: Project, connection: Connection, unit: str, fields: Mapping[str, Any]) -> int:
    dimension, label = _text(fields, "dimension"), _text(fields, "label")
    if not (unit and dimension and label):
        raise Refused("an answer needs unit, dimension and label as text.")
    outcome = Sitting(_as(project, fields), connection).answer(
        unit,
        dimension=dimension,
        label=label,
        target=_text(fields, "target"),
        confidence=_text(fields, "confidence"),
    )
    holder = _text(fields, "holder")
    answered = outcome.state.answer_to(dimension)
    if holder and answered and answered.holder != holder:
        raise Refused(f"the holder of this unit is {answered.holder}, not {holder}. Leave the holder out.")
    return 1 if outcome.event else 0


def _take_mark(project: Project, connection: Connection, unit: str, mark: Mapping[str, Any]) -> int:
    sitting = Sitting(_as(project, mark), connection)
    flagged = mark.get("flagged") or False
    if not isinstance(flagged, bool):
        raise Refused("flagged must be true or false.")
    outcomes = []
    if flagged:
        outcomes.append(sitting.flag(unit, flagged=True))
    if words := _text(mark, "note"):
        outcomes.append(sitting.note(unit, words))
    if reason := _text(mark, "skipped"):
        outcomes.append(sitting.skip(unit, reason))
    return sum(outcome.event is not None for outcome in outcomes)


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
