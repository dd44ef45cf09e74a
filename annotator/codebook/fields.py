"""The single values that a codebook is made of: their types, their forms and the sentence for a wrong form.

The invariant: every pattern that a field is checked against has its sentence in `FORMS`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, Strict

UnitKind = Literal["clip", "commentary", "quotation"]
Language = Literal["en", "ja"]
Scale = Literal["nominal", "ordinal"]
HolderKind = Literal["author", "speaker"]

_IDENTIFIER = "^[A-Za-z][A-Za-z0-9_]*$"
_KEY = "^[a-z0-9]$"
_VERSION = (
    r"^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}"
    r"(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$"
)
_WORDS = r"\S"

FORMS: Mapping[str, str] = MappingProxyType(
    {
        _IDENTIFIER: "is no identifier: write ASCII letters, digits and `_`, a letter first",
        _KEY: "is no key for a label: write one lower-case ASCII letter or one digit",
        _VERSION: "is no version: write three numbers, as in `1.0.0`",
        _WORDS: "is empty",
    }
)
"""What is wrong with a value that does not fit a pattern, to follow the value itself."""

Identifier = Annotated[str, Strict(), Field(pattern=_IDENTIFIER)]
Key = Annotated[str, Strict(), Field(pattern=_KEY)]
Version = Annotated[str, Strict(), Field(pattern=_VERSION)]
Words = Annotated[str, Strict(), Field(pattern=_WORDS)]
Flag = Annotated[bool, Strict()]
Count = Annotated[int, Strict(), Field(ge=1)]
Kinds = Annotated[tuple[UnitKind, ...], Field(min_length=1)]
