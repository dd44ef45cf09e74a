"""JSON Lines: one record per line. The same records give the same bytes."""

from collections.abc import Iterator

import orjson

from annotator.formats.records import AnnotationRecord, Record, key_of
from annotator.formats.writers.dataset import Dataset

_OPTIONS = orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_DATACLASS


def lines(dataset: Dataset) -> Iterator[bytes]:
    """Yield each unit as a line."""
    return map(encode, dataset.records)


def history_lines(dataset: Dataset) -> Iterator[bytes]:
    """Yield each event and change as a line."""
    return map(encode, dataset.history)


def encode(record: Record) -> bytes:
    """Return a record as one line of JSON, its fields in the order of its definition."""
    return orjson.dumps(record, default=_json_value, option=_OPTIONS)


def json_text(value: object) -> str:
    """Return a part of a record as JSON on one line."""
    return orjson.dumps(value, default=_json_value, option=orjson.OPT_PASSTHROUGH_DATACLASS).decode()


def _json_value(value: object) -> object:
    # The one record with a field whose key is another than its name.
    if isinstance(value, AnnotationRecord):
        return {key_of(name): field for name, field in vars(value).items()}
    if isinstance(value, Record):
        return vars(value)
    if isinstance(value, tuple):
        return tuple(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
