"""Bytes to stored text: the one owner of decoding and cleaning.

Stored text has `\\n` as its only line end and holds none of the characters that could act on a terminal.
Nothing else is changed: no normalisation, no trimming. What was taken out is kept with its place.
"""

import codecs
import hashlib
import re
from typing import NamedTuple

from annotator.corpus.encodings import guess_encoding
from annotator.corpus.grammar.diagnostics import Diagnostic, position_of

REPLACEMENT = "\ufffd"
# What could act on a terminal or hide text there, save the line end: controls, other line ends, bidi controls.
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

# Every sign that stored text writes as one "\n".
_LINE_ENDS = re.compile("\r\n|[\r\x85\x0b\x0c\u2028\u2029]")
# Controls and bidi controls that stored text leaves out; the surrogates are replaced, not removed.
_REMOVED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Removed(NamedTuple):
    """A character that stored text leaves out.

    `position` is the place in the stored text before which it stood; `name` is its code point, as `U+001B`.
    """

    position: int
    name: str


class Damage(NamedTuple):
    """How many characters could not be decoded; `first` is where in the cleaned text the first one stands."""

    characters: int
    first: int | None = None


class Decoded(NamedTuple):
    """Bytes as text before cleaning, the codec that was used, and what it could not decode."""

    text: str
    encoding: str
    damage: Damage | None


class SourceText(NamedTuple):
    """A document's stored text and where it came from.

    `sha256` is of the raw bytes, `text_sha256` of the stored text in UTF-8, both in hexadecimal.
    """

    text: str
    encoding: str
    sha256: str
    text_sha256: str
    removed: tuple[Removed, ...]
    diagnostics: tuple[Diagnostic, ...]


def read_source(raw: bytes, *, encoding: str | None = None) -> SourceText:
    """Decode and clean `raw`; never raises for what the bytes hold.

    A byte order mark decides the encoding; else `encoding`; else what the bytes look like. Bytes that do not
    decode become U+FFFD with a diagnostic. Raises LookupError where `encoding` names no codec.
    """
    decoded = decode(raw, encoding=encoding)
    digest = hashlib.sha256(raw).hexdigest()
    return stored_text(decoded.text, encoding=decoded.encoding, sha256=digest, damage=decoded.damage)


def decode(raw: bytes, *, encoding: str | None = None) -> Decoded:
    """Decode `raw` as `read_source` does, without cleaning; a byte order mark stays as the first character."""
    body, chosen = _strip_mark(raw, encoding)
    mark = "\ufeff" if len(body) < len(raw) else ""
    try:
        return Decoded(mark + body.decode(chosen), chosen, None)
    except UnicodeDecodeError as error:
        text = body.decode(chosen, errors="replace")
        kept = body.decode(chosen, errors="ignore").count(REPLACEMENT)
        first = len(clean(body[: error.start].decode(chosen, errors="replace"))[0])
        return Decoded(mark + text, chosen, Damage(text.count(REPLACEMENT) - kept, first))


def stored_text(decoded: str, *, encoding: str, sha256: str, damage: Damage | None = None) -> SourceText:
    """Clean decoded text; `sha256` is of the bytes that it was read from.

    `damage` tells what could not be decoded; where its place is not known, the first U+FFFD has the remark.
    """
    text, removed, surrogates = clean(decoded)
    count = surrogates + (damage.characters if damage else 0)
    diagnostics: tuple[Diagnostic, ...] = ()
    if count:
        first = damage.first if damage and damage.first is not None else max(0, text.find(REPLACEMENT))
        line, column = position_of(text, first)
        message = f"{count} characters could not be decoded as {encoding} and stand as U+FFFD"
        diagnostics = (Diagnostic("undecodable", line, column, message),)
    return SourceText(
        text=text,
        encoding=encoding,
        sha256=sha256,
        text_sha256=text_digest(text),
        removed=removed,
        diagnostics=diagnostics,
    )


def text_digest(text: str) -> str:
    """Return the SHA-256 of a stored text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def clean(decoded: str) -> tuple[str, tuple[Removed, ...], int]:
    """Return the stored text, what was removed, and how many lone surrogates became U+FFFD."""
    text, surrogates = decoded, 0
    removed: list[Removed] = []
    if text.startswith("\ufeff"):
        text = text[1:]
        removed.append(Removed(0, "U+FEFF"))
    text = _LINE_ENDS.sub("\n", text)
    if not text.isascii():
        text, surrogates = _SURROGATES.subn(REPLACEMENT, text)
    if _REMOVED.search(text):
        text = _take_out(text, removed)
    return text, tuple(removed), surrogates


def _take_out(text: str, removed: list[Removed]) -> str:
    kept: list[str] = []
    position = last = 0
    for match in _REMOVED.finditer(text):
        kept.append(text[last : match.start()])
        position += match.start() - last
        last = match.end()
        removed.append(Removed(position, f"U+{ord(match.group()):04X}"))
    kept.append(text[last:])
    return "".join(kept)


def _strip_mark(raw: bytes, encoding: str | None) -> tuple[bytes, str]:
    for mark, name in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :], name
    return raw, codecs.lookup(encoding).name if encoding else guess_encoding(raw)
