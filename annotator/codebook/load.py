"""Loads a codebook from the text of its TOML file, or reports everything that is wrong with it.

The file keeps dimensions, labels, targets, exports and contradictions in tables named by their ids; the model keeps
them in order, each with its id inside. Any text gives a `Codebook` that meets all rules, or one `CodebookError` with
every problem in file order, each with the file, the place and a plain sentence.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from annotator.codebook.model import FORMS, Codebook
from annotator.codebook.rules import Finding, KeyPath, Table, findings_in, printable
from annotator.codebook.toml import TomlError, parse_toml

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# The fields that take the name of a table, and so have no line of their own in the file.
_NAMED_BY_TABLE = frozenset({"id", "scheme", "value", "dimension", "any_of"})
_NAMED_TABLES = frozenset({"dimensions", "targets", "labels", "export", "contradictions", "when"})
_MESSAGES = {
    "missing": "is missing",
    "extra_forbidden": "is no key that a codebook has here",
    "string_type": "is no text: write it in quotation marks",
    "string_unicode": "is no text that can be stored",
    "bool_type": "is neither true nor false",
    "int_type": "is no whole number",
    "greater_than_equal": "is less than 1",
    "too_short": "is empty: it needs at least one",
    "model_type": "is no table",
    "tuple_type": "is no list",
}


class Problem(NamedTuple):
    """One problem of a codebook file.

    `origin` is the file, as the user named it, and `place` the key path, such as `dimensions.stance.labels.favor.key`,
    or the line and column.
    """

    origin: str
    place: str
    message: str

    def __str__(self) -> str:
        """Return the problem on one line."""
        return f"{self.origin}: {self.place}: {self.message}"


class CodebookError(Exception):
    """A codebook file that cannot be used, with all its problems in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems; the message has one per line."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def parse_codebook(text: str, *, origin: str) -> Codebook:
    """Return the codebook in a TOML text; `origin` names its file in the problems.

    Raises:
        CodebookError: with every problem, where there is any.
    """
    try:
        data = parse_toml(text)
    except TomlError as error:
        raise CodebookError((Problem(origin, error.place, error.message),)) from None
    findings = list(findings_in(data))
    try:
        codebook = Codebook.model_validate(_to_fields(data))
    except ValidationError as error:
        # A value that a rule reports needs no second problem for its form.
        reported = {path for path, _ in findings}
        findings += [finding for finding in _model_findings(data, error) if finding[0] not in reported]
        raise CodebookError(_problems(data, findings, origin)) from None
    if findings:
        raise CodebookError(_problems(data, findings, origin))
    return codebook


def _model_findings(data: Table, error: ValidationError) -> Iterator[Finding]:
    """Yield what the model refused, with the paths in the file."""
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # It only seems empty: each of its parts is refused by itself.
        yield _path_in_file(data, detail["loc"]), _message(detail)


def _message(detail: ErrorDetails) -> str:
    """Return one refusal of the model as a sentence, to follow its path."""
    kind, context, value = detail["type"], detail.get("ctx", {}), detail["input"]
    name = f"`{printable(value)}`" if isinstance(value, str) else "this value"
    if kind == "string_pattern_mismatch":
        message = FORMS[context["pattern"]]
        return f"{name} {message}" if value.strip() else message
    if kind == "literal_error":
        return f"{name} is none of {context['expected'].replace(' or ', ', ')}".replace("'", "`")
    if kind == "tuple_type" and detail["loc"][-1] in _NAMED_TABLES:
        kind = "model_type"
    return _MESSAGES.get(kind, detail["msg"])


def _problems(data: Table, findings: list[Finding], origin: str) -> tuple[Problem, ...]:
    """Return the findings as problems in file order."""
    ordered = sorted(findings, key=lambda finding: _file_order(data, finding[0]))
    return tuple(Problem(origin, _format_path(path), message) for path, message in ordered)


def _to_fields(data: Table) -> Table:
    """Return the tables of the file as the fields of the model."""
    fields = dict(data)
    for key in ("targets", "dimensions", "contradictions"):
        _list_entries(fields, key, _with_id)
    for contradiction in _tables_of(fields, "contradictions"):
        _list_entries(contradiction, "when", lambda name, labels: {"dimension": name, "any_of": labels})
    for dimension in _tables_of(fields, "dimensions"):
        _list_entries(dimension, "labels", _with_id)
        for label in _tables_of(dimension, "labels"):
            _list_entries(label, "export", lambda name, value: {"scheme": name, "value": value})
    return fields


def _list_entries(table: Table, key: str, to_item: Callable[[str, Any], object]) -> None:
    """Replace the table under `key` by a list of its entries; by None where it is no table."""
    if key in table:
        entries = table[key]
        is_table = isinstance(entries, dict)
        table[key] = [to_item(name, value) for name, value in entries.items()] if is_table else None


def _with_id(name: str, value: Any) -> Any:
    return {**value, "id": name} if isinstance(value, dict) else value


def _tables_of(fields: Table, key: str) -> list[Table]:
    return [each for each in fields.get(key) or () if isinstance(each, dict)]


def _path_in_file(data: Table, location: tuple[int | str, ...]) -> KeyPath:
    """Return the path in the file of a location in the model's fields."""
    path: list[str] = []
    node: Any = data
    named = False
    for step in location:
        if isinstance(step, int):
            named = isinstance(node, dict)
            if named:
                path.append(list(node)[step])
                node = node[path[-1]]
        elif not named or step not in _NAMED_BY_TABLE or (isinstance(node, dict) and step in node):
            path.append(step)
            node = node.get(step) if isinstance(node, dict) else None
            named = False
    return tuple(path)


def _file_order(data: Table, path: KeyPath) -> tuple[int, ...]:
    """Return a sort key for the order of the file; missing keys of a table come first in it."""
    places = []
    node: Any = data
    for step in path:
        keys = list(node) if isinstance(node, dict) else []
        places.append(keys.index(step) if step in keys else -1)
        node = node.get(step) if isinstance(node, dict) else None
    return tuple(places)


def _format_path(path: KeyPath) -> str:
    """Return a path as TOML writes it, with quotes where a name needs them."""
    return ".".join(step if _BARE_KEY.fullmatch(step) else f'"{printable(step)}"' for step in path)
