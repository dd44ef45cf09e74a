"""Which clips and commentary lines are the same, or nearly so, told by keys: two units are twins if they share one.

A key depends on the unit's own text alone, so the relation is symmetric, and whichever document comes first makes no
difference. Lines and short clips share a key only where their words are equal: width, case, spaces, punctuation
and the particles that extraction loses make no difference, another name, number or ending does. Longer clips share
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

_OF_A_BODY = frozenset({"paragraph", "heading", "list"})
# Clips of fewer letters are twins only where their words are equal: one name or number is too much of them.
LONG = 120
_SHINGLE = 4
_BANDS, _ROWS = 16, 8
_BINS = _BANDS * _ROWS
_BIN_BITS = _BINS.bit_length() - 1
_MASK = 2**64 - 1
# An odd number near 2**64 divided by the golden ratio spreads what it multiplies (Knuth, volume 3, 6.4).
_SPREAD = 0x9E3779B97F4A7C15
_EMPTY = 2**64

# What stands between the digits of one number, save the comma of thousands.
_IN_NUMBER = re.compile(r"(?<=\d)[^\w,、]+(?=\d)")
# A minus before a number, and no hyphen in a name with one.
_SIGN = re.compile(r"(?<![a-z])[-−▲△](?=\d)")
_NO_WORD = re.compile(r"[^\w%$€£¥?]")
# Extraction loses these beside a link, which stands on a noun: in no hiragana run, so that no ending is cut.
_PARTICLE = re.compile(r"(?<=[^ぁ-ゖ])[はがでと](?=[^ぁ-ゖ])")


class TwinKeys(NamedTuple):
    """The keys of one unit; `words` is the one of its words, equal for units that are the same."""

    words: int
    shared: tuple[int, ...]


# The id of a unit, and its keys.
Keyed = tuple[str, TwinKeys]


def twin_keys(parse: Parse) -> Iterator[Keyed]:
    """Yield the id of each clip and commentary line that has words, with its keys."""
    ends = [*(clip.span.start for clip in parse.clips[1:]), len(parse.text)]
    for clip, end in zip(parse.clips, ends, strict=False):
        if keys := clip_keys(clip.headline, _whole_body(parse, clip, end)):
            yield clip.id, keys
    for line in parse.commentary:
        if keys := line_keys(line.span.of(parse.text)):
            yield line.id, keys


def clip_keys(headline: str | None, body: str) -> TwinKeys | None:
    """Return the keys of a clip; None where it has no words."""
    words = _words(f"{headline or ''}\n{body}")
    if not words:
        return None
    own = _digest(f"clip\n{words}")
    return TwinKeys(own, (own,) if len(words) < LONG else _bands(_sketch(words)))


def line_keys(text: str) -> TwinKeys | None:
    """Return the keys of a commentary line; None where it has no words."""
    words = _words(text)
    own = _digest(f"line\n{words}")
    return TwinKeys(own, (own,)) if words else None


def _whole_body(parse: Parse, clip: Clip, end: int) -> str:
    """Return a clip's body with the lines that repeat an earlier clip's, which a parse leaves out of it."""
    first = bisect_left(parse.blocks, clip.span.start, key=_start)
    blocks = parse.blocks[first : bisect_left(parse.blocks, end, lo=first, key=_start)]
    repeated = [
        (block.start, block.end)
        for block in blocks
        if block.repeat_of is not None and block.repeat_of < clip.span.start and block.kind in _OF_A_BODY
    ]
    if not repeated:
        return clip.body
    return "\n".join([parse.text[start:stop] for start, stop in sorted([*clip.body_spans, *repeated])])


def _start(block: Block) -> int:
    return block.start


def _words(text: str) -> str:
    """Return what tells a text from others: its letters, digits and number signs, folded."""
    numbers = _SIGN.sub("_", _IN_NUMBER.sub("_", fold_text(text)))
    return _PARTICLE.sub("", _NO_WORD.sub("", numbers))


def _sketch(words: str) -> list[int]:
    """Return for each bin the least hash of the shingles that fall into it; empty bins borrow another's."""
    least = [_EMPTY] * _BINS
    shift = 64 - _BIN_BITS
    shingles = {words[at : at + _SHINGLE] for at in range(len(words) - _SHINGLE + 1)}
    for checksum in map(crc32, map(str.encode, shingles)):
        hashed = checksum * _SPREAD & _MASK
        place, value = hashed >> shift, hashed << _BIN_BITS & _MASK
        if value < least[place]:
            least[place] = value
    return [value if value != _EMPTY else _borrowed(least, place) for place, value in enumerate(least)]


def _borrowed(least: list[int], place: int) -> int:
    """Return the value of the first filled bin on a walk that depends on the empty bin alone."""
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


def _digest(words: str) -> int:
    """Return 64 bits of a hash as a signed number, as databases keep it."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "big", signed=True)
