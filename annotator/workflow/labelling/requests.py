"""What an annotator may ask to be done to a unit, checks of the text that she types, and how recovery files hold it."""

from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar

from annotator.corpus.source import CONTROL_CHARACTERS
from annotator.store.values import EventKind
from annotator.workflow.errors import Refused

LONGEST_NOTE = 20_000
LONGEST_LINE = 500


@dataclass(frozen=True)
class AnswerRequest:
    """Answer a dimension of a unit; it replaces the answer before where the codebook allows one target a unit."""

    kind: ClassVar[EventKind] = "answer"
    unit: str
    dimension: str
    label: str
    target: str | None = None
    confidence: str | None = None


@dataclass(frozen=True)
class WithdrawRequest:
    """Withdraw an answer: the one with this target, else the latest."""

    kind: ClassVar[EventKind] = "withdraw"
    unit: str
    dimension: str
    target: str | None = None


@dataclass(frozen=True)
class FlagRequest:
    """Set or clear a unit's flag; None toggles it."""

    kind: ClassVar[EventKind] = "flag"
    unit: str
    flagged: bool | None = None


@dataclass(frozen=True)
class NoteRequest:
    """Write a unit's note; an empty text removes it."""

    kind: ClassVar[EventKind] = "note"
    unit: str
    text: str


@dataclass(frozen=True)
class SkipRequest:
    """Skip a unit for a reason; None takes the skip back."""

    kind: ClassVar[EventKind] = "skip"
    unit: str
    reason: str | None = None


Request = AnswerRequest | WithdrawRequest | FlagRequest | NoteRequest | SkipRequest

_REQUESTS: dict[str, Any] = {
    request.kind: request
    for request in (AnswerRequest, WithdrawRequest, FlagRequest, NoteRequest, SkipRequest)
}
# Recovery files have one name for an answer's label, a note's text and a skip's reason; later versions read them too.
_NAMES = {"label": "words", "text": "words", "reason": "words"}


def to_fields(request: Request) -> dict[str, Any]:
    """Return a request as an object of a recovery file."""
    given = {_NAMES.get(name, name): value for name, value in asdict(request).items() if value is not None}
    return {"kind": request.kind, **given}


def from_fields(given: dict[str, Any]) -> Request:
    """Return the request of an object of a recovery file; raises KeyError or TypeError where it is none."""
    request = _REQUESTS[given["kind"]]
    names = {field.name: _NAMES.get(field.name, field.name) for field in fields(request)}
    made: Request = request(**{name: given[key] for name, key in names.items() if key in given})
    return made


def checked_note(text: str) -> str | None:
    stripped = text.strip().replace("\t", "    ")
    if len(stripped) > LONGEST_NOTE:
        raise Refused(f"the note has {len(stripped)} characters, more than {LONGEST_NOTE}. Shorten it.")
    return _storable(stripped, "the note") or None


def checked_line(text: str, what: str) -> str:
    if len(text) > LONGEST_LINE or "\n" in text:
        raise Refused(f"{what} must be one line of at most {LONGEST_LINE} characters.")
    return _storable(text, what)


def _storable(text: str, what: str) -> str:
    """Return the text; raises Refused where it holds a lone surrogate, or what could act on a terminal."""
    if CONTROL_CHARACTERS.search(text) or any("\ud800" <= character <= "\udfff" for character in text):
        raise Refused(f"{what} holds a sign that is no text. Type it again.")
    return text
