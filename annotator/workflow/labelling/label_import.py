"""Imports labels from scripts: single answers, or a file of answers or of export records.

Invariant: each line is one transaction with the same checks as a key on the screen; a refused line stops no other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection

from annotator.workflow.errors import USER_ERRORS, Refused
from annotator.workflow.labelling.annotate import apply_request
from annotator.workflow.labelling.requests import (
    AnswerRequest,
    FlagRequest,
    NoteRequest,
    Request,
    SkipRequest,
)
from annotator.workflow.project import Project, checked_name


class LineResult(NamedTuple):
    """How many events a line made, or why it was refused."""

    line: int
    events: int
    error: str | None


def import_answers(
    project: Project,
    unit: str,
    answers: Sequence[tuple[str, str]],
    *,
    target: str | None = None,
    confidence: str | None = None,
) -> list[bool]:
    """Save several (dimension, label) for one unit, all or none; return which of them were new."""
    targeted = {dimension.id for dimension in project.codebook.dimensions if dimension.targeted}
    requests = [
        AnswerRequest(unit, dimension, label, target if dimension in targeted else None, confidence)
        for dimension, label in answers
    ]
    with project.database.writing(owner=project.annotator) as connection:
        outcomes = [apply_request(project, connection, request) for request in requests]
    return [outcome.event is not None for outcome in outcomes]


def import_lines(project: Project, lines: Iterable[bytes]) -> Iterator[LineResult]:
    """Save the labels of lines of JSON: `{"unit", "dimension", "label", …}` or whole export records."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield LineResult(number, _import_line(project, line), None)
        except USER_ERRORS as error:
            yield LineResult(number, 0, str(error))


def _import_line(project: Project, line: bytes) -> int:
    """Save a whole line, or nothing of it where a part is refused; return how many events it made."""
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Refused(f"this is not valid JSON ({error}). Write one object a line.") from error
    if not isinstance(record, dict):
        raise Refused("this is not a JSON object. Write one object a line.")
    with project.database.writing() as connection:
        if "annotations" not in record:
            return _import_answer(project, connection, str(record.get("unit") or ""), record)
        unit = str(record.get("id") or "")
        events = sum(
            _import_answer(project, connection, unit, fields) for fields in _objects(record, "annotations")
        )
        return events + sum(
            _import_mark(project, connection, unit, mark) for mark in _objects(record, "marks")
        )


def _import_answer(project: Project, connection: Connection, unit: str, fields: Mapping[str, Any]) -> int:
    dimension, label = _text(fields, "dimension"), _text(fields, "label")
    if not (unit and dimension and label):
        raise Refused("an answer needs unit, dimension and label as text.")
    request = AnswerRequest(unit, dimension, label, _text(fields, "target"), _text(fields, "confidence"))
    outcome = apply_request(_as_annotator(project, fields), connection, request)
    holder = _text(fields, "holder")
    answer = outcome.state.answer_to(dimension)
    if holder and answer and answer.holder != holder:
        raise Refused(f"the holder of this unit is {answer.holder}, not {holder}. Leave the holder out.")
    return 1 if outcome.event else 0


def _import_mark(project: Project, connection: Connection, unit: str, mark: Mapping[str, Any]) -> int:
    flagged = mark.get("flagged") or False
    if not isinstance(flagged, bool):
        raise Refused("flagged must be true or false.")
    requests: list[Request] = []
    if flagged:
        requests.append(FlagRequest(unit, True))
    if note := _text(mark, "note"):
        requests.append(NoteRequest(unit, note))
    if reason := _text(mark, "skipped"):
        requests.append(SkipRequest(unit, reason))
    owner = _as_annotator(project, mark)
    return sum(apply_request(owner, connection, request).event is not None for request in requests)


def _as_annotator(project: Project, fields: Mapping[str, Any]) -> Project:
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
