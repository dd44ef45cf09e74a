"""Document keys, unit ids and editions: the first 20 hexadecimal digits of a SHA-256.

A unit's id depends on its document's key, its kind, its stored text, and its number among the units of the document
that are equal in both, and on nothing else.
"""

from collections.abc import Container
from hashlib import sha256
from typing import Literal, get_args

UnitKind = Literal["clip", "commentary", "quotation"]

_DIGITS = 20
_KINDS: tuple[UnitKind, ...] = get_args(UnitKind)


def document_key(text_sha256: str) -> str:
    """Return the key of a document first imported with a stored text of this digest."""
    return text_sha256[:_DIGITS]


def edition_of(text: str, *, doubtful_since: str = "") -> str:
    """Return the edition of a unit with this text.

    A unit that may be another one since a text of its document has an edition that depends on that text's digest too.
    """
    return sha256(f"{doubtful_since}\n{text}".encode()).hexdigest()[:_DIGITS]


class UnitIdGenerator:
    """Generates the ids of one document's units, in document order."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._heads: dict[UnitKind, str] = {kind: _head(key, kind, 0) for kind in _KINDS}
        self._seen: dict[tuple[UnitKind, str], int] = {}

    def next_id(self, kind: UnitKind, text: str) -> str:
        """Return the id of the next unit of this kind and text."""
        unit = kind, text
        number = self._seen.get(unit, 0)
        self._seen[unit] = number + 1
        head = _head(self._key, kind, number) if number else self._heads[kind]
        return sha256((head + text).encode()).hexdigest()[:_DIGITS]


def unit_id(key: str, kind: UnitKind, text: str, number: int) -> str:
    """Return a unit's id; `number` counts from 0 among equal units of the document."""
    return sha256((_head(key, kind, number) + text).encode()).hexdigest()[:_DIGITS]


def unused_unit_id(key: str, kind: UnitKind, text: str, used: Container[str]) -> str:
    """Return the first id of a unit of a document that is not in use."""
    number = 0
    while (found := unit_id(key, kind, text, number)) in used:
        number += 1
    return found


def _head(key: str, kind: UnitKind, number: int) -> str:
    return f"{key}\n{kind}\n{number}\n"
