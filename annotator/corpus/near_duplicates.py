"""Near-duplicate keys of clips and commentary lines: two units are near duplicates if they share one.

A key depends on the unit's own text alone, so the relation is symmetric and independent of the order of documents.
Lines and short clips share a key only where their texts are equal but for width, case, white space, punctuation
and the particles that extraction loses; another name, number or ending makes another key. Longer clips share
one of several keys the likelier the more they have in common: nearly always where nine tenths of the four-letter
shingles in either are in both, nine times in ten at eight tenths, one in four at six, one in 100 at four (a MinHash
sketch of one permutation in bands: Broder 1997; Li, Owen and Zhang 2012; empty bins as by Shrivastava 2017).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple
from zlib import crc32

from annotator.corpus.fold import fold_text
from annotator.corpus.model import Block, Clip, Parse

_BODY_KINDS = frozenset({"paragraph", "heading", "list"})
# Clips of fewer letters have the key of their whole text only: one name or number is too much of them.
LONG_CLIP = 120
_SHINGLE = 4
_BANDS, _ROWS = 16, 8
_BINS = _BANDS * _ROWS
_BIN_BITS = _BINS.bit_length() - 1
_MASK = 2**64 - 1
# An odd number near 2**64 divided by the golden ratio spreads what it multiplies (Knuth, volume 3, 6.4).
_SPREAD = 0x9E3779B97F4A7C15
_EMPTY = 2**64

# What separates the digits of one number, except a thousands separator.
_IN_NUMBER = re.compile(r"(?<=\d)[^\w,、]+(?=\d)")
# A minus sign before a number, unlike a hyphen in a name.
_SIGN = re.compile(r"(?<![a-z])[-−▲△](?=\d)")
_PUNCTUATION = re.compile(r"[^\w%$€£¥?]")
# Extraction loses these particles beside a link, which is on a noun. Inside hiragana they belong to an ending.
_PARTICLE = re.compile(r"(?<=[^ぁ-ゖ])[はがでと](?=[^ぁ-ゖ])")


class NearDuplicateKeys(NamedTuple):
    """The keys of one unit; `exact` is equal for units with the same text."""

    exact: int
    shared: tuple[int, ...]


# The id of a unit with its keys.
KeyedUnit = tuple[str, NearDuplicateKeys]


def near_duplicate_keys(parse: Parse) -> Iterator[KeyedUnit]:
    """Yield the keys of each clip and commentary line that has letters or digits, with its id."""
    ends = [*(clip.span.start for clip in parse.clips[1:]), len(parse.text)]
    for clip, end in zip(parse.clips, ends, strict=False):
        if keys := clip_keys(clip.headline, _whole_body(parse, clip, end)):
            yield clip.id, keys
    for line in parse.commentary:
        if keys := line_keys(line.span.of(parse.text)):
            yield line.id, keys


def clip_keys(headline: str | None, body: str) -> NearDuplicateKeys | None:
    """Return the keys of a clip; None without letters and digits."""
    letters = _letters(f"{headline or ''}\n{body}")
    if not letters:
        return None
    exact = _digest(f"clip\n{letters}")
    return NearDuplicateKeys(exact, (exact,) if len(letters) < LONG_CLIP else _bands(_sketch(letters)))


def line_keys(text: str) -> NearDuplicateKeys | None:
    """Return the keys of a commentary line; None without letters and digits."""
    letters = _letters(text)
    exact = _digest(f"line\n{letters}")
    return NearDuplicateKeys(exact, (exact,)) if letters else None


def _whole_body(parse: Parse, clip: Clip, end: int) -> str:
    """Return a clip's body with the lines that repeat an earlier clip's, which the parse leaves out."""
    first = bisect_left(parse.blocks, clip.span.start, key=_start)
    blocks = parse.blocks[first : bisect_left(parse.blocks, end, lo=first, key=_start)]
    repeated = [
        (block.start, block.end)
        for block in blocks
        if block.repeat_of is not None and block.repeat_of < clip.span.start and block.kind in _BODY_KINDS
    ]
    if not repeated:
        return clip.body
    return "\n".join([parse.text[start:stop] for start, stop in sorted([*clip.body_spans, *repeated])])


def _start(block: Block) -> int:
    return block.start


def _letters(text: str) -> str:
    """Return the letters, digits and number signs of a text, folded."""
    numbers = _SIGN.sub("_", _IN_NUMBER.sub("_", fold_text(text)))
    return _PARTICLE.sub("", _PUNCTUATION.sub("", numbers))


def _sketch(letters: str) -> list[int]:
    """Return for each bin the least hash of the shingles that fall into it; empty bins borrow another's."""
    least = [_EMPTY] * _BINS
    shift = 64 - _BIN_BITS
    shingles = {letters[at : at + _SHINGLE] for at in range(len(letters) - _SHINGLE + 1)}
    for checksum in map(crc32, map(str.encode, shingles)):
        hashed = checksum * _SPREAD & _MASK
        place, value = hashed >> shift, hashed << _BIN_BITS & _MASK
        if value < least[place]:
            least[place] = value
    return [value if value != _EMPTY else _borrowed(least, place) for place, value in enumerate(least)]


def _borrowed(least: list[int], place: int) -> int:
    """Return the value of the first filled bin of a pseudo-random sequence that depends on the empty bin alone."""
    step = place
    while True:
        step = (step + 1) * _SPREAD & _MASK
        value = least[step >> (64 - _BIN_BITS)]
        if value != _EMPTY:
            return value


def _bands(sketch: list[int]) -> tuple[int, ...]:
    return tuple(
        _digest(f"band {start}\n{sketch[start : start + _ROWS]}") for start in range(0, _BINS, _ROWS)
    )


def _digest(text: str) -> int:
    """Return 64 bits of a hash as a signed number, as databases store it."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
