"""The lines of a stream, decoded: for formats that hold many records in one file.

A line longer than a document may be is not held; it is told by a None in its place. What does not decode stands as a
lone surrogate where the codec allows it, so that cleaning counts it and puts U+FFFD there.
"""

import codecs
import io
from collections.abc import Iterator

from annotator.corpus.encodings import guess_encoding
from annotator.formats.readers.pieces import LARGEST_DOCUMENT
from annotator.formats.readers.streams import BLOCK

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Codecs whose undecodable bytes are all above ASCII.
_ESCAPABLE = frozenset(("utf-8", "utf-8-sig", "cp932", "euc_jp", "euc_jis_2004"))


def stream_encoding(head: bytes, encoding: str | None) -> str:
    """Return the codec for a stream that begins with `head`: by its mark, as asked, or by what it looks like."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    return codecs.lookup(encoding).name if encoding else guess_encoding(_whole_lines(head))


def decoded_lines(stream: io.BufferedReader, encoding: str) -> Iterator[str | None]:
    """Yield the lines of a stream with their line ends; None for one of more than LARGEST_DOCUMENT characters."""
    errors = "surrogateescape" if encoding in _ESCAPABLE else "replace"
    decoder = codecs.getincrementaldecoder(encoding)(errors=errors)
    held: list[str] = []
    length = 0
    more = True
    while more:
        block = stream.read(BLOCK)
        more = bool(block)
        text = decoder.decode(block, final=not more)
        *ended, rest = text.split("\n")
        for words in ended:
            length += len(words)
            if length <= LARGEST_DOCUMENT:
                yield "".join((*held, words, "\n"))
            else:
                yield None
            held, length = [], 0
        length += len(rest)
        # Of a line that is too long already nothing need be kept.
        held = [*held, rest] if length <= LARGEST_DOCUMENT else []
    if length:
        yield "".join(held) if length <= LARGEST_DOCUMENT else None


def _whole_lines(head: bytes) -> bytes:
    """Return a stream's head without what a block's end cut in two."""
    if len(head) < BLOCK:
        return head
    end = head.rfind(b"\n")
    wide = head[end + 1 : end + 2] == b"\0"
    return head[: end + 1 + wide] if end > 0 else head
