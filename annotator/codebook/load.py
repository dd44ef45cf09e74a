"""From the text of a codebook file to a `Codebook`, or to everything that is wrong with it.

The invariant: any text gives a `Codebook` that keeps all rules, or one `CodebookError` with every problem
that can be seen, in file order, each with the file, the place and a plain sentence.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from annotator.codebook.fields import FORMS
from annotator.codebook.model import Codebook
from annotator.codebook.rules import Finding, findings_in
from annotator.codebook.tables import Table, as_fields, dotted, order_of, path_of, shown

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
# How the TOML reader writes a key path: `('dimensions', 'stance')`.
_NAMES = re.compile(r"\('([^()]*)',?\)")
_BETWEEN = "', '"
_NAMED_TABLES = frozenset({"dimensions", "targets", "labels", "export", "contradictions", "when"})
_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
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
)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a codebook file."""

    origin: str
    """The file, as the user named it."""
    place: str
    """The key path, such as `dimensions.stance.labels.favor.key`, or the line and column."""
    sentence: str

    def __str__(self) -> str:
        """Return the problem on one line."""
        return f"{self.origin}: {self.place}: {self.sentence}"


class CodebookError(Exception):
    """A codebook file that cannot be used, with all its problems in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems; the message has one a line."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def parse_codebook(text: str, *, origin: str) -> Codebook:
    """Return the codebook that a TOML text holds; `origin` names its file in the problems.

    Raises:
        CodebookError: with every problem, where there is any.
    """
    data = _tables(text, origin)
    findings = list(findings_in(data))
    try:
        codebook = Codebook.model_validate(as_fields(data))
    except ValidationError as error:
        # Where a rule has spoken of a value, its form needs no second sentence.
        spoken = {path for path, _ in findings}
        findings += [finding for finding in _shape_findings(data, error) if finding[0] not in spoken]
        raise CodebookError(_problems(data, findings, origin)) from None
    if findings:
        raise CodebookError(_problems(data, findings, origin))
    return codebook


def _tables(text: str, origin: str) -> Table:
    """Return the TOML tables of a text."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place, sentence = _syntax_fault(text, str(error))
    except RecursionError:
        place, sentence = "the whole file", "is nested too deeply"
    except ValueError:
        place, sentence = "the whole file", "holds a number that is too long"
    raise CodebookError((Problem(origin, place, f"this is not TOML: {sentence}"),))


def _syntax_fault(text: str, message: str) -> tuple[str, str]:
    """Return the place and the sentence of a message of the TOML reader."""
    match = _PLACE.search(message)
    line, column = match.groups() if match else (None, None)
    if line is None:
        lines = text.replace("\r\n", "\n").split("\n")
        line, column = str(len(lines)), str(len(lines[-1]) + 1)
    sentence = _NAMES.sub(lambda names: f"`{names[1].replace(_BETWEEN, '.')}`", _PLACE.sub("", message))
    return f"line {line}, column {column}", shown(sentence[:1].lower() + sentence[1:])


def _shape_findings(data: Table, error: ValidationError) -> Iterator[Finding]:
    """Yield what the model refused, with paths of the file."""
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # It only looks empty because each of its parts is refused on its own.
        yield path_of(data, detail["loc"]), _sentence(detail)


def _sentence(detail: ErrorDetails) -> str:
    """Return one refusal of the model as a plain sentence that follows its path."""
    kind, context, value = detail["type"], detail.get("ctx", {}), detail["input"]
    name = f"`{shown(value)}`" if isinstance(value, str) else "this value"
    if kind == "string_pattern_mismatch":
        sentence = FORMS[context["pattern"]]
        return f"{name} {sentence}" if value.strip() else sentence
    if kind == "literal_error":
        return f"{name} is none of {context['expected'].replace(' or ', ', ')}".replace("'", "`")
    if kind == "tuple_type" and detail["loc"][-1] in _NAMED_TABLES:
        kind = "model_type"
    return _SENTENCES.get(kind, detail["msg"])


def _problems(data: Table, findings: list[Finding], origin: str) -> tuple[Problem, ...]:
    """Return the findings as problems in file order."""
    ordered = sorted(findings, key=lambda finding: order_of(data, finding[0]))
    return tuple(Problem(origin, dotted(path), sentence) for path, sentence in ordered)
