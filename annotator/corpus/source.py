"""Turns bytes into stored text: the one owner of decoding and cleaning.

Stored text has `\\n` as its only line end and no control characters. Nothing else is changed: no normalisation, no
trimming. Removed characters are recorded with their position.
"""

import codecs
import hashlib
import re
from typing import NamedTuple

from annotator.corpus.encodings import detect_encoding
from annotator.corpus.grammar.diagnostics import Diagnostic, DiagnosticCode, position_of

REPLACEMENT = "\ufffd"
# All control characters but the line end: what a terminal would obey, other line ends, bidi controls.
CONTROL_CHARACTERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

# What becomes one "\n" in stored text.
_LINE_ENDS = re.compile("\r\n|[\r\x85\x0b\x0c\u2028\u2029]")
# Control characters that are removed; lone surrogates are replaced.
_REMOVED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class RemovedCharacter(NamedTuple):
    """A removed character: the position in the stored text that it was before, and its code point, as `U+001B`."""

    position: int
    name: str


class DecodingErrors(NamedTuple):
    """The number of characters that could not be decoded, and the position of the first one in the cleaned text."""

    characters: int
    first: int | None = None


class Decoded(NamedTuple):
    """Text before cleaning, the codec that decoded it, and its decoding errors."""

    text: str
    encoding: str
    errors: DecodingErrors | None


class SourceText(NamedTuple):
    """A document's stored text and its origin.

    `sha256` is of the raw bytes, `text_sha256` of the stored text in UTF-8, both in hexadecimal.
    """

    text: str
    encoding: str
    sha256: str
    text_sha256: str
    removed: tuple[RemovedCharacter, ...]
    diagnostics: tuple[Diagnostic, ...]


def read_source(raw: bytes, *, encoding: str | None = None) -> SourceText:
    """Decode and clean `raw`, whatever the bytes are.

    The encoding is that of a byte order mark, else `encoding`, else the detected one. Bytes that cannot be decoded
    become U+FFFD with a diagnostic. Raises LookupError where `encoding` is not a codec.
    """
    decoded = decode(raw, encoding=encoding)
    digest = hashlib.sha256(raw).hexdigest()
    return source_from_text(decoded.text, encoding=decoded.encoding, sha256=digest, errors=decoded.errors)


def decode(raw: bytes, *, encoding: str | None = None) -> Decoded:
    """Decode `raw` as `read_source` does, without cleaning; a byte order mark stays as the first character."""
    body, chosen = _split_byte_order_mark(raw, encoding)
    mark = "\ufeff" if len(body) < len(raw) else ""
    try:
        return Decoded(mark + body.decode(chosen), chosen, None)
    except UnicodeDecodeError as error:
        text = body.decode(chosen, errors="replace")
        genuine = body.decode(chosen, errors="ignore").count(REPLACEMENT)
        first = len(clean_text(body[: error.start].decode(chosen, errors="replace"))[0])
        return Decoded(mark + text, chosen, DecodingErrors(text.count(REPLACEMENT) - genuine, first))


def source_from_text(
    decoded: str, *, encoding: str, sha256: str, errors: DecodingErrors | None = None
) -> SourceText:
    """Clean decoded text; `sha256` is of the bytes that it was decoded from.

    Decoding errors without position are reported at the first U+FFFD.
    """
    text, removed, surrogates = clean_text(decoded)
    count = surrogates + (errors.characters if errors else 0)
    diagnostics: tuple[Diagnostic, ...] = ()
    if count:
        first = errors.first if errors and errors.first is not None else max(0, text.find(REPLACEMENT))
        line, column = position_of(text, first)
        message = f"{count} characters could not be decoded as {encoding} and stand as U+FFFD"
        diagnostics = (Diagnostic(DiagnosticCode.UNDECODABLE, line, column, message),)
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


def clean_text(decoded: str) -> tuple[str, tuple[RemovedCharacter, ...], int]:
    """Return the stored text, the removed characters, and the number of lone surrogates that became U+FFFD."""
    text, surrogates = decoded, 0
    removed: list[RemovedCharacter] = []
    if text.startswith("\ufeff"):
        text = text[1:]
        removed.append(RemovedCharacter(0, "U+FEFF"))
    text = _LINE_ENDS.sub("\n", text)
    if not text.isascii():
        text, surrogates = _SURROGATES.subn(REPLACEMENT, text)
    if _REMOVED.search(text):
        text = _remove_controls(text, removed)
    return text, tuple(removed), surrogates


def _remove_controls(text: str, removed: list[RemovedCharacter]) -> str:
    pieces: list[str] = []
    position = last = 0
    for match in _REMOVED.finditer(text):
        pieces.append(text[last : match.start()])
        position += match.start() - last
        last = match.end()
        removed.append(RemovedCharacter(position, f"U+{ord(match.group()):04X}"))
    pieces.append(text[last:])
    return "".join(pieces)


def _split_byte_order_mark(raw: bytes, encoding: str | None) -> tuple[bytes, str]:
    for mark, name in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :], name
    return raw, codecs.lookup(encoding).name if encoding else detect_encoding(raw)
